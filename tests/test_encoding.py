"""The arrays that the extractors read, and the heads over them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import FORMS, FRAME, KINDS, TAGS, TYPES, PairHead, SpanHead, sigmoid, softmax
from dragoman.ontology import load
from dragoman.record import Form, Kind, Span
from tests.fake_encoder import at, by_chance, by_hand

TEXT = "Arden met  Belmar, twice."


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def test_label_sets_are_those_of_the_record_and_the_ontology() -> None:
    assert get_args(Form) == FORMS
    assert get_args(Kind) == KINDS
    assert tuple(load().events) == TYPES
    assert FRAME[0] == "O"
    assert set(TAGS["event"]) == set(TYPES)


def test_a_span_head_is_a_perceptron() -> None:
    head = SpanHead(drawn(4, 3), drawn(3), drawn(3, 2), drawn(2))
    pooled = drawn(5, 4)
    inner = [[max(0, row @ head.w1[:, k] + head.b1[k]) for k in range(3)] for row in pooled]
    expected = [[sum(row[k] * head.w2[k, j] for k in range(3)) + head.b2[j] for j in range(2)] for row in inner]
    assert head(pooled) == pytest.approx(np.array(expected), abs=1e-5)


def test_a_pair_head_is_what_its_formula_says() -> None:
    head = PairHead(*(drawn(4, 3) + i for i in range(4)), drawn(2, 3), drawn(3), drawn(3, 2), drawn(2))
    left, right, features = drawn(2, 4), drawn(3, 4), drawn(2, 3, 2)
    scores = head(left, right, features)
    assert scores.shape == (2, 3, 2)
    for i in range(2):
        for j in range(3):
            inner = left[i] @ head.a + right[j] @ head.b + (left[i] @ head.p) * (right[j] @ head.q) + features[i, j] @ head.d + head.b1
            assert scores[i, j] == pytest.approx(np.maximum(inner, 0) @ head.w2 + head.b2, abs=1e-4)


def test_a_pair_head_may_have_no_features() -> None:
    head = PairHead(*(drawn(4, 3) + i for i in range(4)), drawn(2, 3), drawn(3), drawn(3, 2), drawn(2))
    assert head(drawn(2, 4), drawn(3, 4)) == pytest.approx(head(drawn(2, 4), drawn(3, 4), np.zeros((2, 3, 2), np.float32)), abs=1e-5)


def test_heads_leave_their_arguments_as_they_are() -> None:
    head = PairHead(*(drawn(4, 3) + i for i in range(4)), drawn(2, 3), drawn(3), drawn(3, 2), drawn(2))
    left, right, features = drawn(2, 4), drawn(3, 4), drawn(2, 3, 2)
    head(left, right, features)
    assert all(np.array_equal(x, y) for x, y in ((left, drawn(2, 4)), (right, drawn(3, 4)), (features, drawn(2, 3, 2))))


@pytest.mark.parametrize(
    ("span", "pieces"),
    [
        (Span(0, 5), (0, 1)),
        (Span(6, 17), (1, 3)),
        (Span(7, 8), (1, 2)),  # within a word
        (Span(4, 7), (0, 2)),  # over the end of one into the next
        (Span(5, 6), (1, 1)),  # a blank
        (Span(9, 11), (2, 2)),
        (Span(0, 25), (0, 6)),
        (Span(24, 99), (5, 6)),
        (Span(50, 99), (6, 6)),  # behind the text
    ],
)
def test_pieces_that_share_characters_with_a_span(span: Span, pieces: tuple[int, int]) -> None:
    assert by_hand(TEXT).locate(span) == pieces


def test_the_characters_of_pieces() -> None:
    assert by_hand(TEXT).span(1, 3) == at(TEXT, "met  Belmar")


def test_a_stop_that_the_text_lacks_stands_for_the_character_before_it() -> None:
    encoding = by_hand(TEXT)
    last = int(encoding.pieces[-1, 1])
    with_stop = replace(encoding, pieces=np.concatenate([encoding.pieces, [[last, last]]]).astype(np.int32))
    assert with_stop.span(len(encoding.pieces), len(encoding.pieces) + 1) == Span(last - 1, last)
    assert with_stop.locate(Span(last - 1, last)) == encoding.locate(Span(last - 1, last))


@given(st.text(), st.data())
def test_what_is_located_shares_characters_with_the_span(text: str, data: st.DataObject) -> None:
    encoding = by_chance(text, 0)
    start = data.draw(st.integers(0, 30))
    span = Span(start, data.draw(st.integers(start + 1, 40)))
    first, last = encoding.locate(span)
    shared = [row for row, (a, b) in enumerate(encoding.pieces.tolist()) if a < span.end and span.start < b]
    assert list(range(first, last)) == shared


def test_a_pooled_span_is_the_mean_of_its_pieces() -> None:
    encoding = by_chance(TEXT, 0)
    pooled = encoding.pool([Span(0, 5), Span(0, 25)])
    first, last = encoding.locate(Span(0, 5))
    assert pooled[0] == pytest.approx(encoding.hidden[first:last].mean(axis=0))
    assert pooled[1] == pytest.approx(encoding.hidden.mean(axis=0), abs=1e-5)


def test_a_span_without_pieces_has_the_state_of_its_neighbour() -> None:
    encoding = by_hand(TEXT)
    assert encoding.pool([Span(9, 11), Span(50, 99)]).argmax(axis=1).tolist() == [2, 5]


def test_nothing_pooled() -> None:
    assert by_hand(TEXT).pool([]).shape == (0, 7)
    assert by_chance("  ", 0).pool([Span(0, 1)]).tolist() == [[0.0] * 8]


def test_softmax_bears_large_scores() -> None:
    found = softmax(np.array([[1000.0, 1000.0, -1000.0], [0.0, 0.0, 0.0]], np.float32))
    assert found == pytest.approx(np.array([[0.5, 0.5, 0], [1 / 3] * 3]))


def test_sigmoid_bears_large_scores() -> None:
    found = sigmoid(np.array([-1e9, 0, 1e9], np.float32))
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx([0, 0.5, 1], abs=1e-6)
