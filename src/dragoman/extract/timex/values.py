"""TIMEX3 values: how days, weeks, months and the rest are written, counted on and told apart."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

# value pattern -> granularity; the first that fits counts
GRAINS = (
    (r"P(?:\d+Y|XY|\d.*Y)", "year"), (r"PT.*H", "hour"), (r"PT.*M", "minute"), (r"PT.*S", "second"),
    (r"P.*M", "month"), (r"P.*W", "week"), (r"P.*D", "day"), (r"P.*Q", "quarter"),
    (r".*T\d\d:\d\d", "minute"), (r".*T[A-Z]{2}", "part"), (r".{4}-.{2}-.{2}", "day"), (r".{4}-W..-WE", "weekend"),
    (r".{4}-W..-\d", "day"), (r".{4}-W..", "week"), (r".{4}-Q.", "quarter"), (r".{4}-H.", "half"), (r".{4}-(SP|SU|FA|WI)", "season"),
    (r".{4}-..", "month"), (r".{4}", "year"), (r"\d{3}", "decade"), (r"\d\d", "century"),
)  # fmt: skip
_GRAINS = tuple((re.compile(pattern), grain) for pattern, grain in GRAINS)


def granularity(value: str) -> str:
    """How fine a value is: "year" ... "minute"; "part" for a part of a day; "" for PAST_REF and its like."""
    if value.endswith("_REF"):
        return ""
    return next((grain for pattern, grain in _GRAINS if pattern.fullmatch(value)), "")


def week(day: date) -> str:
    """The ISO week of a day, as 2024-W01."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def month(day: date) -> str:
    """The month of a day, as 2024-01."""
    return f"{day.year:04}-{day.month:02}"


def safe_date(year: int, number: int, day: int) -> date | None:
    """The day, or None where the calendar has no such one."""
    try:
        return date(year, number, day)
    except ValueError:
        return None


def add_days(day: date, count: int) -> date | None:
    """The day so many days on, or None where that leaves the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def add_months(day: date, count: int) -> date | None:
    """The first of the month so many months on, or None where that leaves the calendar."""
    total = day.year * 12 + day.month - 1 + count
    return date(total // 12, total % 12 + 1, 1) if MINYEAR * 12 <= total <= MAXYEAR * 12 else None


def add_units(day: date, count: int, unit: str) -> str | None:
    """The day, week, month, year or decade that lies `count` units from `day`, as a value; None for parts of days."""
    if unit in {"D", "W", "2W"}:
        days = count * {"D": 1, "W": 7, "2W": 14}[unit]
        moved = add_days(day, days)
        return None if moved is None else week(moved) if unit != "D" and abs(days) > 14 else moved.isoformat()
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(unit)
    moved = add_months(day, count * months) if months else None
    if moved is None or months is None:
        return None
    return {"M": month(moved), "Q": f"{moved.year:04}-Q{(moved.month + 2) // 3}", "DE": f"{moved.year:04}"[:3]}.get(
        unit, f"{moved.year:04}"
    )


def duration(count: str, unit: str) -> str:
    """A length of time, as P3D or PT2H; `count` is digits or X. Decades and centuries are told in years where counted."""
    if unit == "2W":
        return f"P{int(count) * 2}W" if count.isdigit() else "PXW"
    if unit in {"DE", "CE"}:
        years = {"DE": 10, "CE": 100}[unit]
        return f"P{float(count) * years:g}Y" if count != "X" else "PXY"
    return f"PT{count}{unit[1]}" if unit[0] == "T" else f"P{count}{unit}"
