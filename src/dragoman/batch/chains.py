"""Merging over a whole archive, as tasks that know only what they are given: traces, bonds of pairs, and chains of reports.

What `merge.whole` does with all readings at once comes apart here: a report's trace is of that report alone, a bond of two
traces alone, and what no chain of bonds connects never comes together. So each of these can be done anywhere.
"""

from __future__ import annotations

import copyreg
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Literal

import numpy as np

from dragoman.batch.pairs import Numbers, ends
from dragoman.batch.work import Begun, Task
from dragoman.errors import DragomanError
from dragoman.knowledge import Knowledge
from dragoman.merge import whole
from dragoman.merge.accounts import Account
from dragoman.merge.bonds import Bond, bond
from dragoman.merge.forums import is_core, spanning
from dragoman.merge.happenings import JOINED
from dragoman.merge.index import terms
from dragoman.merge.rulings import NONE
from dragoman.merge.screen import promising
from dragoman.merge.sittings import Sitting
from dragoman.merge.sketch import Sketch
from dragoman.merge.stories import SAME
from dragoman.merge.trace import Trace
from dragoman.record import Place, Reading, Span
from dragoman.record.json import from_json
from dragoman.record.merged import Copies

COPY, STORY, DEED, SITTING = 1, 2, 4, 8  # what a bond connects, as bits
Kind = Literal["copies", "stories", "happenings", "forums"]


@dataclass(frozen=True, slots=True)
class Traced:
    """A report with its reading (JSON), its trace (pickled) and its terms: word, reach, day."""

    id: str
    reading: str
    trace: bytes
    terms: tuple[tuple[int, int, int], ...]
    events: int  # how many it tells of
    sittings: int
    cores: int  # of the sittings, those with a name or a number


