"""An entry of the knowledge: one actor, or one recurring forum, with the names that reports use for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from dragoman.record import Kind

EntryKind = Literal[Kind, "mechanism"]

KINDS: frozenset[str] = frozenset({*get_args(Kind), "mechanism"})

# PLOVER's actor sectors (codebook of 2021, table of sectors), with SOC, PRM, AGR, ELI and the international ones of CAMEO.
SECTORS: frozenset[str] = frozenset(
    (
        "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL",
        "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "REL", "SOC", "IGO", "NGO", "IMG", "MNC",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Who or what an id stands for. Years are those in which the entry, or a person's office, held."""

    id: str
    name: str
    kind: EntryKind
    country: str | None = None  # ISO 3166 alpha-3; None for bodies of several states
    cow: int | None = None  # Correlates of War number, of states
    part_of: str | None = None
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()  # of states and peoples: words before a noun, and demonyms
    office: str | None = None
    since: int | None = None  # `from` in YAML
    until: int | None = None
    sectors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # ids of entries or ISO codes
    wikidata: str | None = None
    note: str | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        """The canonical name, then the others."""
        return (self.name, *self.names)

    def held(self, year: int) -> bool:
        """Whether the entry existed, or its office was held, in that year, as far as is known."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)
