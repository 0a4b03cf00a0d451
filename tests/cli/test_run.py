"""`dragoman run` and `dragoman import` with a stand-in for the model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.batch import start
from dragoman.casebook import open_casebook
from dragoman.cli import main
from dragoman.settings import Settings
from tests.batch.made import Here, archive, ids, report


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def engine_of(wanted: start.Wanted, settings: Settings, knowledge: Sequence[Path]) -> Here:
        return Here()

    monkeypatch.setattr(start, "engine_of", engine_of)
    monkeypatch.chdir(tmp_path)


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_an_archive_becomes_tables_and_a_casebook(tmp_path: Path) -> None:
    archive(tmp_path / "a.jsonl", [report(number) for number in range(5)])
    result = call("run", "a.jsonl", "--out", "tables", "--part", "2")
    assert (result.exit_code, result.stderr) == (0, "tables: 5 read, 0 known, 0 refused\n")
    assert len(ids(tmp_path / "tables")) == 5
    assert call("run", "a.jsonl", "--out", "tables", "--part", "2").stderr == "tables: 0 read, 5 known, 0 refused\n"
    assert call("import", "tables", "--casebook", "book.db").exit_code == 0
    with open_casebook("book.db") as book:
        assert len(list(book.readings())) == 5


def test_what_is_refused_is_told_and_the_exit_code_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Arden met Belland in Karsh for talks."}\n{"id": 1\n')
    result = call("run", "a.jsonl", "--out", "tables")
    assert result.exit_code == 1
    assert "a.jsonl:2: the JSON breaks off" in result.stderr


def test_another_folder_than_a_run_is_a_usage_error(tmp_path: Path) -> None:
    archive(tmp_path / "a.jsonl", [report(1)])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    result = call("run", "a.jsonl", "--out", "mine")
    assert result.exit_code == 2
    assert "other things" in result.stderr
    assert call("import", "mine", "--casebook", "book.db").exit_code == 2
    assert not (tmp_path / "book.db").exists()


def test_the_output_may_not_lie_in_the_input(tmp_path: Path) -> None:
    archive(tmp_path / "a.jsonl", [report(1)])
    assert call("run", ".", "--out", "tables").exit_code == 2


def test_the_versions_are_told_without_loading_the_model() -> None:
    from dragoman.app.reader import load_reader

    assert start.versions(()) == load_reader(Settings()).versions
