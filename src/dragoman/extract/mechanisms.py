"""Mechanisms: forums that meet again and again, such as joint commissions, summit series and six-party talks.

Their names are found by their wording, beside the spans that a tagger gives; mentions of one forum are joined by
acronym, by shared words and by the kind of forum that their last word names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from dragoman.extract.ground import Ground
from dragoman.record import Mechanism, Meeting, Span

# The kind of forum that the last word of a mention names; words of one kind may refer to each other.
_KINDS = {
    "body": "committee commission council body panel group team board mechanism subgroup sub-group jirga",
    "talks": "talks negotiations dialogue dialogues round rounds process discussions track format consultations talk",
    "summit": "summit summits meeting meetings conference conferences forum gathering event session sessions ministerial plenary congress "
    "encounter encounters table convention assembly",
}
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_CAP = r"\b[A-Z][\w’'.&-]{0,40}"
_LINK = r"(?:of|the|and|for|on|de|in|du|&)"
_PROPER = rf"(?:{_CAP}(?:\s\([\w\s-]+\))?(?:\s(?:{_LINK}\s){{0,2}}{_CAP}){{0,8}})"
_BODY = r"(?:commissions?|committees?|councils?|working\sgroups?|panel|task\sforce|mechanism|dialogue|team|body|forum|jirga)"
_JOINT = (
    r"(?:joint|mixed|bilateral|trilateral|tripartite|quadripartite|high-level|inter-?governmental|ad\shoc|special|strategic|contact|core|border|"
    r"boundary)"
)
_COUNT = r"(?:two|three|four|five|six|seven|eight|P5|\d)"
# A further word of what a forum is on ("on border delimitation", "on water and sanitation"), no verb of the sentence.
_MORE = r"(?:and\s)?(?!(?:sat|met|meets?|is|are|was|were|will|has|had|in|on|at|of|to|for|by|which|that|held|and|\w+ed)\b)[a-z-]+"
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_CAP}[\s-](?:and\s)?){{0,8}}(?i:{_JOINT}[\s-]){{1,4}}(?:[\w-]+\s(?:and\s[\w-]+\s)?){{0,2}}?(?i:{_BODY})\b(?:\son\s(?:{_PROPER}|[a-z-]+(?:\s{_MORE})?))?",
        rf"\b(?i:{_COUNT})-(?:party|nation|way|country|sided?)\s(?:\w+\s)?(?:talks|dialogue|negotiations|working\sgroup|committee|commission)\b",
        rf"\b(?:{_CAP}\s(?:\([\w\s-]{{1,60}}\)\s)?){{1,8}}(?:(?:informal|annual|economic|leaders['’]|ministerial|senior)\s)*(?:[Ss]ummits?|[Ff]orum|[Mm]inisterial(?:\s[Mm]eeting|\s[Cc]onference)?|(?:[Ll]eaders['’]|[Mm]inisters['’])\s[Mm]eeting|Meeting|Dialogue|[Pp]eace\s[Tt]alks)\b(?:\sof\sthe\s{_PROPER})?",
        rf"\b(?:{_CAP}\s){{0,6}}(?:Summit|Forum|Conference|Dialogue|Commission|Conferences|Council|Committee)\s(?:of|on|for)\s(?:the\s)?{_PROPER}",
        r"\b(?:(?:peace|boundary|border|composite|strategic|national|political|military|security|annual|regular|economic|human\srights|nuclear)\s)+dialogue\b",
        r"\b(?:boundary|border|composite|general-level|prisoner\sexchange)\stalks\b",
        r"\b(?:G-?\d+|P5\+1|P5-plus-one|Group\sof\s(?:\d+|[A-Z][a-z]+))(?:\s(?:summit|group|meeting))?\b",
        rf"(?:{_CAP}-{_CAP}\s)(?:{_CAP}\s){{0,8}}(?i:commission|committee|working\sgroup|dialogue|talks)\b|\b(?:{_CAP}\s){{1,8}}(?:Working\sGroup|Dialogue|Format|format)\b",
        rf"\b(?:{_CAP}\s(?:and\s)?){{2,8}}Mechanism\b|\b(?:working|contact)\sgroup\son\s(?:{_PROPER}|[a-z]+)|\b{_CAP}\s(?:[Rr]ound|peace\s(?:talks|process))\b",
    )
)
# "the 20th session of the ...", "their sixth round", "the XII meeting", and a bare "the eighth" or "for the ninth time".
_UNIT_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
)
_UNITS = _UNIT_WORDS.split()
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = (
    {word: number for number, word in enumerate(_UNITS, 1)}
    | {"inaugural": 1}
    | {f"{ten}ieth": 10 * n for n, ten in enumerate(_TENS, 2)}
    | {f"{ten}y-{unit}": 10 * n + m for n, ten in enumerate(_TENS, 2) for m, unit in enumerate(_UNITS[:9], 1)}
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_ORDINAL = rf"(?P<ordinal>\d{{1,3}}-?(?:st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|(?-i:[XVI]{{2,6}}))"
SITTING = (
    r"(?:sessions?|rounds?|meetings?|summits?|sittings?|editions?|plenar(?:y|ies)|conferences?|talks|dialogues?|gatherings?|consultations?|"
    r"negotiations?|encounters?|mtg)"
)
_SESSION = re.compile(
    rf"(?i)\b{_ORDINAL}(?:[\s-](?!(?:the|a|and|with|of|after|in|on|or|to|day|time|week|floor|visit|face-to-face|official|nuclear)\b)[\w().,’'-]+){{0,9}}?"
    rf"[\s-]{SITTING}\b(?!(?:(?!\sand\s)[^.;]){{0,60}}?\ssince\s)"
)
_TIME = re.compile(rf"(?i)\bfor\sthe\s{_ORDINAL}\stime\b(?!\s(?:since|running|in|this))|\b(?P<once>first)\smet\b")
# What meets in numbered rounds is a series: "the sixth round of the Libyan political dialogue".
_NUMBERED = re.compile(
    rf"(?i)\b{_ORDINAL}\s(?:round|session|meeting|plenary|sitting)s?\sof\s(?:the\s|their\s|a\s)?"
    r"(?P<series>(?:(?!of\b|in\b|with\b|on\b)[\w’'-]+\s){0,4}?(?:talks|dialogue|commission|committee|working\sgroup|summit|forum|mechanism|discussions|negotiations)\b)"
)
_COUNTED = re.compile(
    rf"(?i)\b(?:round|session)\s(?:no\.?\s|number\s|#)?(?P<count>\d{{1,3}}|{'|'.join(_CARDINALS)})\b(?![,.]?\d|\s(?:days?|hours?|people|another|of|or))"
)
_BARE = re.compile(
    rf"(?i)(?:\b(?:the|its|their|and|this)|['’]s?)\s{_ORDINAL}\b"
    rf"(?!\s(?:and\s|day|week|month|year|person|man|two|three|time|visit|of\s(?-i:[A-Z])|(?:\w+\s){{0,3}}?{SITTING}\b))"
)
_BESIDE = 8  # characters between a trigger and a bare ordinal of its: ", the 35th of their kind"


def sessions_in(text: str, sentence: Span) -> tuple[tuple[Span, int, bool], ...]:
    """The numbers of sittings that a sentence tells, each with its words and whether it is a bare ordinal ("the eighth")."""
    worded = [(Span(*m.span()), _number(m["ordinal"]), False) for m in _SESSION.finditer(text, sentence.start, sentence.end)]
    worded += [(Span(*m.span()), _number(m["count"]), False) for m in _COUNTED.finditer(text, sentence.start, sentence.end)]
    timed = [(Span(*m.span()), _number(m["ordinal"] or m["once"]), True) for m in _TIME.finditer(text, sentence.start, sentence.end)]
    bare = [(Span(*m.span()), _number(m["ordinal"]), True) for m in _BARE.finditer(text, sentence.start, sentence.end)]
    return (*worded, *timed, *(b for b in bare if not any(b[0].overlaps(w[0]) for w in (*worded, *timed))))


def session_of(text: str, sentence: Span, near: Span, others: Iterable[Span] = ()) -> int | None:
    """The number of the sitting that `near` (a trigger or the name of a forum) tells of, read in its sentence.

    An ordinal that is all of it counts as it is. A bare ordinal counts only beside it; one within the words of `others`,
    the triggers of other events, is theirs.
    """
    others = tuple(others)
    itself = re.fullmatch(rf"(?i)(?:\w+\s)?{_ORDINAL}(?:\sone)?", near.of(text))
    if itself:
        return _number(itself["ordinal"])
    found = []
    for words, number, bare in sessions_in(text, sentence):
        away = 0 if words.overlaps(near) else max(near.start - words.end, words.start - near.end)
        taken = away > 0 and any(words.overlaps(other) for other in others)
        if not taken and (away <= _BESIDE if bare else True):
            found.append((away, words.start, number))
    return min(found)[2] if found else None


def _number(ordinal: str) -> int:
    if ordinal[0].isdigit():
        return int(re.sub(r"\D", "", ordinal))
    if ordinal.lower() in _CARDINALS:
        return _CARDINALS.index(ordinal.lower()) + 1
    if ordinal.lower() in ORDINALS:
        return ORDINALS[ordinal.lower()]
    values = [_ROMAN[letter] for letter in ordinal]
    return sum(-v if v < w else v for v, w in zip(values, (*values[1:], 0), strict=True))


def find_forums(ground: Ground) -> tuple[Span, ...]:
    """Names of forums by their wording alone, and "the commission" after one of them, in the order of the text.

    What is a mention of an actor is left out: a standing body with a will of its own is an actor, not a forum.
    """
    named = (Span(*match.span()) for pattern in _NAMES for match in pattern.finditer(ground.text))
    numbered = (Span(*match.span("series")) for match in _NUMBERED.finditer(ground.text))
    hits = sorted(map(partial(_without_article, ground.text), (*named, *numbered)), key=lambda s: (-len(s), s.start))
    kept: list[Span] = []
    for hit in hits:
        if not any(hit.overlaps(other) for other in kept) and not any(m.span.contains(hit) for m in ground.mentions):
            kept.append(hit)
    return tuple(sorted((*kept, *_short_forms(ground, kept))))


def _without_article(text: str, span: Span) -> Span:
    """The name without the article that a sentence begins with, which looks like a part of it."""
    return Span(span.start + len(_ARTICLE.match(span.of(text))[0]), span.end)  # type: ignore[index]  # it may be empty, not absent


_ARTICLE = re.compile(r"(?:(?:The|A|An|This|That|Its|Their)\s)?")


def choose_forums(ground: Ground, tagged: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a tagger, with the borders that the wording gives where it knows better.

    Wording alone invents more forums than it finds on real reports (F1 .41 against .56 without it), so that it only mends
    borders; a tagged span with neither a word for a forum nor an acronym is a piece of a name, and left out.
    """
    tagged = [_without_meeting(ground, span) for span in tagged]
    worded = [span for span in find_forums(ground) if any(span.overlaps(other) for other in tagged)]
    rest = [span for span in tagged if not any(span.overlaps(other) for other in worded) and _is_forum(span.of(ground.text))]
    return tuple(sorted((*worded, *rest)))


