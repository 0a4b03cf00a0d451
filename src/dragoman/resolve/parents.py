"""Whom an actor belongs to by the words of the report: "Hamas supporters", "its delegation", "a commander of the Taliban"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.record import Mention, Span
from dragoman.resolve.cluster import Cluster
from dragoman.resolve.scene import Scene

_OWNERS = frozenset({"its", "their", "our", "whose"})
_POSSESSIVE = re.compile(r"['’]s?\s+(?:[a-z][\w-]*\s+)?$")
_BARE = re.compile(r"[ -]$")
_OWNED = re.compile(r"\s+(?:[a-z][\w-]*\s+)?$")
_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+|its\s+|their\s+)?$")

# Which kinds a state has among its own when only "'s", "its" or "of" says so. Of other pairs these words say little:
# "Japan's allies", "its neighbours" (on the marked reports they were right less than half of the time).
_OF_STATE = frozenset({"government", "ministry", "military", "person", "office"})
_OF_PRONOUN = frozenset({"military", "government", "ministry", "person", "office"})
REACH = 60  # characters between the two mentions, at most


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a report in the order of the text, to look around one of them."""

    ordered: tuple[Mention, ...]
    starts: tuple[int, ...]

    def around(self, span: Span) -> Iterator[Mention]:
        """Mentions that begin within REACH of the span, in the order of the text."""
        first = bisect_left(self.starts, span.start - REACH)
        last = bisect_left(self.starts, span.end + REACH)
        yield from self.ordered[first:last]


def gather(clusters: Sequence[Cluster]) -> Mentions:
    """The mentions of all clusters."""
    ordered = tuple(sorted((mention for cluster in clusters for mention in cluster.mentions), key=lambda mention: mention.span))
    return Mentions(ordered, tuple(mention.span.start for mention in ordered))


def parents_of(cluster: Cluster, mentions: Mentions, owners: Mapping[str, Cluster], scene: Scene) -> tuple[str, ...]:
    """Ids of the clusters that the words put the actor under, the first told first. `owners`: the cluster of each mention's id."""
    found = [role.of for role in cluster.roles if role.of is not None]
    for mention in cluster.mentions:
        if mention.form == "pronoun" or cluster.kind in ("country", "population"):
            continue
        for other in mentions.around(mention.span):
            owner = owners[other.id]
            if owner.kind not in ("person", "population", "group") and _is_over(other, owner, mention, cluster, scene.text):
                found.append(owner.id)
    return tuple(dict.fromkeys(id for id in found if id != cluster.id))


def _is_over(other: Mention, owner: Cluster, mention: Mention, cluster: Cluster, text: str) -> bool:
    """Whether `other` is the owner in "other's mention", "other mention", "mention of other" or in the mention itself."""
    mine, its = mention.span, other.span
    if mine.contains(its) and mine != its:
        return mention.form == "nominal" and (its.start == mine.start or _OF.search(text[mine.start : its.start]) is not None)
    weak = owner.kind == "country" and cluster.kind not in _OF_STATE
    if its.end > mine.start:
        between = text[mine.end : its.start] if mine.end < its.start else ""
        return not weak and mention.form == "nominal" and _OF.fullmatch(between) is not None
    between = text[its.end : mine.start]
    if other.form == "pronoun":
        return cluster.kind in _OF_PRONOUN and its.of(text).lower() in _OWNERS and _OWNED.fullmatch(between) is not None
    if other.form == "name" and _BARE.fullmatch(between):
        return mention.form == "nominal" or cluster.kind == "person"
    return not weak and _POSSESSIVE.fullmatch(between) is not None
