"""Sittings: what one report tells of a meeting of a body that meets again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log
from typing import Literal

from dragoman.knowledge import Knowledge
from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Meeting, Place, Reading, Span, Time
from dragoman.text.sentences import split_sentences

State = Literal["held", "announced", "off", "background"]
Keys = Mapping[tuple[str, str], str]

_UNITS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth"
).split()
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
ORDINALS = (
    {word: n for n, word in enumerate(_UNITS, 1)}
    | {f"{ten}ieth": 10 * n for n, ten in enumerate(_TENS, 2)}
    | {f"{ten}y-{unit}": 10 * n + m for n, ten in enumerate(_TENS, 2) for m, unit in enumerate(_UNITS[:9], 1)}
    | {"inaugural": 1}
)
_ORDINAL = rf"(?P<ordinal>\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
_SITTING = r"(?:sessions?|rounds?|meetings?|summits?|sittings?|plenar(?:y|ies)|gatherings?|consultations?|assembl(?:y|ies)|editions?)"
_NUMBER = re.compile(
    rf"(?i)\b{_ORDINAL}(?:(?:\s(?!day\b|time\b|and\b|in\b|at\b|to\b)[\w’'-]+){{0,4}}?\s{_SITTING}\b"
    rf"|\stime\b(?!\sin\b)|\s(?:of\s(?:its|their|the)\skind|(?:in|since)\s(?:the|a|this|their)\s(?:series|start|beginning)))"
)
_OFF = re.compile(
    r"(?i)\b(?:put\soff|postponed?|called\soff|cancell?ed|suspended|(?:will|would)\snot\s(?:take\splace|be\sheld|meet)|did\snot\stake\splace)\b"
)
_AHEAD = re.compile(r"(?i)\b(?:the\snext|will\s(?:be|meet|host|sit|gather)|is\sdue|are\sdue|is\shost|due\sin)\b")

BEFORE_DAYS = 21  # how long after a sitting newspapers tell of it without its day


@dataclass(frozen=True, slots=True)
class Sitting:
    """One report’s account of one sitting, or what several tell of it.

    It took place between `first` and `last`, which are equal where the day is told."""

    report: str
    state: State
    numbers: frozenset[int]
    first: date
    last: date
    venue: Place | None
    venue_name: str | None
    towns: Mapping[str, str | None]  # all towns of the report as it writes them, with their states
    countries: Mapping[str, float]  # how much it speaks of each
    named: frozenset[str]  # stems of the names that bodies have here, without what all bodies are called
    label: str  # the longest such name, as it is written
    bodies: frozenset[str]  # what the body that meets is called: committee, dialogue ...
    people: frozenset[str]  # family names, folded
    heads: tuple[str, ...]  # keys of the people who head a side
    words: Mapping[str, float]  # rare stems and how rare they are
    title: str
    marks: frozenset[str]  # names and rare words, of which sittings of one forum share some

    @property
    def exact(self) -> bool:
        """Whether the day is told."""
        return self.first == self.last


def sittings_of(reading: Reading, keys: Keys, knowledge: Knowledge) -> tuple[Sitting, ...]:
    """The sitting that a report is about, then others whose number and time it tells; none without a day of publication."""
    published = day_of(reading.report.published or "")
    if published is None:
        return ()
    main = _main_sitting(reading, keys, knowledge, published)
    return (main, *_background(reading, main, published, _state_names(reading, knowledge)))


def day_of(value: str) -> date | None:
    """The ISO day that a value begins with; None where it is none."""
    try:
        return date.fromisoformat(value[:10]) if re.match(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _main_sitting(reading: Reading, keys: Keys, knowledge: Knowledge, published: date) -> Sitting:
    text, title = reading.report.text, reading.report.title or ""
    sentences = split_sentences(text)
    numbered = list(ordinals(text, sentences))
    meeting = _main_meeting(reading, published, [n for n, _ in numbered])
    titled = next((n for n, _ in ordinals(title, (Span(0, len(title)),))), None) if title else None
    number = titled or (numbered[0][0] if numbered else meeting.session if meeting else None)
    first, last = _when(reading, meeting, published, sentences)
    off = _OFF.search(title) or (sentences and _OFF.search(sentences[0].of(text)))
    state: State = "off" if off else "announced" if first > published else "held" if meeting or numbered else "background"
    states = _state_names(reading, knowledge)
    place = _venue(reading, meeting, sentences, states)
    label, named = _names(reading, sentences, numbered)
    people, words = _people(reading), _words(title + "\n" + text)
    return Sitting(
        report=reading.report.id,
        state=state,
        numbers=frozenset({number} if number else ()),
        first=first,
        last=last,
        venue=place,
        venue_name=_venue_name(text, place),
        towns={n: p.country for p in reading.places if p.geonameid is not None and p.name not in states and (n := _venue_name(text, p))},
        countries=_countries(reading, knowledge),
        named=named,
        label=label,
        bodies=frozenset(t for t in map(str.casefold, tokens(title + " " + text)) if t in _NAMING),
        people=people,
        heads=_heads(reading, keys),
        words=words,
        title=title,
        marks=frozenset((*people, *named, *_rarest(words))),
    )


_RARE = 5.0
_MOST_RARE = 12


def _rarest(words: Mapping[str, float]) -> list[str]:
    return [s for _, s in sorted((-w, s) for s, w in words.items() if w > _RARE)[:_MOST_RARE]]


def _heads(reading: Reading, keys: Keys) -> tuple[str, ...]:
    found = {party.head for meeting in reading.meetings for party in meeting.parties}
    return tuple(sorted(keys.get((reading.report.id, head), head) for head in found if head))


def ordinals(text: str, sentences: Iterable[Span]) -> Iterator[tuple[int, Span]]:
    """Numbers of sittings in the order of the text, those of sittings to come left out."""
    for sentence in sentences:
        for match in _NUMBER.finditer(text, sentence.start, sentence.end):
            if not _AHEAD.search(text, sentence.start, match.start()):
                word = match["ordinal"].casefold()
                if match.group().casefold().endswith("time") and not text[: match.start()].endswith("for the "):
                    continue
                yield ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0), Span(*match.span())


def _main_meeting(reading: Reading, published: date, numbers: Sequence[int]) -> Meeting | None:
    """The meeting that the report is about: held before one to come, then with the number first told, then the first told."""
    times, events = {t.id: t for t in reading.times}, {e.id: e for e in reading.events}

    def rank(meeting: Meeting) -> tuple[bool, bool, bool, int]:
        event = events[meeting.event]
        day = day_of(times[meeting.time].value) if meeting.time in times else None
        to_come = event.status in ("planned", "possible", "conditional") and (day is None or day > published)
        return to_come, bool(numbers) and meeting.session != numbers[0], day is None, event.trigger.start

    return min((m for m in reading.meetings if m.event in events), key=rank, default=None)


def _when(reading: Reading, meeting: Meeting | None, published: date, sentences: Sequence[Span]) -> tuple[date, date]:
    """The day, or the days between which it was."""
    times, events = {t.id: t for t in reading.times}, {e.id: e for e in reading.events}
    if meeting is None:
        return _days_of(next((t for t in reading.times if _is_lately(t, published)), None), published, held=True)
    event = events[meeting.event]
    told = times.get(meeting.time or "") or _time_beside(reading, event.trigger, sentences)
    return _days_of(told, published, event.status in ("happened", "ongoing"))


DATELINE = 30  # characters in which a dateline has its day: that of writing


def _is_lately(time: Time, published: date) -> bool:
    day = day_of(time.value)
    return day is not None and abs(day - published) <= timedelta(8) and time.span.start > DATELINE


def _time_beside(reading: Reading, trigger: Span, sentences: Sequence[Span]) -> Time | None:
    """The day that the sentence of a trigger tells nearest to it."""
    home = next((s for s in sentences if s.overlaps(trigger)), trigger)
    days = [t for t in reading.times if home.contains(t.span) and day_of(t.value)]
    return min(days, key=lambda t: abs(t.span.start - trigger.start), default=None)


def _days_of(told: Time | None, published: date, held: bool) -> tuple[date, date]:
    day = day_of(told.value) if told else None
    if told and day:
        if held and published < day <= published + timedelta(7):
            day -= timedelta(7)  # "on Tuesday" of what was held is the last Tuesday
        return day, day
    if told and (week := re.fullmatch(r"(\d{4})-W(\d\d)", told.value)):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return monday, monday + timedelta(6)
    if told and (month := re.fullmatch(r"(\d{4})-(\d\d)", told.value)) and 1 <= int(month[2]) <= 12:
        first = date(int(month[1]), int(month[2]), 1)
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    return published - timedelta(BEFORE_DAYS), published


_IN = re.compile(r"(?:\b(?:in|at|host(?:s|ed)?|to|on)\s(?:the\s)?(?:\w+\s)?)$")


_HOUSE = re.compile(r"(?i)\b(?:hotel|palace|hall|villa|centre|center|house|resort|ministry|guest\s?house)\b")


def _venue(reading: Reading, meeting: Meeting | None, sentences: Sequence[Span], states: frozenset[str]) -> Place | None:
    """A place that the sentence of the meeting has after "in" or "at", else the reading's place, else that of the dateline."""
    text = reading.report.text
    places = [p for p in reading.places if p.name not in states]
    dateline = next((p for p in places if p.span.start == 0), None)
    if meeting is None:
        return dateline
    event = next(e for e in reading.events if e.id == meeting.event)
    home = next((s for s in sentences if s.overlaps(event.trigger)), event.trigger)
    inside = [p for p in places if home.contains(p.span) and p.span.start and _IN.search(text[max(0, p.span.start - 20) : p.span.start])]
    told = next((p for p in places if p.id == meeting.place), None)
    if inside and (told is None or not home.contains(told.span)):
        told = min(inside, key=lambda p: abs(p.span.start - event.trigger.start))
    if dateline and (told is None or told.geonameid is None):
        return dateline
    if told is not None and told.geonameid is None:
        at = told.span
        before = [p for p in places if p.geonameid is not None and p.span.end <= at.start]
        house = _HOUSE.search(text, max(0, at.start - 5), min(len(text), at.end + 10))
        return next((p for p in inside if p.geonameid is not None), before[-1] if house and before else told)
    return told if told in places else None


