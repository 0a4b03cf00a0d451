"""Which reports of an archive are compared at all: the blocks of `merge.index`, over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dragoman.merge.index import EVER, UNDATED

Numbers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int64]  # of terms: word, reach, day, report's number, in order; whole blocks, which have one word and one reach
_CHUNK = 1_000_000  # pairs that are held at least before those that are there twice go
TILE = 400  # reports: pairs are handed out in squares of so many, so that few traces serve many pairs
_BITS = 32
_LOW = (1 << _BITS) - 1


def pairs_of(terms: Iterable[Rows], most: int = EVER) -> Numbers:
    """All pairs of reports that share a term within its reach, each once, as one number: the smaller above 32 bits, the other below.

    Of terms that reach for ever, dated reports count as far as `most` days. Takes eight bytes a pair, twice for a moment.
    """
    return _unique(_within(rows[:, 3], *_near(rows, most)) for rows in terms)


def far_pairs(terms: Iterable[Rows], least: int, home: Numbers) -> Numbers:
    """The pairs of dated reports that share a term and are more than so many days apart, where their homes are different."""
    mixed = (rows[_mixed(rows, home)] for rows in terms)
    return _unique(_strangers(_within(rows[:, 3], *_far(rows, least)), home) for rows in mixed)


def ends(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """The two reports of each pair."""
    return pairs >> _BITS, pairs & _LOW


def _blocks(rows: Rows) -> tuple[Numbers, Numbers]:
    """The place at which the block of each row begins, and that behind its end."""
    begins = np.flatnonzero(np.any(np.diff(rows[:, :2], axis=0, prepend=-1), axis=1))
    sizes = np.diff(begins, append=len(rows))
    return np.repeat(begins, sizes), np.repeat(begins + sizes, sizes)


def _days(rows: Rows, begins: Numbers) -> Numbers:
    """Days as numbers that ascend over all blocks: those of different blocks are farther apart than any term reaches."""
    return (begins << _BITS) + rows[:, 2] - UNDATED


def _near(rows: Rows, most: int) -> tuple[Numbers, Numbers]:
    """For each row between which places its partners are."""
    begins, stops = _blocks(rows)
    days, ever = _days(rows, begins), rows[:, 1] >= EVER
    found = np.searchsorted(days, days + np.where(ever, most, rows[:, 1]), side="right")
    return np.arange(1, len(rows) + 1), np.where(ever & (rows[:, 2] == UNDATED), stops, found)


def _far(rows: Rows, least: int) -> tuple[Numbers, Numbers]:
    begins, stops = _blocks(rows)
    days = _days(rows, begins)
    return np.where(rows[:, 2] == UNDATED, stops, np.searchsorted(days, days + least, side="right")), stops


def _mixed(rows: Rows, home: Numbers) -> npt.NDArray[np.bool_]:
    """The rows of blocks whose reports are not all of one home."""
    begins, _ = _blocks(rows)
    other = begins[home[rows[:, 3]] != home[rows[begins, 3]]]
    return np.isin(begins, other)


def _unique(terms: Iterable[Iterable[Numbers]]) -> Numbers:
    found, fresh, held = np.zeros(0, np.int64), list[Numbers](), 0
    for pieces in terms:
        for made in pieces:
            fresh.append(made)
            held += len(made)
            if held > max(_CHUNK, len(found)):  # each time as many as there are: all in all they are put in order a few times
                found, fresh, held = np.unique(np.concatenate([found, *fresh])), [], 0
    return np.unique(np.concatenate([found, *fresh]))


def _within(numbers: Numbers, start: Numbers, stop: Numbers) -> Iterator[Numbers]:
    """The pairs of each row with those between its places; of many in pieces."""
    counts = stop - start
    pieces = np.cumsum(counts) // _CHUNK
    for begin, end in pairwise([0, *(np.flatnonzero(np.diff(pieces)) + 1).tolist(), len(numbers)]):
        some = counts[begin:end]
        first = np.repeat(np.arange(begin, end), some)
        behind = np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
        a, b = numbers[first], numbers[start[first] + behind]
        yield (np.minimum(a, b) << _BITS) | np.maximum(a, b)


def _strangers(pairs: Iterable[Numbers], home: Numbers) -> Iterator[Numbers]:
    for some in pairs:
        one, other = ends(some)
        yield some[home[one] != home[other]]


def tiles(pairs: Numbers) -> Iterator[Numbers]:
    """The pairs in squares, the fuller the better: each has at most twice TILE reports. Reports without a pair take no place."""
    one, other = ends(pairs)
    there = np.zeros(int(other.max(initial=0)) + 1, np.bool_)
    there[one] = there[other] = True
    square = (np.cumsum(there) - 1) // TILE
    squares = (square[one] << _BITS) | square[other]
    order = np.argsort(squares, kind="stable")
    borders = np.flatnonzero(np.diff(squares[order])) + 1
    return (pairs[rows] for rows in np.split(order, borders) if len(rows))
