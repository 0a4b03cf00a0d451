"""What many readings agree on: copies, stories, happenings, claims and forums.

Each is a value made from readings alone; its rows point at reports by id and at words by span, so that it stays grounded.
Ids are derived from what a thing holds, so that the same readings, in whatever order they came, give the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record.span import Span

Field = Literal["dead", "hurt", "number", "day", "place", "who", "first", "length", "outcome", "session", "other"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one report."""

    report: str
    span: Span


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports that print one text, or nearly: one voice. The first is the one the others are taken to copy."""

    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Reports about the same happening; every report is in one story."""

    id: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """One report's account of a happening: the event of its reading, and words for it. An event has one for each of its words."""

    report: str
    event: str
    span: Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the supports of a happening say differently; each value has its words."""

    field: Field
    values: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """What the events of several readings agree on. Never a claim: at least one report vouches for it, or all deny it.

    `sources` and `recipients` are keys of actors (see `merge.actors`), told apart and joined over the reports of its supports: those
    that two reports give, or all where there are none. `independent` is the number of voices: a publisher or agency counts once with
    its copies and with those that cite it.
    """

    id: str
    type: str
    mode: str | None
    date: str  # ISO day or month; "" where no report tells
    place: str | None
    country: str | None
    status: str
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    supports: tuple[Support, ...]
    independent: int
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A charge or contested assertion with its repetitions and denials; `statements` and `denials` point at cues and contents.

    `corroborated` are supports by reports that assert it themselves, independently of the speaker.
    """

    id: str
    speakers: tuple[str, ...]
    statements: tuple[Words, ...]
    denials: tuple[Words, ...]
    corroborated: tuple[Support, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a forum."""

    number: int | None
    date: str  # ISO day or month of its first day
    venue: str | None
    country: str | None  # of the venue
    reports: tuple[str, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSession:
    """When and where a forum is due by its rhythm and turn: months, the first and the last."""

    earliest: str
    latest: str
    venue: str | None


@dataclass(frozen=True, slots=True)
class Forum:
    """A mechanism over all reports: its sessions in order, and the next."""

    id: str
    name: str
    parties: tuple[str, ...]  # ISO 3166 alpha-3
    sessions: tuple[Session, ...]
    next: NextSession | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """All that a set of readings holds together."""

    stories: tuple[Story, ...] = ()
    copies: tuple[Copies, ...] = ()
    happenings: tuple[Happening, ...] = ()
    claims: tuple[Claim, ...] = ()
    forums: tuple[Forum, ...] = ()
