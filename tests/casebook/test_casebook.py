"""The contract, on each database."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.casebook import Addition, Casebook, Judgment, Merge, open_casebook
from dragoman.errors import CasebookError
from tests.casebook.made import NEW, OLD, ORIGIN, reading, report


def _keep(casebook: Casebook, number: int = 0, words: str = "") -> bool:
    one = report(number, words)
    return casebook.keep(one, one.text.encode(), ORIGIN)


def test_the_same_is_kept_once_and_another_text_is_a_new_version(casebook: Casebook) -> None:
    assert [_keep(casebook), _keep(casebook), _keep(casebook, 0, "Belland denied it.")] == [True, False, True]
    assert casebook.report("r0") == report(0, "Belland denied it.")
    assert casebook.report("r0", 1) == report(0)


def test_readings_stay_beside_each_other_and_the_newest_readers_is_present(casebook: Casebook) -> None:
    _keep(casebook)
    _keep(casebook, 1)
    assert [r.id for r in casebook.unread(OLD)] == ["r0", "r1"]
    old, new = reading(report()), reading(report(), NEW, type="REJECT")
    assert [casebook.keep_reading(r) for r in (old, new, old)] == [True, True, False]
    assert (casebook.reading("r0"), casebook.reading("r0", OLD)) == (new, old)
    assert [r.id for r in casebook.unread(NEW)] == ["r1"]
    assert list(casebook.readings()) == [new]


def test_a_reading_needs_its_report(casebook: Casebook) -> None:
    with pytest.raises(CasebookError, match="needs its report"):
        casebook.keep_reading(reading(report()))


def test_a_failing_reading_leaves_its_report_out_too(casebook: Casebook) -> None:
    broken = reading(report())
    broken = replace(broken, events=broken.events * 2)
    with pytest.raises(CasebookError):
        casebook.keep(report(), b"", ORIGIN, broken)
    assert _keep(casebook)


HOSTILE = "nul \x00 lone \ud83d\ude00 pair \U0001f600 mark \x1a000 \u202e e\u0301 '\"; DROP TABLE reports; -- \ufffe"


def test_hostile_characters_come_back_as_they_were(casebook: Casebook) -> None:
    one = replace(report(0, HOSTILE), id=HOSTILE, title=HOSTILE, publisher=HOSTILE)
    assert casebook.keep(one, b"\x00\xff", ORIGIN, reading(one))
    assert (casebook.report(HOSTILE), casebook.reading(HOSTILE)) == (one, reading(one))
    assert [found.report for found in casebook.search('drop "table" lone')] == [HOSTILE]
    assert (casebook.search("* \x00 ' \""), casebook.check()) == ((), ())


def test_search_wants_all_words_without_case_and_accents(casebook: Casebook) -> None:
    _keep(casebook, 0, "Señor Venn spoke.")
    _keep(casebook, 1)
    assert [found.report for found in casebook.search("SENOR arden")] == ["r0"]
    assert len(casebook.search("lighthouse", 1)) == 1


def test_undo_of_an_undo_and_ids_of_judgments(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    first = Judgment("j1", "ann", "2031-05-02", "wrong", "event/r0/6-13", "reject")
    assert [casebook.judge(first), casebook.judge(first)] == [True, False]
    with pytest.raises(CasebookError, match="another"):
        casebook.judge(replace(first, who="bob"))
    with pytest.raises(CasebookError, match="to undo"):
        casebook.judge(replace(first, id="j2", on="j9", what="undo"))
    assert casebook.judgments() == (first,)


def test_merges_replace_those_they_name(casebook: Casebook) -> None:
    assert casebook.keep_merges((Merge("story", "a", "1"), Merge("story", "b", "2"))) == 2
    assert casebook.keep_merges((Merge("story", "a", "1"),)) == 0
    both = Merge("story", "c", "3", ("a", "b"))
    casebook.keep_merges((both,))
    assert casebook.merges() == (both,)


def test_forgetting_leaves_a_tombstone_and_no_words(casebook: Casebook, place: str) -> None:
    _keep(casebook, 0, "Xylophonequark.")
    casebook.keep_reading(reading(report(0, "Xylophonequark.")))
    casebook.forget("r0", "a court's order")
    assert not _keep(casebook, 0, "Xylophonequark.")
    assert (list(casebook.readings()), casebook.search("xylophonequark"), casebook.check()) == ([], (), ())
    with pytest.raises(CasebookError, match="forgotten"):
        casebook.report("r0")
    if "://" not in place:
        files = Path(place).parent.glob("case*")
        assert not any(b"ylophonequark" in file.read_bytes() for file in files)


def test_many_are_kept_in_one_transaction(casebook: Casebook) -> None:
    some = [Addition(report(number), b"raw", ORIGIN, reading(report(number))) for number in range(3)]
    assert (casebook.keep_all(some[:2]), casebook.keep_all(some)) == (2, 1)
    broken = replace(reading(report(4)), events=reading(report(4)).events * 2)
    with pytest.raises(CasebookError):
        casebook.keep_all([Addition(report(3), b"raw", ORIGIN), Addition(report(4), b"raw", ORIGIN, broken)])
    assert [r.report.id for r in casebook.readings()] == ["r0", "r1", "r2"]


def test_changes_go_on_from_a_number(casebook: Casebook) -> None:
    _keep(casebook)
    last = list(casebook.changes())[-1].number
    _keep(casebook, 1)
    assert [(c.kind, c.id, c.what) for c in casebook.changes(last)] == [("report", "r1", "added")]


def test_a_backup_is_a_casebook(casebook: Casebook, tmp_path: Path) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    casebook.backup(tmp_path / "copy.db")
    with open_casebook(tmp_path / "copy.db") as copy:
        assert (copy.reading("r0"), copy.check()) == (reading(report()), ())
        assert [found.report for found in copy.search("lighthouse")] == ["r0"]
    with pytest.raises(CasebookError, match="already"):
        casebook.backup(tmp_path / "copy.db")


def test_the_difference_of_readers_ignores_their_numbering(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    casebook.keep_reading(reading(report(), NEW, type="REJECT", first=7))
    [found] = casebook.difference("r0", OLD, NEW)
    assert (found.kind, found.what) == ("events", "6-13 accused")
    assert (found.before or {})["type"] == "ACCUSE"


def test_what_is_no_casebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="no casebook"):
        open_casebook(tmp_path / "none.db")
    (tmp_path / "words.db").write_text("not a database at all, " * 50)
    with pytest.raises(CasebookError):
        open_casebook(tmp_path / "words.db")


def test_another_programs_file_is_refused_before_anything_in_it_is_touched(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE mine (a)")
    other.close()
    before = (tmp_path / "other.db").read_bytes()
    for create in (False, True):
        with pytest.raises(CasebookError, match="no casebook"):
            open_casebook(tmp_path / "other.db", create=create)
    assert (tmp_path / "other.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["other.db"]


def test_a_locked_file_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.casebook.engine.BUSY_MS", 200)
    with open_casebook(tmp_path / "book.db", create=True) as casebook:
        other = sqlite3.connect(tmp_path / "book.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CasebookError, match=r"another program is writing to it; waited 0\.2 seconds"):
            _keep(casebook)
        other.execute("COMMIT")
        other.close()
        assert _keep(casebook)


def test_check_finds_a_changed_text_and_a_lost_row(tmp_path: Path) -> None:
    with open_casebook(tmp_path / "book.db", create=True) as casebook:
        casebook.keep(report(), b"raw", ORIGIN, reading(report()))
        other = sqlite3.connect(tmp_path / "book.db")
        other.execute("UPDATE texts SET text = 'short'")
        other.execute("DELETE FROM events")
        other.commit()
        other.close()
        assert {fault.kind for fault in casebook.check()} == {"report", "span", "row"}
