from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from dragoman.exports.filter import Filter
from dragoman.record import Reading
from dragoman.record.entry import Entry


def days(entry: Any) -> list[Any]:
    return [entry.DTSTART, entry.DTEND]


def entries(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_meeting_that_two_reports_tell_of_stands_once(written: Callable[..., str]) -> None:
    met, due = entries(written("ics"))
    assert days(met) == [date(2025, 3, 11), date(2025, 3, 12)]
    assert str(met["SUMMARY"]) == "Arden – Belland: Sorrel Commission, session 5"
    assert (str(met["LOCATION"]), str(met["STATUS"])) == ("Port Sorrel, BEL", "CONFIRMED")
    assert "Envoy Mara Venn of Arden met" in str(met["DESCRIPTION"])
    assert days(due) == [date(2026, 3, 1), date(2026, 5, 1)]
    assert (str(due["SUMMARY"]), str(due["STATUS"])) == ("Due: Sorrel Commission", "TENTATIVE")


def test_an_hour_that_the_report_tells_is_kept(written: Callable[..., str], twisted: Reading) -> None:
    met, _ = entries(written("ics", Filter(), (Entry(twisted),)))
    assert days(met) == [datetime(2025, 3, 11, 9, 30), None]
    assert "URL" not in met  # it was no address


@pytest.mark.parametrize(("status", "time", "there"), [("planned", None, False), ("happened", None, True), ("planned", "T1", True)])
def test_a_meeting_to_come_needs_a_day(
    status: str, time: str | None, there: bool, written: Callable[..., str], with_event: Callable[..., Entry]
) -> None:
    found = entries(written("ics", Filter(), (with_event("E1", status=status, time=time),)))
    assert (len(found) == 2) == there


def test_filters_by_country_hold_for_sessions_that_are_due(written: Callable[..., str]) -> None:
    assert len(entries(written("ics", Filter(countries=frozenset({"BEL"}))))) == 2
    assert entries(written("ics", Filter(countries=frozenset({"KEN"})))) == []
