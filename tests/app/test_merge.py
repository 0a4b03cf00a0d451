"""Merging brought up to date, by itself and as reports are added."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.app.add import add_inputs
from dragoman.app.merge import bring_up_to_date, merger, summary
from dragoman.app.stop import Stop
from dragoman.casebook import Casebook, Origin, open_casebook
from dragoman.knowledge import Knowledge
from dragoman.merge.whole import merge
from dragoman.sources import Options
from tests.app.fake import FakeReader
from tests.merge.made import archive

KNOWLEDGE = Knowledge.load()
SOME = archive(12, per_day=2)


def kept(path: Path) -> Casebook:
    book = open_casebook(path, create=True)
    for reading in SOME:
        book.keep(reading.report, b"raw", Origin("p", "2031"), reading)
    return book


def test_all_that_is_new_is_merged_and_each_report_is_told_of(tmp_path: Path) -> None:
    told = []
    with kept(tmp_path / "book.db") as book:
        assert bring_up_to_date(book, KNOWLEDGE, lambda: told.append(1)) == len(SOME) == len(told)
        assert bring_up_to_date(book, KNOWLEDGE) == 0
        expected = merge(SOME, KNOWLEDGE)
        assert book.merged() == expected
        assert summary(book) == {
            "stories": len(expected.stories), "groups of copies": len(expected.copies), "happenings": len(expected.happenings),
            "claims": len(expected.claims), "forums": len(expected.forums),
        }  # fmt: skip


def test_the_knowledge_is_loaded_only_where_something_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kept(tmp_path / "book.db") as book:
        merger(book, ())()
        assert book.unsettled() == 0
        monkeypatch.setattr(Knowledge, "load", lambda files: pytest.fail("loaded"))
        merger(book, ())()


def test_adding_merges_at_its_end_and_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.app.add.EVERY", 2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Arden talks of lighthouse {number}.")
    calls = []
    with open_casebook(tmp_path / "book.db", create=True) as book:
        reader = FakeReader()
        files = [str(path) for path in sorted(tmp_path.glob("*.txt"))]
        list(add_inputs(book, lambda: reader, files, Options(), Stop(), lambda: calls.append(len(list(book.readings())))))
    assert calls == [2, 4, 5]
