"""Roles: who holds the office that words like "caretaker foreign minister" name, and of which country or body.

The holder stands before or after the office words. What lies between is matched against two tables of gaps, the surest
first. In a gap other office words are written `#` and other mentions `@`, so that one pattern serves all names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dragoman.extract.ground import distance
from dragoman.record import Mention, Role, Span

_NATION = r"[A-Z][\w.'’-]*\s"
_LEAD = (
    r"(?:(?:the|a|an|its|his|her|their|our|one\sof|then|now|once|currently|current|former|formerly|previously|until\s\w+|himself)\s|"
    rf"@(?:['’]s?)?\s|{_NATION})*"
)
_TITLES = r"(?:[A-Z][\w.-]*\.?,?\s)*[\"“‘'(]?"
_BE = r"(?:is|was|are|were|be|been|being|became|becomes|become|remains|remained)"
_NAMED = (
    r"(?:(?:re-?)?(?:appointed|named|elected|sworn\sin|chosen|nominated|installed)|served|serves|serving|acting|works|worked|known|"
    r"proclaimed|declared|made|picked|identified|described|introduced|claimed|succeeded\s@|replaced\s@)"
)
_AUX = r"(?:(?:had|has|have|will|would|to|later|also|now|once|then|and|just|recently|currently|still|formerly|himself)\s)*"

# Between the office words and a holder after them, or between a holder before them and the office words; the surest first:
# an apposition before beats a name after a comma, which may begin the next clause.
_AT_ONCE = re.compile(rf"\s?[\s\"“‘'(]*{_TITLES}")
_RANKED = (
    ("after", _AT_ONCE),
    ("before", re.compile(rf",?\s\(?\d+\)?,\s{_LEAD}")),
    ("after", re.compile(rf"[\s,]*(?:and|or|&|-|/|cum)\s?{_LEAD}(?:#|{_NATION})+[\s,]*{_TITLES}")),
    ("after", re.compile(rf",?\s(?:{_LEAD}#,?\s)+(?:and\s{_LEAD}#\s)?{_TITLES}")),
    ("after", re.compile(r",?\s(?:a\sman\s|one\s|who\swas\s|who\sis\s)?(?:named|called|identified\s(?:only\s)?as|known\sas)\s")),
    ("before", re.compile(rf",\s(?:(?:who|which)\s)?(?:{_BE}\s)?{_AUX}{_LEAD}")),
    ("before", re.compile(rf",?\s(?:who\s)?{_AUX}(?:{_BE}\s)?{_AUX}(?:{_NAMED}\s)?(?:also\s|new\s|as\s|with\s)*{_LEAD}")),
    ("after", re.compile(rf",\s{_TITLES}")),
    ("before", re.compile(rf"\s\({_LEAD}")),
    ("before", re.compile(rf",[^.;:]*?#[^.;:]*?(?:,|\sand|\sas\swell\sas)\s(?:also\s)?{_LEAD}")),
    ("after", re.compile(rf"\s(?:of|for|in|at|to|on|from|with|under)\s[^.;:,]*?,?\s{_TITLES}")),
    ("after", re.compile(rf"\s(?:of|for|in|at|to|on|from|with|under)\s[^.;:]*?,\s{_TITLES}")),
    ("before", re.compile(rf"(?:\sto|['’]s)?[^.;:,#]*?\sas\s{_LEAD}")),
)
# Heads of office words, and what may stand before and after them within the office.
_OFFICE_WORDS = (
    "adviser advisor ambassador administrator archbishop attorney ayatollah bishop candidate captain cardinal chair chairman "
    "chairperson chairwoman chancellor chief clerk colonel commander commander-in-chief commissioner congressman consul "
    "coordinator counterpart delegate deputy dictator director director-general editor emir envoy executive founder general "
    "governor head inspector judge king lawmaker leader lieutenant magistrate major manager mayor mediator minister monarch "
    "negotiator officer official pope premier president president-elect prince princess prosecutor queen rapporteur registrar "
    "representative secretary secretary-general senator sergeant sheikh speaker spokesman spokesperson spokeswoman sultan "
    "superintendent undersecretary vice-chairman vice-minister vice-president vice-premier"
)
OFFICES = frozenset(_OFFICE_WORDS.split())
_REACH = 400  # characters between an office and its holder; the farthest in the marked reports lies within
_HOLDERS = frozenset({"person", "office"})
_OWNERS = frozenset(
    {"country", "government", "ministry", "military", "armed_group", "party", "company", "igo", "ngo", "media", "organization"}
)
_APPOSED = re.compile(rf",\s(?:who\s{_BE}\s)?(?:also\s)?{_LEAD}")
# "to" is left out: an ambassador to a country is another country's.
_OWNED_BY = re.compile(r"\s(?:of|for|at|in|with)\s(?:the\s|its\s)?(?:[\w-]+\s){0,2}(?:@['’]s?\s(?:\w+\s)?)?")
_OWNER_OF = re.compile(r"['’]s?\s(?:[\w-]+\s){0,2}|\)?\s")
_POSSESSED = re.compile(r"(?:\b(?:his|her|their)|['’]s?)\s(?:[\w-]+\s){0,2}$")
_OPPOSITE = re.compile(r"(?:\s[^.;,]*)?,\s[\"“‘'(]?" + _TITLES)
_ALSO = re.compile(rf"(?:\s(?:of|for|in|at)\s[^.;:,]*)?(?:,\s(?:and\s)?|\sand\s|\sas\swell\sas\s)(?:also\s)?{_LEAD}")


def attach_roles(
    text: str, sentences: Sequence[Span], spans: Sequence[Span], mentions: Sequence[Mention], kinds: Mapping[str, str]
) -> tuple[tuple[str, Role], ...]:
    """The holder of each office: pairs of actor id and role, in the order of the text.

    `spans` are the office words, `kinds` the kind of each actor. Office words whose holder cannot be told are left out.
    """
    found: list[tuple[str, Role]] = []
    holder = None
    ordered = sorted(set(spans))
    for last, span in zip((None, *ordered), ordered, strict=False):
        sentence = next((s for s in sentences if s.overlaps(span)), span)
        near = [m for m in mentions if m.span.overlaps(sentence) and distance(m.span, span) < _REACH]
        shared = last is not None and holder is not None and holder.span.end <= last.start and _ALSO.fullmatch(text[last.end : span.start])
        named = _named(text, span, [m for m in near if kinds.get(m.actor) in _HOLDERS])
        holder = named or (holder if shared else _holder(text, span, near, kinds, ordered))
        if holder is not None:
            found.append((holder.actor, Role(span.of(text), _owner(text, span, near, kinds, holder), span)))
    return tuple(found)


def _named(text: str, span: Span, people: Sequence[Mention]) -> Mention | None:
    """The holder whose name follows at once, or whose description the office words are part of."""
    after = (m for m in people if m.span.start >= span.end and _AT_ONCE.fullmatch(text[span.end : m.span.start]))
    return next(after, None) or next((m for m in people if m.span.overlaps(span)), None)


def _holder(text: str, span: Span, near: Sequence[Mention], kinds: Mapping[str, str], spans: Sequence[Span]) -> Mention | None:
    """The person whose gap to the office words matches the surest pattern; else the nearest person of the sentence."""
    people = [m for m in near if kinds.get(m.actor) in _HOLDERS]
    if _POSSESSED.search(text, max(0, span.start - 40), span.start):
        # "his counterpart, X": the words before are whose counterpart it is.
        follows = next((m for m in people if m.span.start > span.end and _OPPOSITE.fullmatch(text[span.end : m.span.start])), None)
        if follows is not None:
            return follows
        people = [m for m in people if m.span.end >= span.start or not _POSSESSED.match(text[m.span.end : span.start])]
    before = [(m, _gap(text, Span(m.span.end, span.start), near, spans)) for m in reversed(people) if m.span.end < span.start]
    after = [(m, _gap(text, Span(span.end, m.span.start), near, spans)) for m in people if m.span.start > span.end]
    for side, pattern in _RANKED:
        for mention, gap in after if side == "after" else before:
            if pattern.fullmatch(gap):
                return mention
    return min(people, key=lambda m: max(m.span.start - span.end, span.start - m.span.end), default=None)


def _gap(text: str, gap: Span, near: Sequence[Mention], spans: Sequence[Span]) -> str:
    """The words of a gap, with other office words as `#` and other mentions as `@`."""
    marks = [(s, "#") for s in spans if gap.contains(s)] + [(m.span, "@") for m in near if gap.contains(m.span)]
    pieces, at = [], gap.start
    for mark, sign in sorted(marks, key=lambda pair: (pair[0].start, -pair[0].end)):
        if mark.start >= at:
            pieces += [text[at : mark.start], sign]
            at = mark.end
    return "".join((*pieces, text[at : gap.end])).replace("\n", " ")


def _owner(text: str, span: Span, near: Sequence[Mention], kinds: Mapping[str, str], holder: Mention) -> str | None:
    """The country or body whose office it is: named in the office words, right before them or right after."""
    owners = [m for m in near if kinds.get(m.actor) in _OWNERS and m.actor != holder.actor]
    inside = [m for m in owners if m.span.overlaps(span)]
    after = [m for m in owners if m.span.start > span.end and _OWNED_BY.fullmatch(_gap(text, Span(span.end, m.span.start), near, ()))]
    after.sort(key=lambda m: text.startswith(("'s", "’s"), m.span.end))
    before = [m for m in owners if m.span.end < span.start and _OWNER_OF.fullmatch(text[m.span.end : span.start])]
    return next((m.actor for m in (*inside, *after, *reversed(before))), None)
