"""Kills and races: all of a report is kept or nothing, nothing is lost, nothing doubled.

DRAGOMAN_TEST_KILLS says how often the adder is killed; ten times unless told otherwise.
"""

from __future__ import annotations

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from dragoman.casebook import open_casebook
from dragoman.casebook.engine import engine_of, reading_from
from dragoman.casebook.tables import metadata
from tests.casebook.adder import adder, addition
from tests.casebook.made import reading, report

KILLS = int(os.environ.get("DRAGOMAN_TEST_KILLS", "10"))  # read before the tests begin, which take all settings away
MANY = 400


def _rows(place: str) -> dict[str, list[str]]:
    """All rows of all tables, but without times and numbers: PostgreSQL gives none of these twice, not even after a kill."""
    engine = engine_of(place)
    with reading_from(engine) as connection:
        found = {table.name: sorted(map(repr, connection.execute(select(*_columns(table))))) for table in metadata.sorted_tables}
    engine.dispose()
    return found


def _columns(table: Table) -> list[Any]:
    return [column for column in table.c if column.name not in ("at", "number") and not column.foreign_keys]


def _whole(place: str, many: int) -> None:
    """Fails where the casebook has a fault or does not hold each report once."""
    with open_casebook(place) as casebook:
        assert casebook.check() == ()
        kept = {r.report.id: r for r in casebook.readings()}
        assert kept == {f"r{n}": reading(report(n)) for n in range(many)}
        log = [(change.kind, change.id) for change in casebook.changes()]
        assert sorted(log) == sorted((kind, f"r{n}") for n in range(many) for kind in ("report", "reading"))


@pytest.mark.parametrize("batch", [1, 10])
def test_killed_at_random_moments_and_resumed_it_holds_the_same_rows_as_without_a_kill(place: str, batch: int, tmp_path: Path) -> None:
    chance = random.Random(batch)
    open_casebook(place, create=True).close()
    ends = []
    for kill in range(1, KILLS + 1):
        process = adder(place, 0, MANY * kill // KILLS, batch)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.join()
        ends.append(process.exitcode)
    assert -9 in ends  # not all had done their work before the kill
    last = adder(place, 0, MANY, batch)
    last.join()
    assert last.exitcode == 0
    with open_casebook(tmp_path / "unharmed.db", create=True) as unharmed:
        unharmed.keep_all(addition(number) for number in range(MANY))
    _whole(place, MANY)
    assert _rows(place) == _rows(str(tmp_path / "unharmed.db"))


def test_two_writers_at_once_lose_and_double_nothing(place: str) -> None:
    open_casebook(place, create=True).close()
    writers = [adder(place, 0, 60), adder(place, 20, 80)]
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    _whole(place, 80)


def test_a_casebook_that_two_make_at_once_is_made_once(place: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: open_casebook(place, create=True).close(), range(4)))
    with open_casebook(place) as casebook:
        assert casebook.check() == ()
