"""The rows that one reading gives the tables that filters need; `keys.py` tells what their keys are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.casebook.keys import first_mentions, keys_of, words_of
from dragoman.record import Event, Mechanism, Reading, Span

Row = dict[str, Any]


def rows(reading: Reading, version: int) -> dict[str, list[Row]]:
    """The rows by table, without the number of the reading. `version` is the report's."""
    keys = keys_of(reading, version)
    return {
        "events": _events(reading, keys),
        "statements": [
            _row(keys, said.id, words_of(said)) | {"act": said.act, "confidence": said.confidence} for said in reading.statements
        ],
        "meetings": list(_meetings(reading, keys)),
        "mechanisms": [_mechanism(mechanism, keys) for mechanism in reading.mechanisms],
        "actors": list(_actors(reading, keys)),
        "mentions": [_row(keys, m.id, m.span) | {"actor": m.actor, "form": m.form} for m in reading.mentions],
        "parts": list(_parts(reading)),
    }


def _row(keys: Mapping[str, str], id: str, span: Span | None) -> Row:
    return {"id": id, "key": keys[id], "start": span and span.start, "end": span and span.end}


def _events(reading: Reading, keys: Mapping[str, str]) -> list[Row]:
    places = {place.id: place for place in reading.places}
    days = {time.id: time.value for time in reading.times}
    return [
        _row(keys, event.id, event.trigger) | _fields(event) | {
            "place": place and place.name, "country": place and place.country, "day": days.get(event.time or ""),
        }
        for event in reading.events
        for place in [places.get(event.place or "")]
    ]  # fmt: skip


def _fields(event: Event) -> Row:
    return {
        "type": event.type, "mode": event.mode, "status": event.status, "asserted_by": event.asserted_by,
        "confidence": event.confidence,
    }  # fmt: skip


def _meetings(reading: Reading, keys: Mapping[str, str]) -> Iterator[Row]:
    triggers = {event.id: event.trigger for event in reading.events}
    for meeting in reading.meetings:
        row = _row(keys, meeting.id, triggers.get(meeting.event))
        yield row | {"event": meeting.event, "mechanism": meeting.mechanism, "session": meeting.session}


def _mechanism(mechanism: Mechanism, keys: Mapping[str, str]) -> Row:
    return _row(keys, mechanism.id, min(mechanism.mentions, default=None)) | {"name": mechanism.name, "known": mechanism.known}


def _actors(reading: Reading, keys: Mapping[str, str]) -> Iterator[Row]:
    first = first_mentions(reading)
    for actor in reading.actors:
        row = _row(keys, actor.id, first.get(actor.id))
        yield row | {"name": actor.name, "kind": actor.kind, "known": actor.known, "country": actor.country}


def _parts(reading: Reading) -> Iterator[Row]:
    found: dict[tuple[str, str, str], None] = {}  # a set in order: an actor may be named twice on one side
    for event in reading.events:
        found |= dict.fromkeys((event.id, "source", actor) for actor in event.sources)
        found |= dict.fromkeys((event.id, "recipient", actor) for actor in event.recipients)
    for statement in reading.statements:
        found |= dict.fromkeys((statement.id, "speaker", actor) for actor in statement.speakers)
    for meeting in reading.meetings:
        found |= dict.fromkeys((meeting.id, "party", party.actor) for party in meeting.parties)
        found |= dict.fromkeys((meeting.id, "delegate", actor) for party in meeting.parties for actor in party.delegates)
    for item, side, actor in found:
        yield {"item": item, "side": side, "actor": actor}
