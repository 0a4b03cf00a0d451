"""The small values that go into a casebook and come out of it, beside reports and readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.record import Reading, Report

Verdict = Literal["accept", "reject", "correct", "merge", "split", "add", "undo"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report's bytes came from, and when: a file or address, and an ISO 8601 time."""

    place: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A report to be kept, with the bytes that it was made from and its reading where there is one."""

    report: Report
    raw: bytes
    origin: Origin
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """A person's decision. `on` is the key of an item (see `keys.py`), or the id of a judgment that is undone; `value` is JSON.

    For `correct` the value is an object of fields, for `add` too, `on` being the key that the item gets, for `accept` too or null;
    for `merge` and `split` it is the key of the other item;
    a report's key, "report/ID", stands for its place among stories. `id` is unique; the same judgment kept twice is kept once.
    """

    id: str
    who: str
    at: str  # ISO 8601
    why: str
    on: str
    what: Verdict
    value: str = "null"


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs of keys, each of one kind and in order: actors, events (for happenings) or reports (for stories)."""

    together: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()


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
