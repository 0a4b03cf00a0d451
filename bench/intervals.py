"""Confidence intervals of the figures, by bootstrap over records: how far a figure would move on other records of its kind.

A set is drawn anew from itself with replacement, gold and readings alike, and scored each time (Efron and Tibshirani,
An Introduction to the Bootstrap, 1993, chapter 13: the percentile interval).
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bench.gold import Record, record_id, with_id, write_lines

LEVEL = 0.95

Interval = tuple[float, float]


def bootstrap(
    gold: Sequence[Record], said: Sequence[Record], score: Callable[[Path, Path], Record], draws: int, seed: int = 1
) -> list[Record]:
    """All figures of each draw. A record drawn twice stands under two ids; one that was not read is missing from `said`."""
    readings = {record_id(record): record for record in said}

    def one(draw: int) -> Record:
        drawn = list(enumerate(random.Random(f"{seed} {draw}").choices(gold, k=len(gold))))
        with tempfile.TemporaryDirectory() as folder:
            paths = Path(folder) / "gold.jsonl", Path(folder) / "read.jsonl"
            write_lines(paths[0], (with_id(record, f"{place}") for place, record in drawn))
            found = ((place, readings.get(record_id(record))) for place, record in drawn)
            write_lines(paths[1], (with_id(reading, f"{place}") for place, reading in found if reading))
            return score(*paths)

    # The scorer is a program of its own: threads wait for as many of it as there are cores.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(one, range(draws)))


def interval(values: Sequence[float]) -> Interval:
    """The range that holds the middle 95 in a hundred of the values."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return round(float(low), 4), round(float(high), 4)
