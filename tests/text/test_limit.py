from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record import Span, Unread
from dragoman.text.limit import readable, rest

SENTENCE = "Arden and Belland held talks on Monday. "


def test_a_short_text_is_read_whole() -> None:
    text = SENTENCE * 3
    assert readable(text, len(text)) == Span(0, len(text))
    assert rest(text, readable(text, len(text))) == ()


def test_a_long_text_is_read_up_to_the_end_of_a_sentence() -> None:
    text = SENTENCE * 10
    read = readable(text, 100)
    assert read.of(text) == (SENTENCE * 2).rstrip()
    assert rest(text, read) == (
        Unread(Span(read.end, len(text)), f"beyond the length limit: the first {read.end} of {len(text)} characters are read"),
    )


def test_a_sentence_that_ends_at_the_limit_is_read() -> None:
    text = SENTENCE * 10
    assert readable(text, len(SENTENCE) * 2 - 1).end == len(SENTENCE) * 2 - 1


def test_without_a_sentence_end_a_word_stays_whole() -> None:
    text = "talks " * 1_000_000
    read = readable(text, 40_000)
    assert 39_990 < read.end <= 40_000
    assert read.of(text).endswith("talks")


def test_without_a_word_end_letters_keep_their_accents() -> None:
    text = "e\u0301" * 50_000
    assert readable(text, 40_001).end == 40_000


def test_white_space_behind_is_not_unread() -> None:
    text = "Talks." + "\n" * 100
    assert rest(text, readable(text, 10)) == ()


@pytest.mark.parametrize(("text", "limit"), [("", 10), ("a", 0)])
def test_nothing_to_read_is_an_error(text: str, limit: int) -> None:
    with pytest.raises(ValueError, match="nothing to read"):
        readable(text, limit)


@given(st.text(st.sampled_from("ab.!\n \u0301\u200d😀\u05d0"), min_size=1), st.integers(1, 60))
def test_every_character_is_read_or_unread(text: str, limit: int) -> None:
    read = readable(text, limit)
    behind = rest(text, read)
    assert read.start == 0
    assert read.end <= max(limit, 1)
    assert read.end == len(text) or not text[read.end :].strip() or behind[0].span == Span(read.end, len(text))
    assert read.end in (1, len(text)) or not unicodedata.combining(text[read.end]) or limit - read.end >= 64 or text[read.end - 1].isspace()
