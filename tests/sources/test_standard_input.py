from __future__ import annotations

import gzip
import sys
from io import BufferedReader, BytesIO, TextIOWrapper

import pytest

from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.sources.draft import Draft
from dragoman.sources.options import Options
from dragoman.sources.standard_input import drafts_of_standard_input

LINES = b'{"id": "a", "text": "Arden talks."}\n{"id": "b"}\n'


def read(monkeypatch: pytest.MonkeyPatch, data: bytes, options: Options | None = None) -> list[Draft | InputError]:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(BytesIO(data))))
    return list(drafts_of_standard_input(options or Options()))


def test_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, b"Arden talks.\r\n") == [Draft("standard input", ("standard-input",), "Arden talks.\r\n")]


@pytest.mark.parametrize("data", [LINES, b"\xef\xbb\xbf" + LINES, gzip.compress(LINES)])
def test_json_lines(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    good, wrong = read(monkeypatch, data)
    assert good == Draft("standard input:1", ("a",), "Arden talks.")
    assert str(wrong) == 'standard input:2: "text" must be a text, not missing'


def test_html_without_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    (refused,) = read(monkeypatch, b"<!doctype html><html><body>Log in</body></html>")
    assert str(refused).startswith("standard input: no article was found")


def test_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [str(refused) for refused in read(monkeypatch, b"x" * 11, Options(Settings(file_bytes=10)))] == [
        "standard input: longer than 10 bytes"
    ]
