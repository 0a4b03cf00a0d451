"""Readings with people's judgments applied: what was rejected is out, what was corrected stands as corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.casebook.corrections import FIELDS, UnfitError, Values, corrected, parse
from dragoman.casebook.kept import Constraints, Judgment
from dragoman.casebook.keys import keys_of
from dragoman.casebook.removal import without
from dragoman.record import Reading
from dragoman.record.entry import Entry

ON_ITEMS = ("accept", "reject", "correct")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What stands on one item: whether it is out, and the fields that people set, later ones before earlier ones."""

    rejected: bool
    values: Values


def rulings(judgments: Iterable[Judgment]) -> dict[str, Ruling]:
    """What stands on each key, of judgments that are not undone, in the order in which they were made.

    The last of accept, reject and correct decides whether an item is in. Corrections of different fields stand together; an
    acceptance sets the fields that it names, those that were seen when it was given.
    """
    found: dict[str, Ruling] = {}
    for judgment in judgments:
        if judgment.what in ON_ITEMS:
            before = found[judgment.on].values if judgment.on in found else {}
            found[judgment.on] = Ruling(judgment.what == "reject", {**before, **_values(judgment)})
    return found


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


def apply(reading: Reading, version: int, ruled: Mapping[str, Ruling]) -> Entry:
    """The entry of a reading; `version` is its report's."""
    keys = keys_of(reading, version)
    mine = {id: ruled[key] for id, key in keys.items() if key in ruled}
    if not mine:
        return Entry(reading, keys)
    made = corrected(reading, keys, {id: ruling.values for id, ruling in mine.items() if ruling.values and not ruling.rejected})
    # An encounter is an event of its own type: one that is no encounter has no meeting.
    was = {event.id: event.type for event in reading.events}
    other = {
        meeting.id for event in made.events if event.type != was[event.id] for meeting in reading.meetings if meeting.event == event.id
    }
    made = without(made, {id for id, ruling in mine.items() if ruling.rejected} | other)
    left = {row.id for row in _rows(made)}
    return Entry(made, {id: key for id, key in keys.items() if id in left}, frozenset(keys[id] for id in mine if id in left))


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