def _state_names(reading: Reading, knowledge: Knowledge) -> frozenset[str]:
    entries = (knowledge.country(c) for c in {p.country for p in reading.places if p.country})
    return frozenset(e.name for e in entries if e is not None)


def _venue_name(text: str, place: Place | None) -> str | None:
    """The town as the report writes it; the gazetteer's name where it is told in other words ("the Lao capital")."""
    if place is None:
        return None
    words = re.sub(r"^(?:the|The)\s", "", place.span.of(text))
    if words.isupper():
        words = words.title()
    return place.name if not words[:1].isupper() or words.casefold().endswith("capital") else words


def _countries(reading: Reading, knowledge: Knowledge) -> Mapping[str, float]:
    """The states that a report names, with their capitals and adjectives, and how much it speaks of them."""
    told = Counter(n.countries[0] for n in knowledge.nations((reading.report.title or "") + "\n" + reading.report.text))
    told.update({a.country for a in reading.actors if a.country})
    return {c: log(1 + n) for c, n in told.items()}


def _people(reading: Reading) -> frozenset[str]:
    """Family names, folded, of the people who are named."""
    named = {m.actor for m in reading.mentions if m.form == "name"}
    last = {a.name.split()[-1] for a in reading.actors if a.kind == "person" and a.id in named}
    return frozenset(name.casefold() for name in last if name[:1].isupper())


