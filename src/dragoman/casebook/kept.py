"""The small values that go into a casebook and come out of it, beside reports and readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["accept", "reject", "correct", "merge", "split", "undo"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report's bytes came from, and when: a file or address, and an ISO 8601 time."""

    place: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Judgment:
    """A person's decision. `on` is the key of a row (see `rows.py`), or of a judgment that is undone; `value` is JSON.

    `id` is unique; the same judgment kept twice is kept once.
    """

    id: str
    who: str
    at: str  # ISO 8601
    why: str
    on: str
    what: Verdict
    value: str = "null"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged thing: a story, copies, a happening, a claim or a forum, as JSON, and the ids of those it replaces."""

    kind: str
    id: str
    value: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log. Numbers rise in the order in which changes became visible; some may be left out."""

    number: int
    at: str
    kind: str
    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Found:
    """A report that holds the words sought; a higher score is a better fit, and is comparable within one search only."""

    report: str
    title: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a casebook that should not be so."""

    kind: str
    id: str
    reason: str
