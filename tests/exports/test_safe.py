"""Characters that a screen must not obey."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.safe import for_page, for_terminal

ANY = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY)
def test_length_is_kept_and_the_rest_can_be_written(text: str) -> None:
    for made in (for_page(text), for_terminal(text)):
        assert len(made) == len(text)
        assert not {char for char in made if ord(char) < 32} - set("\n\t")
        made.encode("utf-8")


def test_letters_of_every_script_stay() -> None:
    text = "Abéché שלום مرحبا 한국 e\u0301 \u200d 👩‍🚀 \n\t"
    assert for_page(text) == for_terminal(text) == text


def test_blanks_of_old_systems_are_spaces() -> None:
    assert for_page("a\r\nb\x0cc\x85d") == "a \nb c d"


def test_direction_overrides_stay_on_a_page_and_not_in_a_terminal() -> None:
    assert for_page("a\u202eb") == "a\u202eb"
    assert for_terminal("a\u202eb\u2066c") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