_BODIES = frozenset(
    "committee commission council dialogue forum trilateral quadrilateral format mechanism talks summit meeting conference group "
    "assembly session round series process".split()
)
_MODIFIERS = frozenset(
    "joint technical ministerial economic peace border cross-border boundary high-level senior officials' officials’ mixed "
    "bilateral higher working security political military trilateral intergovernmental permanent strategic".split()
)
_NAMING = frozenset("committee commission commissioners dialogue trilateral quadrilateral format mechanism council".split())
# "the Geneva round", "Tuesday's meeting": with these, the name of a place or of a day is no name of a body.
_LOOSE = frozenset("round session meeting talks summit conference series process assembly".split())
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december".split()
)
_NO_TAIL = _DAYS | {"islamic", "republic", "kingdom"}  # there the list of members begins
_PLAIN = frozenset(map(stem, (*_BODIES - {"trilateral", "quadrilateral"}, *"joint the of and on for republic islamic".split(), *ORDINALS)))


def _names(reading: Reading, sentences: Sequence[Span], numbered: Sequence[tuple[int, Span]]) -> tuple[str, frozenset[str]]:
    """The longest proper name of a body in the sentences that tell of sittings, and the stems of all such names."""
    text = reading.report.text
    spots = [*(e.trigger for m in reading.meetings for e in reading.events if e.id == m.event), *(s for _, s in numbered)]
    spots += [s for k in reading.mechanisms for s in k.mentions]
    near = [s for s in sentences if any(s.overlaps(spot) for spot in spots)]
    nations = tuple({a.name[:4].casefold() for a in reading.actors if a.kind == "country" and len(a.name) >= 4})
    places = {word.casefold() for p in reading.places for word in p.span.of(text).split()}
    found = [name for s in near for name in proper_names(s.of(text))]
    stems = set()
    for name in found:
        words = {w.casefold() for w in re.split(r"[\s-]+", name)}
        words -= places if words & _LOOSE else set()
        stems |= {stem(w) for w in words if not w.startswith(nations or ("\n",))}
    return max(found, key=lambda n: (len(n), n), default=""), frozenset(stems - _PLAIN)


