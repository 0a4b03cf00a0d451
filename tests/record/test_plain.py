"""Frozen values as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from dragoman.record import Reader, Reading, Report
from dragoman.record.json import to_json
from dragoman.record.merged import Claim, Contradiction, Copies, Forum, Happening, Merged, NextSession, Session, Story, Support, Words
from dragoman.record.plain import from_plain, to_plain
from dragoman.record.span import Span

WORDS = Words("a", Span(1, 4))
NEXT = NextSession("2031-08", "2031-10", None)
MERGED = Merged(
    (Story("s", ("a", "b")),),
    (Copies(("a", "b")),),
    (
        Happening(
            "h", "ASSAULT", None, "2031-03", "Arica", "CHL", "happened", ("country:x:ARD",), (), (Support("a", "E1", Span(2, 5)),), 1,
            (Contradiction("dead", (WORDS, WORDS)),),
        ),
    ),
    (Claim("c", ("k",), (WORDS,), (), (Support("b", "E2", Span(0, 1)),)),),
    (
        Forum("f", "Joint Committee", ("CHL", "PER"), (Session(None, "2031-03-04", None, None, ("a",), ("h",)),), NEXT),
        Forum("g", "", (), ()),
    ),
)  # fmt: skip


def test_what_is_written_comes_back() -> None:
    assert from_plain(Merged, json.loads(json.dumps(to_plain(MERGED)))) == MERGED


def test_a_span_stands_beside_the_other_keys_and_a_span_alone_is_a_row() -> None:
    assert to_plain(WORDS) == {"report": "a", "start": 1, "end": 4}
    assert from_plain(Span, to_plain(Span(3, 9))) == Span(3, 9)


def test_a_reading_within_is_written_as_readings_are() -> None:
    reading = Reading(Report("a", "Arden talks."), Reader("1", "m", "o", "k"))
    assert to_plain((reading,)) == [to_json(reading)]


@dataclass(frozen=True, slots=True)
class _Kept:
    day: date
    names: frozenset[str]
    weights: Mapping[str, float]
    pairs: tuple[tuple[str, float], ...]
    towns: Mapping[str, str | None]


def test_days_sets_and_mappings_come_back_and_equal_values_are_written_alike() -> None:
    one = _Kept(date(2031, 3, 4), frozenset({"b", "a"}), {"y": 1, "x": 0.5}, (("t", 2.0),), {"Arica": "CHL", "Odd": None})
    other = _Kept(date(2031, 3, 4), frozenset(("a", "b")), {"x": 0.5, "y": 1}, (("t", 2.0),), {"Odd": None, "Arica": "CHL"})
    assert json.dumps(to_plain(one)) == json.dumps(to_plain(other))
    assert from_plain(_Kept, json.loads(json.dumps(to_plain(one)))) == one


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(KeyError):
        from_plain(Words, {"report": "a", "start": 1})
    with pytest.raises(ValueError, match=r"\[4, 4\)"):
        from_plain(Words, {"report": "a", "start": 4, "end": 4})