def _without_meeting(ground: Ground, span: Span) -> Span:
    """ "JCC" of "JCC meeting": a meeting of a forum that an acronym names is not a forum of its own."""
    found = re.fullmatch(r"(\S+)\s(?:meetings?|sessions?|talks|rounds?)", span.of(ground.text))
    return Span(span.start, span.start + len(found[1])) if found and _is_acronym(found[1]) else span


def _is_forum(words: str) -> bool:
    return _is_acronym(words) or any(word.strip(".,'’\"").lower() in KIND_OF for word in words.split())


def _short_forms(ground: Ground, names: Sequence[Span]) -> Iterable[Span]:
    """ "the commission", "the summit" after a name that ends in the same word."""
    heads = {name.of(ground.text).split()[-1].lower(): name.end for name in sorted(names, reverse=True)}
    taken = (*names, *(m.span for m in ground.mentions))
    for match in re.finditer(r"\b[Tt]he\s(?:next\s)?([a-z]+)\b(?!\s(?:of|for|on)\s)", ground.text):
        span = Span(match.start(1), match.end(1))
        named_before = heads.get(match[1], len(ground.text)) < span.start
        if named_before and KIND_OF.get(match[1]) != "talks" and not any(span.overlaps(other) for other in taken):
            yield span


def find_mechanisms(ground: Ground, spans: Iterable[Span], known: Callable[[str], str | None]) -> tuple[Mechanism, ...]:
    """The recurring forums of a report, each with all its mentions among `spans`, in the order of the text.

    `known` gives the knowledge id of a forum by its words. Parties are the countries and bodies that its names name,
    venues the places where it is said to meet by turns or as a rule.
    """
    groups: list[list[Span]] = []
    for span in sorted(set(spans)):
        home = next((group for group in reversed(groups) if _joins(ground, group, span, known)), None)
        if home is None and groups and not _naming(ground, span):
            home = groups[-1]  # "the meetings" of a mechanism: nothing else they could be of
        if home is None:
            groups.append([span])
        else:
            home.append(span)
    return tuple(_mechanism(ground, f"K{number}", group, known) for number, group in enumerate(groups, 1))


