"""Scores of pairs, and the noisy or over the spans of a group."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.extract.links import Groups, linked, pair_scores, ranges, sentences
from dragoman.record import Span
from tests.fake_encoder import at, by_chance, by_hand

TEXT = "Arden struck Belmar. It struck the port twice."


def test_ranges_are_those_of_the_pieces() -> None:
    encoding = by_hand(TEXT)
    assert ranges(encoding, [at(TEXT, "Arden"), at(TEXT, "the port")]).tolist() == [[0, 1], [6, 8]]


def test_a_range_is_never_empty() -> None:
    encoding = by_hand("Arden   struck")
    assert ranges(encoding, [Span(6, 7), Span(100, 101)]).tolist() == [[1, 2], [1, 2]]


def test_without_pieces_there_still_are_ranges_and_sentences() -> None:
    encoding = by_hand("   ")
    found = ranges(encoding, [Span(0, 1)])
    assert found.tolist() == [[0, 1]]
    assert sentences(encoding, found).tolist() == [0]


def test_sentences_are_those_of_the_first_pieces() -> None:
    encoding = by_hand(TEXT)
    assert sentences(encoding, ranges(encoding, [at(TEXT, "struck"), at(TEXT, "struck#2")])).tolist() == [0, 1]


def test_pair_scores_are_the_heads() -> None:
    encoding = by_hand(TEXT, pairs={"place": [("struck", "the port", "yes", 9.0)]})
    scores = pair_scores(encoding, "place", [at(TEXT, "struck"), at(TEXT, "struck#2")], [at(TEXT, "the port")])
    assert scores.shape == (2, 1, 1)
    assert scores[:, 0, 0].tolist() == pytest.approx([3.0, -6.0])


@pytest.mark.parametrize(("left", "right"), [([], [Span(0, 5)]), ([Span(0, 5)], []), ([], [])])
def test_no_spans_give_no_scores(left: list[Span], right: list[Span]) -> None:
    encoding = by_hand(TEXT)
    assert pair_scores(encoding, "argument", left, right).shape == (len(left), len(right), 2)
    assert linked(encoding, "argument", left, Groups.single(right)).shape == (len(left), len(right), 2)


def test_order_and_distance_matter_to_a_real_head() -> None:
    encoding = by_chance(TEXT, 1)
    one, other = at(TEXT, "Arden"), at(TEXT, "port")
    assert not np.allclose(pair_scores(encoding, "via", [one], [other]), pair_scores(encoding, "via", [other], [one]))


def test_single_groups() -> None:
    assert Groups.single([Span(3, 4), Span(0, 1)]) == Groups((Span(3, 4), Span(0, 1)), (0, 1), 2)


def probabilities(*scores: tuple[str, float], group: tuple[int, ...], count: int) -> list[float]:
    spans = tuple(at(TEXT, words) for words in ("Arden", "Belmar", "It"))
    # The default of a link head is -6, so that a score of 6 makes a probability of a half.
    encoding = by_hand(TEXT, pairs={"speaker": [("twice", words, "yes", score) for words, score in scores]})
    found: list[float] = linked(encoding, "speaker", [at(TEXT, "twice")], Groups(spans, group, count))[0, :, 0].tolist()
    return found


def test_two_halves_make_three_quarters() -> None:
    found = probabilities(("Arden", 6.0), ("It", 6.0), group=(0, 1, 0), count=2)
    assert found == pytest.approx([0.75, 0.0025], abs=1e-3)


def test_one_sure_mention_is_enough() -> None:
    assert probabilities(("It", 30.0), group=(0, 1, 0), count=2)[0] == pytest.approx(1, abs=1e-5)


def test_a_group_without_spans_is_never_linked() -> None:
    assert probabilities(("It", 30.0), group=(0, 0, 0), count=2) == pytest.approx([1, 0], abs=1e-5)


def test_many_unlikely_mentions_do_not_outweigh_a_likely_one() -> None:
    found = probabilities(("It", 8.0), group=(0, 0, 1), count=2)
    assert found[1] > 0.8 > 0.01 > found[0]
