"""Grouping: what hangs together, and average linkage."""

from __future__ import annotations

import random
from itertools import combinations

from dragoman.merge.groups import average_linkage, components


def test_components_are_what_pairs_connect() -> None:
    assert components(5, [(1, 3), (3, 4)]) == [[0], [1, 3, 4], [2]]


def test_average_linkage_joins_the_likest_while_the_mean_is_enough() -> None:
    likeness = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.1, (2, 3): 0.5}
    # Once 0 and 1 are joined, 2 is .35 like them on average, and more like 3.
    assert average_linkage(4, likeness, 0.4) == [[0, 1], [2, 3]]
    assert average_linkage(4, likeness, 0.7) == [[0, 1], [2], [3]]
    assert average_linkage(0, {}, 0.5) == []


def naive(size: int, likeness: dict[tuple[int, int], float], least: float) -> list[list[int]]:
    """The same by trying every pair of groups at each step."""
    groups = [[n] for n in range(size)]

    def mean(a: list[int], b: list[int]) -> float:
        return sum(likeness.get((min(x, y), max(x, y)), 0.0) for x in a for y in b) / (len(a) * len(b))

    while len(groups) > 1:
        a, b = max(combinations(groups, 2), key=lambda pair: mean(*pair))
        if mean(a, b) < least:
            break
        groups = sorted([sorted(a + b), *(g for g in groups if g not in (a, b))])
    return groups


def test_the_heap_gives_what_trying_all_pairs_gives() -> None:
    for seed in range(30):
        chance = random.Random(seed)
        likeness = {pair: chance.random() for pair in combinations(range(12), 2) if chance.random() < 0.5}
        assert average_linkage(12, likeness, 0.3) == naive(12, likeness, 0.3)


def test_items_together_are_one_group_and_items_apart_are_never_joined() -> None:
    likeness = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.8}
    assert average_linkage(4, likeness, 0.5, together=[(2, 3)]) == [[0, 1], [2, 3]]
    assert average_linkage(4, likeness, 0.3, together=[(2, 3)]) == [[0, 1, 2, 3]]
    assert average_linkage(3, likeness, 0.3, apart=[(0, 1)]) == [[0, 2], [1]]
    # What one of a group is held apart from, the whole group is.
    assert average_linkage(3, likeness, 0.3, apart=[(0, 2)]) == [[0, 1], [2]]


def test_groups_of_one_chain_come_out_the_same_when_worked_out_alone() -> None:
    for seed in range(20):
        chance = random.Random(seed)
        whole = {pair: chance.random() * 0.5 for pair in combinations(range(14), 2) if chance.random() < 0.2}
        expected = average_linkage(14, whole, 0.3)
        alone = []
        for chain in components(14, [pair for pair, value in whole.items() if value >= 0.3]):
            place = {item: n for n, item in enumerate(chain)}
            inside = {(place[a], place[b]): value for (a, b), value in whole.items() if a in place and b in place}
            alone += [[chain[n] for n in group] for group in average_linkage(len(chain), inside, 0.3)]
        assert sorted(alone) == expected


def test_groups_of_several_must_be_more_alike_where_one_is_wary() -> None:
    likeness = {(0, 1): 0.9, (2, 3): 0.9} | {(a, b): 0.25 for a in (0, 1) for b in (2, 3)} | {(0, 4): 0.25, (1, 4): 0.25}
    assert average_linkage(4, {pair: value for pair, value in likeness.items() if 4 not in pair}, 0.2)[0] == [0, 1, 2, 3]
    assert average_linkage(5, likeness, 0.2, wary=0.5) == [[0, 1, 4], [2, 3]]
