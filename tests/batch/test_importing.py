"""A finished run into a casebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.app.add import Kept
from dragoman.app.stop import Stop
from dragoman.batch.folder import files_of
from dragoman.batch.importing import import_run
from dragoman.casebook import open_casebook
from dragoman.errors import OutputError
from tests.batch.made import archive, report, run


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    run([archive(tmp_path / "a.jsonl", [report(number) for number in range(6)])], tmp_path / "out")
    return tmp_path / "out"


def into(tmp_path: Path, tables: Path) -> list[str]:
    with open_casebook(tmp_path / "book.db", create=not (tmp_path / "book.db").exists()) as book:
        return [one.how if isinstance(one, Kept) else one.reason for one in import_run(book, tables, Stop())]


def test_all_readings_are_kept_and_the_second_time_known(tmp_path: Path, tables: Path) -> None:
    assert into(tmp_path, tables) == ["added"] * 6
    assert into(tmp_path, tables) == ["known"] * 6
    with open_casebook(tmp_path / "book.db") as book:
        assert sorted(reading.report.id for reading in book.readings()) == [f"r{number:04}" for number in range(6)]
        assert len(book.reading("r0002").events) == 1


def test_a_changed_text_is_a_new_version_and_a_forgotten_report_stays_away(tmp_path: Path, tables: Path) -> None:
    into(tmp_path, tables)
    with open_casebook(tmp_path / "book.db") as book:
        book.forget("r0001", "asked to")
    made = [report(number) for number in range(6)]
    made[3]["text"] += " It was the last."
    run([archive(tmp_path / "a.jsonl", made)], tables)
    outcomes = into(tmp_path, tables)
    assert sorted(outcomes) == ["changed", *["known"] * 4, "the report was forgotten and is not kept again"]


def test_a_damaged_file_is_told_with_its_name(tmp_path: Path, tables: Path) -> None:
    path = next(iter(files_of(tables, "readings")))
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(OutputError, match=path.name):
        into(tmp_path, tables)


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no finished run"):
        into(tmp_path, tmp_path)