def with_meetings(mechanisms: Iterable[Mechanism], meetings: Sequence[Meeting], people: frozenset[str]) -> tuple[Mechanism, ...]:
    """The mechanisms with the parties and places of their meetings added to what their own words told.

    `people` are actors who sit in a forum for others, and are no party to it.
    """
    return tuple(
        replace(
            mechanism,
            parties=_unique((*mechanism.parties, *(p.actor for m in mine for p in m.parties if p.actor not in people))),
            venues=_unique((*mechanism.venues, *(m.place for m in mine if m.place))),
        )
        for mechanism in mechanisms
        for mine in [[m for m in meetings if m.mechanism == mechanism.id]]
    )


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _joins(ground: Ground, group: Sequence[Span], span: Span, known: Callable[[str], str | None]) -> bool:
    """Whether a span names the forum of the group: the same entry, an acronym, shared words, or a bare word of its kind."""
    text, words = ground.text, span.of(ground.text)
    ours = {known(s.of(text)) for s in group} - {None}
    theirs = known(words)
    if theirs is not None and ours:
        return theirs in ours
    if _is_acronym(words):
        return any(_acronym(text, s) == words or words in s.of(text) or _initials(s.of(text)).endswith(words) for s in group)
    own, kind = _naming(ground, span), _kind(words)
    if not own:
        return kind in {_kind(s.of(text)) for s in group}
    levels = {_level(s.of(text)) for s in group} - {None}
    if levels and _level(words) is not None and _level(words) not in levels:
        return False
    names = [(_naming(ground, s), _kind(s.of(text))) for s in group]
    if not any(name for name, _ in names):
        return kind in {k for _, k in names}
    return any(_alike(name, own, k == kind) for name, k in names if name)


