"""What an event is compared by: above all its day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dragoman.merge.accounts import FEATURES, Account, accounts, features
from dragoman.record import Actor, Event, Reader, Reading, Report, Span, Statement, Time

HELD = ("2025-03-10", "2025-03-10", True)


def told(
    text: str, times: dict[str, str] | None = None, *, linked: bool = False, by: str | None = None, title: str | None = None,
    **event: Any,
) -> Account:  # fmt: skip
    """The account of Arden's shelling in a report of 12 March 2025, a Wednesday; `by` says so where told."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    found = tuple(Time(f"T{n}", span(words), "DATE", value, "day", None) for n, (words, value) in enumerate((times or {}).items()))
    act = event.pop("act", "say")
    row = Event(
        "E1", "ASSAULT", None, (), "190", -9.0, ("A1",), (), span("shelled"), (span("shelled"),), None, "T0" if linked else None,
        "happened", by and "S1", 0.9,
    )  # fmt: skip
    said = (Statement("S1", (by,), (), (), (span("shelled"),), (), act),) if by else ()
    actors = (Actor("A1", "Arden", "country", country="ARD"), Actor("A2", "Belland", "country", country="BEL"))
    report = Report("r", text, title=title, published="2025-03-12")
    events = (replace(row, **event),)
    (made,) = accounts(Reading(report, Reader("1", "m", "o", "k"), actors=actors, statements=said, events=events, times=found), {})
    return made


def days(made: Account) -> tuple[str, str, bool]:
    return made.first, made.last, made.dated


def test_a_linked_day_is_the_day_and_one_beside_may_be_that_of_the_saying() -> None:
    text = "Guards shelled a ferry on Monday."
    assert days(told(text, {"Monday": "2025-03-10"}, linked=True)) == HELD
    denied = "Arden denied on Tuesday that guards had shelled a ferry."
    assert days(told(denied, {"Tuesday": "2025-03-11"})) == ("2025-03-08", "2025-03-11", False)


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("It came on Tuesday, a day after guards shelled a ferry.", ("2025-03-10", "2025-03-10", True)),
        ("It came on Tuesday, two weeks after guards shelled a ferry.", ("2025-02-22", "2025-02-28", False)),
        ("It came on Tuesday, three days before guards shelled a ferry.", ("2025-03-14", "2025-03-14", True)),
        ("On Tuesday they mourned a crew that guards had shelled a day earlier.", ("2025-03-10", "2025-03-10", True)),
        ("They sailed on Tuesday from a port that, the night before, guards had shelled.", ("2025-03-10", "2025-03-10", True)),
        ("On Tuesday, weeks after the storm, guards shelled a ferry.", ("2025-03-08", "2025-03-11", False)),
    ],
)
def test_days_between_two_events_are_reckoned(text: str, between: tuple[str, str, bool]) -> None:
    assert days(told(text, {"Tuesday": "2025-03-11"})) == between


def test_a_day_of_the_week_is_that_before_what_happened_and_after_a_plan() -> None:
    said = "Guards shelled a ferry on Friday."
    assert days(told(said, {"Friday": "2025-03-14"}, linked=True)) == ("2025-03-07", "2025-03-07", True)
    assert days(told(said, {"Friday": "2025-03-07"}, linked=True, status="planned")) == ("2025-03-14", "2025-03-14", True)


def test_the_day_of_what_was_called_off_is_not_that_of_the_calling_off() -> None:
    off = told("The talks of Friday were shelled.", {"Friday": "2025-03-14"}, linked=True, type="REJECT")
    assert days(off) == ("2025-03-09", "2025-03-12", False)


def test_a_day_just_behind_the_words_is_theirs() -> None:
    text = "This month a ferry sank on the 3rd and another was shelled on the 6th."
    made = told(text, {"This month": "2025-03", "the 3rd": "2025-03-03", "the 6th": "2025-03-06"}, linked=True)
    assert days(made) == ("2025-03-06", "2025-03-06", True)


def test_weeks_and_months_are_spans_and_two_weeks_ago_is_no_exact_day() -> None:
    assert days(told("Last week guards shelled a ferry.", {"Last week": "2025-W10"}, linked=True))[2] is False
    assert days(told("Guards shelled a ferry in May.", {"May": "2024-05"}, linked=True)) == (
        "2024-05-01",
        "2024-05-31",
        False,
    )
    loose = told("Guards shelled a ferry two weeks ago.", {"two weeks ago": "2025-02-26"}, linked=True)
    assert days(loose) == ("2025-02-23", "2025-03-01", False)


def test_what_the_lead_tells_without_a_day_is_of_the_last_days_and_a_plan_is_not() -> None:
    assert days(told("Guards shelled a ferry.")) == ("2025-03-09", "2025-03-12", False)
    assert days(told("Guards shelled a ferry.", status="planned")) == ("", "", False)


def test_a_report_vouches_in_its_text_or_title_and_so_do_those_who_announce_what_they_did() -> None:
    text = "Guards shelled a ferry."
    assert told(text).vouched
    assert told(text, by="A2", title="Guards shelled ferry").vouched
    assert not told(text, by="A2", title="Guards shelled ferry, Belland says").vouched
    assert told(text, by="A1").vouched  # Arden of what Arden did
    assert not told(text, by="A2").vouched
    assert not told(text, by="A1", act="deny").vouched


def test_features_are_the_same_either_way_round() -> None:
    one = told("Guards shelled a ferry on Monday.", {"Monday": "2025-03-10"}, linked=True)
    other = told("The ferry was shelled last week.", {"last week": "2025-W11"}, linked=True)
    assert features(one, other, 0.3) == pytest.approx(features(other, one, 0.3))
    named = dict(zip(FEATURES, features(one, other, 0.3), strict=True))
    assert (named["same_type"], named["may_day"], named["same_day"], named["alike"]) == (1.0, 1.0, 0.0, 0.3)


def test_who_and_where_tell_two_deeds_of_a_day_apart() -> None:
    one = told("Guards shelled a ferry.")
    named = dict(
        zip(FEATURES, features(replace(one, place=frozenset({"karsh"})), replace(one, place=frozenset({"tolm"})), 0.3), strict=True)
    )
    assert (named["other_place"], named["foreign"], named["beside"]) == (1.0, 0.0, 0.0)
    lands = [replace(one, lands=frozenset({"ARD", land})) for land in ("BEL", "COR")]
    assert dict(zip(FEATURES, features(*lands, 0.3), strict=True))["foreign"] == 1.0
