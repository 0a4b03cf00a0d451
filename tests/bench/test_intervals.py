"""The bootstrap, with a scorer that counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.intervals import bootstrap, interval

GOLD = [{"id": f"g{number}", "right": number < 50} for number in range(100)]


def share(gold: Path, read: Path) -> dict[str, Any]:
    """How many of the gold records were read and are right."""
    rows, said = ([json.loads(line) for line in path.read_text().splitlines()] for path in (gold, read))
    assert len({row["id"] for row in rows}) == len(rows)  # scorers look records up by their ids
    assert {row["report"]["id"] for row in said} <= {row["id"] for row in rows}
    right = {row["report"]["id"] for row in said}
    return {"share": sum(row["right"] for row in rows if row["id"] in right) / len(rows), "read": len(said)}


def test_each_draw_has_as_many_records_and_each_reading_follows_its_gold() -> None:
    said = [{"report": {"id": row["id"]}} for row in GOLD]
    drawn = bootstrap(GOLD, said, share, draws=200)
    assert {figures["read"] for figures in drawn} == {100}
    low, high = interval([figures["share"] for figures in drawn])
    # A share of one half over a hundred records has a standard error of .05.
    assert (low, high) == pytest.approx((0.40, 0.60), abs=0.03)


def test_the_same_seed_draws_the_same_and_another_seed_does_not() -> None:
    said = [{"report": {"id": row["id"]}} for row in GOLD]
    assert bootstrap(GOLD, said, share, 5, seed=2) == bootstrap(GOLD, said, share, 5, seed=2) != bootstrap(GOLD, said, share, 5, seed=3)


def test_a_record_that_was_not_read_is_missing_in_every_draw() -> None:
    assert {figures["share"] for figures in bootstrap(GOLD, [], share, draws=3)} == {0.0}
