from __future__ import annotations

import json
import sys
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from dragoman.record import Span
from dragoman.sources import Pair, pairs

GOOD = {"id": 1, "text": "Arden accused Belland.", "source": [0, 5], "target": [14, 21]}


def write(path: Path, *values: object) -> str:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return str(path)


def test_pairs_keep_their_ids_and_a_span_may_be_null(tmp_path: Path) -> None:
    path = write(tmp_path / "p.jsonl", GOOD, {**GOOD, "id": "x", "target": None, "label": "ignored"})
    assert list(pairs(path, 1000)) == [
        Pair(f"{path}:1", 1, "Arden accused Belland.", Span(0, 5), Span(14, 21)),
        Pair(f"{path}:2", "x", "Arden accused Belland.", Span(0, 5), None),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"id": None}, '"id" must be a text or a whole number'),
        ({"text": " "}, '"text" must be a text that is not empty'),
        ({"source": [0]}, '"source" must be [start, end] or null'),
        ({"source": [0, True]}, '"source" must be [start, end] or null'),
        ({"source": [5, 5]}, '"source" [5, 5] does not lie in the text of 22 characters'),
        ({"target": [14, 23]}, '"target" [14, 23] does not lie in the text of 22 characters'),
    ],
)
def test_a_wrong_pair_is_refused_with_its_line_and_the_next_is_read(tmp_path: Path, changed: dict[str, object], reason: str) -> None:
    path = write(tmp_path / "p.jsonl", {**GOOD, **changed}, GOOD)
    wrong, good = pairs(path, 1000)
    assert str(wrong) == f"{path}:1: {reason}"
    assert isinstance(good, Pair)


def test_a_missing_span_is_not_taken_for_null(tmp_path: Path) -> None:
    path = write(tmp_path / "p.jsonl", {"id": 1, "text": "Arden.", "source": [0, 5]})
    assert [str(wrong) for wrong in pairs(path, 1000)] == [f'{path}:1: "target" is missing; null says that the actor is not named']


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    (refused,) = pairs(str(tmp_path / "no.jsonl"), 1000)
    assert str(refused).endswith("no.jsonl: the file cannot be read: no such file or directory")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(BytesIO(json.dumps(GOOD).encode()))))
    (pair,) = pairs("-", 1000)
    assert pair.place == "standard input:1"
