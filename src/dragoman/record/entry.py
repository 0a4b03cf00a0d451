"""A report's present reading as views, exports and merging take it: after people's corrections, its items with stable keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.record.reading import Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """One report's present reading, corrections applied and what was rejected left out.

    `keys` names each item of the reading (by its id) so that the name outlives a re-reading by a newer reader. `judged`
    holds the keys that a person accepted, corrected or added, `added` those of them that the reader missed.
    """

    reading: Reading
    keys: Mapping[str, str] = field(default_factory=dict)
    judged: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
