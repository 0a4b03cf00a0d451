"""What two reports have to do with each other: from the two alone, so that it holds however many others there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.merge.accounts import chance, features
from dragoman.merge.copies import copy
from dragoman.merge.forums import related
from dragoman.merge.index import DEED_DAYS, partners, terms
from dragoman.merge.sketch import apart
from dragoman.merge.stories import SAME, likeness
from dragoman.merge.trace import Trace

FLOOR = 0.05  # likenesses and chances below it count as nothing


# Logistic regression (L2 of 1.5) on pairs of events in different reports of the story sets that are not kept aside: 456 of one happening,
# 914 of two of one set, and 20,000 of two sets with a tenth of the weight, most of these with all sets moved into one fortnight, as in a
# dense archive. docs/reference/merging.md tells what they lead to.
WEIGHTS: Mapping[str, float] = {
    "one": -4.73,
    "same_type": 1.85,
    "near_type": 0.46,
    "same_day": 1.08,
    "next_day": 1.26,
    "second_day": 0.95,
    "within_week": -0.55,
    "later": -1.05,
    "may_day": 2.52,
    "type_day": 1.74,
    "recipients": 1.06,
    "countries": 0.84,
    "foreign": -1.32,
    "other_people": -0.77,
    "other_place": -0.85,
    "status": 0.62,
    "planned": -1.22,
    "rarest": 0.15,
    "beside": -1.34,
    "alike": 0.65,
    "type_alike": 1.77,
}


@dataclass(frozen=True, slots=True)
class Bond:
    """Two reports, the smaller id first: whether one prints the other, how alike they are, and events that may be one happening."""

    one: str
    other: str
    copy: bool
    alike: float
    deeds: tuple[tuple[str, str, float], ...]  # an event of each, and the chance
    sittings: tuple[tuple[int, int, float], ...]  # the place of a sitting in each, and how much they have in common


def bonds(traces: Iterable[Trace]) -> Iterator[Bond]:
    """Those of all pairs of reports that have something to do with each other."""
    given = sorted(traces, key=lambda trace: trace.report)
    for a, b in partners([terms(trace) for trace in given]):
        if (made := bond(given[a], given[b])) is not None:
            yield made


def bond(a: Trace, b: Trace) -> Bond | None:
    """The bond of two reports; None where it would say nothing."""
    one, other = sorted((a, b), key=lambda trace: trace.report)
    alike = likeness(one.sketch, other.sketch)
    alike = alike if alike >= FLOOR else 0.0
    copied = copy(one.sketch, other.sketch)
    deeds = tuple(_deeds(one, other, alike)) if _near(one, other) else ()
    sittings = tuple(_sittings(one, other))
    if not (copied or deeds or sittings or alike):
        return None
    return Bond(one.report, other.report, copied, round(alike, 6), deeds, sittings)


def _near(one: Trace, other: Trace) -> bool:
    """Whether the one may mention what the other tells."""
    days = (one.sketch.published, other.sketch.published)
    return apart(*days) <= DEED_DAYS if all(days) else not any(days)


def _sittings(one: Trace, other: Trace) -> Iterator[tuple[int, int, float]]:
    for i, a in enumerate(one.sittings):
        for j, b in enumerate(other.sittings):
            if score := related(a, b):
                yield i, j, round(score, 6)


def _deeds(one: Trace, other: Trace, alike: float) -> Iterator[tuple[str, str, float]]:
    for a in one.accounts:
        for b in other.accounts:
            # Of reports of two stories the sentence of the one must name something that the other report names.
            named = alike >= SAME or not other.named.isdisjoint(a.words) or not one.named.isdisjoint(b.words)
            if named and not opposed(a.type, b.type):
                value = chance(features(a, b, alike), WEIGHTS.values())
                if value >= FLOOR:
                    yield a.event, b.event, round(value, 4)


_PEACEFUL = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})


def opposed(kind: str, other: str) -> bool:
    """Whether one is a deed of violence and the other one of talks or help: never one happening, however near."""
    return (kind == "ASSAULT" and other in _PEACEFUL) or (other == "ASSAULT" and kind in _PEACEFUL)
