"""The agenda of meetings: what is talked about, found by its wording beside the spans that a tagger gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.extract.ground import Ground, distance
from dragoman.record import Event, Span, Statement

_MEETING_WORDS = (
    r"(?:talks?|negotiations?|discussions?|consultations?|meetings?|conversations?|dialogues?|summit|sessions?|conference|rounds?|call|deal|"
    r"debate|briefing|exchanges?|conversations?|efforts|initiative|deliberations|working\sgroups?|seminar|forum|accord)"
)
_VERBS = (
    r"discuss(?:ed|es|ing)?|review(?:ed|ing)?|debat(?:e|ed|ing)|explor(?:e|ed|ing)|negotiat(?:e|ed|ing)(?:\s(?:on|over|about|for))?|"
    r"deal(?:s|t|ing)?\swith|cover(?:ed|s|ing)?|touch(?:ed|ing)?\s(?:up)?on|rais(?:e|ed|ing)|tackl(?:e|ed|ing)|"
    r"focus(?:ed|es|ing)?\s(?:their\s\w+\s)?on|cent(?:er|re)(?:d|s|ing)?\s(?:on|around)|dwel[lt]t?\son|concentrat(?:e|ed|ing)\son|"
    r"exchang(?:e|ed|ing)\s(?:(?:\w+\s)?(?:views|opinions|notes|proposals|ideas|papers)|with\sopinions?)\s(?:\w+\s){0,4}?(?:on|over|about|of)|devoted\sto|dedicated\sto|"
    r"tak(?:e|en|ing)\sup|took\sup|turn(?:ed|s)\son|br(?:ought|ing|ings)\sup|haggl(?:ed|ing)\s(?:over|about)|wrangl(?:ed|ing)\s(?:over|about)|agreed\son|suggestions\son|talk(?:ed|ing)?\s(?:\w+\s)?about|sp(?:ea|o)ke?\s(?:\w+\s)?about|"
    r"decide\son|protest\s(?:at|against|about)|complain(?:ed|t)?\s(?:about|of)"
)
_AIMS = (
    r"resolve|settle|end|solve|promote|form|restore|revive|create|reach|finali[sz]e|strengthen|boost|defuse|overcome|implement|define|step\sup|improve|"
    r"deepen|expand|work\sout|hammer\sout|agree\son|prepare(?:\sfor)?|break|save"
)
# Words of a noun phrase between a word for a meeting and "on": no finite verb, no new clause.
_WORDS = (
    r"(?:(?!(?:is|are|was|were|be|has|had|have|will|would|could|said|says|told|which|who|that|held|began|started|signed|agreed|opened|"
    r"closed|ended|based|late)\b)[\w’',.&-]+\s)"
)
_ABOUT = r"(?:on|over|about|regarding|concerning)"
# What comes right before the things talked about. The sure ones hold in the sentence after the meeting's, too.
_SURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bdiscuss(?:ed|es|ing)?\s",
        rf"\b{_MEETING_WORDS}\s{_WORDS}{{0,10}}?(?:{_ABOUT}|aim(?:ed|ing)\sat|related\sto|focus(?:ed|ing|es)\son|of\sviews\s{_ABOUT})\s",
        r"\b(?:agenda|topics?(?:\s\w+){0,2}|subjects?|themes?|issues\s(?:up\s)?for\sdiscussion)\b[^.;]{0,60}?\b(?:includ(?:es?|ed|ing)|covers?|covered|to\sinclude|was|were|is|are|will\sbe|would\sbe|features?d?)\s",
        r"\bon\sthe\s(?:agenda|table)\s(?:now\s|also\s)?(?:is|are|was|were|stands?|stood)\s(?:still\s|also\s)?",
        r"\b(?:agenda|topics?|question(?:\sof)?|subject):\s|\bon\sthe\squestion\sof\s",
        rf"\bexchang\w+\s(?:of\s)?(?:\w+\s)?(?:views|opinions|notes|proposals|ideas|papers)\s(?:with\s)?{_WORDS}{{0,6}}?{_ABOUT}\s",
    )
)
_LIKELY = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_VERBS}|(?:will|would|to|expected\sto)\saddress)\s(?:up\s)?",
        rf"\b(?:met|meets?)\s{_WORDS}{{1,14}}?{_ABOUT}\s",
        rf"\b(?:brief(?:ed|ing)?|inform(?:ed|ing)?)\s{_WORDS}{{1,9}}?(?:on|about|of)\s",
        rf"\b{_MEETING_WORDS}\s{_WORDS}{{0,10}}?(?:for\s(?=[a-z]+\s(?:of|in|to|on)\s)|(?:in\sa\sbid\s)?to\s(?:{_AIMS})\s)",
        rf"\b(?:aim(?:ed|s|ing)\s(?:at\s|to\s(?:{_AIMS})\s)|(?:visit|tour|trip)\s{_WORDS}{{0,4}}?to\s(?:{_AIMS})\s)",
    )
)
# Things talked about that stand before their verb: "X and Y were also discussed", "X is on the agenda".
_PASSIVE = re.compile(
    r"(?i)\s(?:was|were|is|are|be|been|being|come|came)\s(?:(?:also|all|likely\sto|both)\s)*"
    r"(?:discussed|raised|reviewed|debated|addressed|up\sfor\sdiscussion|(?:high\s|top\s|first\s)?(?:on|top)\s(?:of\s)?the\sagenda|taken\sup|on\sthe\stable)\b"
)
_OPENERS = re.compile(
    r"(?i)(?:(?:the|a|an|its|their|such|other|all|both|some|several|various|wider|broad|full|wide)\s)*"
    r"(?:(?:range|series|number|list|set|variety|host|full\srange)\sof\s)?(?:(?:[\w-]+\s){0,4}?(?:issues?|topics?|questions?|matters?|subjects?|themes?|things|concerns|areas|points|problems)"
    r"(?:\s(?:of|on)\s(?:mutual|common|shared|bilateral)\s(?:concerns?|interests?))?,?\s(?:including|such\sas|like|on\sthe\stopic\sof|namely|ranging\sfrom|from)\s(?:the\s)?)"
)
_STRIP = re.compile(r"(?i)(?:(?:the|a|an|also|mainly|further|and|possible|both|including|as\swell\sas|on)\s)+")
STOP = re.compile(
    r"[;:\n]|\.(?=\s|$|[\"”])|[!?]|,[\"”]|,\snot\s|,\s(?:which|who|whom|where|when|while|after|before|according|but|said|says|though|although|with|saying|as\spart|he\b|she\b|they\b|it\b|an?\s(?:official|spokes))"
    r"|\s(?:when|while|during|before|after|ahead\sof|following|at\s(?:a|the|their)\s|in\stalks|on\sthe\ssidelines|that\swould|which|who|until|said|says|told|but|if|because|since|"
    r"at\sits|by\stelephone|by\sphone|and\s(?:said|agreed|called|met|held|told|signed|urged|expressed|is|was|will|would|inaugurate|attend|left|flew|then|to\s|exchange)|with\s(?:the\s)?(?:visiting\s)?(?=@))"
    r"|,\s[^,]{2,60}\s(?:said|says|told|reported|announced|added|stressed|noted)\b"
)
_SPLIT = re.compile(
    r",\s(?:and\s(?:on\s)?|as\swell\sas\s)?|\sas\swell\sas\s|\sand\s(?:also\s|on\s)(?:the\s)?|\sand\s(?=(?:the|a|an|how|whether|ways|other|its|their|his|her)\s)"
)
_SKIP = re.compile(r"(?i)(?:with|between|among|by|to)\s")
_VAGUE = re.compile(
    r"(?i)(?:sidelines?|margins?|agenda|invitation|basis|condition|behalf|one|this|that|them|it|him|her|me|us|what|him|peace|whom|way|same|side|eve|other\s\w+s?|others)\b\W*$|(?:sidelines|margins|eve|basis|behalf|phone|telephone|occasion)\b"
)


_CLAUSE_BEFORE = re.compile(r";\s|\bsaid\s|\bthat\s|\bbut\s")


@dataclass(frozen=True, slots=True)
class _Talked:
    """Words for what was talked about, where the cue stands that says so, and whether that is sure."""

    span: Span
    cue: Span
    sure: bool


_LITTLE = frozenset("the a an of on in to for and or with by from along about his her its their".split())


def _without_little_words(text: str, span: Span) -> Span | None:
    """A tagged span without little words at its ends; None where nothing else is in it."""
    words = [Span(span.start + w.start(), span.start + w.end()) for w in re.finditer(r"\S+", span.of(text))]
    large = [word for word in words if word.of(text).lower() not in _LITTLE]
    return Span(large[0].start, large[-1].end) if large else None


def agendas_of(
    ground: Ground, events: Sequence[Event], statements: Sequence[Statement], agenda: Sequence[Span]
) -> dict[str, list[tuple[Span, str | None]]]:
    """For each event what was talked about, with the statement that tells of it, in the order of the text."""
    left_out = [span for statement in statements if statement.act == "omit" for span in statement.content]
    tagged = (part for span in agenda if (part := _without_little_words(ground.text, span)) is not None)
    items = [*(_Talked(span, span, True) for span in tagged), *_by_rule(ground, events)]
    found: dict[str, list[tuple[Span, str | None]]] = {event.id: [] for event in events}
    for item in items:
        event = _event_of(ground, item, events)
        if event is None or any(item.span.overlaps(span) for span in left_out):
            continue
        if not any(item.span.overlaps(span) for span, _ in found[event.id]) and not any(item.span.overlaps(w) for w in event.evidence):
            found[event.id].append((item.span, _teller(item.span, statements)))
    return {event: sorted(rows, key=lambda row: row[0]) for event, rows in found.items()}


def _event_of(ground: Ground, item: _Talked, events: Sequence[Event]) -> Event | None:
    """The encounter at which it was talked about: with the nearest trigger in the sentence, or the last one in the sentence before."""
    sentence = ground.sentence(item.cue)
    here = [(distance(w, item.cue), w, e) for e in events for w in e.evidence if sentence.contains(w)]
    if here or not item.sure:
        return min(here, key=lambda row: row[:2])[2] if here else None
    number = ground.number(sentence)
    before = ground.sentences[max(0, number - 1) : max(0, number)]
    last = [(item.cue.start - w.end, w, e) for e in events for w in e.evidence if any(s.contains(w) for s in before)]
    return min(last, key=lambda row: row[:2])[2] if last else None


def _teller(span: Span, statements: Sequence[Statement]) -> str | None:
    """The statement whose content holds the words: the innermost, and of a chain the first who said it."""
    holding = [(sum(map(len, s.content)), len(s.via), s.id) for s in statements if any(c.contains(span) for c in s.content)]
    return min(holding)[2] if holding else None


def _by_rule(ground: Ground, events: Sequence[Event]) -> Iterable[_Talked]:
    """What the wording gives in the sentences of the encounters and in the one after each."""
    here = {ground.sentence(w) for event in events for w in event.evidence}
    after = (ground.number(s) + 1 for s in here)
    for sentence in sorted(here | {ground.sentence(s) for n in after for s in ground.sentences[n : n + 1]}):
        for sure, patterns in ((True, _SURE), (False, _LIKELY)):
            for pattern in patterns:
                for match in pattern.finditer(ground.text, sentence.start, sentence.end):
                    cue = Span(*match.span())
                    yield from (
                        _Talked(span, cue, sure) for span in _items(ground, _skipped(ground, match.end(), sentence.end), sentence.end)
                    )
        for match in _PASSIVE.finditer(ground.text, sentence.start, sentence.end):
            clause = max((m.end() for m in _CLAUSE_BEFORE.finditer(ground.text, sentence.start, match.start())), default=sentence.start)
            yield from (_Talked(span, Span(*match.span()), True) for span in _items(ground, clause, match.start()))


def _skipped(ground: Ground, start: int, end: int) -> int:
    """Where the words begin after "with the president": whom one talks with is not what one talks about."""
    match = _SKIP.match(ground.text, start, end)
    if match is None:
        return start
    partner = next((m.span for m in ground.mentions if 0 <= m.span.start - match.end() < 40), None)
    if partner is None:
        return end
    after = re.compile(r"\s(?:on\s|over\s|about\s|(?=the\s|how\s|ways\s|a\s|an\s|their\s))").match(ground.text, partner.end)
    return after.end() if after else end


def _items(ground: Ground, start: int, end: int) -> Iterable[Span]:
    """The things named from `start` on, one span each, without articles and without what only says when or where."""
    if start >= end:
        return
    opener = _OPENERS.match(ground.text, start, end)
    start = opener.end() if opener else start
    stops = [m.start() for m in STOP.finditer(ground.text, start + 1, end)]
    stops += [t.span.start for t in ground.times if start <= t.span.start < end and t.type != "DURATION"]
    stop = min((*stops, end, start + 260))
    at = start
    for gap in (*_SPLIT.finditer(ground.text, start, stop), None):
        until = gap.start() if gap else stop
        item = _trimmed(ground, at, until)
        if item is not None:
            yield item
        at = gap.end() if gap else stop


_FINITE = re.compile(
    r"\s(?:is|are|was|were|be|has|had|have|will|would|could|may|to\sbe|held|began|warned|said|wound|back\stogether|due\sto|scheduled)\b"
)
_TOLD = re.compile(r"\b(?:said|reported|warned|quoted|told|announced|gave|parted)\b")
_NO_ITEM = re.compile(
    r"(?i)(?:most|much|something|options|details|issue\b|talks\sshe|highlighting|among|according|that|who|at|had|has|due|scheduled|not|pledged|hoped|it|he|she|they|we|i|you|is|are|was|were)\s"
)
_CLAUSE = re.compile(r"(?i)(?:how|whether|what|who|why|which|where|when)\b")


def _trimmed(ground: Ground, start: int, end: int) -> Span | None:
    """An item without articles, quotes and loose ends; None where the words name nothing that could be talked about."""
    text = ground.text
    start += len(text[start:end]) - len(text[start:end].lstrip(" \n\"“‘'("))
    lead = _STRIP.match(text, start, end)
    start = lead.end() if lead else start
    if _NO_ITEM.match(text, start, end) and not _CLAUSE.match(text, start, end):
        return None
    verb = None if _CLAUSE.match(text, start, end) else _FINITE.search(text, start, end)
    end = verb.start() if verb else end
    tail = _LOOSE.search(text[start:end])
    end -= len(tail[0]) if tail else 0
    end += text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end)
    named = any(m.span.start == start and m.span.end >= end and m.form != "nominal" for m in ground.mentions)
    if (
        end - start < 3
        or named
        or _TOLD.search(text, start, end)
        or _VAGUE.match(text[start:end])
        or any(p.span.start == start and p.span.end >= end for p in ground.places)
    ):
        return None
    return Span(start, end)


_LOOSE = re.compile(r"(?:\s(?:on|in|at|of|with|and|to|for|from|here|the|by|later|also|between|what|as))*[\s,)–\"”’-]*$")
