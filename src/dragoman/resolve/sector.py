"""The sectors of an actor, PLOVER's: by the words of its roles and mentions, then by its kind, then by the knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.knowledge import Description, Knowledge
from dragoman.resolve.draft import Draft

BY_KIND = {
    "government": "GOV", "ministry": "GOV", "military": "MIL", "armed_group": "REB", "party": "PTY", "company": "BUS",
    "igo": "IGO", "ngo": "NGO", "media": "MED", "population": "CVL", "office": "GOV",
}  # fmt: skip


def sectors_of(draft: Draft, bodies: Sequence[Draft], knowledge: Knowledge) -> tuple[tuple[str, ...], bool]:
    """The sectors, the main one first, and whether only the knowledge gave them. `bodies`: those that it belongs to."""
    if draft.kind == "country":
        return (), False
    told = tuple(dict.fromkeys(_told(draft, knowledge)))
    if told:
        return told, False
    if over := _of_bodies(draft, bodies):
        return over, False
    if draft.entry is not None and draft.entry.sectors:
        return draft.entry.sectors, True
    return ((BY_KIND[draft.kind],) if draft.kind in BY_KIND else ()), False


def _of_bodies(draft: Draft, bodies: Sequence[Draft]) -> tuple[str, ...]:
    """Of a person or a group without a word of its own, the sector of the body that the words put it under."""
    if draft.kind not in ("person", "group", "office"):
        return ()
    return tuple(dict.fromkeys(BY_KIND[body.kind] for body in bodies if body.kind in BY_KIND))


def _told(draft: Draft, knowledge: Knowledge) -> Iterator[str]:
    for role in draft.cluster.roles:
        described = knowledge.describe(role.title)
        yield from described.sectors if described is not None else ()
    for description in draft.descriptions:
        if _fits(description, draft):
            yield from description.sectors


def _fits(description: Description, draft: Draft) -> bool:
    """Whether a description can speak for the actor: that of a body not for a person, and not against the kind."""
    return description.kind is not None and (description.kind == draft.kind or draft.kind in ("person", "group", "organization", "office"))
