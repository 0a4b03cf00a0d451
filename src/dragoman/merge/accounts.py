"""Events as they are compared with those of other reports, and how likely two of them are one happening."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import exp, fsum, log1p

from dragoman.merge.quantities import number
from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Actor, Event, Reading, Span, Time
from dragoman.text.sentences import split_sentences

Ref = tuple[str, str]  # a report's id and that of an item of its reading
Keys = Mapping[Ref, str]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}(?!\d)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
# "Two weeks ago" is a day give or take a few.
_LOOSE = re.compile(r"\b(?:weeks?|fortnight|months?)\b", re.IGNORECASE)
_LOOSELY = 3
LEAD = 2  # sentences
# A report without a date for what it tells in its lead tells of the last days.
_FRESH = 3
HEADED = 0.4  # share of a title's words near an event that the title tells
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:y|ys|id)|accus\w+|claim\w*|den(?:y|ies|ied)|alleg\w*|blam\w+|according|insists?|den\w+|reject\w*|vows?|warns?)\b|[?:\"“]",
    re.IGNORECASE,
)
RARE = 1.0  # rarity below which a stem is no content word
SKIPPED = frozenset({"habitual", "conditional"})


@dataclass(frozen=True, slots=True)
class Account:
    """One event of a reading with what it is compared by; strings and tuples of them alone, so that it can be kept as JSON.

    `first` and `last` are ISO days between which it lies, "" where nothing tells; `dated` says that words tell the day.
    """

    event: str
    type: str
    mode: str | None
    status: str
    first: str
    last: str
    dated: bool
    countries: frozenset[str]
    sources: frozenset[str]  # keys of actors
    recipients: frozenset[str]
    words: frozenset[str]  # stems of the sentences that tell of it
    triggers: frozenset[str]  # those of its trigger words
    vouched: bool  # the report tells it itself, in its text or its title, or those who did it announce it

    @property
    def actors(self) -> frozenset[str]:
        """Keys of all who take part."""
        return self.sources | self.recipients


def accounts(reading: Reading, keys: Keys) -> tuple[Account, ...]:
    """The events of a reading that can be happenings, in the order of the text.

    `keys` gives for (report id, actor id) the key of the actor; one that it lacks goes by its known id or its kind and name.
    """
    sentences = split_sentences(reading.report.text)
    return tuple(_account(reading, event, sentences, keys) for event in reading.events if event.status not in SKIPPED)


def _content(text: str) -> frozenset[str]:
    return frozenset(s for word in tokens(text) if rarity(s := stem(word)) >= RARE)


def _account(reading: Reading, event: Event, sentences: Sequence[Span], keys: Keys) -> Account:
    text = reading.report.text
    number = next((n for n, s in enumerate(sentences) if s.overlaps(event.trigger)), 0)
    near = [s for s in sentences if any(s.overlaps(e) for e in event.evidence)]
    first, last, dated = _days(reading, event, near, number)
    parties = {actor.id: actor for actor in reading.actors}
    sides = [[parties[a] for a in side if a in parties] for side in (event.sources, event.recipients)]
    places = [p for p in reading.places if p.id == event.place or any(s.contains(p.span) for s in near)]
    words = frozenset().union(*(_content(s.of(text)) for s in near))
    return Account(
        event=event.id,
        type=event.type,
        mode=event.mode,
        status=event.status,
        first=first,
        last=last,
        dated=dated,
        countries=frozenset(c for c in (*(a.country for side in sides for a in side), *(p.country for p in places)) if c),
        sources=frozenset(_key(reading, a, keys) for a in sides[0]),
        recipients=frozenset(_key(reading, a, keys) for a in sides[1]),
        words=words,
        triggers=frozenset(map(stem, tokens(event.trigger.of(text)))),
        vouched=event.asserted_by is None or _headed(reading.report.title or "", words) or _announced(reading, event, parties),
    )


def _key(reading: Reading, actor: Actor, keys: Keys) -> str:
    return keys.get((reading.report.id, actor.id)) or actor.known or f"{actor.kind}:{actor.name.casefold()}"


_ANNOUNCES = frozenset({"say", "announce", "acknowledge", "promise"})


def _announced(reading: Reading, event: Event, parties: Mapping[str, Actor]) -> bool:
    """Whether those who say it say what their own side does: "Norland said it was expelling two envoys"."""
    said = next((s for s in reading.statements if s.id == event.asserted_by and s.act in _ANNOUNCES), None)
    lands = [{parties[a].country or a for a in side if a in parties} for side in (event.sources, said.speakers if said else ())]
    return bool(lands[0] & lands[1])


def _headed(title: str, words: Collection[str]) -> bool:
    """Whether the title, which is the report's own word, tells it and gives nobody as its source."""
    told = _content(title)
    return bool(told) and len(told & frozenset(words)) / len(told) >= HEADED and not _ATTRIBUTED.search(title)


