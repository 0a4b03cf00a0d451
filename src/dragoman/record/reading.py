"""A reading: all that Dragoman finds in one report (schema `dragoman.reading/1`).

Each class is one kind of row in the JSON. A field named `span` is written as `start` and `end` beside the other keys;
all other fields keep their names. Rows point at each other by id ("A1", "S2", "E3"), never by object, so that a
reading is plain data. Tuples are in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record.report import Report
from dragoman.record.span import Span

SCHEMA = "dragoman.reading/1"

Form = Literal["name", "nominal", "pronoun"]
Kind = Literal[
    "person", "office", "government", "ministry", "military", "armed_group", "party", "company",
    "igo", "ngo", "media", "group", "population", "country", "organization",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "possible", "conditional", "denied", "habitual"]
Act = Literal[
    "say", "claim", "accuse", "deny", "demand", "urge", "promise", "warn", "praise", "condemn",
    "acknowledge", "reject", "announce", "predict", "omit",
]  # fmt: skip
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an actor: a name, a description or a pronoun."""

    id: str
    span: Span
    form: Form
    actor: str


@dataclass(frozen=True, slots=True)
class Role:
    """An office that the text gives an actor, with the words that give it."""

    title: str
    of: str | None  # id of the actor whose office it is, where the text tells
    span: Span


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, suffers, says or is addressed. `inferred` names the fields that knowledge, not the text, supplied."""

    id: str
    name: str
    kind: Kind
    known: str | None = None  # id of the knowledge entry
    wikidata: str | None = None
    country: str | None = None  # ISO 3166 alpha-3
    sectors: tuple[str, ...] = ()
    code: str | None = None  # PLOVER/CAMEO-style, e.g. "AFGGOV"
    member_of: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's words as reported. `via` and `denies` hold ids of other statements of the reading."""

    id: str
    speakers: tuple[str, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotes: tuple[Span, ...]
    act: Act
    via: tuple[str, ...] = ()
    anonymous: bool = False
    events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """One report's account of who did what to whom. With `asserted_by` it is that speaker's claim, not the report's."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    goldstein: float
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    trigger: Span
    evidence: tuple[Span, ...]  # all words that tell of the event, the trigger among them
    place: str | None
    time: str | None
    status: Status
    asserted_by: str | None
    confidence: float  # that there is such an event, of this type
    status_confidence: float = 1.0
    source_confidence: tuple[float, ...] = ()  # of each source, in their order
    recipient_confidence: tuple[float, ...] = ()  # of each recipient, in their order


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may tell of an event, but too unsurely for the record."""

    span: Span
    type: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a meeting."""

    actor: str
    delegates: tuple[str, ...] = ()
    head: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something talked about, in the report's words; `said_by` is the statement that tells of it."""

    topic: str | None  # id of the ontology's topic, where one fits
    span: Span
    said_by: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """An encounter of parties, built around one event."""

    id: str
    event: str
    parties: tuple[Party, ...]
    host: str | None
    place: str | None
    time: str | None
    duration: str | None  # id of a time of type DURATION
    mechanism: str | None
    session: int | None
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A named recurring forum."""

    id: str
    name: str
    acronym: str | None
    parties: tuple[str, ...]
    venues: tuple[str, ...]  # place ids
    mentions: tuple[Span, ...]
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym in the text and where it lies; coordinates are None where it could not be resolved."""

    id: str
    span: Span
    name: str
    geonameid: int | None
    country: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time with its TIMEX3 value; `anchor` says from what it was reckoned."""

    id: str
    span: Span
    type: TimeType
    value: str
    granularity: str  # year, month, week, day, hour ... or "" for vague ones
    anchor: str | None  # "published", "dateline", the id of another time, or None where the text is explicit


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the ontology and the words that show it."""

    id: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Which versions made a reading; the same report and the same reader give the same reading."""

    version: str
    model: str
    ontology: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that Dragoman finds in one report: a pure function of report, model, ontology and knowledge."""

    report: Report
    reader: Reader
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    topics: tuple[Topic, ...] = ()
    contexts: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    unread: tuple[Unread, ...] = ()
