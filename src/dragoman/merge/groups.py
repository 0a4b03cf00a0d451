"""Grouping by likeness: who is compared with whom, what hangs together, and average linkage over sparse likenesses."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from dragoman.merge.sketch import Sketch, keys

Pair = tuple[int, int]  # places of two items, the smaller first


def partners(sketches: Sequence[Sketch]) -> list[Pair]:
    """The pairs that share a key, in order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for key in keys(sketch):
            blocks[key].append(place)
    return sorted({pair for block in blocks.values() for pair in combinations(block, 2)})


def components(size: int, pairs: Iterable[Pair]) -> list[list[int]]:
    """The items 0 to size - 1 in groups that the pairs connect, each in order, by their first items."""
    root = list(range(size))

    def find(item: int) -> int:
        while root[item] != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for a, b in pairs:
        left, right = sorted((find(a), find(b)))
        root[right] = left
    groups: dict[int, list[int]] = defaultdict(list)
    for item in range(size):
        groups[find(item)].append(item)
    return list(groups.values())


def average_linkage(size: int, likeness: Mapping[Pair, float], least: float) -> list[list[int]]:
    """The items 0 to size - 1 in groups: the two whose members are on average most alike are joined, while that is `least` or more.

    Pairs that `likeness` lacks count as 0, so the work grows with the pairs given (times a logarithm). Of equals, the two groups with the
    smallest first items are joined first. (Sokal and Michener 1958, as a heap of sums.)
    """
    members = {item: [item] for item in range(size)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), value in likeness.items():
        sums[a][b] = sums[b][a] = value
    heap = [(-value, a, b, 1, 1) for (a, b), value in likeness.items() if value >= least]
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members.get(a, ())) != size_a or len(members.get(b, ())) != size_b:
            continue  # one of the two has been joined with another since
        members[a] = sorted(members[a] + members.pop(b))
        for other, value in sums.pop(b).items():
            del sums[other][b]
            if other != a:
                sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + value
        for other, value in sums[a].items():
            mean = value / (len(members[a]) * len(members[other]))
            if mean >= least:
                first, second = sorted((a, other))
                heapq.heappush(heap, (-mean, first, second, len(members[first]), len(members[second])))
    return [members[item] for item in sorted(members)]
