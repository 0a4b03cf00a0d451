from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from dragoman.app.write import Format, format_for, writer
from dragoman.errors import OutputError
from dragoman.exports.names import file_name
from dragoman.record import Reading, Report
from dragoman.record.json import from_json, to_json
from tests.app.fake import FakeReader


def reading(name: str = "a") -> Reading:
    return FakeReader().read(Report(name, "Arden talks.", published="2024-01-03"))


def written(form: Format, *found: Reading) -> str:
    stream = StringIO()
    with writer(form, None, stream) as sink:
        for one in found:
            sink.write(one)
    return stream.getvalue()


def test_json_is_an_object_for_one_reading_and_a_list_for_more_or_none() -> None:
    assert from_json(json.loads(written("json", reading()))) == reading()
    assert json.loads(written("json", reading("a"), reading("b"), reading("c"))) == [to_json(reading(name)) for name in "abc"]
    assert json.loads(written("json")) == []


def test_json_lines_hold_one_reading_each() -> None:
    lines = written("jsonl", reading("a"), reading("b")).splitlines()
    assert [from_json(json.loads(line)) for line in lines] == [reading("a"), reading("b")]


def test_json_lines_are_written_as_they_come() -> None:
    stream = StringIO()
    with writer("jsonl", None, stream) as sink:
        sink.write(reading())
        assert stream.getvalue().endswith("}\n")


def test_json_is_whole_after_an_interruption() -> None:
    stream = StringIO()
    with pytest.raises(KeyboardInterrupt), writer("json", None, stream) as sink:
        sink.write(reading("a"))
        sink.write(reading("b"))
        raise KeyboardInterrupt
    assert [item["report"]["id"] for item in json.loads(stream.getvalue())] == ["a", "b"]


def test_a_page_holds_one_reading() -> None:
    page = written("html", reading())
    assert "<html" in page
    assert "Arden" in page
    with pytest.raises(OutputError, match="give --out a folder"):
        written("html", reading("a"), reading("b"))


def test_text_holds_all_readings() -> None:
    assert written("text", reading("a"), reading("b")).count("Arden") >= 2


@pytest.mark.parametrize(("form", "ending"), [("text", ".txt"), ("json", ".json"), ("html", ".html")])
def test_a_folder_gets_a_file_per_report(tmp_path: Path, form: Format, ending: str) -> None:
    with writer(form, tmp_path / "out", StringIO()) as sink:
        for name in ("a", "A", "../../b c"):
            sink.write(reading(name))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{file_name(name)}{ending}" for name in ("a", "A", "../../b c")
    )


def test_json_lines_in_a_folder_are_one_file(tmp_path: Path) -> None:
    with writer("jsonl", tmp_path, StringIO()) as sink:
        sink.write(reading("a"))
        sink.write(reading("b"))
    assert len((tmp_path / "readings.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_file_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "record.json"
    with writer("json", path, StringIO()) as sink:
        sink.write(reading())
    assert from_json(json.loads(path.read_text(encoding="utf-8"))) == reading()


@pytest.mark.parametrize(
    ("out", "form"),
    [(None, "text"), ("a.txt", "text"), ("a.json", "json"), ("a.JSONL", "jsonl"), ("a.html", "html"), ("folder", "text")],
)
def test_the_name_of_the_output_tells_the_format(out: str | None, form: Format) -> None:
    assert format_for(Path(out) if out else None) == form
