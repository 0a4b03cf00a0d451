"""What a whole run holds together, pass by pass, is what merging all readings at once finds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, fields, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.batch.folder import Folder
from dragoman.batch.merging import SCHEMAS, merge_run
from dragoman.batch.pairs import TILE, ends, far_pairs, pairs_of, tiles
from dragoman.batch.start import known
from dragoman.batch.work import Task, packed
from dragoman.errors import DragomanError
from dragoman.knowledge import Knowledge
from dragoman.merge.index import BAND_REACH, UNDATED, Term, partners
from dragoman.merge.whole import merge
from dragoman.record import Reading
from dragoman.record.merged import Claim, Copies, Forum, Happening, Story
from tests.batch.made import HEAD, local
from tests.merge.made import archive

KNOWLEDGE = Knowledge.load()


class Passes:
    """Engine without processes."""

    def run(self, tasks: Iterable[Task]) -> Any:
        for task in tasks:
            yield task.do(KNOWLEDGE, lambda number: None)

    def close(self) -> None:
        pass


def kept(out: Path, readings: list[Reading], size: int = 50) -> Path:
    """The readings as a run leaves them."""
    with closing(Folder(out, HEAD)) as folder:
        for start in range(0, len(readings), size):
            folder.keep(packed(f"part{start}", readings[start : start + size], (), HEAD.reader))
    return out


def tables(out: Path) -> dict[str, list[str]]:
    return {name: sorted(json.dumps(row, sort_keys=True) for row in pq.read_table(out / f"{name}.parquet").to_pylist()) for name in SCHEMAS}


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return list(archive(150, seed=3))


def test_passes_give_what_merging_at_once_gives(readings: list[Reading], tmp_path: Path) -> None:
    out = kept(tmp_path / "out", readings)
    counts = merge_run(out, Passes())
    merged = merge(readings, KNOWLEDGE)
    wanted = {name: sorted(json.dumps(asdict(row), sort_keys=True) for row in getattr(merged, name)) for name in SCHEMAS}
    assert tables(out) == wanted
    assert counts == {name: len(rows) for name, rows in wanted.items()}
    assert all(counts[name] for name in ("stories", "copies", "happenings", "claims"))
    assert not (out / ".merging.db").exists()


def test_processes_merge_as_one_does_whatever_the_order(readings: list[Reading], tmp_path: Path) -> None:
    one, other = kept(tmp_path / "one", readings), kept(tmp_path / "other", readings[::-1], 17)
    merge_run(one, Passes())
    with closing(local(partial(known, ()))) as engine:
        merge_run(other, engine)
    assert tables(one) == tables(other)


def test_columns_are_the_fields_of_the_merged_rows() -> None:
    rows = {"stories": Story, "copies": Copies, "happenings": Happening, "claims": Claim, "forums": Forum}
    assert {name: tuple(schema.names) for name, schema in SCHEMAS.items()} == {
        name: tuple(field.name for field in fields(row)) for name, row in rows.items()
    }


def test_a_run_that_changes_loses_its_merged_tables(readings: list[Reading], tmp_path: Path) -> None:
    out = kept(tmp_path / "out", readings[:40])
    merge_run(out, Passes())
    with closing(Folder(out, HEAD)) as folder:
        assert (out / "stories.parquet").exists()
        folder.keep(packed("more", readings[40:50], (), HEAD.reader))
    assert not (out / "stories.parquet").exists()


def test_a_task_that_ends_its_process_twice_ends_merging() -> None:
    from dragoman.batch.chains import Tracing

    with pytest.raises(DragomanError, match="merging"):
        Tracing("t", ()).without(0, "killed")


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(-40, 40)), max_size=4), max_size=25), st.integers(1, 30))
def test_pairs_over_arrays_are_the_partners_of_the_index(reports: list[list[tuple[int, int]]], reach: int) -> None:
    found = [{Term(str(word), day, reach) for word, day in some} for some in reports]
    rows = sorted((int(term.word), reach, term.day, number) for number, some in enumerate(found) for term in some)
    ours = np.transpose(ends(pairs_of([np.array(rows, np.int64).reshape(-1, 4)]))).tolist()
    ours = [tuple(pair) for pair in ours]
    # Two terms of one report in one block make no pair of reports.
    assert [pair for pair in ours if pair[0] != pair[1]] == [pair for pair in partners(found) if pair[0] != pair[1]]


@given(st.lists(st.one_of(st.just(UNDATED), st.integers(0, 400)), max_size=25), st.lists(st.integers(0, 2), min_size=25, max_size=25))
def test_near_and_far_pairs_of_a_block_are_all_that_are_not_of_one_home(days: list[int], homes: list[int]) -> None:
    block = [np.array([(7, BAND_REACH, day, number) for number, day in enumerate(sorted(days))], np.int64).reshape(-1, 4)]
    found = pairs_of(block, 198), far_pairs(block, 198, np.array(homes))
    near, far = ([tuple(pair) for pair in np.transpose(ends(some)).tolist()] for some in found)
    assert len({*near, *far}) == len(near) + len(far)
    assert {*near, *far} >= {pair for pair in combinations(range(len(days)), 2) if homes[pair[0]] != homes[pair[1]]}
    assert all(homes[a] != homes[b] for a, b in far)


def test_a_forum_that_sits_for_years_and_reprints_come_out_as_from_all_pairs(tmp_path: Path) -> None:
    told = list(archive(120, seed=5, per_day=1, sessions=0.5))
    old = told[3].report
    told.append(replace(told[3], report=replace(old, id="reprint", published="2041-01-01", publisher="Far Post")))
    out = kept(tmp_path / "out", told)
    merge_run(out, Passes())
    merged = merge(told, KNOWLEDGE)
    assert tables(out) == {name: sorted(json.dumps(asdict(row), sort_keys=True) for row in getattr(merged, name)) for name in SCHEMAS}
    assert any("reprint" in group.reports for group in merged.copies)
    assert max(len(forum.sessions) for forum in merged.forums) > 5


def test_tiles_hold_each_pair_once_and_few_reports() -> None:
    chance = np.random.default_rng(1)
    numbers = np.sort(chance.choice(3 * TILE, (4000, 2)), axis=1).astype(np.int64)
    pairs = np.unique((numbers[:, 0] << 32) | numbers[:, 1])
    made = [list(zip(*(side.tolist() for side in ends(tile)), strict=True)) for tile in tiles(pairs)]
    assert sorted(pair for tile in made for pair in tile) == sorted((int(p) >> 32, int(p) & 0xFFFFFFFF) for p in pairs)
    assert all(len({one for pair in tile for one in pair}) <= 2 * TILE for tile in made)
    assert len(made) <= len(list(combinations(range(4), 2)))
