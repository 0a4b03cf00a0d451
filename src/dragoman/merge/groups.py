"""Grouping by likeness: what hangs together, and average linkage over sparse likenesses."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Pair = tuple[int, int]  # places of two items, the smaller first
P = TypeVar("P", bound=tuple[Any, Any])
T = TypeVar("T")


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


class Joined(Generic[T]):
    """Items in groups that grow; an item that was never joined is a group of its own."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def root(self, item: T) -> T:
        """An item that stands for the group."""
        while (above := self._parent.get(item, item)) != item:
            self._parent[item] = self._parent.get(above, above)
            item = above
        return item

    def join(self, one: T, other: T) -> None:
        """Makes the groups of the two one."""
        self._parent[self.root(other)] = self.root(one)

    def gathered(self, block: dict[T, list[T]]) -> list[tuple[T, list[T]]]:
        """Some items by what stood for their groups, brought up to date: each group once."""
        for item in [item for item in block if self.root(item) != item]:
            block.setdefault(self.root(item), []).extend(block.pop(item))
        return list(block.items())


def chained(likeness: Mapping[P, float], least: float, sure: float) -> list[P]:
    """The pairs that make chains, of those that are `least` alike: those that are `sure`, and of each item that with the most alike.

    Of equals that with the smallest. Were all pairs to make chains, those of a dense archive would run through all of it; so they stay
    short however much is written, and few groups come out otherwise.
    """
    best: dict[Any, tuple[float, Any]] = {}
    for (a, b), value in likeness.items():
        if value >= least:
            best[a] = min(best.get(a, (0.0, b)), (-value, b))
            best[b] = min(best.get(b, (0.0, a)), (-value, a))
    return [pair for pair, value in likeness.items() if value >= least and (value >= sure or _is_best(pair, best))]


def _is_best(pair: tuple[Any, Any], best: Mapping[Any, tuple[float, Any]]) -> bool:
    a, b = pair
    return bool(best[a][1] == b or best[b][1] == a)


def linked(
    size: int,
    likeness: Mapping[Pair, float],
    bounds: tuple[float, float],
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    wary: float = 0.0,
) -> list[list[int]]:
    """Average linkage within chains; `bounds` are the least likeness at which groups are joined, and that of sure pairs (see `chained`).

    `wary` is as in `average_linkage`.

    Items of different chains do not weigh on each other's groups, so that each chain may be worked out alone.
    """
    least, sure = bounds
    together = list(together)
    chains = components(size, [*chained(likeness, least, sure), *together])
    home = {item: n for n, chain in enumerate(chains) for item in chain}
    place = {item: n for chain in chains for n, item in enumerate(chain)}
    inside = [_Inside({}, [], []) for _ in chains]
    for (a, b), value in likeness.items():
        if home[a] == home[b]:
            inside[home[a]].likeness[place[a], place[b]] = value
    for pairs, name in ((together, "together"), (apart, "apart")):
        for a, b in pairs:
            if home[a] == home[b]:
                getattr(inside[home[a]], name).append((place[a], place[b]))
    groups = [
        [chain[n] for n in group]
        for chain, its in zip(chains, inside, strict=True)
        for group in average_linkage(len(chain), its.likeness, least, its.together, its.apart, wary)
    ]
    return sorted(groups)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What is known of one chain, by the places of its items."""

    likeness: dict[Pair, float]
    together: list[Pair]
    apart: list[Pair]


def average_linkage(
    size: int,
    likeness: Mapping[Pair, float],
    least: float,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    wary: float = 0.0,
) -> list[list[int]]:
    """The items 0 to size - 1 in groups: the two whose members are on average most alike are joined, while that is `least` or more.

    Pairs that `likeness` lacks count as 0, so the work grows with the pairs given (times a logarithm). Of equals, the two groups with the
    smallest first items are joined first. (Sokal and Michener 1958, as a heap of sums.) Items `together` are one group from the start,
    and groups with items `apart` are never joined. The more items the smaller of two groups has, the more alike they must be: by
    its size to the power of `wary`, as two groups that are both well attested are seldom one.
    """
    linkage = _Linkage(components(size, together), least, wary)
    linkage.compare(likeness, apart)
    while linkage.join():
        pass
    return [linkage.members[item] for item in sorted(linkage.members)]


class _Linkage:
    """Groups by their first items, the sums of likenesses between them, and a heap of the pairs that may be joined."""

    def __init__(self, groups: Iterable[list[int]], least: float, wary: float = 0.0) -> None:
        self.members = {group[0]: group for group in groups}
        self.sums: dict[int, dict[int, float]] = {first: {} for first in self.members}
        self.barred: dict[int, set[int]] = defaultdict(set)
        self.heap: list[tuple[float, int, int, int, int]] = []
        self.least = least
        self.wary = wary

    def compare(self, likeness: Mapping[Pair, float], apart: Iterable[Pair]) -> None:
        home = {item: first for first, group in self.members.items() for item in group}
        for a, b in apart:
            self.barred[home[a]].add(home[b])
            self.barred[home[b]].add(home[a])
        for (a, b), value in sorted(likeness.items()):
            if (x := home[a]) != (y := home[b]):
                self.sums[x][y] = self.sums[y][x] = self.sums[x].get(y, 0.0) + value
        for a in self.sums:
            self._offer(a, [b for b in self.sums[a] if a < b])

    def _offer(self, a: int, others: Iterable[int]) -> None:
        for b in others:
            first, second = sorted((a, b))
            sizes = (len(self.members[first]), len(self.members[second]))
            alike = self.sums[a][b] / (sizes[0] * sizes[1]) / min(sizes) ** self.wary
            if alike >= self.least and b not in self.barred[a]:
                heapq.heappush(self.heap, (-alike, first, second, *sizes))

    def join(self) -> bool:
        """Joins the two that are most alike; whether there were two."""
        while self.heap:
            _, a, b, size_a, size_b = heapq.heappop(self.heap)
            # Else one of the two has been joined with another since.
            if len(self.members.get(a, ())) == size_a and len(self.members.get(b, ())) == size_b:
                self._unite(a, b)
                return True
        return False

    def _unite(self, a: int, b: int) -> None:
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        for other in self.barred.pop(b, ()):
            self.barred[other].add(a)
            self.barred[a].add(other)
        for other, value in self.sums.pop(b).items():
            del self.sums[other][b]
            if other != a:
                self.sums[a][other] = self.sums[other][a] = self.sums[a].get(other, 0.0) + value
        self._offer(a, list(self.sums[a]))
