"""The page of a forum: its sessions in order with what each side says of them, the gaps, and when it is due again and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.app.pages.book import Book, Shown
from dragoman.app.pages.evidence import ReportLine, report_line
from dragoman.app.pages.meeting import Met, Readout, readouts
from dragoman.app.pages.names import Named, country_name, name_all
from dragoman.record.merged import Forum, NextSession, Session


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session. `missing` are the numbers between it and the one before, of which nobody tells; `after` is in months."""

    number: int | None
    date: str
    venue: str | None
    country: str | None
    heads: tuple[Named, ...]
    reports: tuple[ReportLine, ...]
    meeting: str | None  # id of its happening
    readouts: tuple[Readout, ...]
    missing: tuple[int, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class ForumPage:
    """One forum."""

    title: str
    parties: tuple[tuple[str, str], ...]  # code and name
    sessions: tuple[SessionLine, ...]
    next: NextSession | None
    why: str


@dataclass(frozen=True, slots=True)
class ForumLine:
    """A forum in a list."""

    id: str
    name: str
    parties: tuple[tuple[str, str], ...]
    sessions: int
    first: str
    last: str
    next: NextSession | None


@dataclass(frozen=True, slots=True)
class ForumsPage:
    """All forums."""

    title: str
    forums: tuple[ForumLine, ...]


def forums_page(book: Book) -> ForumsPage:
    """The list of forums, those due first."""
    rows = sorted(book.whole.merged.forums, key=lambda row: (row.next is None, row.next.earliest if row.next else "", row.name))
    return ForumsPage("Forums", tuple(_line(row, book) for row in rows))


def _line(row: Forum, book: Book) -> ForumLine:
    return ForumLine(row.id, name_of(row), _parties(row, book), len(row.sessions), row.sessions[0].date, row.sessions[-1].date, row.next)


def name_of(forum: Forum) -> str:
    """The forum's name; one without a name goes by its parties."""
    return forum.name or f"Talks of {', '.join(forum.parties)}"


def forum_page(id: str, book: Book) -> ForumPage | None:
    """The page of a forum; None where there is none of that id."""
    row = book.whole.forums.get(id)
    if row is None:
        return None
    shown = book.load({report for session in row.sessions for report in session.reports})
    before = [None, *row.sessions[:-1]]
    lines = tuple(_session(one, other, book, shown) for other, one in zip(before, row.sessions, strict=True))
    return ForumPage(name_of(row), _parties(row, book), lines, row.next, _why(row))


def _parties(row: Forum, book: Book) -> tuple[tuple[str, str], ...]:
    return tuple((code, country_name(code, book.knowledge)) for code in row.parties)


def _session(one: Session, before: Session | None, book: Book, shown: Mapping[str, Shown]) -> SessionLine:
    met = _met(one, shown)
    own = {id: shown[id] for id in one.reports if id in shown}
    known = before.number if before else None
    missing = tuple(range(known + 1, one.number)) if known is not None and one.number is not None else ()
    return SessionLine(
        one.number, one.date, one.venue, one.country, name_all(one.heads, book, own), tuple(report_line(row) for row in own.values()),
        _happening(one, met, book), readouts(met), missing, _months(before.date, one.date) if before else None,
    )  # fmt: skip


def _met(session: Session, shown: Mapping[str, Shown]) -> Met:
    """The meetings of the session's reports that are told as sessions of a forum."""
    rows = [shown[id] for id in session.reports if id in shown]
    return [
        (one, meeting)
        for one in rows
        for meeting in one.view.reading.meetings
        if meeting.mechanism is not None and (meeting.session is None or session.number is None or meeting.session == session.number)
    ]


def _happening(session: Session, met: Met, book: Book) -> str | None:
    """The happening that the session is, by the events that its meetings are built around."""
    events = {(one.view.reading.report.id, meeting.event) for one, meeting in met}
    told = [row for id in session.reports for row in book.whole.told_in.get(id, ())]
    fits = [row for row in told if any((support.report, support.event) in events for support in row.supports)]
    return max(fits, key=lambda row: (row.date[:7] == session.date[:7], row.independent, row.id)).id if fits else None


def _months(one: str, other: str) -> int:
    return (int(other[:4]) - int(one[:4])) * 12 + int(other[5:7]) - int(one[5:7])


def _why(row: Forum) -> str:
    """The reason for the next session, in words."""
    if row.next is None:
        return "Its sessions are too few or too uneven to say when the next is due."
    gaps = [_months(one.date, other.date) for one, other in pairwise(row.sessions)]
    told = f"Its sessions came {_listed(gaps)} months apart, the last in {row.sessions[-1].venue or 'a place not told'}."
    return told + (f" By the turn of its venues {row.next.venue} is next." if row.next.venue else "")


def _listed(numbers: Sequence[int]) -> str:
    return f"{min(numbers)} to {max(numbers)}" if min(numbers) != max(numbers) else str(numbers[0])
