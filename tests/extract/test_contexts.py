"""Contexts of a report."""

from __future__ import annotations

from dragoman.extract.contexts import MOST, find_contexts
from dragoman.ontology import load
from tests.fake_encoder import by_chance, by_hand

NAMES = tuple(load().contexts)


def test_likely_contexts_the_surest_first() -> None:
    assert find_contexts(by_hand("Arden", contexts={NAMES[3]: 1.0, NAMES[7]: 3.0, NAMES[9]: -1.0})) == (NAMES[7], NAMES[3])


def test_without_a_likely_one_there_is_none() -> None:
    assert find_contexts(by_hand("Arden")) == ()


def test_there_are_never_too_many() -> None:
    scores = {name: 1.0 + place / 10 for place, name in enumerate(NAMES)}
    assert find_contexts(by_hand("Arden", contexts=scores)) == NAMES[-1 : -1 - MOST : -1]
    assert MOST == 4


def test_a_text_without_words_has_no_context() -> None:
    assert find_contexts(by_hand(" ", contexts={NAMES[0]: 9.0})) == ()
    assert find_contexts(by_chance("", 1)) == ()