def _alike(left: frozenset[str], right: frozenset[str], of_one_kind: bool) -> bool:
    shared = left & right
    return of_one_kind and bool(shared) and len(shared) >= min(len(left), len(right), 2)


# At which level a forum meets: leaders and ministers of one body hold meetings of their own.
_LEVELS = {
    "leaders": "top",
    "summit": "top",
    "ministers": "ministers",
    "ministerial": "ministers",
    "officials": "officials",
    "official": "officials",
}


def _level(words: str) -> str | None:
    return next((_LEVELS[word] for word in re.findall(r"[a-z]+", words.lower()) if word in _LEVELS), None)


# Words that do not tell one forum from another.
_PLAIN_WORDS = (
    "the a an its their this that next last previous first annual regular informal formal joint two-day three-day current coming new of on "
    "for in and ’ s group leaders leader ministers ministerial heads state government economic it they body"
)
_PLAIN = frozenset(_PLAIN_WORDS.split()) | KIND_OF.keys() | ORDINALS.keys()


def _naming(ground: Ground, span: Span) -> frozenset[str]:
    """The words of a mention that set its forum apart, cut to six letters so that Russia and Russian agree.

    Its venue does not: the Bamako summit may be any summit held in Bamako.
    """
    venues = {word.lower() for place in ground.places for word in place.span.of(ground.text).split()}
    found = [
        word
        for word in re.findall(r"\w[\w.]*(?:-(?:day|week|year|month))?", span.of(ground.text).lower())
        if word not in _PLAIN and word not in venues
    ]
    return frozenset(word[:6] for word in found if not re.fullmatch(r"\d+(?:st|nd|rd|th)|s|\w+-(?:day|week|year|month)|long|running", word))


