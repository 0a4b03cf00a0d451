"""Between which days an event of a reading lies, as far as its report tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dragoman.merge.quantities import number
from dragoman.record import Event, Reading, Span, Time

Days = tuple[str, str, bool]  # the first and the last ISO day, "" where nothing tells, and whether words tell one day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}(?!\d)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
# "Two weeks ago" is a day give or take a few.
_LOOSE = re.compile(r"\b(?:weeks?|fortnight|months?)\b", re.IGNORECASE)
_LOOSELY = 3
LEAD = 2  # sentences
# A report without a date for what it tells in its lead tells of the last days.
_FRESH = 3
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_TOLD = frozenset({"happened", "ongoing"})


def days_of(reading: Reading, event: Event, near: Sequence[Span], sentence: int) -> Days:
    """When the event happened; `near` are the sentences that tell of it, `sentence` is the place of that of its trigger."""
    if reckoned := _reckoned(reading, event):
        return reckoned
    own = [time for time in (_at_hand(reading, event), *(t for t in reading.times if t.id == event.time)) if time]
    for time in own or [t for t in reading.times if any(s.contains(t.span) for s in near)]:
        if found := _between(time, reading, event):
            first, last, told = found
            # A day that is not linked may be that of the saying: what is told had happened by then.
            return (first, last, told) if own else (_plus(first, -_FRESH), last, False)
    published = _published(reading)
    if published and sentence < LEAD and event.status in _TOLD:
        return _plus(published, -_FRESH), published, False
    return "", "", False


def _published(reading: Reading) -> str:
    day = (reading.report.published or "")[:10]
    return day if is_day(day) else ""


def _between(time: Time, reading: Reading, event: Event) -> Days | None:
    """The days that an expression of time means for the event; None where it tells none."""
    value, words = time.value, time.span.of(reading.report.text)
    if is_day(value):
        if event.type == "REJECT" and event.status in _TOLD and value[:10] > (_published(reading) or value):
            return None  # the day of what was called off
        loose = _LOOSELY if _LOOSE.search(words) else 0
        day = _in_its_tense(value[:10], words, _published(reading), event)
        return _plus(day, -loose), _plus(day, loose), not loose
    if week := _WEEK.match(value):
        monday = date.fromisocalendar(int(week[1]), min(int(week[2]), 52), 1).isoformat()
        return _plus(monday, -1), _plus(monday, 7), False
    return (f"{value[:7]}-01", f"{value[:7]}-31", False) if _MONTH.match(value) else None


def _in_its_tense(day: str, words: str, published: str, event: Event) -> str:
    """The day of the week that fits: before publication for what happened or was denied, after it for what is planned."""
    if published and _WEEKDAY.search(words):
        if event.status == "planned" and _plus(published, -7) < day < published:
            return _plus(day, 7)
        if event.status in (*_TOLD, "denied") and published < day <= _plus(published, 7):
            return _plus(day, -7)
    return day


# "was shot on the 20th": words for a day just behind the trigger are its own.
_BEHIND = re.compile(r"\s+(?:(?:dead|down|up|out|off|over|again|together)\s+)?(?:on\s+)?$", re.IGNORECASE)


def _at_hand(reading: Reading, event: Event) -> Time | None:
    """A day that stands just behind the trigger, where the reading has linked none of the event's own sentence."""
    text, end = reading.report.text, event.trigger.end
    behind = (t for t in reading.times if t.span.start >= end and is_day(t.value) and _BEHIND.fullmatch(text[end : t.span.start]))
    return next(behind, None)


def _plus(day: str, days: int) -> str:
    return (date.fromisoformat(day[:10]) + timedelta(days)).isoformat()


# --- days that are told by how many lie between --------------------------------------------------------------------------

_COUNT = r"(?P<count>\d+|(?!the\b)[a-z]+(?:-[a-z]+)?)\s+(?P<unit>day|night|evening|week|fortnight)s?"
# "eleven days after five Russians were [thrown out]": the day of what is told before, less as many.
_SINCE = re.compile(rf"\b(?P<far>{_COUNT})\s+(?P<way>after|before)\s+(?:[\w’'-]+\s+){{0,12}}$", re.IGNORECASE)
# "the evening before, gunmen had [shot] ..."
_EVE = re.compile(r"\b(?P<far>the)\s+(?P<one>day|night|evening)\s+before,?\s+(?:[\w’'-]+\s+){0,12}$", re.IGNORECASE)
# "the [killing] of a herder two days earlier"
_EARLIER = re.compile(
    rf"^(?:\s+[\w’'-]+){{0,9}}?\s+(?P<far>{_COUNT}|the\s+(?P<one>day|night|evening))\s+(?:before|earlier)\b",
    re.IGNORECASE,
)
_BEFORE = 110  # characters before and after a trigger in which that can stand
_UNITS = {"day": 1, "night": 1, "evening": 1, "week": 7, "fortnight": 14}


def _reckoned(reading: Reading, event: Event) -> Days | None:
    """The days of an event that is told by how many lie between it and what was told before; None for others."""
    text, at, end = reading.report.text, event.trigger.start, event.trigger.end
    before = re.split(r"[.!?;]\s|\n", text[max(0, at - _BEFORE) : at])[-1]
    behind = re.split(r"[.!?;]\s|\n", text[end : end + _BEFORE])[0]
    spots = (
        (_SINCE.search(before), at - len(before)),
        (_EVE.search(before), at - len(before)),
        (_EARLIER.search(behind), end),
    )
    for found, start in spots:
        if found and (made := _from(reading, found, start)):
            return made
    return None


def _from(reading: Reading, found: re.Match[str], start: int) -> Days | None:
    parts = found.groupdict()
    count = number(parts["count"]) if parts.get("count") else 1.0
    anchor = _told_before(reading, start + found.start("far"))
    if not count or not anchor:
        return None
    unit = _UNITS[(parts.get("unit") or parts["one"]).casefold()]
    day = _plus(anchor, int(count) * unit * (1 if found.re is _SINCE and found["way"].casefold() == "before" else -1))
    loose = _LOOSELY if unit > 1 else 0
    return _plus(day, -loose), _plus(day, loose), not loose


def _told_before(reading: Reading, at: int) -> str:
    """The last day before those words that had come when the report was published, that of publication where none is told."""
    published = _published(reading)
    days = [(t.span.start, t.value[:10]) for t in reading.times if t.span.end <= at and is_day(t.value)]
    return max(((start, day) for start, day in days if not published or day <= published), default=(0, published))[1]


def is_day(value: str) -> bool:
    """Whether the value begins with an ISO day."""
    try:
        return bool(_DAY.match(value) and date.fromisoformat(value[:10]))
    except ValueError:
        return False


def apart_in_days(one: str, other: str) -> int:
    """How many days lie between two ISO days."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
