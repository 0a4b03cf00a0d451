"""What the screen passes over has no bond."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dragoman.knowledge import Knowledge
from dragoman.merge.bonds import bond
from dragoman.merge.forums import is_core
from dragoman.merge.rulings import NONE
from dragoman.merge.screen import kin, promising
from dragoman.merge.trace import Trace
from dragoman.merge.whole import trace_of
from tests.merge.made import archive


@pytest.fixture(scope="module")
def traces() -> list[Trace]:
    knowledge = Knowledge.load()
    made = [trace_of(one, knowledge, NONE) for one in archive(160, seed=11)]
    return [replace(one, sketch=replace(one.sketch, published="")) if n % 9 == 0 else one for n, one in enumerate(made)]


def says_more(a: Trace, b: Trace) -> tuple[bool, bool]:
    """Whether the bond of the two tells of more than sittings that both say of which forum they are, and whether it tells of such."""
    made = bond(a, b)
    if made is None:
        return False, False
    one, other = sorted((a, b), key=lambda trace: trace.report)
    cores = [is_core(one.sittings[i]) and is_core(other.sittings[j]) for i, j, _ in made.sittings]
    return bool(made.copy or made.alike or made.deeds or not all(cores)), any(cores)


def test_no_bond_is_passed_over(traces: list[Trace]) -> None:
    left, right = traces[:90], traces[90:]
    wanted = np.array([[says_more(a, b) for b in right] for a in left])
    assert not (wanted[:, :, 0] & ~promising(left, right)).any()
    assert not (wanted[:, :, 1] & ~kin(left, right)).any()
    assert wanted[:, :, 0].sum() > 400
    assert promising(left, right).mean() < 0.25


def test_among_reports_of_one_side_too(traces: list[Trace]) -> None:
    found = promising(traces, traces)
    assert (found == found.T).all()
    assert not [(a.report, b.report) for n, a in enumerate(traces) for m, b in enumerate(traces[:n]) if says_more(a, b)[0] > found[n, m]]


def test_long_reports_are_compared_as_far_as_their_rows_reach(traces: list[Trace]) -> None:
    first, second = (replace(one, accounts=(), sittings=(), sketch=replace(one.sketch, names=(), words=())) for one in traces[:2])
    rows = tuple(range(0, 5120, 10))
    long, short = (replace(one, sketch=replace(one.sketch, published="2030-01-01", shingles=rows)) for one in (first, second))
    short = replace(short, sketch=replace(short.sketch, shingles=(*rows[:300], 6001, 7001, *range(8001, 8400))))
    assert bond(long, short) is not None
    assert promising([long], [short]).all()
    assert not promising([long], [replace(short, sketch=replace(short.sketch, shingles=(0, *range(1, 900, 2))))]).any()


def test_no_reports_have_no_pairs(traces: list[Trace]) -> None:
    assert promising([], traces).shape == (0, len(traces))
