"""Kills and races: all of a report is kept or nothing, nothing is lost, nothing doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from dragoman.casebook import open_casebook
from tests.casebook.made import reading, report

ROOT = Path(__file__).parents[2]
MANY = 25


def _adder(place: str, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.casebook.adder", place, str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _holds_all(place: str) -> None:
    with open_casebook(place) as casebook:
        assert sorted(r.report.id for r in casebook.readings()) == sorted(f"r{n}" for n in range(MANY))
        assert all(r == reading(report(int(r.report.id[1:]))) for r in casebook.readings())
        log = [(change.kind, change.id) for change in casebook.changes()]
        assert sorted(log) == sorted((kind, f"r{n}") for n in range(MANY) for kind in ("report", "reading"))
        assert casebook.check() == ()


def test_killed_at_random_moments_and_resumed_it_holds_the_same_rows(place: str) -> None:
    chance = random.Random(5)
    for _ in range(4):
        with _adder(place, 0, MANY) as adder:
            assert adder.stdout is not None
            adder.stdout.readline()  # it is at work
            time.sleep(chance.uniform(0, 0.1))
            adder.kill()
    with _adder(place, 0, MANY) as adder:
        adder.communicate()
    assert adder.returncode == 0
    _holds_all(place)


def test_two_writers_at_once_lose_and_double_nothing(place: str) -> None:
    with _adder(place, 0, 18) as one, _adder(place, 8, MANY) as other:
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    _holds_all(place)
