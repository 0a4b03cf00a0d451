"""From tag scores to spans."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import TAGS, Floats
from dragoman.extract.tagging import Tagged, decode, find_tagged, whole_words
from dragoman.record import Span
from tests.fake_encoder import by_chance, by_hand

TEXT = "Envoys of Arden met Belmar in Port Selen on Monday."


def labelled(*labels: dict[int, float], size: int = 5) -> Floats:
    """Probabilities [n, size] from the sure ones of each piece; what is left goes to "O"."""
    rows = np.zeros((len(labels), size), np.float32)
    for row, label in zip(rows, labels, strict=True):
        for index, probability in label.items():
            row[index] = probability
        row[0] += 1 - row.sum()
    return rows


O, B, I, B2, I2 = ({i: 0.9} for i in range(5))  # noqa: E741 - as everybody calls them


def test_a_beginning_with_its_inner_pieces_is_one_range() -> None:
    assert decode(labelled(O, B, I, I, O)) == [(1, 4, 0)]


def test_a_beginning_right_after_another_parts_two_ranges() -> None:
    assert decode(labelled(B, I, B, I)) == [(0, 2, 0), (2, 4, 0)]


def test_ranges_at_both_ends_of_the_text_are_found() -> None:
    assert decode(labelled(B, O, O, B2)) == [(0, 1, 0), (3, 4, 1)]


def test_an_inner_piece_needs_a_beginning_before_it() -> None:
    found = decode(labelled(O, {2: 0.9, 1: 0.05}, I, O))
    assert found == [(1, 3, 0)]


def test_an_inner_piece_of_another_kind_does_not_follow() -> None:
    # The second piece on its own would be an inner one of the second kind, which no first one begins.
    found = decode(labelled({1: 0.9}, {4: 0.6, 2: 0.35}))
    assert found == [(0, 2, 0)]


def test_the_whole_path_counts_not_each_piece() -> None:
    # Outside is likeliest for the first piece alone, but then the two sure inner ones would have nothing to follow.
    found = decode(labelled({0: 0.55, 1: 0.45}, {2: 0.98}, {2: 0.98}))
    assert found == [(0, 3, 0)]


def test_where_all_is_outside_nothing_is_found() -> None:
    assert decode(labelled(*[{0: 1.0}] * 4)) == []
    assert decode(np.zeros((0, 5), np.float32)) == []


@given(st.lists(st.lists(st.floats(-8, 8, width=32), min_size=5, max_size=5), max_size=12))
def test_ranges_are_in_order_apart_and_not_empty(scores: list[list[float]]) -> None:
    raised = np.exp(np.array(scores, np.float32).reshape(-1, 5))
    found = decode(raised / raised.sum(axis=1, keepdims=True))
    assert all(first < last for first, last, _ in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(first >= 0 and last <= len(scores) and kind in (0, 1) for first, last, kind in found)


@given(st.lists(st.lists(st.floats(-3, 3, width=32), min_size=5, max_size=5), min_size=1, max_size=4))
def test_the_labelling_is_the_best_of_all_allowed_ones(scores: list[list[float]]) -> None:
    raised = np.exp(np.array(scores, np.float32))
    probabilities = raised / raised.sum(axis=1, keepdims=True)
    logs = np.log(probabilities + 1e-9)
    paths = [
        path
        for path in np.ndindex(*[5] * len(scores))
        if all(label % 2 or not label or (i and path[i - 1] in (label, label - 1)) for i, label in enumerate(path))
    ]
    best = max(sum(logs[i, label] for i, label in enumerate(path)) for path in paths)
    mine = np.zeros(len(scores), int)
    for first, last, kind in decode(probabilities):
        mine[first:last] = 2 + 2 * kind
        mine[first] = 1 + 2 * kind
    assert sum(logs[i, label] for i, label in enumerate(mine)) == pytest.approx(best, abs=0.1)


def found(text: str, head: str, *tags: tuple[str, str], caution: float = 0.0) -> list[tuple[str, str]]:
    return [(t.span.of(text), t.label) for t in find_tagged(text, by_hand(text, {head: tags}), head, caution)]


def test_spans_come_with_their_labels_in_the_order_of_the_text() -> None:
    tags = [("Port Selen", "name"), ("Envoys", "nominal"), ("Arden", "name")]
    assert found(TEXT, "mention", *tags) == [("Envoys", "nominal"), ("Arden", "name"), ("Port Selen", "name")]


def test_heads_do_not_see_each_other() -> None:
    encoding = by_hand(TEXT, {"mention": [("Arden", "name")], "event": [("met", "CONSULT")]})
    assert [t.span.of(TEXT) for t in find_tagged(TEXT, encoding, "event")] == ["met"]
    assert find_tagged(TEXT, encoding, "time") == ()


def test_confidence_is_high_where_the_scores_are() -> None:
    (tagged,) = find_tagged(TEXT, by_hand(TEXT, {"event": [("met", "CONSULT")]}), "event")
    assert 0.99 < tagged.confidence <= 1


def test_caution_drops_what_is_not_sure_enough() -> None:
    assert found(TEXT, "event", ("met", "CONSULT"), caution=5.0) == [("met", "CONSULT")]
    assert found(TEXT, "event", ("met", "CONSULT"), caution=7.0) == []


def test_caution_leaves_the_scores_as_they_are() -> None:
    encoding = by_hand(TEXT, {"event": [("met", "CONSULT")]})
    before = encoding.tags["event"].copy()
    find_tagged(TEXT, encoding, "event", 7.0)
    assert np.array_equal(before, encoding.tags["event"])


def test_a_word_that_is_cut_is_made_whole() -> None:
    assert whole_words("the Ardenians left", Span(5, 7)) == Span(4, 13)


@pytest.mark.parametrize(("text", "span"), [("a Arden b", Span(2, 7)), ("(Arden)", Span(0, 7)), ("x,y", Span(1, 2)), ("Arden", Span(0, 5))])
def test_whole_words_stay(text: str, span: Span) -> None:
    assert whole_words(text, span) == span


def test_a_letter_keeps_its_accents() -> None:
    text = "Jose\u0301 spoke"
    assert whole_words(text, Span(0, 2)).of(text) == "Jose\u0301"


@given(st.text(min_size=1), st.data())
def test_whole_words_hold_the_span_and_lie_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    whole = whole_words(text, span)
    assert whole.contains(span)
    assert whole.end <= len(text)
    assert whole_words(text, whole) == whole


@given(st.text(), st.integers(0, 5), st.sampled_from(sorted(TAGS)))
def test_tagged_spans_lie_apart_in_the_text(text: str, seed: int, head: str) -> None:
    tagged: tuple[Tagged, ...] = find_tagged(text, by_chance(text, seed), head)
    assert all(t.span.end <= len(text) and t.span.of(text).strip() for t in tagged)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(tagged))
    assert all(0 <= t.confidence <= 1.0001 for t in tagged)
