"""PLOVER/CAMEO-style codes: the country and the main sector ("AFGGOV"), or an organisation's own code ("IGOUNO")."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge import Entry, Knowledge

STATELESS = {"igo": "IGO", "ngo": "NGO", "company": "MNC", "armed_group": "IMG", "media": "MED"}


def code_of(kind: str, country: str | None, sectors: Sequence[str], entry: Entry | None, knowledge: Knowledge) -> str | None:
    """The code, or None where neither the country nor the sector is known."""
    if kind == "igo" or (country is None and entry is not None and "IGO" in entry.sectors):
        return "IGO" + _igo_code(entry, knowledge)
    if country is not None:
        return country + (sectors[0] if sectors else "")
    return STATELESS.get(kind) or (sectors[0] if sectors else None)


def _igo_code(entry: Entry | None, knowledge: Knowledge) -> str:
    """The code of the organisation, or of the nearest one that it is part of."""
    while entry is not None:
        if (code := knowledge.words.igo_codes.get(entry.id)) is not None:
            return code
        entry = knowledge.entry(entry.part_of) if entry.part_of is not None else None
    return ""
