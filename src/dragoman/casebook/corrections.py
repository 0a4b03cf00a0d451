"""A reading with some fields of its items as a person put them. Pure functions.

The value of a correction is a JSON object of fields; `FIELDS` lists them by kind of item. Actors are named by their key, or
by their name or any of their words in the report; places by name or words, times by words or as a day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from dragoman.casebook.keys import span_of
from dragoman.ontology import cameo, goldstein, load
from dragoman.record import Act, Actor, Event, Kind, Mechanism, Meeting, Mention, Place, Reading, Span, Statement, Status, Time

Values = Mapping[str, Any]
Row = Event | Statement | Meeting | Mechanism | Actor | Mention


class UnfitError(ValueError):
    """A value that the vocabulary or the report does not have; the message says which and what there is."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The reading that is corrected, and what corrections add to it."""

    reading: Reading
    keys: Mapping[str, str]
    places: list[Place]
    times: list[Time]

    def actor(self, name: Any, _: Span) -> str:
        """The id of the actor of that key, name or words."""
        if not isinstance(name, str) or not name.strip():
            raise UnfitError(f"an actor is named by its key or its name, not {name!r}")
        found = self._by_key(name) or self._by_words(name.strip().casefold())
        if found is None:
            there = "; ".join(dict.fromkeys(actor.name for actor in self.reading.actors)) or "none"
            raise UnfitError(f"the report has no actor {name!r} (there are: {there})")
        return found

    def _by_key(self, key: str) -> str | None:
        """By the key, else by a mention at the key's words: a newer reader may have found an earlier one."""
        span = span_of(key) if key.startswith("actor/") else None
        exact = next((actor.id for actor in self.reading.actors if self.keys[actor.id] == key), None)
        return exact or next((m.actor for m in self.reading.mentions if m.span == span), None)

    def _by_words(self, words: str) -> str | None:
        named = next((actor.id for actor in self.reading.actors if actor.name.casefold() == words), None)
        text = self.reading.report.text
        return named or next((m.actor for m in self.reading.mentions if m.span.of(text).casefold() == words), None)

    def statement(self, key: Any, _: Span) -> str:
        """The id of the statement of that key."""
        found = next((said.id for said in self.reading.statements if self.keys[said.id] == key), None)
        if found is None:
            raise UnfitError(f"the report has no statement {key!r}")
        return found

    def place(self, name: Any, near: Span) -> str:
        """The id of the nearest place of that name or those words; words of the report that are no place yet become one."""
        text, wanted = self.reading.report.text, _words(name, "a place")
        same = [p for p in self.places if wanted.casefold() in (p.name.casefold(), p.span.of(text).casefold())]
        if same:
            return min(same, key=lambda p: abs(p.span.start - near.start)).id
        at = [Span(*found.span()) for found in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)]
        if not at:
            raise UnfitError(f"the report does not say {wanted!r}")
        span = min(at, key=lambda s: abs(s.start - near.start))
        self.places.append(Place(_fresh("P", self.places), span, wanted, None, None, None, None))
        return self.places[-1].id

    def time(self, value: Any, near: Span) -> str:
        """The id of the time of those words or that value; a date that the reading has not becomes a time at the words `near`."""
        wanted, text = _words(value, "a time"), self.reading.report.text
        same = [t for t in self.times if wanted in (t.value, t.span.of(text))]
        if same:
            return min(same, key=lambda t: abs(t.span.start - near.start)).id
        self.times.append(Time(_fresh("T", self.times), near, "DATE", wanted, _granularity(wanted), None))
        return self.times[-1].id

    def mechanism(self, name: Any, _: Span) -> str:
        """The id of the forum of that name, acronym or key."""
        wanted = _words(name, "a forum").casefold()
        for forum in self.reading.mechanisms:
            if wanted in (forum.name.casefold(), (forum.acronym or "").casefold(), self.keys[forum.id].casefold()):
                return forum.id
        raise UnfitError(f"the report has no forum {name!r}")


