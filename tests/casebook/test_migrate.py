"""The revisions make the tables that the code reads, and the views give the present state."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import dragoman.casebook.migrate as migrate
from dragoman.casebook import Casebook, Judgment, open_casebook
from dragoman.casebook.engine import engine_of, reading_from
from dragoman.casebook.tables import metadata
from dragoman.errors import CasebookError
from tests.casebook.made import ORIGIN, reading, report


def test_the_revisions_make_what_the_tables_say(casebook: Casebook, place: str) -> None:
    engine = engine_of(place)
    with reading_from(engine) as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata)
    engine.dispose()
    # The index of words is made by hand; it is no table of the metadata.
    assert [change for change in found if not change[0].startswith("remove_")] == []
    assert all("words" in str(change[1]) for change in found)


def test_head_is_the_newest_revision() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert scripts.get_current_head() == migrate.HEAD


def test_a_newer_casebook_is_refused(tmp_path: Path) -> None:
    open_casebook(tmp_path / "book.db", create=True).close()
    raw = sqlite3.connect(tmp_path / "book.db")
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    before = (tmp_path / "book.db").read_bytes()
    with pytest.raises(CasebookError, match="newer"):
        open_casebook(tmp_path / "book.db")
    assert (tmp_path / "book.db").read_bytes() == before


def test_judgments_outrank_readings_until_they_are_undone(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_casebook(path, create=True) as casebook:
        casebook.keep(report(), b"raw", ORIGIN, reading(report()))
        key = "event/r0/6-13"
        steps = [("reject", key), ("undo", "j0"), ("undo", "j1"), ("undo", "j2"), ("correct", key)]
        seen = []
        for number, (what, on) in enumerate(steps):
            casebook.judge(Judgment(f"j{number}", "ann", "2031-05-02", "seen", on, what, '{"mode": null}'))  # type: ignore[arg-type]
            raw = sqlite3.connect(path)
            seen.append(raw.execute("SELECT verdict FROM present_events").fetchall())
            raw.close()
    assert seen == [[], [(None,)], [], [(None,)], [("correct",)]]


OLD_FILE = Path(__file__).parent / "data" / "schema-0001.db"


def test_an_old_file_gets_keys_without_types_and_its_judgments_follow(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(OLD_FILE, path)
    with open_casebook(path) as casebook:
        assert casebook.check() == ()
        judged = {judgment.id: judgment.on for judgment in casebook.judgments()}
        entries = {entry.reading.report.id: entry for entry in casebook.entries()}
    assert judged == {
        "j0": "event/r1/6-13",  # of the two that were accusations by the same word, the first
        "j1": "event/r1/6-13#2",
        "j2": "event/r0@2/25-33",
        "j3": "event/nul\x00/odd@2@1/6-13#2",
        "j4": "actor/r1/0-5",
        "j5": "j1",
        "j6": "mechanism/r1/34-44",
        "j7": "statement/r1/6-13",
        "j8": "event/r9/1-2/ASSAULT",  # nothing that is here
        "j9": "meeting/r1/25-33",
    }
    assert [event.id for event in entries["r1"].reading.events] == ["E2", "E3", "E4"]
    assert entries["r1"].judged == {"actor/r1/0-5", "mechanism/r1/34-44", "statement/r1/6-13", "meeting/r1/25-33"}
    assert [event.mode for event in entries["r0"].reading.events] == [None, None, None, "phone"]
    assert [event.type for event in entries["nul\x00/odd@2"].reading.events] == ["ACCUSE", "ACCUSE", "CONSULT"]


def test_migrated_keys_are_those_that_a_new_casebook_gives(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(OLD_FILE, path)
    with open_casebook(path) as casebook:
        keys = [set(entry.keys.values()) for entry in casebook.entries()]
        latest = [entry.reading.report for entry in casebook.entries()]
    raw = sqlite3.connect(path)
    tables = ("events", "statements", "meetings", "mechanisms", "actors", "mentions")
    rows = {key.replace("\x1a0000", "\x00") for table in tables for (key,) in raw.execute(f"SELECT key FROM {table}")}
    raw.close()
    assert set().union(*keys) <= rows
    # What was rejected has no key among the entries.
    present = next(k for k, r in zip(keys, latest, strict=True) if r.id == "r1")
    assert {key for key in rows if "/r1/" in key} == present | {"event/r1/6-13"}
