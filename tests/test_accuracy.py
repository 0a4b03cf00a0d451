"""The reader, held to its floors on a fixed draw of the development sets. `make score` measures all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import gate
from bench.gate import Floors, Gate, Result
from bench.gold import SETS, GoldSet


@pytest.fixture(scope="module")
def floors() -> Floors:
    found: Floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("gold_set", SETS, ids=lambda gold_set: gold_set.name)
def test_accuracy_is_not_below_its_floor(gold_set: GoldSet, dev_data: Path, floors: Floors) -> None:
    the_gate = Gate(gate.run_dragoman, gate.scorer(dev_data))
    results: Iterator[Result] = gate.run(the_gate, dev_data, floors, quick=True, only=[gold_set.name])
    (result,) = results
    assert result.holds, "\n" + "\n".join(gate.table([result]))
