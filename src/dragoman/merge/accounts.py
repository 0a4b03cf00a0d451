"""Events as they are compared with those of other reports, and how alike two of them are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, sqrt

from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Actor, Event, Reading, Span
from dragoman.text.sentences import split_sentences

Keys = Mapping[tuple[str, str], str]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}(?!\d)")
LEAD = 2  # sentences
# A report without a date for what it tells in its lead tells of the last days.
_FRESH = 3
HEADED = 0.4  # share of a title's words near an event that the title tells
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:y|ys|id)|accus\w+|claim\w*|den(?:y|ies|ied)|alleg\w*|blam\w+|according|insists?|den\w+|reject\w*|vows?|warns?)\b|[?:\"“]",
    re.IGNORECASE,
)
RARE = 1.0  # rarity below which a stem is no content word
# A type that readers take for another, and what it is compared as.
_FAMILIES = {
    "COERCE": "force",
    "ASSAULT": "force",
    "AGREE": "talks",
    "CONSULT": "talks",
    "SUPPORT": "talks",
    "COOPERATE": "deeds",
    "RETREAT": "deeds",
    "AID": "deeds",
}
SKIPPED = frozenset({"habitual", "conditional"})


@dataclass(frozen=True, slots=True)
class Account:
    """One event of a reading with what it is compared by.

    `first` and `last` are ISO days between which it lies, "" where nothing tells; `dated` says that words tell the day.
    """

    report: str
    event: Event
    family: str
    first: str
    last: str
    dated: bool
    places: frozenset[str]
    countries: frozenset[str]
    sources: frozenset[str]  # keys of actors
    recipients: frozenset[str]
    words: Mapping[str, float]  # stems near the event with their rarities
    triggers: frozenset[str]  # stems of trigger words
    sentence: int
    whole: frozenset[str]  # stems of the whole report and its title
    title: frozenset[str]  # those of the title
    published: str
    plain_title: bool  # the title gives nobody as its source

    @property
    def actors(self) -> frozenset[str]:
        """Keys of all who take part."""
        return self.sources | self.recipients

    @property
    def headed(self) -> bool:
        """Whether the title, which is the report's own word, tells it."""
        return self.plain_title and _held_in_title(self) >= HEADED

    @property
    def vouched(self) -> bool:
        """Whether the report tells it itself."""
        return self.event.asserted_by is None


def accounts(reading: Reading, keys: Keys) -> tuple[Account, ...]:
    """The events of a reading that can be happenings, in the order of the text."""
    text, sentences = reading.report.text, split_sentences(reading.report.text)
    title = _content(reading.report.title or "")
    whole = title | _content(text)
    return tuple(_account(reading, event, sentences, keys, (title, whole)) for event in reading.events if event.status not in SKIPPED)


def _content(text: str) -> frozenset[str]:
    return frozenset(s for word in tokens(text) if rarity(s := stem(word)) >= RARE)


def _account(
    reading: Reading, event: Event, sentences: Sequence[Span], keys: Keys, words: tuple[frozenset[str], frozenset[str]]
) -> Account:
    text, (title, whole) = reading.report.text, words
    number = next((n for n, s in enumerate(sentences) if s.contains(event.trigger) or s.overlaps(event.trigger)), 0)
    near = [s for s in sentences if any(s.overlaps(e) for e in event.evidence)]
    first, last, dated = _days(reading, event, near, number)
    parties = {actor.id: actor for actor in reading.actors}
    sides = [[parties[a] for a in side if a in parties] for side in (event.sources, event.recipients)]
    places = [p for p in reading.places if p.id == event.place or any(s.contains(p.span) for s in near)]
    return Account(
        report=reading.report.id,
        event=event,
        family=_FAMILIES.get(event.type, event.type),
        first=first,
        last=last,
        dated=dated,
        places=frozenset(str(p.geonameid or p.name.casefold()) for p in places),
        countries=frozenset(c for c in (*(a.country for side in sides for a in side), *(p.country for p in places)) if c),
        sources=frozenset(_key(reading, a, keys) for a in sides[0]),
        recipients=frozenset(_key(reading, a, keys) for a in sides[1]),
        words={s: rarity(s) for near_by in near for s in _content(near_by.of(text))},
        triggers=frozenset(map(stem, tokens(event.trigger.of(text)))),
        sentence=number,
        whole=whole,
        title=title,
        published=(reading.report.published or "")[:10],
        plain_title=not _ATTRIBUTED.search(reading.report.title or ""),
    )


def _key(reading: Reading, actor: Actor, keys: Keys) -> str:
    return keys.get((reading.report.id, actor.id)) or actor.known or f"{actor.kind}:{actor.name.casefold()}"


