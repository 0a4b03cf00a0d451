"""Who belongs to whom among the actors of one report: by the words, by the knowledge, and officials by their country."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dragoman.record import Mention
from dragoman.resolve.cluster import Cluster
from dragoman.resolve.draft import Draft
from dragoman.resolve.scene import Scene

OF_COUNTRY = frozenset({"government", "ministry", "military", "office"})
OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
_PAIR = re.compile(
    r"\b(two|both|three|four)\b.*\b(?:countries|sides|nations|neighbou?rs|governments|parties|leaders|states|powers|presidents|ministers)$",
    re.IGNORECASE,
)
PAIR_REACH = 10  # "both" and "two" may stand before the mention
_COUNT = {"two": 2, "both": 2, "three": 3, "four": 4}


def members_of(drafts: Sequence[Draft], parents: Mapping[str, tuple[str, ...]], scene: Scene) -> dict[str, tuple[str, ...]]:
    """For each cluster the ids of the clusters that it belongs to, the nearest first; of a pair ("both sides") its members.

    `parents` are those that the words give.
    """
    return {draft.cluster.id: _bodies(draft, drafts, parents[draft.cluster.id], scene) for draft in drafts}


def _bodies(draft: Draft, drafts: Sequence[Draft], parents: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    if pair := _pair(draft, drafts, scene):
        return pair
    found = [*parents, *_by_knowledge(draft, drafts)] or _by_country(draft, drafts, scene)
    return tuple(id for id in dict.fromkeys(found) if id != draft.cluster.id)


def is_pair(cluster: Cluster, scene: Scene) -> bool:
    """Whether the actor is called "the two countries", "both sides" and the like: it is of no one country."""
    return any(mention.form == "nominal" and _pair_word(mention, scene) is not None for mention in cluster.mentions)


def _pair_word(mention: Mention, scene: Scene) -> str | None:
    match = _PAIR.search(scene.text[max(0, mention.span.start - PAIR_REACH) : mention.span.end])
    return match[1].lower() if match is not None else None


def _pair(draft: Draft, drafts: Sequence[Draft], scene: Scene) -> tuple[str, ...]:
    """The states named last before "the two countries", "both sides" and the like."""
    for mention in draft.cluster.mentions:
        if mention.form == "nominal" and (word := _pair_word(mention, scene)) is not None:
            last = {other.cluster.id: _last_before(mention.span.start, other) for other in drafts if other.kind == "country"}
            near = sorted((id for id, place in last.items() if place >= 0), key=lambda id: -last[id])
            if len(near) >= (count := _COUNT[word]):
                return tuple(near[:count])
    return ()


def _last_before(place: int, draft: Draft) -> int:
    """Where the last mention before a place begins, or -1."""
    return max((mention.span.start for mention in draft.cluster.mentions if mention.span.start < place), default=-1)


def _by_knowledge(draft: Draft, drafts: Sequence[Draft]) -> list[str]:
    entry = draft.entry
    if entry is None or entry.part_of is None:
        return []
    return [other.cluster.id for other in drafts if other.entry is not None and other.entry.id == entry.part_of]


def _by_country(draft: Draft, drafts: Sequence[Draft], scene: Scene) -> list[str]:
    if draft.country is None or not (draft.kind in OF_COUNTRY or (draft.kind in ("person", "group") and _is_official(draft, scene))):
        return []
    return [other.cluster.id for other in drafts if other.kind == "country" and other.country == draft.country]


def _is_official(draft: Draft, scene: Scene) -> bool:
    """Whether all that the text calls the actor belongs to the state: "foreign minister", "Afghan delegation", not "opposition leader"."""
    roles = (scene.knowledge.describe(role.title) for role in draft.cluster.roles)
    sectors = {sector for found in (*roles, *draft.descriptions) if found is not None for sector in found.sectors}
    return bool(sectors) and sectors <= OFFICIAL
