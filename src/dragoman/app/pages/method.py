"""Data and method: what was read and by what, how right that is, whence it came, what changed, and how the desk is set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.casebook import Change
from dragoman.ontology import Ontology
from dragoman.ontology.entries import Definition, EventType, TopicEntry
from dragoman.record import Reader
from dragoman.settings import SETTINGS, Settings

# The model's heads as a reader would call what they find, in the order of a record.
_TASKS = {
    "tag:mention": "mentions of actors, with their form", "kind": "kinds of actors", "coreference": "which mentions are one actor",
    "tag:role": "offices", "holder": "who holds an office", "tag:cue": "words that say that somebody speaks", "act": "acts of statements",
    "speaker": "who speaks", "tag:content": "what is said, its words", "via": "who cites whom", "denies": "what a statement denies",
    "tag:event": "event words, with their type", "mode": "modes of events", "status": "status of events",
    "argument": "who does it and to whom", "assert": "whose word an event rests on", "tag:time": "expressions of time",
    "tag:place": "places", "place": "where an event is", "time": "when an event is", "tag:agenda": "what was talked about",
    "tag:mechanism": "recurring forums", "context": "contexts of reports",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """How right one head of the model is: F1 or share of right answers in 0 to 1, on held-out reports of each kind."""

    task: str
    real: float | None
    authored: float | None


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """The model that ships."""

    version: str
    base: str
    examples: Mapping[str, int]
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher with its reports."""

    publisher: str
    reports: int
    first: str  # ISO days
    last: str


@dataclass(frozen=True, slots=True)
class Set:
    """A setting and its value."""

    name: str
    value: str
    help: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Data and method."""

    title: str
    readers: tuple[Reader, ...]
    card: ReaderCard
    sources: tuple[Source, ...]
    settings: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """What is coded, and by what definitions."""

    title: str
    version: str
    events: tuple[EventType, ...]
    statuses: tuple[Definition, ...]
    acts: tuple[Definition, ...]
    topics: tuple[TopicEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The log, the latest first; `before` is where the next page begins."""

    title: str
    changes: tuple[Change, ...]
    before: int | None


def method_page(readers: Iterable[Reader], card: Mapping[str, Any], sources: Iterable[Source], settings: Settings) -> MethodPage:
    """The page; `card` is that of the model."""
    told = tuple(Set(one.environment, _shown(getattr(settings, one.name)), one.help) for one in SETTINGS)
    ranked = tuple(sorted(sources, key=lambda row: (-row.reports, row.publisher)))
    return MethodPage("Data and method", tuple(readers), _card(card), ranked, told)


def codebook_page(ontology: Ontology) -> CodebookPage:
    """The codebook."""
    return CodebookPage(
        "Codebook", ontology.version, tuple(ontology.events.values()), tuple(ontology.statuses.values()), tuple(ontology.acts.values()),
        tuple(ontology.topics.values()),
    )  # fmt: skip


def _card(card: Mapping[str, Any]) -> ReaderCard:
    real, authored = (card.get("heads_on_dev", {}).get(name, {}) for name in ("real", "authored"))
    scores = tuple(Score(name, real.get(task), authored.get(task)) for task, name in _TASKS.items() if task in real or task in authored)
    return ReaderCard(str(card.get("version", "")), str(card.get("base", "")), card.get("examples", {}), scores)


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
