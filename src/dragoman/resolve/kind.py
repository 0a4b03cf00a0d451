"""The kind of an actor: the model's probabilities, weighed by what the knowledge is sure of."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge import Description, Entry
from dragoman.resolve.cluster import Cluster

ENTRY_WEIGHT = 20.0  # a linked entry against the model
BOTH_WEIGHT = 2.0  # a linked entry that is a party and an armed group at once
BODY_WEIGHT = 8.0  # a wording that was understood as a whole
HEAD_WEIGHT = 3.0  # the last noun alone
FLOOR = 0.01  # what the model gives a kind at least, so that knowledge can speak

_BOTH = frozenset({"PTY", "REB"})


def kind_of(cluster: Cluster, entry: Entry | None, descriptions: Sequence[Description]) -> str:
    """The likeliest kind."""
    weights = {kind: max(share, FLOOR) for kind, share in cluster.kinds.items()}
    if entry is not None and entry.kind in weights:
        weights[entry.kind] *= BOTH_WEIGHT if _BOTH.issubset(entry.sectors) else ENTRY_WEIGHT
    for description in descriptions[:1]:
        if description.kind in weights:
            weights[description.kind] *= BODY_WEIGHT if description.exact else HEAD_WEIGHT
    return max(sorted(weights), key=lambda kind: weights[kind], default="organization")