def proper_names(sentence: str) -> list[str]:
    """Names of bodies that meet, written with capitals: "the Joint Technical Committee on the Sea Border" without its article."""
    words = sentence.split()
    bare = [w.strip(',.;:()"“”').removesuffix("'s").removesuffix("’s") for w in words]
    found = []
    for at, word in enumerate(bare):
        if word.casefold() not in _BODIES:
            continue
        start = at
        while start and _is_part(bare[start - 1]) and words[start - 1][-1] not in ",.;:":
            start -= 1
        end = at + 1
        while end + 1 < len(bare) and words[end - 1][-1] not in ",.;:" and (size := _tail(bare[end:])):
            end += size
        while start < at and (bare[start] == "of" or bare[start].casefold() in ORDINALS):
            start += 1
        part = bare[start:end]
        capitals = [w for n, w in enumerate(part) if w[:1].isupper() and (start + n or len(part) > 2)]
        if capitals and (at > start or word[:1].isupper()):
            found.append(" ".join(part))
    return found


def _is_part(word: str) -> bool:
    if word.casefold() in _DAYS:
        return False
    return (word[:1].isupper() and word not in ("The", "A", "An", "It", "In", "At")) or word.casefold() in _MODIFIERS or word == "of"


def _tail(words: Sequence[str]) -> int:
    """How many words of "of the Upper River" go on a name."""
    size = 0
    while size < min(2, len(words)) and words[size] in ("of", "on", "for", "the", "and"):
        size += 1
    if not size and not words[0][:1].isupper():
        return 0
    return size + 1 if size < len(words) and words[size][:1].isupper() and words[size].casefold() not in _NO_TAIL else 0


def _words(text: str) -> Mapping[str, float]:
    return {s: rarity(s) for s in {stem(t) for t in tokens(text)} if rarity(s) > 2 and not s.isdigit()}


def _background(reading: Reading, main: Sitting, published: date, states: frozenset[str]) -> Iterator[Sitting]:
    """Meetings with a number of their own and a told time before the main one."""
    times, events = {t.id: t for t in reading.times}, {e.id: e for e in reading.events}
    sentences = split_sentences(reading.report.text)
    for meeting in reading.meetings:
        told = times.get(meeting.time or "")
        if not meeting.session or meeting.session in main.numbers or told is None or meeting.event not in events:
            continue
        first, last = _days_of(told, published, held=True)
        if events[meeting.event].status == "happened" and last < main.first:
            place = _venue(reading, meeting, sentences, states)
            yield replace(
                main, state="background", numbers=frozenset({meeting.session}), first=first, last=last, venue=place,
                venue_name=_venue_name(reading.report.text, place),
            )  # fmt: skip
