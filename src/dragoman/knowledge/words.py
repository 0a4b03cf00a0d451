"""The wordings of `words.yaml`: bodies, nouns of descriptions and modifiers that hold for every state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.knowledge.names import fold

_BRITISH = {
    "defense": "defence", "labor": "labour", "center": "centre", "organization": "organisation", "paramilitary": "paramilitary",
    "organizations": "organisations", "program": "programme", "counselor": "counsellor",
}  # fmt: skip


# An envoy to a state is another state's: "special envoy on Sudan Ambassador Mary Jones".
ERRAND = re.compile(r"(?i:envoy|ambassador|representative|rapporteur|mediator|negotiator)\s+(?:on|to|for)\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Word:
    """What a wording without its nation stands for. `id` is the rest of a body's id ("mfa"), or "" for descriptions."""

    id: str
    kind: str
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """`bodies` and `heads` map folded wordings to what they stand for; the sets hold folded single words."""

    bodies: Mapping[str, Word]
    heads: Mapping[str, Word]
    modifiers: frozenset[str]
    foreign: frozenset[str]
    igo_codes: Mapping[str, str]


def spell(folded: str) -> str:
    """A folded wording in small letters and British spelling."""
    words = folded.lower().split()
    return " ".join(_BRITISH.get(word, word) for word in words)


def make_words(value: Mapping[str, Any]) -> Words:
    """The plain values of `loader.read_words`, ready for look-ups. Where a wording stands twice the first holds."""
    return Words(
        bodies=_table(value["bodies"]),
        heads=_table(value["heads"]),
        modifiers=frozenset(spell(fold(word)) for word in value["modifiers"]),
        foreign=frozenset(value["foreign"]),
        igo_codes=dict(value["igo_codes"]),
    )


def _table(rows: Iterable[Mapping[str, Any]]) -> dict[str, Word]:
    table: dict[str, Word] = {}
    for row in rows:
        word = Word(row.get("id", ""), row["kind"], tuple(row["sectors"]))
        for wording in row["words"]:
            table.setdefault(spell(fold(wording)), word)
    return table
