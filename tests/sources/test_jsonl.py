from __future__ import annotations

import gzip
import json
from io import BufferedReader, BytesIO

import pytest

from dragoman.errors import InputError
from dragoman.sources.draft import Draft
from dragoman.sources.jsonl import drafts, rows
from dragoman.sources.options import Options

GOOD = {"id": "a", "text": "Arden talks."}


def stream(data: bytes) -> BufferedReader:
    return BufferedReader(BytesIO(data))


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def found(data: bytes, options: Options | None = None) -> list[Draft | InputError]:
    return list(drafts(stream(data), "r.jsonl", options or Options()))


def refusal(data: bytes) -> str:
    (only,) = found(data)
    assert isinstance(only, InputError)
    return str(only)


def test_all_keys_are_taken_and_others_ignored() -> None:
    value = {"id": "a", "text": " T\r\n\u0301", "title": "H", "published": "2024-01-31", "publisher": "P", "url": "u", "other": [1]}
    assert found(lines(value)) == [Draft("r.jsonl:1", ("a",), " T\r\n\u0301", "H", "2024-01-31", "P", "u")]


def test_whole_numbers_are_ids_too_and_empty_values_are_none() -> None:
    assert found(lines({"id": 7, "text": "T", "title": "", "published": None})) == [Draft("r.jsonl:1", ("7",), "T")]


def test_a_stated_day_goes_before_the_users() -> None:
    options = Options(published="2020-01-01", publisher="U")
    first, second = found(lines({**GOOD, "published": "2024-01-31", "publisher": "P"}, {**GOOD, "id": "b"}), options)
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.published, first.publisher) == ("2024-01-31", "P")
    assert (second.published, second.publisher) == ("2020-01-01", "U")


def test_blank_lines_count_but_are_no_reports() -> None:
    assert [draft.place for draft in found(b"\n" + lines(GOOD) + b"  \n" + lines(GOOD))] == ["r.jsonl:2", "r.jsonl:4"]


def test_byte_order_mark_gzip_and_utf16_are_read() -> None:
    plain = lines(GOOD, GOOD)
    for data in (b"\xef\xbb\xbf" + plain, gzip.compress(plain), plain.decode().encode("utf-16"), plain.replace(b"\n", b"\r\n")):
        assert found(data) == found(plain)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "a", "text": "Arden ta', "the JSON breaks off at column 30"),
        (b'{"id": "a", "text":', "the JSON breaks off at column 20"),
        (b'{"id": "a" "text": "T"}', "no valid JSON at column 12: expecting ',' delimiter"),
        (b"not json at all", "no valid JSON at column 1: expecting value"),
        (b'["a", "T"]', "a JSON object is wanted, not a list"),
        (b"7", "a JSON object is wanted, not a number"),
        (b'{"id": "a", "text": "caf\xe9"}', "not UTF-8: byte 0xE9 at position 24; save the file as UTF-8"),
        (b'{"text": "T"}', '"id" must be a text or a whole number, not missing'),
        (b'{"id": "", "text": "T"}', '"id" must be a text or a whole number, not empty'),
        (b'{"id": true, "text": "T"}', '"id" must be a text or a whole number, not true or false'),
        (b'{"id": "a"}', '"text" must be a text, not missing'),
        (b'{"id": "a", "text": ["T"]}', '"text" must be a text, not a list'),
        (b'{"id": "a", "text": "T", "title": 3}', '"title" must be a text, not a number'),
        (b'{"id": "a", "text": "T", "published": "2024-02-30"}', "'2024-02-30' is no date; wanted is one like 2024-01-31"),
        (b'{"id": "a", "text": "T", "n": ' + b"9" * 5000 + b"}", "the JSON cannot be read"),
        (b"[" * 200_000, "the JSON cannot be read"),
    ],
    ids=range(16),
)
def test_a_wrong_line_is_refused_with_its_number_and_the_next_is_read(line: bytes, reason: str) -> None:
    wrong, good = found(line + b"\n" + lines(GOOD))
    assert str(wrong).startswith(f"r.jsonl:1: {reason}")
    assert isinstance(good, Draft)


def test_a_line_that_is_too_long_is_refused_unread() -> None:
    long, good = rows(stream(b'{"id": "' + b"x" * 5_000 + b'"}\n{"id": "b"}\n'), "r.jsonl", 1_000)
    assert str(long) == "r.jsonl:1: the line is longer than 1000 bytes"
    assert getattr(good, "place", None) == "r.jsonl:2"


@pytest.mark.parametrize("data", [b'{\n  "id": "a"\n}\n', b'[\n{"id": "a"},\n', b"[{\n"])
def test_a_document_over_several_lines_gets_one_message(data: bytes) -> None:
    assert refusal(data) == "r.jsonl: one JSON object per line is wanted (JSON Lines); this is one JSON document spread over lines"


def test_binary_data_get_one_message() -> None:
    assert refusal(b"%PDF-1.7\n\n\n") == "r.jsonl: this is a PDF, not text"
    assert refusal(b"\x00\x01\n\x02\n") == "r.jsonl: binary data, not JSON Lines"


def test_a_gzipped_file_that_breaks_off_gives_what_came_before() -> None:
    data = gzip.compress(b"".join(lines({"id": str(number), "text": f"Arden {number * 7919 % 104729}"}) for number in range(5_000)))
    *good, last = found(data[: len(data) // 2])
    assert len(good) > 100
    assert all(isinstance(draft, Draft) for draft in good)
    assert isinstance(last, InputError)
    assert last.place == f"r.jsonl:{len(good) + 1}"
    assert "breaks off or is damaged" in last.reason
