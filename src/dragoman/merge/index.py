"""Which reports are compared at all: those that share a term within so many days. A casebook keeps the terms in a table."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.merge.forums import is_core
from dragoman.merge.groups import Pair
from dragoman.merge.sketch import BAND, Sketch, Weights, heaviest, telling
from dragoman.merge.terms import rarity
from dragoman.merge.trace import NAMED, Trace

# The heaviest names and the heaviest words of a report: nearly all pairs of one story share one within days.
STORY_TERMS = 10
STORY_DAYS = 24
# Rare words beside its events, and the heaviest names: those who mention a happening weeks later share one of these.
DEED_NAMES = 10
DEED_DAYS = 45
# What marks a sitting is looked up for ever where it has a name or a number, and else near its days.
SITTING_DAYS = 30
# Bands of minima are for copies, whenever they were printed.
EVER = 1_000_000
UNDATED = -10 * EVER  # the day of reports without one, which meet each other
FORUM_REACH = 20 * EVER
BAND_REACH = 30 * EVER


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A word, or a band, under which a report is looked up; it meets the same of others within `reach` days."""

    word: str
    day: int
    reach: int


def terms(trace: Trace) -> frozenset[Term]:
    """The terms of a report, some forty."""
    sketch = trace.sketch
    day = date.fromisoformat(sketch.published).toordinal() if sketch.published else UNDATED
    story = {term for weights in (sketch.names, sketch.words) for term in _heavy(weights, STORY_TERMS)}
    names = set(_heavy(sketch.names, DEED_NAMES)) if trace.accounts else set()
    deeds = {term for term in names.union(*(a.words for a in trace.accounts)) if rarity(term) >= NAMED and telling(term)}
    return frozenset(
        {Term(f"s:{term}", day, STORY_DAYS) for term in story}
        | {Term(f"d:{term}", day, DEED_DAYS) for term in deeds}
        | {Term(f"=:{band}", day, BAND_REACH) for band in _bands(sketch)}
        | set(_sitting_terms(trace, day))
    )


def _sitting_terms(trace: Trace, day: int) -> Iterator[Term]:
    for sitting in trace.sittings:
        core = is_core(sitting)
        if core or sitting.state in ("held", "announced"):
            for mark in sitting.marks:
                yield Term(f"n:{mark}", day, SITTING_DAYS)
                if core:
                    yield Term(f"f:{mark}", day, FORUM_REACH)


def _heavy(weights: Weights, most: int) -> Iterator[str]:
    return (term for term, _ in heaviest([(term, weight) for term, weight in weights if telling(term)], most))


def _bands(sketch: Sketch) -> Iterator[str]:
    return (f"{n}." + ".".join(map(str, sketch.minima[n : n + BAND])) for n in range(0, len(sketch.minima), BAND))


def partners(found: Sequence[Iterable[Term]]) -> list[Pair]:
    """The pairs of reports, by their places, that share a term within its reach, in order."""
    blocks: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for place, some in enumerate(found):
        for term in some:
            blocks[term.word, term.reach].append((term.day, place))
    return sorted({pair for (_, reach), block in blocks.items() for pair in _within(sorted(block), reach)})


def _within(block: Sequence[tuple[int, int]], reach: int) -> Iterator[Pair]:
    for n, (day, place) in enumerate(block):
        for _, other in block[n + 1 : bisect_right(block, (day + reach, EVER))]:
            yield min(place, other), max(place, other)
