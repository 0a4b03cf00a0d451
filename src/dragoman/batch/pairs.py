"""Which reports of an archive are compared at all: the blocks of `merge.index`, over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
_CHUNK = 4_000_000  # pairs that are held before those that are there twice go
TILE = 400  # reports: pairs are handed out in squares of so many, so that few traces serve many pairs
_BITS = 32


def pairs_of(blocks: Iterable[tuple[Numbers, Numbers, int]]) -> Numbers:
    """All pairs of reports that share a block within its reach, each once, as one number: the smaller above 32 bits, the other below.

    A block has days, ascending, the reports' numbers, and its reach in days. Takes eight bytes a pair, twice for a moment.
    """
    found: list[Numbers] = []
    held = 0
    for days, numbers, reach in blocks:
        for made in _within(days, numbers, reach):
            found.append(made)
            held += len(made)
            if held > _CHUNK:
                found = [np.unique(np.concatenate(found))]
                held = 0
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _within(days: Numbers, numbers: Numbers, reach: int) -> Iterator[Numbers]:
    """The pairs of one block; of a large one in pieces."""
    ends = np.searchsorted(days, days + reach, side="right")
    counts = ends - np.arange(len(days)) - 1
    step = max(1, _CHUNK // max(1, int(counts.max(initial=1))))
    for start in range(0, len(days), step):
        some = counts[start : start + step]
        first = np.repeat(np.arange(start, start + len(some)), some)
        behind = np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
        a, b = numbers[first], numbers[first + 1 + behind]
        yield (np.minimum(a, b) << _BITS) | np.maximum(a, b)


def tiles(pairs: Numbers) -> Iterator[list[tuple[int, int]]]:
    """The pairs in squares, the fuller the better: each has at most twice TILE reports."""
    one, other = pairs >> _BITS, pairs & ((1 << _BITS) - 1)
    order = np.lexsort((other, one, other // TILE, one // TILE))
    one, other = one[order], other[order]
    squares = (one // TILE << _BITS) | (other // TILE)
    borders = np.flatnonzero(np.diff(squares)) + 1
    for rows in np.split(np.arange(len(one)), borders):
        if len(rows):
            yield list(zip(one[rows].tolist(), other[rows].tolist(), strict=True))
