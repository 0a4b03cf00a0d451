from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import NotTextError
from dragoman.text.decode import decode

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_text_comes_back_character_for_character(text: str, encoding: str) -> None:
    text = text.lstrip("\ufeff")  # at the beginning of a file it is a byte order mark
    assert decode(f"The {text}".encode(encoding)) == f"The {text}"


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


def test_a_declared_encoding_is_used() -> None:
    assert decode("café".encode("cp1252"), "windows-1252") == "café"


@pytest.mark.parametrize(
    ("data", "declared", "reason", "line"),
    [
        (b"one\ntwo caf\xe9 three", None, "not UTF-8: byte 0xE9 at position 11; save the file as UTF-8", 2),
        (b"\xff\xfea\x00\x00\xd8b\x00", None, "not UTF-16-LE: byte 0x00 at position", 1),
        (b"abc\x00def", None, "a zero byte at position 3", None),
        ("no mark".encode("utf-16-le"), None, "binary data", None),
        (b"\x01\x02\x03\x04 text", None, "4 control characters", None),
        (b"%PDF-1.7\n", None, "a PDF", None),
        (b"PK\x03\x04rest", None, "an Office document", None),
        (b"text", "no-such-code", "the encoding 'no-such-code' is not known", None),
        (b"caf\xc3", "ascii", "not ASCII: byte 0xC3 at position 3", 1),
    ],
)
def test_what_is_no_text_is_refused_with_the_byte(data: bytes, declared: str | None, reason: str, line: int | None) -> None:
    with pytest.raises(NotTextError) as refused:
        decode(data, declared)
    assert reason in refused.value.reason
    assert refused.value.line == line


def test_a_stray_control_character_is_no_reason() -> None:
    text = "The talks went on.\x07 " * 10
    assert decode(text.encode()) == text
