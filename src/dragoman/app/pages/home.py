"""The first page: what is new, who is busy with whom, which forums are due, which claims met an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dragoman.app.pages.book import Book, claim_reports, reports_of
from dragoman.app.pages.evidence import HappeningLine, ReportLine, happening_line, report_line
from dragoman.app.pages.names import side_named
from dragoman.app.pages.relation import Side, pairs
from dragoman.app.pages.story import ClaimLine, claim_line
from dragoman.exports.phrases import family
from dragoman.record.merged import Claim, Happening, NextSession

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
    told: dict[tuple[str, str], Counter[str]] = {}
    last: dict[tuple[str, str], tuple[str, Happening]] = {}
    for row in book.whole.merged.happenings:
        for pair in {(min(pair), max(pair)) for pair in pairs(row, book)}:
            told.setdefault(pair, Counter())[family(row.type)] += 1
            last[pair] = max(last.get(pair, ("", row)), (row.date, row), key=lambda known: known[0])
    ranked = sorted(told, key=lambda pair: (-told[pair].total(), pair))
    shown = [pair for pair in ranked if all("#" not in side for side in pair)][:MOST]
    return tuple(_busy(pair, told[pair], last[pair], book) for pair in shown)


def _busy(pair: tuple[str, str], told: Counter[str], last: tuple[str, Happening], book: Book) -> Busy:
    shown = book.load(reports_of(last[1]))
    one, other = (Side(side, side_named(side, book, shown)) for side in pair)
    return Busy((one, other), told["cooperation"], told["conflict"], last[0])


def _due(book: Book) -> tuple[Due, ...]:
    rows = [row for row in book.whole.merged.forums if row.next]
    made = [Due(row.id, row.name, row.parties, len(row.sessions), row.sessions[-1].date, row.next) for row in rows if row.next]
    return tuple(sorted(made, key=lambda row: (row.next.earliest, row.name))[:MOST])


def _answered(book: Book) -> tuple[ClaimLine, ...]:
    """Claims that are denied or borne out, the most told first."""
    rows = [row for row in book.whole.merged.claims if row.denials or row.corroborated]
    rows.sort(key=_weight, reverse=True)
    shown = book.load({report for row in rows[:MOST] for report in claim_reports(row)})
    return tuple(claim_line(row, book, shown) for row in rows[:MOST])


def _weight(row: Claim) -> tuple[int, int, str]:
    return (len(claim_reports(row)), len(row.corroborated), row.id)


def _latest(book: Book) -> tuple[HappeningLine, ...]:
    """The latest happenings that more than one voice tells."""
    rows = sorted(book.whole.merged.happenings, key=lambda row: (row.independent > 1, row.date, row.id), reverse=True)[:MOST]
    shown = book.load({report for row in rows for report in reports_of(row)})
    return tuple(happening_line(row, book, shown) for row in rows)