Field = Callable[[Scene, Any, Span], Any]


def _granularity(value: str) -> str:
    """Of a date as far as it is given: a day, a month or a year. Raises UnfitError for what is none."""
    parts = {10: ("day", value), 7: ("month", f"{value}-01"), 4: ("year", f"{value}-01-01")}.get(len(value))
    try:
        date.fromisoformat(parts[1] if parts else value)
    except ValueError:
        parts = None
    if parts is None:
        raise UnfitError(f"{value!r} is neither a time of the report nor a date such as 2024-01-31, 2024-01 or 2024")
    return parts[0]


def _fresh(letter: str, rows: list[Place] | list[Time]) -> str:
    """An id that no row has."""
    taken = {row.id for row in rows}
    return next(id for id in (f"{letter}{number}" for number in range(len(rows) + 1, 2 * len(rows) + 2)) if id not in taken)


def _words(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnfitError(f"{what} is text, not {value!r}")
    return value.strip()


def _text(_: Scene, value: Any, __: Span) -> str:
    return _words(value, "a name")


def _one_of(*options: str) -> Field:
    def check(_: Scene, value: Any, __: Span) -> str:
        if value not in options:
            raise UnfitError(f"{value!r} is none of {', '.join(options)}")
        return str(value)

    return check


def _type(_: Scene, value: Any, __: Span) -> str:
    return str(_one_of(*load().events)(_, value, __))


def _mode(_: Scene, value: Any, __: Span) -> str:
    """A mode of any type: which types have it is known once the type is."""
    return str(_one_of(*dict.fromkeys(mode for kind in load().events.values() for mode in kind.modes))(_, value, __))


def _country(_: Scene, value: Any, __: Span) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise UnfitError(f"{value!r} is no country code of three letters, such as PAK")
    return value


def _number(_: Scene, value: Any, __: Span) -> int:
    number = int(value) if isinstance(value, str) and value.isdecimal() else value
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise UnfitError(f"{value!r} is no number from 1 on")
    return number


def _yes_or_no(_: Scene, value: Any, __: Span) -> bool:
    if not isinstance(value, bool):
        raise UnfitError(f"{value!r} is neither true nor false")
    return value


def _or_none(field: Field) -> Field:
    return lambda scene, value, near: None if value is None else field(scene, value, near)


def _each(field: Field) -> Field:
    def made(scene: Scene, value: Any, near: Span) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise UnfitError(f"a list is wanted, not {value!r}")
        return tuple(dict.fromkeys(field(scene, item, near) for item in value))

    return made


FIELDS: dict[type, dict[str, Field]] = {
    Event: {
        "type": _type, "mode": _or_none(_mode), "status": _one_of(*get_args(Status)),
        "sources": _each(Scene.actor), "recipients": _each(Scene.actor),
        "place": _or_none(Scene.place), "time": _or_none(Scene.time), "asserted_by": _or_none(Scene.statement),
    },
    Statement: {"act": _one_of(*get_args(Act)), "speakers": _each(Scene.actor), "anonymous": _yes_or_no},
    Meeting: {
        "host": _or_none(Scene.actor), "place": _or_none(Scene.place), "time": _or_none(Scene.time),
        "mechanism": _or_none(Scene.mechanism), "session": _or_none(_number),
    },
    Mechanism: {"name": _text},
    Actor: {"name": _text, "kind": _one_of(*get_args(Kind)), "country": _or_none(_country)},
    Mention: {"actor": Scene.actor},
}  # fmt: skip


def parse(value: str) -> Values:
    """A judgment's value as fields. Raises UnfitError where it is no JSON object."""
    try:
        fields = json.loads(value)
    except ValueError:
        fields = value
    if not isinstance(fields, dict):
        raise UnfitError(f"a correction is a JSON object of fields, not {value!r}")
    return fields


def check(reading: Reading, keys: Mapping[str, str], id: str, values: Values) -> None:
    """Raises UnfitError, with the field, where a correction does not fit the item."""
    row = next(row for rows in _tables(reading).values() for row in rows if row.id == id)
    scene, known, near = _scene(reading, keys), FIELDS[type(row)], _near(reading, row)
    for name, value in values.items():
        if name not in known:
            raise UnfitError(f"{name}: {_article(row)} has no such field (it has {', '.join(known)})")
        try:
            known[name](scene, value, near)
        except UnfitError as error:
            raise UnfitError(f"{name}: {error}") from None
    if isinstance(row, Event) and values.get("mode") is not None:
        _check_mode(str(values.get("type", row.type)), str(values["mode"]))


def _article(row: Row) -> str:
    name = type(row).__name__.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _check_mode(type: str, mode: str) -> None:
    modes = load().events[type].modes
    if mode not in modes:
        raise UnfitError(f"mode: {type} has no mode {mode!r} (it has {', '.join(modes) or 'none'})")


def corrected(reading: Reading, keys: Mapping[str, str], values: Mapping[str, Values], bare: Collection[str] = ()) -> Reading:
    """The reading with the fields of `values`, by id of item. A field that no longer fits the report stays as it was read.

    `bare` rows were not read: of a list that no longer fits they keep what still does.
    """
    scene = _scene(reading, keys)
    rows = {
        name: tuple(_corrected(row, values[row.id], scene, row.id in bare) if row.id in values else row for row in table)
        for name, table in _tables(reading).items()
    }
    made = replace(reading, **rows)  # type: ignore[arg-type]
    # In the order of the text, as all rows are; what was there is not moved.
    places, times = sorted(scene.places, key=lambda p: p.span.start), sorted(scene.times, key=lambda t: t.span.start)
    return replace(made, places=tuple(places), times=tuple(times))


def _tables(reading: Reading) -> dict[str, tuple[Row, ...]]:
    return {name: getattr(reading, name) for name in ("events", "statements", "meetings", "mechanisms", "actors", "mentions")}


def _scene(reading: Reading, keys: Mapping[str, str]) -> Scene:
    return Scene(reading, keys, list(reading.places), list(reading.times))


def _near(reading: Reading, row: Row) -> Span:
    """The words beside which a place or time of the row is looked for; those of its old time where it has one."""
    time = next((t.span for t in reading.times if t.id == getattr(row, "time", None)), None)
    trigger = next((e.trigger for e in reading.events if e.id in (row.id, getattr(row, "event", None))), None)
    return time or trigger or Span(0, 1)


def _corrected(row: Row, values: Values, scene: Scene, bare: bool) -> Row:
    near, known, made = _near(scene.reading, row), FIELDS[type(row)], dict[str, Any]()
    for name in values.keys() & known.keys():
        try:
            made[name] = known[name](scene, values[name], near)
        except UnfitError:
            if bare and isinstance(values[name], list):
                made[name] = _fitting(known[name], scene, values[name], near)
    new = replace(row, **made)
    return _valued(row, new) if isinstance(row, Event) and isinstance(new, Event) else new


def _fitting(field: Field, scene: Scene, values: list[Any], near: Span) -> tuple[Any, ...]:
    """Those values of a list that fit."""
    found: dict[Any, None] = {}
    for value in values:
        with suppress(UnfitError):
            found |= dict.fromkeys(field(scene, [value], near))
    return tuple(found)


def _valued(old: Event, new: Event) -> Event:
    """The event with what follows from another type or mode, and sure of actors that a person named in place of others."""
    if (new.type, new.mode) != (old.type, old.mode):
        mode = new.mode if new.mode in load().events[new.type].modes else None
        new = replace(new, mode=mode, cameo=cameo(new.type, mode), goldstein=goldstein(new.type, mode))
    if new.sources != old.sources:
        new = replace(new, source_confidence=(1.0,) * len(new.sources))
    return new if new.recipients == old.recipients else replace(new, recipient_confidence=(1.0,) * len(new.recipients))
