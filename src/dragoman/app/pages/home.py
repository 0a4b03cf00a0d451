"""The first page: what is new, who is busy with whom, which forums are due, which claims met an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from dragoman.app.pages.book import Book, Shown, claim_reports
from dragoman.app.pages.evidence import HappeningLine, ReportLine, happening_line, report_line, to_quote
from dragoman.app.pages.names import side_named
from dragoman.app.pages.relation import Side
from dragoman.app.pages.story import ClaimLine, claim_line
from dragoman.exports.phrases import family
from dragoman.record.merged import Happening, NextSession

MOST = 12  # lines of each list


@dataclass(frozen=True, slots=True)
class Visit:
    """What was kept since a visitor was here last: ids of reports, the newest first; `first` where they never were."""

    first: bool
    reports: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Busy:
    """A pair of sides with its happenings."""

    sides: tuple[Side, Side]
    cooperation: int
    conflict: int
    last: str  # the latest day


@dataclass(frozen=True, slots=True)
class Due:
    """A forum that is to meet next."""

    id: str
    name: str
    parties: tuple[str, ...]
    sessions: int
    last: str
    next: NextSession


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page."""

    title: str
    counts: tuple[tuple[str, int], ...]
    first_visit: bool
    new: tuple[ReportLine, ...]
    more: int
    busy: tuple[Busy, ...]
    due: tuple[Due, ...]
    answered: tuple[ClaimLine, ...]
    latest: tuple[HappeningLine, ...]


def home_page(name: str, reports: int, visit: Visit, book: Book) -> HomePage:
    """The first page of a casebook of so many reports."""
    merged = book.whole.merged
    counts = (
        ("reports", reports), ("stories", len(merged.stories)), ("happenings", len(merged.happenings)),
        ("claims", len(merged.claims)), ("forums", len(merged.forums)),
    )  # fmt: skip
    shown = book.load(visit.reports)
    return HomePage(
        name, counts, visit.first, tuple(report_line(shown[id]) for id in visit.reports if id in shown), visit.more,
        busiest(book), _due(book), _answered(book), _latest(book),
    )  # fmt: skip


def busiest(book: Book) -> tuple[Busy, ...]:
    """The pairs of sides with most happenings."""
    told = [(pair, rows) for pair, rows in book.between.items() if all("#" not in side for side in pair)]
    most = nsmallest(MOST, told, key=lambda row: (-len(row[1]), row[0]))
    shown = book.load(to_quote([rows[-1] for _, rows in most], book))
    return tuple(_busy(pair, rows, book, shown) for pair, rows in most)


def _busy(pair: tuple[str, str], rows: Sequence[Happening], book: Book, shown: Mapping[str, Shown]) -> Busy:
    told = Counter(family(row.type) for row in rows)
    one, other = (Side(side, side_named(side, book, shown)) for side in pair)
    return Busy((one, other), told["cooperation"], told["conflict"], max(row.date for row in rows))


def _due(book: Book) -> tuple[Due, ...]:
    rows = [row for row in book.whole.merged.forums if row.next]
    made = [Due(row.id, row.name, row.parties, len(row.sessions), row.sessions[-1].date, row.next) for row in rows if row.next]
    return tuple(sorted(made, key=lambda row: (row.next.earliest, row.name))[:MOST])


def _answered(book: Book) -> tuple[ClaimLine, ...]:
    """Claims that are denied or borne out, the most told first."""
    rows = [row for row in book.contested[:MOST] if row.denials or row.corroborated]
    shown = book.load({report for row in rows for report in claim_reports(row)})
    return tuple(claim_line(row, book, shown) for row in rows)


def _latest(book: Book) -> tuple[HappeningLine, ...]:
    """The latest happenings that more than one voice tells."""
    rows = book.latest[:MOST]
    shown = book.load(to_quote(rows, book))
    return tuple(happening_line(row, book, shown) for row in rows)
