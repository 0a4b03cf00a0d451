"""How many lines have which value: for each facet among those that fit all else that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dragoman.app.search.columns import Mask
from dragoman.app.search.masks import both
from dragoman.app.search.snapshot import Snapshot
from dragoman.app.search.wanted import FACETS, Wanted

SOURCES = (2, 3, 5)
CONFIDENCES = (0.5, 0.7, 0.9)
SHOWN = 12  # values of a facet, chosen ones aside


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet and how many events have it; `chosen` where it is asked for."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, the most frequent first; `more` are those not listed."""

    name: str
    counts: tuple[Count, ...]
    more: int = 0


def facets(snapshot: Snapshot, wanted: Wanted, found: Mapping[str, Mask], most: int = SHOWN) -> tuple[Facet, ...]:
    """All facets, in their order."""
    whole = both(snapshot, found)
    return tuple(_facet(snapshot, wanted, name, both(snapshot, found, name) if name in found else whole, most) for name in FACETS)


def _facet(snapshot: Snapshot, wanted: Wanted, name: str, mask: Mask, most: int) -> Facet:
    if name == "sources":
        return _steps(name, [(f"{least}", mask & (snapshot.independent >= least)) for least in SOURCES], str(wanted.sources))
    if name == "confidence":
        sure = snapshot.columns.one["confidence"]
        return _steps(name, [(f"{least:g}", mask & (sure >= least - 1e-6)) for least in CONFIDENCES], f"{wanted.confidence:g}")
    if name == "judged":
        judged = mask & (snapshot.columns.one["judged"] == 1)
        counts = {"yes": int(judged.sum()), "no": int(mask.sum() - judged.sum())}
        return Facet(
            name, tuple(Count(value, count, value in wanted.judged) for value, count in counts.items() if count or value in wanted.judged)
        )
    return _words(snapshot, name, mask, getattr(wanted, name), most)


def _steps(name: str, steps: list[tuple[str, Mask]], chosen: str) -> Facet:
    counts = (Count(value, int(mask.sum()), value == chosen) for value, mask in steps)
    return Facet(name, tuple(row for row in counts if row.count or row.chosen))


def _words(snapshot: Snapshot, name: str, mask: Mask, chosen: tuple[str, ...], most: int) -> Facet:
    columns, size = snapshot.columns, snapshot.columns.size(name)
    if name in columns.many:
        counts = columns.many[name].counts(mask, size)
    else:
        counts = np.bincount((snapshot.publisher if name == "publisher" else columns.one[name])[mask], minlength=size).astype(np.int32)
    counts[0] = 0  # the empty word: no value
    words = columns.names[name].words
    there = int((counts > 0).sum())
    top = np.argpartition(-counts, min(most * 2, size - 1))[: most * 2]
    best = sorted((int(at) for at in top if counts[at]), key=lambda at: (-counts[at], words[at]))[:most]
    asked = [number for value in chosen if (number := columns.names[name].find(value)) is not None and number not in best]
    listed = [Count(words[at], int(counts[at]), words[at] in chosen) for at in (*best, *asked)]
    return Facet(name, tuple(listed), max(0, there - len(best)))
