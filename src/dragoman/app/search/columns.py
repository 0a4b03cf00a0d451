"""All lines of a casebook as arrays: one value a line in a `Column`, many in a `Bag`. Values that are words are numbered.

A snapshot is never changed; what is new makes another one that shares the numbering. Lines of a report that changed stay
where they were and are no longer alive, until half of all are dead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]

COLUMNS = (
    "event",
    "type",
    "mode",
    "status",
    "voice",
    "day",
    "basis",
    "place",
    "lat",
    "lon",
    "confidence",
    "judged",
    "meeting",
    "forum",
    "session",
)
BAGS = ("source", "recipient", "country", "pair", "actor", "topic")
WORDS = frozenset({"event", "type", "mode", "status", "voice", "basis", "place", "forum"})  # columns whose values are words
_REAL = frozenset({"lat", "lon", "confidence"})
VOICES = ("happening", "claim")


class Numbering:
    """Words by number and numbers by word; 0 is the empty word. Grows only."""

    def __init__(self, words: Iterable[str] = ("",)) -> None:
        self.words: list[str] = list(words)
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str) -> int:
        """The number of a word, a new one where it is new."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def find(self, word: str) -> int | None:
        """The number of a word that is there."""
        return self._numbers.get(word)


@dataclass(frozen=True, slots=True)
class Bag:
    """Values of which a line has any number: `lines[n]` has the value `values[n]`."""

    lines: Ints
    values: Ints

    def counts(self, mask: Mask, size: int) -> Ints:
        """How many lines of a mask have each value below `size`."""
        return np.bincount(self.values[mask[self.lines]], minlength=size).astype(np.int32)

    def having(self, values: Iterable[int], size: int, total: int) -> Mask:
        """The lines, of `total`, that have one of the values."""
        wanted = np.zeros(size, dtype=bool)
        wanted[list(values)] = True
        mask = np.zeros(total, dtype=bool)
        mask[self.lines[wanted[self.values]]] = True
        return mask


@dataclass(frozen=True, slots=True)
class Person:
    """An actor that lines name: as the last of them calls it, its country, and what it stands for in pairs."""

    name: str
    country: str
    side: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A report in the arrays: where its lines are."""

    number: int
    id: str
    published: int
    publisher: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Columns:
    """A snapshot. `report` is the place of each line's report in `reports`; days are ordinals, 0 where nothing tells."""

    one: Mapping[str, NDArray[Any]]
    many: Mapping[str, Bag]
    report: Ints
    alive: Mask
    reports: tuple[Filed, ...] = ()
    places: Mapping[int, int] = field(default_factory=dict)  # of present reports, by number
    names: Mapping[str, Numbering] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many lines there are, dead ones among them."""
        return len(self.report)

    def size(self, name: str) -> int:
        """How many values a column of words or a bag knows."""
        return len(self.names[name])

    def of_reports(self, values: Sequence[int]) -> Ints:
        """A value for each report as one for each line."""
        spread: Ints = np.asarray(values, dtype=np.int32)[self.report] if self.total else np.zeros(0, dtype=np.int32)
        return spread


def empty() -> Columns:
    """A snapshot of nothing."""
    names = {name: Numbering() for name in (*WORDS, *BAGS, "publisher")}
    names["voice"] = Numbering(("", *VOICES))
    names["source"] = names["recipient"] = names["actor"]
    bare = np.zeros(0, dtype=np.int32)
    one = {name: np.zeros(0, dtype=_kind(name)) for name in COLUMNS}
    return Columns(one, {name: Bag(bare, bare) for name in BAGS}, bare, np.zeros(0, dtype=bool), names=names)


def extend(columns: Columns, rows: Iterable[tuple[int, str]]) -> Columns:
    """A snapshot with the lines of some reports, (number, value), in place of what it had of them."""
    batch = _Batch(columns)
    for number, value in rows:
        batch.add(number, value)
    return batch.close()


def day_number(iso: str) -> int:
    """The ordinal of an ISO day; 0 for none."""
    try:
        return date.fromisoformat(iso).toordinal() if iso else 0
    except ValueError:
        return 0


def iso_day(number: int) -> str:
    """The ISO day of an ordinal; "" for 0."""
    return date.fromordinal(int(number)).isoformat() if number else ""


def _kind(name: str) -> Any:
    return np.float32 if name in _REAL else np.int32


class _Batch:
    """Lines on their way into a snapshot."""

    def __init__(self, columns: Columns) -> None:
        self._old = columns
        self._alive = columns.alive.copy()
        self._reports = list(columns.reports)
        self._places = dict(columns.places)
        self._people = dict(columns.people)
        self._one: dict[str, list[float]] = {name: [] for name in COLUMNS}
        self._many: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in BAGS}
        self._report: list[int] = []

    def add(self, number: int, value: str) -> None:
        self._drop(number)
        if not value:
            return
        told = json.loads(value)
        names = self._old.names
        start = self._old.total + len(self._report)
        place = len(self._reports)
        for id, (name, country, side) in told["people"].items():
            self._people[id] = Person(name, country or "", side)
        topics = [names["topic"].number(topic) for topic in told["topics"]]
        for line in told["lines"]:
            self._line(line, topics)
            self._report.append(place)
        publisher = names["publisher"].number(told["publisher"])
        filed = Filed(number, told["id"], day_number(told["published"]), publisher, start, self._old.total + len(self._report))
        self._places[number] = place
        self._reports.append(filed)

    def _drop(self, number: int) -> None:
        place = self._places.pop(number, None)
        if place is not None:
            # Not in what is added now: of one report there is one row.
            self._alive[self._reports[place].start : self._reports[place].end] = False

    def _line(self, line: list[Any], topics: list[int]) -> None:
        at, names = self._old.total + len(self._report), self._old.names
        *plain, sources, recipients, countries, pairs = line
        plain[4], plain[5] = VOICES[plain[4]], day_number(plain[5])
        for name, value in zip(COLUMNS, plain, strict=True):
            self._one[name].append(names[name].number(value) if name in WORDS else np.nan if value is None else value)
        bags = {"source": sources, "recipient": recipients, "country": countries, "pair": pairs}
        actors = dict.fromkeys((*sources, *recipients))
        for name, words in {**bags, "actor": actors}.items():
            self._fill(name, at, [names[name].number(word) for word in words])
        self._fill("topic", at, topics)

    def _fill(self, name: str, at: int, values: list[int]) -> None:
        lines, held = self._many[name]
        lines += [at] * len(values)
        held += values

    def close(self) -> Columns:
        old, added = self._old, len(self._report)
        return replace(
            old,
            one={name: np.concatenate([old.one[name], np.asarray(self._one[name], dtype=_kind(name))]) for name in COLUMNS},
            many={name: self._bag(name) for name in BAGS},
            report=np.concatenate([old.report, np.asarray(self._report, dtype=np.int32)]),
            alive=np.concatenate([self._alive, np.ones(added, dtype=bool)]),
            reports=tuple(self._reports), places=self._places, people=self._people,
        )  # fmt: skip

    def _bag(self, name: str) -> Bag:
        old, (lines, values) = self._old.many[name], self._many[name]
        grown = (np.concatenate([a, np.asarray(b, dtype=np.int32)]) for a, b in ((old.lines, lines), (old.values, values)))
        return Bag(*grown)
