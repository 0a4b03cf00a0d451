"""Meetings, and the sessions for which forums are due, as a calendar (iCalendar, RFC 5545).

A happening stands once, however many reports tell of it. A meeting whose day no report tells stands on the day of the first
report if it took place, and is left out if it is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import IO

from icalendar import Event as CalendarEvent

from dragoman.exports.cells import cell
from dragoman.exports.columns import Field
from dragoman.exports.dates import day_of, period
from dragoman.exports.facts import number
from dragoman.exports.line import Line
from dragoman.exports.phrases import event_phrase
from dragoman.exports.safe import for_page
from dragoman.exports.selection import Selection
from dragoman.record import Meeting
from dragoman.record.merged import Forum

_LONGEST = 31  # days that an entry may cover; what is only known to be in some year is no entry of a calendar
_STATUS = {"happened": "CONFIRMED", "ongoing": "CONFIRMED"}
_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dragoman//meetings//EN\r\nCALSCALE:GREGORIAN\r\n"
_FOOT = b"END:VCALENDAR\r\n"
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
# Of a session that is due there is no report, and an entry needs a time at which it was made.
_NO_STAMP = datetime(1970, 1, 1, tzinfo=UTC)

FIELDS = (
    Field("UID", "string", "Made from the happening's id, else the event's key, or from the forum's id"),
    Field("DTSTAMP", "date", "Day on which the report was published"),
    Field("DTSTART", "date", "First day, with the hour where the report tells it (in the time of the place)"),
    Field("DTEND", "date", "The day after the last"),
    Field("SUMMARY", "string", "Parties, forum and session; 'Due: ...' for a session that a forum's rhythm leads one to expect"),
    Field("LOCATION", "string", "Place and country"),
    Field("DESCRIPTION", "string", "The sentence that shows it, publisher and day"),
    Field("STATUS", "string", "CONFIRMED: it took place; TENTATIVE: it is planned or due"),
    Field("URL", "string", "Address of the report"),
    Field("CATEGORIES", "list of strings", "MEETING or DUE"),
)


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the calendar; returns the number of entries."""
    out.write(_HEAD)
    count = 0
    for entry in (*_meetings(selection), *_due(selection)):
        out.write(entry.to_ical())
        count += 1
    out.write(_FOOT)
    return count


def _meetings(selection: Selection) -> Iterator[CalendarEvent]:
    seen: set[str] = set()
    for line in selection.lines():
        meeting = next((row for row in line.reported.reading.meetings if row.event == line.event.id), None)
        key = line.happening.id if line.happening else line.key
        if meeting is None or key in seen:
            continue
        days = _days(line)
        if days is not None:
            seen.add(key)
            yield _entry(line, meeting, key, days)


def _days(line: Line) -> tuple[date, date] | None:
    """First and last day; None for a meeting that no calendar can hold."""
    told = period(line.time.value) if line.time else None
    if told is None:
        day = line.dated.day if line.event.status in _STATUS else ""
        told = (day, day) if day else None
    if told is None:
        return None
    first, last = map(date.fromisoformat, told)
    return (first, last) if (last - first).days < _LONGEST else None


def _entry(line: Line, meeting: Meeting, key: str, days: tuple[date, date]) -> CalendarEvent:
    report, place = line.reported.report, line.place
    made = _blank(key, days)
    clock = _CLOCK.search(line.time.value) if line.time else None
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        del made.DTEND
        made.DTSTART = datetime.combine(days[0], time(int(clock[1]), int(clock[2])))
    made.DTSTAMP = _stamp(report.published)
    _tell(made, "SUMMARY", _summary(line, meeting))
    _tell(made, "LOCATION", ", ".join(part for part in (place.name, place.country) if part) if place else "")
    _tell(made, "DESCRIPTION", f"{line.sentence} ({', '.join(part for part in (report.publisher, day_of(report.published)) if part)})")
    made.add("STATUS", _STATUS.get(line.event.status, "TENTATIVE"))
    made.add("CATEGORIES", ["MEETING"])
    if report.url and re.fullmatch(r"https?://[!-~]+", report.url):
        made.add("URL", report.url)
    return made


def _summary(line: Line, meeting: Meeting) -> str:
    view = line.reported.view
    parties = " – ".join(view.name(party.actor) for party in meeting.parties)
    forum = view.mechanisms.get(meeting.mechanism or "")
    session = f"session {meeting.session}" if meeting.session is not None else ""
    what = ", ".join(part for part in (forum.name if forum else "", session) if part)
    return ": ".join(part for part in (parties, what) if part) or event_phrase(line.event.type, line.event.mode)


def _due(selection: Selection) -> Iterator[CalendarEvent]:
    """The sessions that are due, of all forums, or with filters of those that have a party in the countries asked for."""
    asked = selection.filter.countries
    if selection.only is not None and not asked:
        return  # some events were picked, and what is due is none of them
    for forum in selection.merged.forums:
        if forum.next is not None and (not asked or asked & set(forum.parties)):
            yield _due_entry(forum, forum.next.earliest, forum.next.latest)


def _due_entry(forum: Forum, earliest: str, latest: str) -> CalendarEvent:
    bounds = period(earliest), period(latest)
    first = date.fromisoformat(bounds[0][0]) if bounds[0] else _NO_STAMP.date()
    last = date.fromisoformat(bounds[1][1]) if bounds[1] else first
    made = _blank(f"due/{forum.id}", (first, last))
    made.DTSTAMP = _NO_STAMP
    _tell(made, "SUMMARY", f"Due: {forum.name}")
    _tell(made, "LOCATION", (forum.next.venue if forum.next else None) or "")
    held = [session.date for session in forum.sessions]
    _tell(made, "DESCRIPTION", f"Expected by the rhythm of {len(held)} sessions, the last in {held[-1]}" if held else "")
    made.add("STATUS", "TENTATIVE")
    made.add("CATEGORIES", ["DUE"])
    made.add("TRANSP", "TRANSPARENT")
    return made


def _blank(key: str, days: tuple[date, date]) -> CalendarEvent:
    made = CalendarEvent()
    made.add("UID", f"{number(key)}@dragoman")
    made.DTSTART, made.DTEND = days[0], days[1] + timedelta(days=1)
    return made


def _tell(made: CalendarEvent, name: str, words: str) -> None:
    if words:
        made.add(name, for_page(cell(words)))


def _stamp(published: str | None) -> datetime:
    day = day_of(published)
    return datetime.combine(date.fromisoformat(day), time(), UTC) if day else _NO_STAMP
