"""Days for formats that want one: from the time that a report tells, else from the day on which it was published."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Basis = Literal["text", "period", "published", "none"]

_VALUE = re.compile(r"(\d{4})(?:-(?:W(?P<week>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?))?")


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of an event as ISO 8601, "" where nothing tells it, and what it rests on.

    `basis`: "text", the report tells the day; "period", it tells a longer time (a week, a month, a year), which the day of
    publication stands for where it lies in it, else the first day; "published", it tells no time that has a date.
    """

    day: str
    basis: Basis


def dated(told: str | None, published: str | None) -> Dated:
    """The day of what a report of that day tells with that TIMEX3 value."""
    printed = day_of(published)
    span = period(told or "")
    if span is None:
        return Dated(printed, "published" if printed else "none")
    first, last = span
    if first == last:
        return Dated(first, "text")
    return Dated(printed if first <= printed <= last else first, "period")


def day_of(value: str | None) -> str:
    """The day of an ISO 8601 day or time; "" for what is neither."""
    try:
        return date.fromisoformat((value or "")[:10]).isoformat()
    except ValueError:
        return ""


def period(value: str) -> tuple[str, str] | None:
    """The first and the last day of an ISO 8601 or TIMEX3 value; None for one that is not of the calendar ("P3D", "XXXX-06")."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        first, last = _bounds(int(match[1]), {name: int(part) for name, part in match.groupdict().items() if part})
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def _bounds(year: int, part: dict[str, int]) -> tuple[date, date]:
    if "week" in part:
        monday = date.fromisocalendar(year, part["week"], 1)
        return monday, monday + timedelta(days=6)
    if "quarter" in part:
        return _months(year, 3 * part["quarter"] - 2, 3 * part["quarter"])
    if "half" in part:
        return _months(year, 6 * part["half"] - 5, 6 * part["half"])
    if "day" in part:
        day = date(year, part["month"], part["day"])
        return day, day
    month = part.get("month")
    return _months(year, month, month) if month is not None else _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    start = date(year, first, 1)
    return start, date(year, last, monthrange(year, last)[1])
