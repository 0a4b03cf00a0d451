from __future__ import annotations

import pytest

from dragoman.extract.ground import REACH, Ground, distance
from dragoman.record import Span


def ground(text: str, *sentences: Span) -> Ground:
    return Ground(text, sentences, (), (), (), ())


def test_the_sentence_of_a_span() -> None:
    two = ground("They met. They left.", Span(0, 9), Span(10, 20))
    assert two.sentence(Span(5, 8)) == Span(0, 9)
    assert two.sentence(Span(10, 14)) == Span(10, 20)


def test_a_span_between_sentences_is_its_own() -> None:
    assert ground("They met.  They left.", Span(0, 9), Span(11, 21)).sentence(Span(9, 11)) == Span(9, 11)
    assert ground("nothing").sentence(Span(0, 3)) == Span(0, 3)


def test_of_an_endless_sentence_only_what_is_near() -> None:
    endless = ground("x" * 9 * REACH, Span(0, 9 * REACH))
    assert endless.sentence(Span(4 * REACH, 4 * REACH + 1)) == Span(3 * REACH, 5 * REACH + 1)


@pytest.mark.parametrize(("left", "right", "away"), [((0, 2), (5, 6), 3), ((5, 6), (0, 2), 3), ((0, 5), (3, 9), 0), ((0, 2), (2, 4), 0)])
def test_distance(left: tuple[int, int], right: tuple[int, int], away: int) -> None:
    assert distance(Span(*left), Span(*right)) == away
