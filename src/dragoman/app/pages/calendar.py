"""The page of the calendar: meetings by day, and forums that are due, of one month."""

from __future__ import annotations

import calendar as days_of
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.app.pages.book import Book, Shown, reports_of
from dragoman.app.pages.events import EventLine, event_lines
from dragoman.app.pages.evidence import HappeningLine, happening_line
from dragoman.app.pages.search import Asked, asked_of, title_of
from dragoman.app.search.finder import Answer, Hit
from dragoman.app.search.views import Month, meetings, months
from dragoman.app.search.wanted import UnfitError, Wanted
from dragoman.record.merged import Forum, Happening

MOST = 60  # meetings of a month that are shown with their sentences


@dataclass(frozen=True, slots=True)
class Meet:
    """A meeting in the calendar: a happening where several reports' accounts are one, else a report's event.

    `day` is "" where only the month is told, and that of publication (`reported`) where nothing is.
    """

    day: str
    reported: bool
    happening: HappeningLine | None
    event: EventLine | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month's sheet; `day` is "" before its first and after its last."""

    day: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month of meetings."""

    title: str
    month: str
    wanted: Wanted
    query: str
    asked: tuple[Asked, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    meetings: tuple[Meet, ...]
    more: int
    due: tuple[Forum, ...]
    months: tuple[Month, ...]
    before: str  # the nearest month with meetings before, "" for none
    after: str


def month_of(text: str) -> str:
    """The month of an address, "2024-03", or "". Raises UnfitError for what is none."""
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7] if text else ""
    except ValueError:
        raise UnfitError(f"month: {text!r} is no month such as 2024-03") from None


def calendar_page(answer: Answer, book: Book, month: str = "", today: str = "") -> CalendarPage:
    """The month asked for, else that of today where it has meetings, else the last one that has."""
    there = months(answer, meetings=True)
    names = [one.month for one in there]
    chosen = month or (today[:7] if today[:7] in names else names[-1] if names else today[:7] or date.today().isoformat()[:7])
    hits = meetings(answer, chosen)
    wanted = answer.wanted
    return CalendarPage(
        title_of(wanted, answer.snapshot, book), chosen, wanted, wanted.query(), asked_of(wanted, answer.snapshot, book),
        _sheet(chosen, hits), _meets(hits[:MOST], book), max(0, len(hits) - MOST), _due(chosen, book), there,
        max((name for name in names if name < chosen), default=""), min((name for name in names if name > chosen), default=""),
    )  # fmt: skip


def _sheet(month: str, hits: tuple[Hit, ...]) -> tuple[tuple[Cell, ...], ...]:
    counts: dict[str, int] = defaultdict(int)
    for hit in hits:
        counts[_day(hit)] += 1
    year, number = map(int, month.split("-"))
    return tuple(tuple(_cell(month, day, counts) for day in week) for week in days_of.Calendar().monthdayscalendar(year, number))


def _cell(month: str, day: int, counts: dict[str, int]) -> Cell:
    iso = f"{month}-{day:02}" if day else ""
    return Cell(iso, day, counts.get(iso, 0) if iso else 0)


def _meets(hits: tuple[Hit, ...], book: Book) -> tuple[Meet, ...]:
    joined = {id: book.whole.happenings[id] for hit in hits if (id := hit.happening) and id in book.whole.happenings}
    shown = book.load(list({report for row in joined.values() for report in reports_of(row)}))
    single = {(line.report, line.event): line for line in event_lines([hit for hit in hits if hit.happening not in joined], book)}
    made = (_meet(hit, joined.get(hit.happening or ""), single, (book, shown)) for hit in hits)
    return tuple(meet for meet in made if meet.happening or meet.event)


def _meet(hit: Hit, row: Happening | None, single: Mapping[tuple[str, str], EventLine], at_hand: tuple[Book, Mapping[str, Shown]]) -> Meet:
    day, reported = _day(hit), hit.basis == "published"
    if row:
        return Meet(day, reported, happening_line(row, *at_hand), None)
    return Meet(day, reported, None, single.get((hit.report, hit.event)))


def _day(hit: Hit) -> str:
    return "" if hit.basis == "period" else hit.day


def _due(month: str, book: Book) -> tuple[Forum, ...]:
    """The forums that may meet in the month by their rhythm."""
    return tuple(row for row in book.whole.merged.forums if row.next and row.next.earliest[:7] <= month <= row.next.latest[:7])
