"""What people decided about merging: which items are one, and which are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.merge.groups import Pair

Ref = tuple[str, str]  # a report's id and the id of an item of its reading: an actor, an event, a mechanism; "" for the report itself
RefPair = tuple[Ref, Ref]


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pairs of items of one kind, each in order."""

    together: frozenset[RefPair] = frozenset()
    apart: frozenset[RefPair] = frozenset()

    def among(self, place: Mapping[Ref, int]) -> tuple[list[Pair], list[Pair]]:
        """The pairs of which both are among some items, by their places: those together, and those apart."""
        return _placed(self.together, place), _placed(self.apart, place)


def _placed(pairs: Iterable[RefPair], place: Mapping[Ref, int]) -> list[Pair]:
    return sorted((min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs if a in place and b in place)


NONE = Rulings()
