from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dragoman.errors import InputError, LanguageError
from dragoman.record import Report
from dragoman.settings import Settings
from dragoman.sources import Options, count, reports

FRENCH = "Le ministre des Affaires étrangères a rencontré mardi son homologue à Paris. Les deux hommes ont évoqué la situation."


def write(path: Path, *values: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return str(path)


def refusals(*inputs: str, options: Options | None = None) -> list[str]:
    return [str(found) for found in reports(inputs, options) if isinstance(found, InputError)]


def ids(*inputs: str) -> list[str]:
    return [found.id for found in reports(inputs) if isinstance(found, Report)]


def test_all_inputs_in_their_order(tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_text("Arden talks.", encoding="utf-8")
    lines = write(tmp_path / "l.jsonl", {"id": "b", "text": "Belland talks.", "published": "2024-01-31"})
    assert list(reports([lines, str(text)], Options(publisher="P"))) == [
        Report("b", "Belland talks.", published="2024-01-31", publisher="P"),
        Report("t", "Arden talks.", publisher="P"),
    ]


def test_of_two_reports_with_one_id_the_second_is_refused_and_both_places_named(tmp_path: Path) -> None:
    first = write(tmp_path / "a.jsonl", {"id": "x", "text": "Arden."}, {"id": "x", "text": "Belland."})
    second = write(tmp_path / "b.jsonl", {"id": "x", "text": "Carrow."}, {"id": "y", "text": "Carrow."})
    assert ids(first, second) == ["x", "y"]
    assert refusals(first, second) == [
        f"{first}:2: the id 'x' is already that of the report at {first}:1",
        f"{second}:1: the id 'x' is already that of the report at {first}:1",
    ]


def test_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    places = [tmp_path / "a" / "r.txt", tmp_path / "b" / "r.txt", tmp_path / "b" / "r.md"]
    for place in places:
        place.parent.mkdir(exist_ok=True)
        place.write_text("Arden talks.", encoding="utf-8")
    inputs = [str(place) for place in places]
    assert ids(*inputs, inputs[0]) == ["r", "r.txt", "r.md", inputs[0]]
    assert ids(*[inputs[0]] * 5) == ["r", "r.txt", inputs[0], "r-2", "r-3"]
    assert ids(str(tmp_path)) == ["a/r", "b/r", "b/r.txt"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is empty"),
        (" \n\u00a0\t", "the text is empty"),
        ("Arden \ud83d talks.", "the text holds half a character at position 6 (a lone surrogate)"),
        (FRENCH, "the text is in French; Dragoman reads English"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "x", "text": text}, {"id": "y", "text": "Arden talks."})
    assert refusals(path) == [f"{path}:1: {reason}"]
    assert ids(path) == ["y"]


def test_another_language_can_be_let_through(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "x", "text": FRENCH})
    assert not refusals(path, options=Options(Settings(any_language=True)))
    (refused,) = reports([path])
    assert isinstance(refused, LanguageError)


def test_five_megabytes_without_a_line_or_sentence_end_are_a_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("the minister and the envoy said that " * 140_000, encoding="utf-8")
    (report,) = reports([str(path)])
    assert isinstance(report, Report)
    assert len(report.text) > 5_000_000


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "x", "text": "Arden."})
    found = reports([path, str(tmp_path / "later.txt")])
    assert isinstance(next(found), Report)
    (tmp_path / "later.txt").write_text("Belland.", encoding="utf-8")
    assert isinstance(next(found), Report)


def test_count_is_known_for_files_folders_and_lines(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a.txt").write_text("Arden.", encoding="utf-8")
    (tmp_path / "f" / "b.doc").write_text("x", encoding="utf-8")
    # Lines are counted without a look at them: a last one without an end is one too.
    (tmp_path / "l.jsonl").write_text("{}\n{}", encoding="utf-8")
    (tmp_path / "m.jsonl.gz").write_bytes(gzip.compress(b"{}\n{}\n{}\n"))
    assert count([str(tmp_path / "f"), str(tmp_path / "no.txt")]) == 3
    assert [count([str(tmp_path / name)]) for name in ("l.jsonl", "m.jsonl.gz")] == [2, 3]


def test_count_is_not_known_for_what_must_be_read_first(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text\nArden.\n", encoding="utf-8")
    (tmp_path / "broken.jsonl.gz").write_bytes(gzip.compress(b"{}")[:-4])
    for unknown in ("-", "https://a.org", str(tmp_path / "t.csv"), str(tmp_path / "broken.jsonl.gz"), str(tmp_path)):
        assert count([unknown]) is None
