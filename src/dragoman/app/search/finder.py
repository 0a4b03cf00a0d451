"""Answers to questions, out of a snapshot that follows the casebook."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.app.search import cursor as cursors
from dragoman.app.search.columns import Columns, Filed, Mask, day_number, empty, extend, iso_day
from dragoman.app.search.facets import Facet, facets
from dragoman.app.search.lines import MAKER, describe
from dragoman.app.search.masks import both, masks
from dragoman.app.search.snapshot import Snapshot
from dragoman.app.search.wanted import Wanted
from dragoman.casebook import Casebook
from dragoman.record.merged import Happening

_DEAD = 0.5  # share of dead lines with which all are loaded anew


@dataclass(frozen=True, slots=True)
class Hit:
    """An event that fits: its report and its id in the report's reading, and its happening where it belongs to one."""

    report: str
    number: int  # of the report
    event: str
    day: str  # ISO, "" where nothing tells
    basis: str  # what the day rests on; see exports.dates
    happening: str | None
    independent: int


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of a list. `next` is the cursor of the page after, None where this is the last."""

    rows: tuple[Hit, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What fits a question; `snapshot` is what it was asked of."""

    wanted: Wanted
    snapshot: Snapshot
    found: Mapping[str, Mask]
    mask: Mask
    scores: Mapping[int, float] | None

    @property
    def events(self) -> int:
        """How many events fit."""
        return int(self.mask.sum())

    def facets(self) -> tuple[Facet, ...]:
        """The facets with counts."""
        return facets(self.snapshot, self.wanted, self.found)

    def hits(self, cursor: str | None, limit: int) -> Hits:
        """A page of the events, in the order asked for. Raises UnfitError for a cursor of another list."""
        lines, keys = self._ordered()
        kind = f"events-{self.wanted.order}"
        if cursor:
            lines, keys = _after(lines, keys, cursors.numbers_of(kind, cursor, 3))
        shown = lines[:limit]
        last = [float(key[limit - 1]) for key in keys] if len(lines) > limit else None
        return Hits(tuple(self.hit(int(line)) for line in shown), cursors.written(kind, last) if last else None)

    def latest(self, limit: int) -> tuple[Hit, ...]:
        """The events of the reports that were kept last."""
        lines = np.flatnonzero(self.mask)
        by = np.lexsort((self.snapshot.ordinal[lines], -self.snapshot.number[lines]))[:limit]
        return tuple(self.hit(int(line)) for line in lines[by])

    def pairs(self) -> list[tuple[str, str]]:
        """(report, event) of all events that fit, in the order in which reports were kept."""
        lines = np.flatnonzero(self.mask)
        lines = lines[np.lexsort((self.snapshot.ordinal[lines], self.snapshot.number[lines]))]
        return [(self.snapshot.report(int(line)).id, self.snapshot.event(int(line))) for line in lines]

    def reports(self) -> tuple[Filed, ...]:
        """All reports that fit, in the order asked for."""
        columns = self.snapshot.columns
        if set(self.found) <= {"words", "publisher", "days"}:
            rows = [report for report in columns.reports if report.number in columns.places and self._fits(report)]
        else:
            rows = [columns.reports[at] for at in np.unique(columns.report[self.mask])]
        scores = self.scores
        if self.wanted.order == "fit" and scores:
            return tuple(sorted(rows, key=lambda row: (-scores[row.number], -row.number)))
        newest = self.wanted.order != "oldest"
        return tuple(sorted(rows, key=lambda row: (row.published, row.number), reverse=newest))

    def _fits(self, report: Filed) -> bool:
        wanted, publishers = self.wanted, self.snapshot.columns.names["publisher"].words
        if self.scores is not None and report.number not in self.scores:
            return False
        if wanted.publisher and publishers[report.publisher] not in wanted.publisher:
            return False
        since, until = day_number(wanted.since), day_number(wanted.until)
        return (not since and not until) or (
            bool(report.published) and report.published >= since and (not until or report.published <= until)
        )

    def _ordered(self) -> tuple[NDArray[np.intp], list[NDArray[Any]]]:
        """The lines that fit in their order, and the three keys by which they are in it, rising."""
        snapshot, order = self.snapshot, self.wanted.order
        if order == "fit" and self.scores is not None:
            lines = np.flatnonzero(self.mask)
            scores = np.array([self.scores[number] for number in snapshot.number[lines].tolist()])
            keys = (-scores, -snapshot.number[lines].astype(float), snapshot.ordinal[lines].astype(float))
            by = np.lexsort(keys[::-1])
            return lines[by], [key[by] for key in keys]
        sorted_lines = snapshot.oldest if order == "oldest" else snapshot.newest
        lines = sorted_lines[self.mask[sorted_lines]]
        sign = 1.0 if order == "oldest" else -1.0
        days = snapshot.dayed if order == "oldest" else snapshot.columns.one["day"]
        return lines, [sign * days[lines], sign * snapshot.number[lines], snapshot.ordinal[lines].astype(float)]

    def hit(self, line: int) -> Hit:
        """The find of a line."""
        snapshot = self.snapshot
        report, place = snapshot.report(line), int(snapshot.happening[line])
        happening = snapshot.happenings[place].id if place >= 0 else None
        day = iso_day(snapshot.columns.one["day"][line])
        basis = snapshot.columns.names["basis"].words[int(snapshot.columns.one["basis"][line])]
        return Hit(report.id, report.number, snapshot.event(line), day, basis, happening, int(snapshot.independent[line]))


def _after(lines: NDArray[np.intp], keys: Sequence[NDArray[Any]], last: cursors.Key) -> tuple[NDArray[np.intp], list[NDArray[Any]]]:
    """What comes behind a cursor."""
    one, two, three = (key - at for key, at in zip(keys, last, strict=True))
    behind = (one > 0) | ((one == 0) & ((two > 0) | ((two == 0) & (three > 0))))
    return lines[behind], [key[behind] for key in keys]


class Finder:
    """Follows a casebook and answers. The merged happenings are the caller's to keep: the same object while they are the same."""

    def __init__(self, casebook: Casebook) -> None:
        self._casebook = casebook
        self._lock = threading.Lock()
        self._snapshot = Snapshot(empty(), (), 0)

    def snapshot(self, happenings: Sequence[Happening] = (), done: Callable[[int, int], None] = lambda done, of: None) -> Snapshot:
        """The present state; `done` is told of progress where many reports are new. Raises CasebookError."""
        queries = self._casebook.queries
        with self._lock:
            held = self._snapshot
            if queries.newest() != held.reach:
                reach = queries.follow(describe, MAKER, done)
                self._snapshot = Snapshot(self._grown(held), happenings, reach)
            elif happenings is not held.happenings:
                self._snapshot = Snapshot(held.columns, happenings, held.reach)
            return self._snapshot

    def ask(self, wanted: Wanted, happenings: Sequence[Happening] = ()) -> Answer:
        """What fits a question."""
        snapshot = self.snapshot(happenings)
        scores = dict(self._casebook.queries.fits(wanted.words)) if wanted.words else None
        found = masks(snapshot, wanted, scores)
        return Answer(wanted, snapshot, found, both(snapshot, found), scores)

    def _grown(self, held: Snapshot) -> Columns:
        grown = extend(held.columns, ((number, value) for number, _, value in self._casebook.queries.lines(held.reach)))
        if grown.total and grown.alive.mean() < 1 - _DEAD:
            return extend(empty(), ((number, value) for number, _, value in self._casebook.queries.lines()))
        return grown