def _days(reading: Reading, event: Event, near: Sequence[Span], sentence: int) -> tuple[str, str, bool]:
    """Between which ISO days an event lies, and whether words tell the day."""
    if reckoned := _reckoned(reading, event):
        return reckoned
    own = [t for t in reading.times if t.id == event.time]
    for time in own or [t for t in reading.times if any(s.contains(t.span) for s in near)]:
        if found := _between(time, time.span.of(reading.report.text)):
            first, last, told = found
            # A day that is not linked may be that of the saying: what is told had happened by then.
            return (first, last, told) if own else (_plus(first, -_FRESH), last, False)
    published = (reading.report.published or "")[:10]
    if is_day(published) and sentence < LEAD and event.status in {"happened", "ongoing"}:
        return _plus(published, -_FRESH), published, False
    return "", "", False


def _between(time: Time, words: str) -> tuple[str, str, bool] | None:
    """The first and the last day that an expression of time means, and whether it means one day; None where it tells no days."""
    value = time.value
    if is_day(value):
        loose = _LOOSELY if _LOOSE.search(words) else 0
        return _plus(value, -loose), _plus(value, loose), not loose
    if week := _WEEK.match(value):
        monday = date.fromisocalendar(int(week[1]), min(int(week[2]), 52), 1).isoformat()
        return _plus(monday, -1), _plus(monday, 7), False
    return (f"{value[:7]}-01", f"{value[:7]}-31", False) if _MONTH.match(value) else None


def _plus(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days)).isoformat()


# "eleven days after five Russians were [thrown out]": the day of what is told before, less as many.
_AFTER = re.compile(r"\b(\d+|[a-z]+(?:-[a-z]+)?)\s+(day|night|week|fortnight)s?\s+(after|before)\s+((?:[\w’'-]+\s+){0,6})$", re.IGNORECASE)
_BEFORE = 90  # characters before a trigger in which that can stand
_UNITS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


def _reckoned(reading: Reading, event: Event) -> tuple[str, str, bool] | None:
    """The days of an event that is told by how many lie between it and what the sentence tells first; None for others."""
    text, at = reading.report.text, event.trigger.start
    found = _AFTER.search(re.split(r"[.!?]\s", text[max(0, at - _BEFORE) : at])[-1])
    count = number(found[1]) if found else None
    if found is None or not count:
        return None
    home = next((s for s in split_sentences(text) if s.overlaps(event.trigger)), event.trigger)
    days = [t.value for t in reading.times if home.contains(t.span) and t.span.start < at and is_day(t.value)]
    anchor = (days[0] if days else reading.report.published or "")[:10]
    unit = _UNITS[found[2].casefold()]
    day = _plus(anchor, int(count) * unit * (-1 if found[3].casefold() == "after" else 1)) if is_day(anchor) else ""
    loose = _LOOSELY if unit > 1 else 0
    return (_plus(day, -loose), _plus(day, loose), not loose) if day else None


def is_day(value: str) -> bool:
    """Whether the value begins with an ISO day."""
    try:
        return bool(_DAY.match(value) and date.fromisoformat(value[:10]))
    except ValueError:
        return False


# --- how likely two are one ---------------------------------------------------------------------------------------------

FEATURES = (
    "one", "same_type", "same_mode", "same_trigger", "held", "same_day", "next_day", "may_day", "other_day", "sources", "recipients",
    "no_actors", "countries", "status", "rarest", "shared", "alike",
)  # fmt: skip


def features(a: Account, b: Account, alike: float) -> tuple[float, ...]:
    """What speaks for and against two accounts of one happening, in the order of FEATURES; `alike` is the likeness of their reports."""
    both = [rarity(s) for s in a.words & b.words]
    days = _days_apart(a, b)
    return (
        1.0,
        float(a.type == b.type),
        float(a.mode == b.mode),
        float(bool(a.triggers & b.triggers)),
        held(both, a.words, b.words),
        float(days == 0),
        float(days == 1),
        float(_may_be_one_day(a, b)),
        float(days is not None and days > 2),
        _share(a.sources, b.sources),
        _share(a.recipients, b.recipients),
        float(bool(a.actors and b.actors) and not a.actors & b.actors),
        _share(a.countries, b.countries),
        float(a.status == b.status),
        max(both, default=0.0),
        log1p(fsum(both)),
        alike,
    )


def held(both: Iterable[float], a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the weight of the one with fewer words the other has; `both` are the rarities of their common words."""
    least = min(weight(a), weight(b))
    return fsum(both) / least if least else 0.0


@lru_cache(10_000)
def weight(words: frozenset[str]) -> float:
    """The sum of their rarities; an account is compared with hundreds of others."""
    return fsum(map(rarity, words))


def _days_apart(a: Account, b: Account) -> int | None:
    return abs((date.fromisoformat(a.first) - date.fromisoformat(b.first)).days) if a.dated and b.dated else None


def _may_be_one_day(a: Account, b: Account) -> bool:
    return bool(a.first and b.first) and not (a.dated and b.dated) and a.first <= b.last and b.first <= a.last


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def chance(values: Iterable[float], weights: Iterable[float]) -> float:
    """The logistic function of the weighted sum."""
    total = sum([v * w for v, w in zip(values, weights, strict=True)])
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