def _by_value(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """Has rows pickled as calls of their class with all fields: what dataclasses do by themselves asks for the fields each time."""
    values = attrgetter(*kind.__slots__)  # type: ignore[attr-defined]
    return lambda row: (kind, values(row))


for _kind in (Trace, Sketch, Account, Sitting, Place, Span, Bond):
    copyreg.pickle(_kind, _by_value(_kind))

Row = tuple[str, str, str]  # table, id, JSON


@dataclass(frozen=True, slots=True)
class Indivisible:
    """A task that cannot do without any of its steps."""

    key: str

    def without(self, number: int, reason: str) -> Task:
        """Cannot be."""
        raise DragomanError(f"merging: {reason}")


@dataclass(frozen=True, slots=True)
class Tracing(Indivisible):
    """Readings (JSON) to their traces."""

    readings: tuple[str, ...]

    def do(self, tool: Knowledge, begun: Begun) -> list[Traced]:
        """The trace of each."""
        begun(0)
        return [_traced(value, tool) for value in self.readings]


def _reading(value: str) -> Reading:
    return from_json(json.loads(value))


def _traced(value: str, knowledge: Knowledge) -> Traced:
    reading = _reading(value)
    made = whole.trace_of(reading, knowledge, NONE)
    found = tuple((_number(term.word), term.reach, term.day) for term in sorted(terms(made)))
    trace = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
    cores = sum(map(is_core, made.sittings))
    return Traced(reading.report.id, value, trace, found, len(made.accounts), len(made.sittings), cores)


def _number(word: str) -> int:
    """A word as 63 bits: a billion reports have some billion terms, and two that are taken for one are compared in vain."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class Bonding(Indivisible):
    """Pairs of reports, by their numbers, to their bonds. Traces are pickled, by number."""

    pairs: Numbers
    traces: Mapping[int, bytes]

    def do(self, tool: Knowledge, begun: Begun) -> list[Bonded]:
        """The bonds that say something, but for those that only tell of two sittings of one forum (see `Gathering`)."""
        begun(0)
        loaded: dict[int, Trace] = {number: pickle.loads(value) for number, value in self.traces.items()}
        numbers = {trace.report: number for number, trace in loaded.items()}
        made = (bond(loaded[a], loaded[b]) for a, b in _likely(self.pairs, loaded))
        return [_bonded(numbers[one.one], numbers[one.other], one) for one in made if one is not None]


@dataclass(frozen=True, slots=True)
class Bonded:
    """Two reports by their numbers and their bond (pickled): what it connects, how alike they are, events likely enough to be joined."""

    one: int
    other: int
    connects: int
    alike: float  # 1 for copies
    deeds: tuple[tuple[str, str, float], ...]
    bond: bytes


def _bonded(a: int, b: int, one: Bond) -> Bonded:
    deeds = tuple(deed for deed in one.deeds if deed[2] >= JOINED)
    return Bonded(a, b, connects(one), 1.0 if one.copy else one.alike, deeds, pickle.dumps(one, pickle.HIGHEST_PROTOCOL))


def _likely(pairs: Numbers, traces: Mapping[int, Trace]) -> Iterator[tuple[int, int]]:
    """The pairs that may have a bond."""
    one, other = ends(pairs)
    left, right = np.unique(one), np.unique(other)
    if len(np.intersect1d(left, right)):
        left = right = np.union1d(left, right)
    rows = [traces[number] for number in left.tolist()]
    mask = promising(rows, rows if left is right else [traces[number] for number in right.tolist()])
    may = mask[np.searchsorted(left, one), np.searchsorted(right, other)]
    return zip(one[may].tolist(), other[may].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Gathering(Indivisible):
    """Reports with sittings that say of which forum they are, to bonds enough to connect those that are of one."""

    traces: Mapping[int, bytes]

    def do(self, tool: Knowledge, begun: Begun) -> list[Bonded]:
        """For each report but the first of a forum some bond with one before it."""
        begun(0)
        loaded: dict[int, Trace] = {number: pickle.loads(value) for number, value in self.traces.items()}
        numbers = {trace.report: number for number, trace in loaded.items()}
        told = {(trace.report, n): one for trace in loaded.values() for n, one in enumerate(trace.sittings)}
        made = (Bond(a[0], b[0], False, 0.0, (), ((a[1], b[1], score),)) for a, b, score in spanning(told))
        return [_bonded(numbers[one.one], numbers[one.other], one) for one in made]


def connects(one: Bond) -> int:
    """What a bond connects, as bits."""
    story = STORY * (one.alike >= SAME)
    deed = DEED * any(chance >= JOINED for _, _, chance in one.deeds)
    return COPY * one.copy | story | deed | SITTING * bool(one.sittings)


@dataclass(frozen=True, slots=True)
class Chain:
    """Reports that hang together: traces and bonds (pickled), readings (JSON), and the copies that they belong to."""

    traces: tuple[bytes, ...]
    bonds: tuple[bytes, ...]
    readings: tuple[str, ...] = ()
    copies: tuple[Copies, ...] = ()


@dataclass(frozen=True, slots=True)
class Merging(Indivisible):
    """Chains of reports to what they hold together."""

    kind: Kind
    chains: tuple[Chain, ...]

    def do(self, tool: Knowledge, begun: Begun) -> list[Row]:
        """Rows of the tables of merged things."""
        begun(0)
        return [row for chain in self.chains for row in _rows(self.kind, _Loaded(chain), tool)]


class _Loaded:
    """A chain, unpacked as far as it is asked for."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        # In the orders of `whole.merge`, whatever order reports came in.
        self.given = sorted(chain.copies, key=lambda group: group.reports)

    @cached_property
    def traces(self) -> dict[str, Trace]:
        loaded: list[Trace] = [pickle.loads(value) for value in self._chain.traces]
        return {one.report: one for one in sorted(loaded, key=lambda one: one.report)}

    @cached_property
    def bonds(self) -> list[Bond]:
        loaded: list[Bond] = [pickle.loads(value) for value in self._chain.bonds]
        return sorted(loaded, key=lambda one: (one.one, one.other))

    @cached_property
    def readings(self) -> dict[str, Reading]:
        loaded = sorted(map(_reading, self._chain.readings), key=lambda one: one.report.id)
        return {reading.report.id: reading for reading in loaded}


def _rows(kind: Kind, chain: _Loaded, knowledge: Knowledge) -> Iterator[Row]:
    if kind == "copies":
        yield from (_row("copies", group.reports[0], group) for group in whole.copies_of(chain.traces, chain.bonds))
    elif kind == "stories":
        copies = whole.copies_of(chain.traces, chain.bonds)
        for story in whole.stories_of(chain.traces, chain.bonds, copies, NONE):
            yield _row("stories", story.id, story)
            yield from (_row("claims", claim.id, claim) for claim in whole.claims_of(story, chain.readings, copies, knowledge, NONE))
    elif kind == "happenings":
        for group in whole.happenings_of(chain.traces, chain.bonds, NONE):
            made = whole.happening_of(group, chain.readings, chain.given, knowledge, NONE)
            yield _row("happenings", made.id, made)
    else:
        yield from (_row("forums", forum.id, forum) for forum in whole.forums_of(chain.traces, chain.bonds, NONE))


def _row(table: str, id: str, value: Any) -> Row:
    return table, id, json.dumps(asdict(value), ensure_ascii=False)
