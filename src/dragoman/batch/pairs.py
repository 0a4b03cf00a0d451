"""Which reports of an archive are compared at all: the blocks of `merge.index`, over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from dragoman.merge.index import EVER, UNDATED

Numbers = npt.NDArray[np.int64]
Block = tuple[Numbers, Numbers, int]  # days, ascending, the reports' numbers, and how many days it reaches
_CHUNK = 4_000_000  # pairs that are held before those that are there twice go
TILE = 400  # reports: pairs are handed out in squares of so many, so that few traces serve many pairs
_BITS = 32
_LOW = (1 << _BITS) - 1


def pairs_of(blocks: Iterable[Block], most: int = EVER) -> Numbers:
    """All pairs of reports that share a block within its reach, each once, as one number: the smaller above 32 bits, the other below.

    Dated reports of blocks that reach for ever count as far as `most` days. Takes eight bytes a pair, twice for a moment.
    """
    return _unique(_within(days, numbers, *_near(days, reach, most)) for days, numbers, reach in blocks)


def far_pairs(blocks: Iterable[Block], least: int, home: Numbers) -> Numbers:
    """The pairs of dated reports that share a block and are more than so many days apart, where their homes are different."""
    return _unique(
        _strangers(_within(days, numbers, *_far(days, least)), home) for days, numbers, _ in blocks if len(np.unique(home[numbers])) > 1
    )


def ends(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """The two reports of each pair."""
    return pairs >> _BITS, pairs & _LOW


def _near(days: Numbers, reach: int, most: int) -> tuple[Numbers, Numbers]:
    """For each place of a block between which places its partners are."""
    stop = np.searchsorted(days, days + (reach if reach < EVER else most), side="right")
    if reach >= EVER:
        stop[days == UNDATED] = len(days)
    return np.arange(1, len(days) + 1), stop


def _far(days: Numbers, least: int) -> tuple[Numbers, Numbers]:
    start = np.searchsorted(days, days + least, side="right")
    start[days == UNDATED] = len(days)
    return start, np.full(len(days), len(days))


def _unique(blocks: Iterable[Iterable[Numbers]]) -> Numbers:
    found: list[Numbers] = []
    held = 0
    for block in blocks:
        for made in block:
            found.append(made)
            held += len(made)
            if held > _CHUNK:
                found = [np.unique(np.concatenate(found))]
                held = 0
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _within(days: Numbers, numbers: Numbers, start: Numbers, stop: Numbers) -> Iterator[Numbers]:
    """The pairs of one block; of a large one in pieces."""
    counts = stop - start
    step = max(1, _CHUNK // max(1, int(counts.max(initial=1))))
    for begin in range(0, len(days), step):
        some = counts[begin : begin + step]
        first = np.repeat(np.arange(begin, begin + len(some)), some)
        behind = np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
        a, b = numbers[first], numbers[start[first] + behind]
        yield (np.minimum(a, b) << _BITS) | np.maximum(a, b)


def _strangers(pairs: Iterable[Numbers], home: Numbers) -> Iterator[Numbers]:
    for some in pairs:
        one, other = ends(some)
        yield some[home[one] != home[other]]


def tiles(pairs: Numbers) -> Iterator[Numbers]:
    """The pairs in squares, the fuller the better: each has at most twice TILE reports."""
    one, other = ends(pairs)
    squares = (one // TILE << _BITS) | (other // TILE)
    order = np.argsort(squares, kind="stable")
    borders = np.flatnonzero(np.diff(squares[order])) + 1
    return (pairs[rows] for rows in np.split(order, borders) if len(rows))
