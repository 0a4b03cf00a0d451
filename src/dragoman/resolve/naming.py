"""The canonical name of an actor."""

from __future__ import annotations

import re

from dragoman.knowledge.names import is_acronym
from dragoman.record import Mention
from dragoman.resolve.draft import Draft
from dragoman.resolve.scene import Scene

_INSTITUTIONS = frozenset({"government", "ministry", "military", "office", "party"})
_NUMBER = re.compile(r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|several|many|some) ", re.IGNORECASE)


def name_of(draft: Draft, scene: Scene) -> str:
    """The fullest name of the text, the entry's where the text has only a short one, or the best description."""
    text = scene.text
    names = [_flat(mention, text) for mention in draft.cluster.names]
    if draft.entry is not None and (draft.kind == "country" or not names or all(_is_short(name) for name in names)):
        return draft.entry.name
    if names:
        return max(names, key=_fullness)
    if draft.kind == "country" and draft.country is not None and (state := scene.knowledge.country(draft.country)) is not None:
        return state.name
    nominals = [_flat(mention, text) for mention in draft.cluster.mentions if mention.form == "nominal"]
    if nominals:
        return _with_nation(max(nominals, key=_fullness), draft, scene)
    return _flat(draft.cluster.mentions[0], text) if draft.cluster.mentions else draft.cluster.id


def _flat(mention: Mention, text: str) -> str:
    return " ".join(mention.span.of(text).split())


def _is_short(name: str) -> bool:
    return " " not in name or is_acronym(name.replace(".", ""))


def _fullness(name: str) -> tuple[int, int]:
    """More words are fuller, up to six; among those the longer name. Ties go to the first."""
    words = len(name.split())
    return (words if words <= 6 else 1, len(name))


def _with_nation(words: str, draft: Draft, scene: Scene) -> str:
    """The description with the adjective of its nation in front, unless it has one.

    A nation that is only inferred is named with institutions alone: a crowd in Kenya need not be Kenyan.
    """
    if draft.country is None or not (draft.told or draft.kind in _INSTITUTIONS) or scene.knowledge.nations(words):
        return words
    state = scene.knowledge.country(draft.country)
    if state is None or not state.adjectives:
        return words
    number, _, counted = words.partition(" ") if _NUMBER.match(words) else ("", "", words)
    return f"{number} {state.adjectives[0]} {counted}".strip()
