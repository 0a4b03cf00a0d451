"""Forums over reports: mechanisms joined by name, parties and company, their sessions in order, and when the next is due.

A report gives an account of a sitting: its number, day, venue, the countries and people present, and the words for it.
Accounts of one sitting are joined first, sittings of one series after; a number or a day out of order keeps them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from itertools import combinations, pairwise
from math import log
from statistics import median
from typing import Literal, TypeVar

from dragoman.knowledge import Knowledge
from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Meeting, Place, Reading, Span, Time
from dragoman.record.merged import Forum, NextSession, Session
from dragoman.text.sentences import split_sentences

State = Literal["held", "announced", "off", "background"]
Keys = Mapping[tuple[str, str], str]
Link = tuple[float, int, int]  # how strong, and the places of two items
T = TypeVar("T")

# --- accounts: what one report tells of a sitting -----------------------------------------------------------------------

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
class Account:
    """One report's account of one sitting. It took place between `first` and `last`, which are equal where the day is told."""

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

    @property
    def exact(self) -> bool:
        """Whether the day is told."""
        return self.first == self.last


def accounts_of(reading: Reading, keys: Keys, knowledge: Knowledge) -> tuple[Account, ...]:
    """The sitting that a report is about, then others whose number and time it tells; none without a day of publication."""
    published = _day(reading.report.published or "")
    if published is None:
        return ()
    main = _main_account(reading, keys, knowledge, published)
    return (main, *_background(reading, main, published, _state_names(reading, knowledge)))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if re.match(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _main_account(reading: Reading, keys: Keys, knowledge: Knowledge, published: date) -> Account:
    text, title = reading.report.text, reading.report.title or ""
    sentences = split_sentences(text)
    numbered = list(_numbers(text, sentences))
    meeting = _main_meeting(reading, published, [n for n, _ in numbered])
    titled = next((n for n, _ in _numbers(title, (Span(0, len(title)),))), None) if title else None
    number = titled or (numbered[0][0] if numbered else meeting.session if meeting else None)
    first, last = _when(reading, meeting, published, sentences)
    off = _OFF.search(title) or (sentences and _OFF.search(sentences[0].of(text)))
    state: State = "off" if off else "announced" if first > published else "held" if meeting or numbered else "background"
    states = _state_names(reading, knowledge)
    place = _venue(reading, meeting, sentences, states)
    label, named = _names(reading, sentences, numbered)
    return Account(
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
        people=_people(reading),
        heads=_heads(reading, keys),
        words=_words(title + "\n" + text),
        title=title,
    )


def _heads(reading: Reading, keys: Keys) -> tuple[str, ...]:
    found = {party.head for meeting in reading.meetings for party in meeting.parties}
    return tuple(sorted(keys.get((reading.report.id, head), head) for head in found if head))


def _numbers(text: str, sentences: Iterable[Span]) -> Iterator[tuple[int, Span]]:
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
        day = _day(times[meeting.time].value) if meeting.time in times else None
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
    day = _day(time.value)
    return day is not None and abs(day - published) <= timedelta(8) and time.span.start > DATELINE


def _time_beside(reading: Reading, trigger: Span, sentences: Sequence[Span]) -> Time | None:
    """The day that the sentence of a trigger tells nearest to it."""
    home = next((s for s in sentences if s.overlaps(trigger)), trigger)
    days = [t for t in reading.times if home.contains(t.span) and _day(t.value)]
    return min(days, key=lambda t: abs(t.span.start - trigger.start), default=None)


def _days_of(told: Time | None, published: date, held: bool) -> tuple[date, date]:
    day = _day(told.value) if told else None
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


def _background(reading: Reading, main: Account, published: date, states: frozenset[str]) -> Iterator[Account]:
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


# --- chains: which accounts are of one sitting, which sittings of one forum -----------------------------------------------

SAME_DAYS = 3  # sittings last up to three days, and reports tell of their first or their last
# How much two accounts must have in common to be of one forum, and of one sitting of it. On six forums of hand-made sets of
# reports, each beside like meetings of the same states, sessions are .98 F1 from 1.8 to 2.8 of the one and .6 to 1.2 of the
# other two: these are the middles. The weights below were set by hand on the same sets.
SERIES = 2.3
SITTING = 1.0
FILLS = 1.0  # where its number is the one that the forum lacks at that time
_NAMED, _NATIONS, _PEOPLE, _BODIES_SHARED, _WORDS = 1.0, 1.5, 0.8, 0.4, 5.0


def kinship(a: Account, b: Account) -> float:
    """How much two accounts have in common, whenever they took place: names, nations, people and rare words."""
    states = a.countries.keys() | b.countries.keys()
    nations = [(a.countries.get(c, 0.0), b.countries.get(c, 0.0)) for c in states]
    alike = sum(map(min, nations)) / sum(map(max, nations)) if nations else 0.0
    named = min(2, sum(rarity(s) > 3 for s in a.named & b.named))
    people = min(2, len(a.people & b.people))
    shared = sum(w * w for s, w in a.words.items() if s in b.words)
    length = (sum(w * w for w in a.words.values()) * sum(w * w for w in b.words.values())) ** 0.5
    bodies = bool(a.bodies & b.bodies)
    return _NAMED * named + _NATIONS * alike + _PEOPLE * people + _BODIES_SHARED * bodies + _WORDS * (shared / length if length else 0.0)


def _near(a: Account, b: Account) -> bool:
    slack = timedelta(SAME_DAYS)
    return a.first <= b.last + slack and b.first <= a.last + slack


def _apart(a: Account, b: Account) -> bool:
    """Whether the two cannot be of one forum: names without a word in common, or numbers against the order of days."""
    if a.named and b.named and not a.named & b.named:
        return True
    if not a.numbers or not b.numbers or _near(a, b):
        return False
    early, late = (a, b) if a.first <= b.first else (b, a)
    return not any(m < n for m in early.numbers for n in late.numbers)


def _unite(items: Sequence[T], links: Iterable[Link], fits: Callable[[Sequence[T], Sequence[T]], bool]) -> list[list[T]]:
    """Groups of items, joined by the strongest links first where all of both groups fit."""
    home = {n: [n] for n in range(len(items))}
    for _, a, b in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        left, right = home[a], home[b]
        if left is not right and fits([items[n] for n in left], [items[n] for n in right]):
            left.extend(right)
            home.update(dict.fromkeys(right, left))
    return [[items[n] for n in sorted(group)] for group in {id(g): g for g in home.values()}.values()]


def _sittings(accounts: Sequence[Account]) -> list[list[Account]]:
    links = []
    for a, b in _pairs(accounts):
        x, y = accounts[a], accounts[b]
        score = kinship(x, y)
        if _near(x, y) and x.report != y.report and score >= SITTING:
            links.append((score + (1 if x.exact and y.exact and x.first == y.first else 0), a, b))
    return _unite(accounts, links, lambda left, right: all(_one_time(x, y) for x in left for y in right))


def _one_time(a: Account, b: Account) -> bool:
    """Whether two accounts may be of one sitting. Papers get numbers wrong, but seldom number and day."""
    if not _near(a, b) or (a.named and b.named and not a.named & b.named):
        return False
    return not a.numbers or not b.numbers or bool(a.numbers & b.numbers) or abs(a.first - b.first) <= timedelta(1)


def _pairs(accounts: Sequence[Account]) -> Iterator[tuple[int, int]]:
    """Pairs of accounts with a rare word or a name in common and a nation in common."""
    by_key: dict[str, list[int]] = {}
    for n, account in enumerate(accounts):
        for key in sorted({*account.people, *account.named, *(s for s, w in account.words.items() if w > 5)}):
            by_key.setdefault(key, []).append(n)
    seen = {pair for group in by_key.values() if len(group) <= MOST_PARTNERS for pair in combinations(group, 2)}
    return (p for p in sorted(seen) if accounts[p[0]].countries.keys() & accounts[p[1]].countries.keys())


MOST_PARTNERS = 200  # a word in more accounts tells nothing


def _series(sittings: Sequence[Account]) -> list[list[Account]]:
    """The sittings of each forum: first by what they have in common alone, then those whose number a forum lacks."""
    pairs = [(kinship(sittings[a], sittings[b]), a, b) for a, b in _pairs(sittings)]
    groups = _unite(sittings, [p for p in pairs if p[0] >= SERIES], _one_forum)
    home = {id(x): n for n, group in enumerate(groups) for x in group}
    weak = [(score, home[id(sittings[a])], home[id(sittings[b])]) for score, a, b in pairs if FILLS <= score < SERIES]
    fill = [(score, a, b) for score, a, b in weak if a != b and (_fills(groups[a], groups[b]) or _fills(groups[b], groups[a]))]
    united = _unite(groups, fill, lambda left, right: _one_forum([x for g in left for x in g], [y for g in right for y in g]))
    return [[x for group in some for x in group] for some in united]


def _one_forum(left: Sequence[Account], right: Sequence[Account]) -> bool:
    return not any(_apart(x, y) for x in left for y in right)


def _fills(series: Sequence[Account], other: Sequence[Account]) -> bool:
    """Whether the numbers of the others are missing between those of a series of two or more."""
    ours, theirs = ({n for s in some for n in s.numbers} for some in (series, other))
    return len(ours) > 1 and bool(theirs) and not ours & theirs and min(ours) < min(theirs) and max(theirs) < max(ours)


# --- the forum: its sessions in order, and the next ------------------------------------------------------------------------


def find_forums(readings: Iterable[Reading], keys: Keys, knowledge: Knowledge) -> tuple[Forum, ...]:
    """The forums of some readings, in the order of their first sessions; `keys` are those of actors (see `merge.actors`).

    A forum needs a name or a number, and two sessions held. Independent of the order of the readings.
    """
    return join_accounts(a for r in readings for a in accounts_of(r, keys, knowledge))


def join_accounts(told: Iterable[Account]) -> tuple[Forum, ...]:
    """The forums of accounts, which a casebook may keep beside its readings; independent of their order."""
    accounts = sorted((a for a in told if a.state != "off"), key=lambda a: (a.report, a.first, a.last, sorted(a.numbers)))
    groups = _sittings(accounts)
    whole = [_joined(group) for group in groups]
    by_whole = {id(w): g for w, g in zip(whole, groups, strict=True)}
    found = []
    for series in _series(whole):
        held = [by_whole[id(w)] for w in series if any(a.state == "held" for a in by_whole[id(w)])]
        sittings = sorted(((_joined(g), g) for g in _told_apart(held)), key=lambda pair: (pair[0].first, pair[0].report))
        if _recurs([w for w, _ in sittings]):
            found.append(_forum(sittings))
    return tuple(sorted(found, key=lambda f: (f.sessions[0].date, f.id)))


def _told_apart(groups: Sequence[list[Account]]) -> list[list[Account]]:
    """Sittings of one forum, those of the same days joined: it does not sit twice within a few days."""
    wholes = [_joined(g) for g in groups]
    links = [(1.0, a, b) for a, b in combinations(range(len(groups)), 2) if _one_sitting(wholes[a], wholes[b])]
    united = _unite(wholes, links, lambda left, right: all(_one_sitting(x, y) for x in left for y in right))
    by_whole = {id(w): g for w, g in zip(wholes, groups, strict=True)}
    return [[a for w in group for a in by_whole[id(w)]] for group in united]


def _one_sitting(a: Account, b: Account) -> bool:
    return _near(a, b) and (not a.numbers or not b.numbers or bool(a.numbers & b.numbers))


RECURS_DAYS = 14  # without numbers, what sits again sooner is one round of talks with a pause


def _recurs(sittings: Sequence[Account]) -> bool:
    """Whether sittings are a forum's: two with numbers, or two with a name in common and some time between them."""
    numbered = {min(s.numbers) for s in sittings if s.numbers}
    named = any(a.named & b.named and abs((a.first - b.first).days) >= RECURS_DAYS for a, b in combinations(sittings, 2))
    return len(sittings) > 1 and (len(numbered) > 1 or named)


def _joined(group: Sequence[Account]) -> Account:
    """The accounts of one sitting as one: all that any tells, the first day that is told as a day."""
    days = [a.first for a in group if a.exact and a.state != "background"] or [a.first for a in group if a.exact]
    first = min(days, default=max(a.first for a in group))
    last = first if days else max(first, min(a.last for a in group))
    words = {s: w for a in group for s, w in a.words.items()}
    return replace(
        group[0],
        numbers=frozenset(n for a in group for n in a.numbers),
        first=first,
        last=last,
        countries={c: max(a.countries.get(c, 0.0) for a in group) for c in sorted({c for a in group for c in a.countries})},
        named=frozenset(s for a in group for s in a.named),
        bodies=frozenset(b for a in group for b in a.bodies),
        label=max((a.label for a in group), key=lambda n: (len(n), n)),
        people=frozenset(p for a in group for p in a.people),
        heads=tuple(sorted({h for a in group for h in a.heads})),
        words=words,
    )


Sitting = tuple[Account, list[Account]]


def _forum(held: Sequence[Sitting]) -> Forum:
    numbers = _in_order([_votes(group) for _, group in held])
    towns = Counter(a.venue_name for _, group in held for a in group if a.venue_name and a.venue and a.venue.geonameid is not None)
    towns.update({town: 0 for _, group in held for a in group for town in a.towns if town not in towns})
    sessions = tuple(_session(whole, group, number, towns) for (whole, group), number in zip(held, numbers, strict=True))
    name = _best_name([a.label for _, group in held for a in group if a.label])
    seen = Counter(c for whole, _ in held for c in whole.countries)
    parties = tuple(sorted(c for c, n in seen.items() if 2 * n >= len(held)))
    spelled = "|".join(sorted(r for s in sessions for r in s.reports))
    return Forum("F" + blake2b(spelled.encode(), digest_size=6).hexdigest(), name, parties, sessions, next_session(sessions))


def _best_name(labels: Sequence[str]) -> str:
    """The name that says what most of the others say, the shortest of those."""
    told = {name: {stem(w) for w in name.split()} for name in labels}
    return max(told, key=lambda n: (sum(told[other] <= told[n] for other in labels), -len(n), n), default="")


def _votes(group: Sequence[Account]) -> Counter[int]:
    return Counter(n for a in group for n in a.numbers)


def _in_order(votes: Sequence[Counter[int]]) -> list[int | None]:
    """One number a sitting, so that they rise: the one most told; of several told as often, one that fits its neighbours."""
    chosen: list[int | None] = []
    for at, told in enumerate(votes):
        before = max((n for n in chosen if n is not None), default=0)
        behind = {n for later in votes[at + 1 :] if len(later) == 1 for n in later}
        fit = [n for n in told if n > before and n not in behind] or [n for n in told if n > before]
        chosen.append(max(fit, key=lambda n: (told[n], -n), default=None))
    return [n if n is not None else _between(chosen, at) for at, n in enumerate(chosen)]


def _between(numbers: Sequence[int | None], at: int) -> int | None:
    """The number of a session that stands alone between two whose numbers leave room for it alone."""
    before, behind = (numbers[at - 1], numbers[at + 1]) if 0 < at < len(numbers) - 1 else (None, None)
    return before + 1 if before is not None and behind is not None and behind - before == 2 else None


def _session(whole: Account, group: Sequence[Account], number: int | None, towns: Counter[str]) -> Session:
    venue, country = _vote_venue(group, towns)
    day = whole.first.isoformat() if whole.exact else whole.last.isoformat()[:7]
    return Session(number, day, venue, country, tuple(sorted({a.report for a in group})), whole.heads)


def _vote_venue(group: Sequence[Account], towns: Counter[str]) -> tuple[str | None, str | None]:
    """The venue most told; a town in a title or a dateline, or where the forum has sat before, weighs more."""
    votes: Counter[str] = Counter()
    where = {town: country for a in group for town, country in a.towns.items()}
    where |= {a.venue_name: a.venue.country for a in group if a.venue_name and a.venue}
    for a in group:
        if a.state in ("background", "announced") and any(b.state == "held" for b in group):
            continue
        if a.venue_name and a.venue:
            votes[a.venue_name] += 4 * (a.venue.geonameid is not None) + 2 * (a.venue.span.start == 0) + 1
    for town in towns:
        if any(re.search(rf"\b{re.escape(town)}\b", a.title) for a in group):
            votes[town] += 5
    for town in votes:
        votes[town] += min(3, towns[town])
    best = max(votes, key=lambda v: (votes[v], v), default=None)
    return best, where.get(best) if best else None


# A rhythm whose gaps stray from their median by more than this part of it tells nothing of the next.
EVEN = 0.5
MONTH = 30.44


def next_session(sessions: Sequence[Session]) -> NextSession | None:
    """When the next session is due, in months, by the median gap between sessions, and where by the turn of venues.

    The interval is a month to either side, and wider by the median by which the gaps stray. None with less than two
    gaps, or where they stray by more than half.
    """
    days = [_day(s.date if len(s.date) > 7 else s.date + "-15") for s in sessions]
    places = _positions(sessions)
    gaps = [(b - a).days / MONTH / (q - p) for (a, p), (b, q) in pairwise(zip(days, places, strict=True)) if a and b and q > p]
    if len(gaps) < 2 or days[-1] is None:
        return None
    usual = median(gaps)
    stray = median(abs(g - usual) for g in gaps)
    if stray > EVEN * usual:
        return None
    due = days[-1] + timedelta(usual * MONTH)
    wide = 1 + round(stray)
    return NextSession(_month(due, -wide), _month(due, wide), _turn(sessions, places))


def _month(day: date, plus: int) -> str:
    months = day.year * 12 + day.month - 1 + plus
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _positions(sessions: Sequence[Session]) -> list[int]:
    """The place of each session in its series: its number, or one more than the one before it."""
    found: list[int] = []
    first = next((s.number - n for n, s in enumerate(sessions) if s.number is not None), 1)
    for session in sessions:
        after = found[-1] + 1 if found else first
        found.append(session.number if session.number is not None and session.number >= after else after)
    return found


SEEN_AGAIN = 2  # sessions at a venue whose turn came round before, until a round is believed


def _turn(sessions: Sequence[Session], places: Sequence[int]) -> str | None:
    """The venue whose turn is next: by the shortest round of states (of towns, within one state) that all sessions keep."""
    states = {s.country for s in sessions if s.country}
    seats = [(s.country if len(states) > 1 else s.venue) for s in sessions]
    for length in range(2, len(sessions)):
        turns: dict[int, set[str | None]] = {}
        for place, seat in zip(places, seats, strict=True):
            if seat is not None:
                turns.setdefault(place % length, set()).add(seat)
        kept = [t for t in turns.values() if len(t) == 1]
        again = len([seat for seat in seats if seat is not None]) - length
        if len(kept) == len(turns) == length and again >= SEEN_AGAIN:
            due = (places[-1] + 1) % length
            return next((s.venue for s, p in zip(reversed(sessions), reversed(places), strict=True) if p % length == due and s.venue), None)
    return None
