"""Word pieces, their shapes and gaps, and the windows that they fill."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoder.pieces import GAPS, SHAPES, WINDOW, Pieces, load_tokenizer, missing_stops, split_pieces, windows
from dragoman.record import Span
from dragoman.text.sentences import split_sentences
from tests.clock import seconds
from tests.fake_encoder import TOKENIZER

# Letters with marks after them, both writing directions, marks without a letter, no width, beyond the first plane, controls.
HOSTILE = st.text(alphabet=st.sampled_from("aZ é.’\n\t\u0301\u0489\u200b\u200d\u202e\u2066\ufeff\x00شלक中각ﬁİ😀👩𝔸")) | st.text()


def split(text: str) -> Pieces:
    return split_pieces(text, split_sentences(text), TOKENIZER)


def surfaces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text).offsets.tolist()]


def test_pieces_point_at_their_characters() -> None:
    assert surfaces("The talks  said.") == ["The", "talks", "said", "."]
    assert surfaces("Abed") == ["A", "b", "ed"]


def test_a_letter_may_make_several_pieces() -> None:
    assert split("각").offsets.tolist() == [[0, 1]] * len(split("각"))


def test_blanks_and_controls_make_no_piece() -> None:
    assert surfaces(" \t\n\x00\u200b\u202e\ufeff") == []
    assert surfaces("") == []


@given(HOSTILE)
def test_pieces_lie_in_the_text_in_its_order(text: str) -> None:
    pieces = split(text)
    offsets = pieces.offsets
    assert offsets.shape == (len(pieces), 2)
    assert (offsets[:, 0] < offsets[:, 1]).all()
    assert (np.diff(offsets, axis=0) >= 0).all()
    assert not len(pieces) or offsets[-1, 1] <= len(text)
    assert all(text[a:b].strip() for a, b in offsets.tolist())
    assert ((pieces.shapes >= 0) & (pieces.shapes < len(SHAPES))).all()
    assert ((pieces.gaps >= 0) & (pieces.gaps < len(GAPS))).all()


@given(HOSTILE)
def test_each_piece_lies_in_its_sentence(text: str) -> None:
    sentences = split_sentences(text)
    pieces = split(text)
    assert (np.diff(pieces.sentence) >= 0).all()
    for (start, _), number in zip(pieces.offsets.tolist(), pieces.sentence.tolist(), strict=True):
        assert sentences[number].start <= start < sentences[number].end


# --- shapes and gaps -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", "lower"),
        ("Talks", "title"),
        ("TTP", "upper"),
        ("U.S.", "upper"),
        ("A", "initial"),
        ("McCain", "mixed"),
        ("iPhone", "mixed"),
        ("2024", "number"),
        ("T20", "initial"),
        ("20th", "lower"),
        ("Émile", "title"),
        ("中", "lower"),
        ("?", "other"),
        ("😀", "other"),
    ],
)
def test_the_shape_of_a_word(word: str, shape: str) -> None:
    assert {SHAPES[number] for number in split(f"( {word} )").shapes[1:-1].tolist()} <= {shape, *(["other"] if word.endswith(".") else [])}
    assert SHAPES[int(split(f"( {word} )").shapes[1])] == shape


def test_all_pieces_of_a_word_have_its_shape() -> None:
    assert [SHAPES[number] for number in split("Abed").shapes.tolist()] == ["title"] * 3


def gaps(text: str) -> list[str]:
    return [GAPS[number] for number in split(text).gaps.tolist()]


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        ("", "none"),
        (" ", "space"),
        ("\t  ", "space"),
        ("\n", "line"),
        (" \n ", "line"),
        ("\n\n", "paragraph"),
        ("\n \n\n", "paragraph"),
        ("\r\n", "line"),
    ],
)
def test_the_gap_before_a_piece(between: str, gap: str) -> None:
    assert gaps(f"the{between},") == ["paragraph", gap]


def test_characters_without_a_piece_are_no_space() -> None:
    assert gaps("the\u200b,") == ["paragraph", "none"]


# --- windows -------------------------------------------------------------------------------------------------------------


def made(*lengths: int) -> Pieces:
    """Pieces of sentences with these numbers of pieces."""
    sentence = np.repeat(np.arange(len(lengths)), lengths).astype(np.int32)
    count = len(sentence)
    offsets = np.stack([np.arange(count), np.arange(1, count + 1)], axis=1).astype(np.int32)
    none = np.zeros(count, np.int32)
    return Pieces(none, offsets, none, none, sentence)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ((), []),
        ((4,), [(0, 4)]),
        ((10,), [(0, 10)]),
        ((4, 4), [(0, 8)]),
        ((4, 6), [(0, 10)]),
        ((4, 7), [(0, 4), (4, 11)]),
        ((11,), [(0, 10), (10, 11)]),
        ((25,), [(0, 10), (10, 20), (20, 25)]),
        ((3, 25, 3), [(0, 3), (3, 13), (13, 23), (23, 31)]),
        ((5, 5, 5, 5), [(0, 10), (10, 20)]),
        ((10, 10), [(0, 10), (10, 20)]),
    ],
)
def test_windows_hold_whole_sentences_where_they_fit(lengths: tuple[int, ...], expected: list[tuple[int, int]]) -> None:
    assert windows(made(*lengths), 10) == expected


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 20))
def test_windows_hold_each_piece_once(lengths: list[int], size: int) -> None:
    pieces = made(*lengths)
    found = windows(pieces, size)
    assert [at for first, last in found for at in range(first, last)] == list(range(len(pieces)))
    assert all(0 < last - first <= size for first, last in found)


def test_the_window_leaves_room_for_the_ends() -> None:
    assert max(last - first for first, last in windows(made(5000))) == WINDOW == 512 - 2


@pytest.mark.parametrize("unit", ["a", "the ", "中", "(", "a\u0301", "The talks said. ", "the\n"], ids=repr)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    short, long = (seconds(partial(_divide, unit * (size // len(unit)))) for size in (10_000, 80_000))
    assert long < 0.2 + 24 * short, "eight times the text takes eight times as long, give or take; squared it would be sixty-four"


def _divide(text: str) -> None:
    windows(split(text))


def test_a_tokenizer_is_loaded_bare(tmp_path: Path) -> None:
    TOKENIZER.enable_truncation(2)
    TOKENIZER.enable_padding(length=9)
    try:
        TOKENIZER.save(str(tmp_path / "tokenizer.json"))
    finally:
        TOKENIZER.no_truncation()
        TOKENIZER.no_padding()
    loaded = load_tokenizer(tmp_path / "tokenizer.json")
    assert len(split_pieces("The talks. The talks.", [Span(0, 10), Span(11, 21)], loaded)) == 6


LONG = "The envoys of the two republics met in the border town of Halm on Monday for the first time since the truce, their ministry said"


def stopped(text: str) -> list[str]:
    return [text[:at].split()[-1] for at in missing_stops(text, split_sentences(text))]


def test_a_paragraph_of_running_text_lacks_its_stop() -> None:
    assert stopped(LONG) == ["said"]
    assert stopped(f"{LONG}\n\n{LONG} on Friday\n") == ["said", "Friday"]
    assert stopped(f"A truce holds. {LONG}") == ["said"]


@pytest.mark.parametrize("text", ["", "Truce talks resume", "- fuel\n- grain", LONG + ".", LONG + ":", LONG + "”", f"{LONG}. Who knows?"])
def test_nothing_lacks_a_stop_that_has_one_or_needs_none(text: str) -> None:
    assert stopped(text) == []


def test_a_stop_that_the_text_lacks_is_a_piece_without_characters() -> None:
    text = "The talks\n\nThe talks."
    pieces = split_pieces(text, split_sentences(text), TOKENIZER, [9])
    plain = split("The talks.\n\nThe talks.")
    assert pieces.ids.tolist() == plain.ids.tolist()
    assert pieces.shapes.tolist() == plain.shapes.tolist()
    assert pieces.gaps.tolist() == plain.gaps.tolist()
    assert pieces.sentence.tolist() == plain.sentence.tolist()
    assert [text[a:b] for a, b in pieces.offsets.tolist()] == ["The", "talks", "", "The", "talks", "."]
    assert pieces.offsets[2].tolist() == [9, 9]


@given(HOSTILE)
def test_stops_move_no_piece(text: str) -> None:
    sentences = split_sentences(text)
    stops = [s.end for s in sentences if text[s.end - 1].isalnum()]
    with_stops = split_pieces(text, sentences, TOKENIZER, stops).offsets
    assert with_stops[with_stops[:, 0] < with_stops[:, 1]].tolist() == split(text).offsets.tolist()
