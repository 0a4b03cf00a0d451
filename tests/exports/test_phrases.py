"""Plain words for codes and values."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.exports.phrases import _TYPES, act_phrase, date_phrase, event_phrase, family
from dragoman.ontology import load
from dragoman.record import Act


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-01-03", "3 January 2024"),
        ("2024-01-03T14:30", "3 January 2024, 14:30"),
        ("2024-02", "February 2024"),
        ("2024", "2024"),
        ("2024-W09", "week 9 of 2024"),
        ("PT3H", "3 hours"),
        ("PT1H30M", "1 hour 30 minutes"),
        ("P1M", "1 month"),
        ("PT20M", "20 minutes"),
        ("P1DT12H", "1 day 12 hours"),
        ("PXM", "PXM"),
        ("P", "P"),
        ("PAST_REF", "in the past"),
        ("2024-13", "2024-13"),
        ("", ""),
        ("soon", "soon"),
    ],
)
def test_date_phrase(value: str, words: str) -> None:
    assert date_phrase(value) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (("CONSULT", "phone"), "talk by telephone"),
        (("CONSULT", None), "meet or talk"),
        (("CONSULT", "dance"), "meet or talk (dance)"),
        (("DANCE", None), "dance"),
    ],
)
def test_event_phrase(code: tuple[str, str | None], words: str) -> None:
    assert event_phrase(*code) == words


def test_every_act_has_words() -> None:
    assert [act for act in get_args(Act) if act_phrase(act) == act] == []


def test_every_type_and_mode_of_the_ontology_has_words() -> None:
    types = load().events.values()
    assert [kind.id for kind in types if kind.id not in _TYPES] == []
    assert [f"{kind.id}/{mode}" for kind in types for mode in kind.modes if f"({mode})" in event_phrase(kind.id, mode)] == []


def test_families_are_those_of_the_ontology() -> None:
    for kind in load().events.values():
        assert family(kind.id) == ("cooperation" if kind.quad <= 2 else "conflict"), kind.id
