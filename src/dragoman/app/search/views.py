"""Other views of what fits a question: points on the map, days of meetings, counts by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dragoman.app.search.columns import day_number, iso_day
from dragoman.app.search.finder import Answer, Hit
from dragoman.exports.phrases import family

_UNIX = date(1970, 1, 1).toordinal()  # from which numpy counts days


@dataclass(frozen=True, slots=True)
class Point:
    """A place with how much happened there: coordinates in degrees."""

    place: str
    lat: float
    lon: float
    cooperation: int
    conflict: int
    first: str  # ISO days
    last: str

    @property
    def count(self) -> int:
        """All of it."""
        return self.cooperation + self.conflict


@dataclass(frozen=True, slots=True)
class Month:
    """How much there is in a month: "2024-03"."""

    month: str
    count: int


def thin(answer: Answer, lines: NDArray[np.intp]) -> NDArray[np.intp]:
    """Of several lines of one happening the first; lines of none are all kept."""
    home = answer.snapshot.happening[lines].astype(np.int64)
    own = np.where(home >= 0, home, -1 - lines)
    kept: NDArray[np.intp] = lines[np.sort(np.unique(own, return_index=True)[1])]
    return kept


def points(answer: Answer) -> tuple[Point, ...]:
    """The places of what fits, the busiest first; what has no coordinates is left out."""
    one = answer.snapshot.columns.one
    lines = np.flatnonzero(answer.mask & ~np.isnan(one["lat"]) & (one["place"] != 0))
    lines = thin(answer, lines)
    places, first, home = np.unique(one["place"][lines], return_index=True, return_inverse=True)
    friendly = _families(answer)[one["type"][lines]]
    cooperation = np.bincount(home[friendly], minlength=len(places))
    conflict = np.bincount(home[~friendly], minlength=len(places))
    days = _span_of_days(one["day"][lines], home, len(places))
    words = answer.snapshot.columns.names["place"].words
    found = [
        Point(
            words[number], round(float(one["lat"][lines[at]]), 4), round(float(one["lon"][lines[at]]), 4),
            int(cooperation[n]), int(conflict[n]), iso_day(days[0][n]), iso_day(days[1][n]),
        )
        for n, (number, at) in enumerate(zip(places.tolist(), first.tolist(), strict=True))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda point: (-point.count, point.place)))


def _families(answer: Answer) -> NDArray[np.bool_]:
    """By number of the type, whether it is cooperation."""
    return np.array([family(kind) == "cooperation" for kind in answer.snapshot.columns.names["type"].words], dtype=bool)


def _span_of_days(days: NDArray[np.int32], home: NDArray[np.intp], size: int) -> tuple[list[int], list[int]]:
    first, last = np.full(size, 2**31 - 1, dtype=np.int64), np.zeros(size, dtype=np.int64)
    dated = days != 0
    np.minimum.at(first, home[dated], days[dated])
    np.maximum.at(last, home[dated], days[dated])
    return [0 if day == 2**31 - 1 else int(day) for day in first], last.tolist()


def months(answer: Answer, *, meetings: bool = False) -> tuple[Month, ...]:
    """How much of what fits lies in each month that has any, happenings counted once; of meetings alone where asked."""
    one = answer.snapshot.columns.one
    mask = answer.mask & (one["day"] != 0)
    lines = thin(answer, np.flatnonzero(mask & (one["meeting"] == 1) if meetings else mask))
    spans = (one["day"][lines] - _UNIX).astype("datetime64[D]").astype("datetime64[M]")
    found, counts = np.unique(spans, return_counts=True)
    return tuple(Month(str(month), int(count)) for month, count in zip(found, counts, strict=True))


def meetings(answer: Answer, month: str) -> tuple[Hit, ...]:
    """The meetings of a month among what fits, by day, each happening once."""
    one = answer.snapshot.columns.one
    first, end = _bounds(month)
    lines = np.flatnonzero(answer.mask & (one["meeting"] == 1) & (one["day"] >= first) & (one["day"] < end))
    lines = lines[np.lexsort((answer.snapshot.ordinal[lines], answer.snapshot.number[lines], one["day"][lines]))]
    return hits_of(answer, thin(answer, lines).tolist())


def hits_of(answer: Answer, lines: Sequence[int]) -> tuple[Hit, ...]:
    """The finds of some lines."""
    return tuple(answer.hit(int(line)) for line in lines)


def _bounds(month: str) -> tuple[int, int]:
    """The day numbers of the first day of a month and of the next month."""
    first = date.fromisoformat(f"{month}-01")
    year, next_month = divmod(first.year * 12 + first.month, 12)
    return day_number(first.isoformat()), day_number(date(year, next_month + 1, 1).isoformat())