def _days(reading: Reading, event: Event, near: Sequence[Span], sentence: int) -> tuple[str, str, bool]:
    """Between which days an event lies, and whether words tell the day."""
    times = [t for t in reading.times if t.id == event.time] or [t for t in reading.times if any(s.contains(t.span) for s in near)]
    values = [t.value for t in times]
    for value in values:
        if _DAY.match(value):
            return value[:10], value[:10], True
    for value in values:
        if _MONTH.match(value):
            return value[:7] + "-01", value[:7] + "-31", False
    published = (reading.report.published or "")[:10]
    if published and sentence < LEAD and event.status in {"happened", "ongoing"}:
        return (date.fromisoformat(published) - timedelta(_FRESH)).isoformat(), published, False
    return "", "", False


def joined(group: Sequence[Account]) -> Account:
    """What accounts of one happening tell together, as one account: that nearest to the head, with the others' words added."""
    main = min(group, key=lambda a: (a.sentence, a.published, a.report, a.event.id))
    dated = Counter(a.first for a in group if a.dated)
    day = min(dated, key=lambda d: (-dated[d], d), default="")
    bounds = next(((a.first, a.last) for a in (main, *group) if a.first), ("", ""))
    return replace(
        main,
        first=day or bounds[0],
        last=day or bounds[1],
        dated=bool(day),
        places=frozenset().union(*(a.places for a in group)),
        countries=frozenset().union(*(a.countries for a in group)),
        sources=frozenset().union(*(a.sources for a in group)),
        recipients=frozenset().union(*(a.recipients for a in group)),
        words={s: w for a in group for s, w in a.words.items()},
        triggers=frozenset().union(*(a.triggers for a in group)),
        whole=frozenset().union(*(a.whole for a in group)),
        title=frozenset().union(*(a.title for a in group)),
    )


FEATURES = (
    "one", "same_type", "same_mode", "same_trigger", "leads", "lead", "words", "held", "held_in_report", "titles",
    "in_title", "same_day", "next_day", "other_day", "may_day", "may_not", "place", "no_place", "sources", "recipients",
    "crossed", "no_actors", "countries", "apart", "copy", "status", "asserted",
)  # fmt: skip


def features(a: Account, b: Account, copied: bool) -> tuple[float, ...]:
    """What speaks for and against two accounts of one happening, in the order of FEATURES."""
    day = _day_match(a, b)
    same_report = a.report == b.report
    return (
        1.0,
        float(a.event.type == b.event.type),
        float(a.event.mode == b.event.mode),
        float(bool(a.triggers & b.triggers)),
        float(max(a.sentence, b.sentence) < LEAD),
        float(min(a.sentence, b.sentence) < LEAD),
        cosine(a.words, b.words),
        held(a.words, b.words),
        max(_held(a.words, b.whole), _held(b.words, a.whole)),
        _share(a.title, b.title),
        min(_held_in_title(a), _held_in_title(b)) if not same_report else 0.0,
        float(day == "same"),
        float(day == "next"),
        float(day == "other"),
        float(day == "may"),
        float(day == "may not"),
        float(bool(a.places & b.places)),
        float(bool(a.places and b.places) and not a.places & b.places),
        _share(a.sources, b.sources),
        _share(a.recipients, b.recipients),
        max(_share(a.sources, b.recipients), _share(a.recipients, b.sources)),
        float(bool(a.actors and b.actors) and not a.actors & b.actors),
        _share(a.countries, b.countries),
        min(abs(a.sentence - b.sentence), 5) / 5 if same_report else 0.0,
        float(copied),
        float(a.event.status == b.event.status),
        float((a.event.asserted_by is None) == (b.event.asserted_by is None)),
    )


def held(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """How much of the shorter one's weight the other has."""
    return max(_held(a, b.keys()), _held(b, a.keys()))


def _held(words: Mapping[str, float], other: Collection[str]) -> float:
    total = sum(words.values())
    return sum(w for s, w in words.items() if s in other) / total if total else 0.0


def _held_in_title(a: Account) -> float:
    """How much of the title the words near the event have: the report's main matter has most."""
    return len(a.title & a.words.keys()) / len(a.title) if a.title else 0.0


def _day_match(a: Account, b: Account) -> str:
    if not a.first or not b.first:
        return ""
    if a.dated and b.dated:
        apart = abs((date.fromisoformat(a.first) - date.fromisoformat(b.first)).days)
        return "same" if not apart else "next" if apart == 1 else "other"
    return "may" if a.first <= b.last and b.first <= a.last else "may not"


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """Cosine of two bags of weighted words, 0 for an empty one."""
    dot = sum(w * w for s, w in a.items() if s in b)
    return dot / sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values())) if dot else 0.0


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def chance(values: Iterable[float], weights: Iterable[float]) -> float:
    """The logistic function of the weighted sum."""
    total = sum(v * w for v, w in zip(values, weights, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
