"""Confidence intervals of the figures, by bootstrap over records: how far a figure would move on other records of its kind.

A set is drawn anew from itself with replacement, gold and readings alike, and scored each time (Efron and Tibshirani,
An Introduction to the Bootstrap, 1993, chapter 13: the percentile interval).
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.gold import Record, record_id, with_id, write_lines

LEVEL = 0.95

Interval = tuple[float, float]


def bootstrap(
    gold: Sequence[Record], said: Sequence[Record], score: Callable[[Path, Path], Record], draws: int, seed: int = 1
) -> list[Record]:
    """All figures of each draw. A record drawn twice stands under two ids; one that was not read is missing from `said`."""
    chance = random.Random(seed)
    readings = {record_id(record): record for record in said}
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        paths = Path(temporary) / "gold.jsonl", Path(temporary) / "read.jsonl"
        for _ in range(draws):
            drawn = [(f"{place}", record) for place, record in enumerate(chance.choices(gold, k=len(gold)))]
            write_lines(paths[0], [with_id(record, name) for name, record in drawn])
            write_lines(paths[1], [with_id(readings[record_id(r)], name) for name, r in drawn if record_id(r) in readings])
            found.append(score(*paths))
    return found


def interval(values: Sequence[float]) -> Interval:
    """The range that holds the middle 95 in a hundred of the values."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return round(float(low), 4), round(float(high), 4)
