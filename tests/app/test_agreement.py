"""Krippendorff's alpha against the examples that he works through, and what it is taken of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.app.agreement import agreement, alpha, reviewers
from dragoman.casebook import Judgment


def units(*rows: str) -> list[list[str]]:
    """Values by coder, one letter for a unit and a dot for none, as the text prints them, by unit."""
    return [[value for value in column if value != "."] for column in zip(*rows, strict=True)]


# The examples A, B and C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_is_that_of_the_examples(rows: tuple[str, ...], told: float) -> None:
    found = alpha(units(*rows))
    assert found is not None
    assert found == pytest.approx(told, abs=0.0005)


def test_alpha_is_nothing_where_nothing_can_be_compared() -> None:
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12))
def test_alpha_is_at_most_one_and_one_only_in_full_agreement(rows: list[list[str]]) -> None:
    found = alpha(rows)
    if found is not None:
        assert found <= 1
        assert (found == 1) == all(len(set(row)) == 1 for row in rows if len(row) > 1)


def judged(who: str, on: str, what: str, **value: str) -> Judgment:
    return Judgment(f"{who}-{on}-{what}", who, "2024-01-01T00:00:00+00:00", "", on, what, json.dumps(value or None))  # type: ignore[arg-type]


READ = {f"event/r/{n}-{n + 1}": {"type": "CONSULT", "status": "happened"} for n in range(3)}
ONE, TWO, THREE = READ


def test_agreement_takes_each_persons_last_word_and_what_they_left_as_it_was() -> None:
    rows = [
        judged("ann", ONE, "reject"), judged("ann", ONE, "accept"), judged("bob", ONE, "accept"),
        judged("ann", TWO, "correct", type="ACCUSE"), judged("bob", TWO, "reject"), judged("ann", THREE, "accept"),
        judged("bob", "event/other/0-1", "reject"),
    ]  # fmt: skip
    found = {row.field: row for row in agreement(rows, READ)}
    assert (found["verdict"].events, found["type"].events, found["status"].events) == (2, 2, 1)
    assert found["verdict"].alpha == pytest.approx(alpha([["accept", "accept"], ["correct", "reject"]]))
    assert found["type"].alpha == pytest.approx(alpha([["CONSULT", "CONSULT"], ["ACCUSE", "no event"]]))
    assert found["status"].alpha is None


def test_reviewers_are_counted_by_events() -> None:
    rows = [judged("ann", ONE, "reject"), judged("ann", ONE, "accept"), judged("bob", TWO, "accept"), judged("ann", THREE, "accept")]
    assert [(row.name, row.judged) for row in reviewers(rows)] == [("ann", 2), ("bob", 1)]
