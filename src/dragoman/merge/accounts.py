"""Events as they are compared with those of other reports, and how likely two of them are one happening."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum

from dragoman.merge.days import apart_in_days, days_of
from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Actor, Event, Reading, Span
from dragoman.text.sentences import split_sentences

Ref = tuple[str, str]  # a report's id and that of an item of its reading
Keys = Mapping[Ref, str]

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
    status: str
    first: str
    last: str
    dated: bool
    countries: frozenset[str]
    lands: frozenset[str]  # those of the countries that are of parties, not of places
    recipients: frozenset[str]  # keys of actors
    words: frozenset[str]  # stems of the sentences that tell of it
    triggers: frozenset[str]  # those of its trigger words
    people: frozenset[str]  # stems of family names in those sentences
    place: frozenset[str]  # stems of the name of its place
    vouched: bool  # the report tells it itself, in its text or its title, or those who did it announce it


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
    first, last, dated = days_of(reading, event, near, number)
    parties = {actor.id: actor for actor in reading.actors}
    sides = [[parties[a] for a in side if a in parties] for side in (event.sources, event.recipients)]
    places = [p for p in reading.places if p.id == event.place or any(s.contains(p.span) for s in near)]
    words = frozenset().union(*(_content(s.of(text)) for s in near))
    lands = frozenset(a.country for side in sides for a in side if a.country)
    return Account(
        event=event.id,
        type=event.type,
        status=event.status,
        first=first,
        last=last,
        dated=dated,
        countries=lands.union(p.country for p in places if p.country),
        lands=lands,
        recipients=frozenset(_key(reading, a, keys) for a in sides[1]),
        words=words,
        triggers=frozenset(map(stem, tokens(event.trigger.of(text)))),
        people=_people(reading, near),
        place=frozenset(stem(word) for p in reading.places if p.id == event.place for word in tokens(p.name)),
        vouched=event.asserted_by is None or _headed(reading.report.title or "", words) or _announced(reading, event, parties),
    )


def _people(reading: Reading, near: Sequence[Span]) -> frozenset[str]:
    """The stems of the family names of those whom the sentences name."""
    named = {m.actor for m in reading.mentions if m.form != "pronoun" and any(s.contains(m.span) for s in near)}
    people = (tokens(a.name) for a in reading.actors if a.id in named and a.kind == "person" and a.name[:1].isupper())
    return frozenset(stem(words[-1]) for words in people if words)


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


# --- how likely two are one ---------------------------------------------------------------------------------------------

FEATURES = (
    "one", "same_type", "near_type", "same_day", "next_day", "second_day", "within_week", "later", "may_day", "type_day", "recipients",
    "countries", "foreign", "other_people", "other_place", "status", "planned", "rarest", "beside", "alike", "type_alike",
)  # fmt: skip

# Types that reports give one deed: what two sides agree on at talks, a seizure with violence, an expulsion, a truce.
NEAR_TYPES = (
    frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"}),
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"SANCTION", "COERCE", "REJECT"}),
    frozenset({"RETREAT", "AGREE", "COOPERATE"}),
)
WEEK = 7  # days
_PLANNED = ({"planned", "happened"}, {"planned", "ongoing"})
ONE_SENTENCE = 0.6  # Dice's coefficient of the words of two sentences that are nearly one


def features(a: Account, b: Account, alike: float) -> tuple[float, ...]:
    """What speaks for and against two accounts of one happening, in the order of FEATURES; `alike` is the likeness of their reports.

    All but the rarity of the rarest word in common are from 0 to 1.
    """
    both = [rarity(s) for s in a.words & b.words]
    days = apart_in_days(a.first, b.first) if a.dated and b.dated else None
    same = a.type == b.type
    return (
        1.0,
        float(same),
        float(not same and any(a.type in near and b.type in near for near in NEAR_TYPES)),
        float(days == 0),
        float(days == 1),
        float(days == 2),
        float(days is not None and 2 < days <= WEEK),
        float(days is not None and days > WEEK),
        float(_may_be_one_day(a, b)),
        float(same and days == 0),
        _share(a.recipients, b.recipients),
        _share(a.countries, b.countries),
        float(bool(a.lands - b.lands and b.lands - a.lands)),
        float(_others(a.people, b.people)),
        float(_others(a.place, b.place)),
        float(a.status == b.status),
        float({a.status, b.status} in _PLANNED),
        max(both, default=0.0),
        float(a.triggers.isdisjoint(b.triggers) and _dice(both, a.words, b.words) > ONE_SENTENCE),
        alike,
        alike * same,
    )


def _dice(both: Iterable[float], a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's coefficient of words by their rarity; `both` are the rarities of those in common."""
    total = weight(a) + weight(b)
    return 2 * fsum(both) / total if total else 0.0


@lru_cache(10_000)
def weight(words: frozenset[str]) -> float:
    """The sum of their rarities; an account is compared with hundreds of others."""
    return fsum(map(rarity, words))


def _others(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether both name some, and none in common."""
    return bool(a and b) and a.isdisjoint(b)


def _may_be_one_day(a: Account, b: Account) -> bool:
    return bool(a.first and b.first) and not (a.dated and b.dated) and a.first <= b.last and b.first <= a.last


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def chance(values: Iterable[float], weights: Iterable[float]) -> float:
    """The logistic function of the weighted sum."""
    total = sum([v * w for v, w in zip(values, weights, strict=True)])
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))
