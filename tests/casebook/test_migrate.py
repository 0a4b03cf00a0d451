"""The revisions make the tables that the code reads, and the views give the present state."""

from __future__ import annotations

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
    with pytest.raises(CasebookError, match="newer"):
        open_casebook(tmp_path / "book.db")


def test_judgments_outrank_readings_until_they_are_undone(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_casebook(path, create=True) as casebook:
        casebook.keep(report(), b"raw", ORIGIN, reading(report()))
        key = "event/r0/6-13/ACCUSE"
        steps = [("reject", key), ("undo", "j0"), ("undo", "j1"), ("undo", "j2"), ("correct", key)]
        seen = []
        for number, (what, on) in enumerate(steps):
            casebook.judge(Judgment(f"j{number}", "ann", "2031-05-02", "seen", on, what, '{"mode": null}'))  # type: ignore[arg-type]
            raw = sqlite3.connect(path)
            seen.append(raw.execute("SELECT verdict FROM present_events").fetchall())
            raw.close()
    assert seen == [[], [(None,)], [], [(None,)], [("correct",)]]
