"""What the ontology is made of: one class for each kind of entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from dragoman.record import Act

Rank = Literal["head", "minister", "deputy", "speaker", "envoy", "officer", "member"]
Change = Literal["former", "acting", "next", "deputy"]
CueKind = Literal["verb", "noun", "phrase"]


@dataclass(frozen=True, slots=True)
class Mode:
    """A finer kind of an event type."""

    id: str
    definition: str
    cameo: str  # nearest CAMEO code; a string, since "010" is not "10"
    goldstein: float  # of that code, -10 to 10
    score: float | None = None  # PLOVER's conflict-cooperation score


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's 16 types (2021), with the values for an event that has no mode."""

    id: str
    definition: str
    counts: tuple[str, ...]
    excludes: tuple[str, ...]
    quad: Literal[1, 2, 3, 4]  # verbal cooperation, material cooperation, verbal conflict, material conflict
    recipient: bool  # whether an event of the type is incomplete without a recipient
    cameo: str
    goldstein: float
    score: float
    modes: Mapping[str, Mode] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is about, beside who did what to whom."""

    id: str
    definition: str


@dataclass(frozen=True, slots=True)
class Sector:
    """The part of a state or society that an actor belongs to, by PLOVER's code."""

    id: str
    name: str
    group: Literal["state", "society", "international"]
    definition: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A status or a statement act: what it means, and one sentence that shows it."""

    id: str
    definition: str
    example: str


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """Something that is talked about. `words` show it anywhere, `agenda` words only where something is known to be discussed."""

    id: str
    name: str
    definition: str
    words: tuple[str, ...]
    agenda: tuple[str, ...] = ()
    general: bool = False  # gives way to any other topic of the same agenda item


@dataclass(frozen=True, slots=True)
class Office:
    """The word of a title that says what its holder is: minister, head, envoy."""

    id: str
    words: tuple[str, ...]
    sector: str | None  # where the word alone tells it
    rank: Rank
    leads: bool  # heads a body or delegation in its own right
    speaks: bool  # what the holder says is the word of the body


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word of a title that says how the office is held."""

    id: str
    words: tuple[str, ...]
    changes: Change


@dataclass(frozen=True, slots=True)
class Body:
    """A word of a title that tells the body or field of the office."""

    id: str
    words: tuple[str, ...]
    sector: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports somebody's saying, with all its forms. `event` is None where such a saying is no event."""

    id: str  # the verb's base form, the noun, or the phrase
    kind: CueKind
    act: Act
    event: str | None
    mode: str | None
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Cues that share an act and an event, as cues.yaml has them."""

    id: str
    act: Act
    event: str | None  # "TYPE" or "TYPE/mode"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CueFile:
    """The whole of cues.yaml."""

    irregular: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, CueGroup]


@dataclass(frozen=True, slots=True)
class RoleFile:
    """The whole of roles.yaml."""

    offices: Mapping[str, Office]
    qualifiers: Mapping[str, Qualifier]
    bodies: Mapping[str, Body]
