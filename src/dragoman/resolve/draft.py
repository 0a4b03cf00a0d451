"""A cluster on its way to an actor: what is known of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge import Description, Entry
from dragoman.resolve.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Draft:
    """A cluster with its entry, its kind and its country; `told` says whether the text gave the country."""

    cluster: Cluster
    entry: Entry | None
    kind: str
    country: str | None
    told: bool
    descriptions: tuple[Description, ...]  # of its names and nominals, in the order of the text
