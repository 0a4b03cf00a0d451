"""Readings with people's judgments applied: what was rejected is out, what was corrected stands as corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.casebook.additions import completed, meeting_keys, with_added, with_meetings
from dragoman.casebook.corrections import FIELDS, UnfitError, Values, corrected, parse
from dragoman.casebook.kept import Constraints, Judgment
from dragoman.casebook.keys import home_in, home_of, keys_of
from dragoman.casebook.removal import without
from dragoman.record import Reading
from dragoman.record.entry import Entry

ON_ITEMS = ("accept", "reject", "correct")  # what people say of items that a reader found
OF_REPORTS = (*ON_ITEMS, "add")  # what changes the entry of one report


@dataclass(frozen=True, slots=True)
class Ruling:
    """What stands on one item: whether it is out, and the fields that people set, later ones before earlier ones."""

    rejected: bool
    values: Values


@dataclass(frozen=True, slots=True)
class Ruled:
    """All rulings by key, and the keys of what people added by the text that they are in (see `keys.home_of`)."""

    on: Mapping[str, Ruling] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def rulings(judgments: Iterable[Judgment]) -> Ruled:
    """What stands on each key, of judgments that are not undone, in the order in which they were made.

    The last of accept, reject, correct and add decides whether an item is in. Corrections of different fields stand together; an
    acceptance sets the fields that it names, those that were seen when it was given, and an addition those that it gives.
    """
    found: dict[str, Ruling] = {}
    added: dict[str, dict[str, None]] = {}
    for judgment in judgments:
        if judgment.what in OF_REPORTS:
            before = found[judgment.on].values if judgment.on in found else {}
            found[judgment.on] = Ruling(judgment.what == "reject", {**before, **_values(judgment)})
        if judgment.what == "add":
            added.setdefault(home_in(judgment.on) or "", {})[judgment.on] = None
    return Ruled(found, {home: tuple(keys) for home, keys in added.items()})


def _values(judgment: Judgment) -> Values:
    try:
        return {} if judgment.what == "reject" else parse(judgment.value)
    except UnfitError:  # an acceptance without fields
        return {}


def constraints(judgments: Iterable[Judgment]) -> Constraints:
    """What merges and splits that are not undone ask for; the last on a pair stands."""
    found: dict[tuple[str, str], str] = {}
    for judgment in judgments:
        if judgment.what in ("merge", "split"):
            one, other = sorted((judgment.on, str(json.loads(judgment.value))))
            found[one, other] = judgment.what
    together = frozenset(pair for pair, what in found.items() if what == "merge")
    return Constraints(together, frozenset(found) - together)


def apply(reading: Reading, version: int, ruled: Ruled) -> Entry:
    """The entry of a reading; `version` is its report's."""
    read = keys_of(reading, version)
    added = ruled.added.get(home_of(reading.report.id, version), ())
    wanted = {key: ruled.on[key].values for key in added if not ruled.on[key].rejected}
    if not wanted and not any(key in ruled.on for key in read.values()):
        return Entry(reading, read)
    whole, keys = with_added(reading, read, wanted)
    new = [id for id in keys if id not in read]
    made = _corrected(whole, keys, ruled, (keys.keys(), new))
    made, keys = _followed(made, keys, new, ruled)
    mine = {id: ruled.on[key] for id, key in keys.items() if key in ruled.on}
    made = without(made, {id for id, ruling in mine.items() if ruling.rejected} | _no_meetings(whole, made))
    left = {row.id for row in _rows(made)}
    kept = {id: key for id, key in keys.items() if id in left}
    return Entry(
        made, kept, frozenset(keys[id] for id in mine if id in left), frozenset(key for id, key in kept.items() if id not in read)
    )  # fmt: skip


def _corrected(reading: Reading, keys: Mapping[str, str], ruled: Ruled, items: tuple[Iterable[str], Sequence[str]]) -> Reading:
    """The reading with the fields that stand for these items, of which the latter are bare rows."""
    ids, bare = items
    values = {id: ruled.on[keys[id]] for id in ids if keys[id] in ruled.on}
    return corrected(reading, keys, {id: ruling.values for id, ruling in values.items() if ruling.values and not ruling.rejected}, bare)


def _followed(made: Reading, keys: Mapping[str, str], new: Sequence[str], ruled: Ruled) -> tuple[Reading, dict[str, str]]:
    """A corrected reading with what follows from the rows that are new in it, and all keys."""
    if not new:
        return made, dict(keys)
    whole = with_meetings(completed(made, new), new)
    met = meeting_keys(whole.meetings[len(made.meetings) :], keys)
    named = {**keys, **met}
    return _corrected(whole, named, ruled, (met, ())), named


def _no_meetings(whole: Reading, made: Reading) -> set[str]:
    """The meetings of events whose type was corrected: an encounter is an event of its own type, and what is none has no meeting."""
    was = {event.id: event.type for event in whole.events}
    other = {event.id for event in made.events if event.type != was[event.id]}
    return {meeting.id for meeting in whole.meetings if meeting.event in other}


def _rows(reading: Reading) -> Iterable[Any]:
    return (*reading.events, *reading.statements, *reading.meetings, *reading.mechanisms, *reading.actors, *reading.mentions)


# Fields that point at other items, which a newer reader numbers otherwise.
_POINTERS = {"sources", "recipients", "speakers", "actor", "host", "mechanism", "asserted_by", "place", "time"}


def facts(entry: Entry, id: str) -> str:
    """The fields of an item as they stand, as the value of a judgment: what somebody who accepts it has seen."""
    reading = entry.reading
    names = {place.id: place.name for place in reading.places} | {time.id: time.value for time in reading.times} | dict(entry.keys)
    row = next(row for row in _rows(reading) if row.id == id)
    read = {field: getattr(row, field) for field in FIELDS[type(row)]}
    made = {field: _named(value, names) if field in _POINTERS else value for field, value in read.items()}
    return json.dumps(made, ensure_ascii=False, sort_keys=True)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    return [names[id] for id in value] if isinstance(value, tuple) else names.get(value)
