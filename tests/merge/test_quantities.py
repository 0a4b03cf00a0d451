"""What numbers in reports count."""

from __future__ import annotations

import pytest

from dragoman.merge.quantities import PERSONS, number, quantities
from dragoman.record import Span


def read(text: str) -> list[tuple[str, str, float, str]]:
    return [(q.field, q.of, q.value, q.span.of(text)) for q in quantities(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Seven sailors were killed and twenty-two wounded.", [("dead", "", 7, "Seven"), ("hurt", "", 22, "twenty-two")]),
        ("Five people, two of them children, were killed.", [("dead", "", 5, "Five")]),
        ("The raiders killed at least 1,200 villagers.", [("dead", "", 1200, "1,200")]),
        ("Nobody was injured.", [("hurt", "", 0, "Nobody")]),
        ("A sailor was wounded.", [("hurt", "", 1, "A")]),
        ("The talks lasted three hours.", [("length", "hour", 180, "three")]),
        ("They met for two days.", [("length", "day", 2880, "two")]),
        ("They met two days ago.", []),
        ("They must leave within 48 hours.", []),
        ("The fleet sent nine cutters.", [("number", "cutter", 9, "nine")]),
        ("They met on 14 June and on June 15.", []),
        ("Envoys spoke of peace.", []),
    ],
)
def test_quantities(text: str, rows: list[tuple[str, str, float, str]]) -> None:
    assert read(text) == rows


def test_only_the_part_asked_for_is_read() -> None:
    text = "Two died. Three died."
    assert [q.span.of(text) for q in quantities(text, Span(10, len(text)))] == ["Three"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Five people, three of them soldiers of the paramilitary Frontier Corps, were killed.", [("dead", "", 5, "Five")]),
        ("The ministry declared five Arden diplomats unwelcome.", [("number", PERSONS, 5, "five")]),
        ("Six officials are being thrown out.", [("number", PERSONS, 6, "Six")]),
        ("It was the second raid in nine days.", []),
        ("Shops were shut for a second day.", []),
    ],
)
def test_asides_persons_and_spells(text: str, rows: list[tuple[str, str, float, str]]) -> None:
    assert read(text) == rows


@pytest.mark.parametrize(("word", "value"), [("12", 12), ("twenty-two", 22), ("a", 1), ("several", None)])
def test_the_value_of_a_number_word(word: str, value: float | None) -> None:
    assert number(word) == value