def _kind(words: str) -> str | None:
    heads = [KIND_OF.get(word) or KIND_OF.get(word.removesuffix("s")) for word in re.findall(r"[\w-]+", words.lower())]
    return next((head for head in reversed(heads) if head), None)


def _is_acronym(words: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z]?[A-Z][A-Za-z+&-]*\d*|[A-Z]-?\d+", words))


def _initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Z]\w*", words))


def _acronym(text: str, span: Span) -> str | None:
    """An acronym in brackets after or inside a name: "Joint Coordination Committee (JCC)"."""
    after = re.match(r"\s?\(([A-Z][A-Za-z]*[A-Z\d])\)", text[span.end : span.end + 20])
    inside = re.search(r"\(([A-Z][A-Za-z]*[A-Z\d])\)$", span.of(text))
    found = after or inside
    return found[1] if found else None


def _mechanism(ground: Ground, number: str, group: Sequence[Span], known: Callable[[str], str | None]) -> Mechanism:
    text = ground.text
    entries = (known(span.of(text)) for span in group)
    acronyms = (_acronym(text, span) or (span.of(text) if _is_acronym(span.of(text)) else None) for span in group)
    return Mechanism(
        id=number,
        name=max(group, key=lambda span: len(_naming(ground, span))).of(text),
        acronym=next((acronym for acronym in acronyms if acronym), None),
        parties=_members(ground, group),
        venues=_venues(ground, group),
        mentions=tuple(group),
        known=next((entry for entry in entries if entry), None),
    )


def _members(ground: Ground, group: Sequence[Span]) -> tuple[str, ...]:
    """The countries and bodies named in the forum's names or right at them ("of Mexico, Guatemala and Belize")."""
    names = [span for span in group if _naming(ground, span) or len(group) == 1]
    states = {actor.id: actor for actor in ground.actors if actor.kind == "country"}
    named = [m.actor for m in ground.mentions for span in names if m.actor in states and _reach(ground.text, span).overlaps(m.span)]
    spoken = [
        a.id
        for span in names
        for a in states.values()
        if _stem(a.name) and re.search(rf"\b{re.escape(_stem(a.name))}", span.of(ground.text))
    ]
    return _unique((*named, *spoken))


def _stem(name: str) -> str:
    """What a country's name shares with its adjective: "Pakist", "Kyrgyz", "South Afr"; empty for names too short to tell."""
    people = re.sub(r"i?stan$", "", name)
    if people != name and len(people) >= 5:
        return people
    last = name.split()[-1]
    return name[: len(name) - min(3, len(last) - 4)] if len(last) >= 5 else ""


def _reach(text: str, span: Span) -> Span:
    """The name with a list of members after it ("of Iran and Pakistan") or before it ("Iran and Pakistan's")."""
    after = re.match(
        r"\s(?:of|between|set\sup\sby|which)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+)?(?:(?:,|\sand|\swith)\s[A-Z]\w+(?:\s[A-Z]\w+)?)*",
        text[span.end : span.end + 120],
    )
    return Span(span.start, span.end + (after.end() if after else 0))


_BY_TURNS = re.compile(
    r"(?i)\b(?:alternat\w+|by\sturns|in\sturns?|taken?\sturns|rotat\w+|every\s(?:year|month|week|fortnight|other)|annually|each\syear|"
    r"meets\s(?:regularly|in)|usually|normally|twice\sa\syear|based\sin|seated\sin)\b"
)


def _venues(ground: Ground, group: Sequence[Span]) -> tuple[str, ...]:
    """Places in the sentences that tell where the forum meets as a rule."""
    first = {place.name: place.id for place in reversed(ground.places)}
    telling = [s for s in sorted({ground.sentence(span) for span in group}) if _BY_TURNS.search(s.of(ground.text))]
    venues = []
    for sentence in telling:
        turn = _BY_TURNS.search(sentence.of(ground.text))
        near = Span(sentence.start + max(0, turn.start() - 60), sentence.end) if turn else sentence
        venues += [
            first[p.name]
            for p in ground.places
            if near.contains(p.span)
            and re.search(r"\b(?:in|and|between|at|,)\s(?:the\s)?(?:\w+\s)?$", ground.text[near.start : p.span.start])
        ]
    return _unique(venues)
