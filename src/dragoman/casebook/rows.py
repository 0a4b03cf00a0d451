"""The rows that one reading gives the tables that filters need.

A row's `key` names the thing by kind, report and words: a newer reader that finds the same thing gives it the same key,
so that judgments and links outlive a re-reading. A text's second version is another text: its keys name the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.record import Event, Reading, Span, Statement

Row = dict[str, Any]


def rows(reading: Reading, version: int) -> dict[str, list[Row]]:
    """The rows by table, without the number of the reading. `version` is the report's."""
    home = reading.report.id if version == 1 else f"{reading.report.id}@{version}"
    return {
        "events": [_event(event, reading, home) for event in reading.events],
        "statements": [_statement(statement, home) for statement in reading.statements],
        "meetings": list(_meetings(reading, home)),
        "mechanisms": [
            _row("mechanism", home, m.id, _first(m.mentions), m.name) | {"name": m.name, "known": m.known} for m in reading.mechanisms
        ],
        "actors": list(_actors(reading, home)),
        "mentions": [_row("mention", home, m.id, m.span) | {"actor": m.actor, "form": m.form} for m in reading.mentions],
        "parts": list(_parts(reading)),
    }


def _row(kind: str, home: str, id: str, span: Span | None, more: str = "") -> Row:
    words = f"{span.start}-{span.end}" if span else "-"
    key = "/".join(filter(None, (kind, home, words, more)))
    return {"id": id, "key": key, "start": span and span.start, "end": span and span.end}


def _first(spans: Iterable[Span]) -> Span | None:
    return min(spans, default=None)


def _event(event: Event, reading: Reading, home: str) -> Row:
    place = next((p for p in reading.places if p.id == event.place), None)
    time = next((t for t in reading.times if t.id == event.time), None)
    return _row("event", home, event.id, event.trigger, event.type) | {
        "type": event.type, "mode": event.mode, "status": event.status, "place": place and place.name,
        "country": place and place.country, "day": time and time.value, "asserted_by": event.asserted_by,
        "confidence": event.confidence,
    }  # fmt: skip


def _statement(statement: Statement, home: str) -> Row:
    span = _first(statement.cue) or _first(statement.content) or _first(statement.source)
    return _row("statement", home, statement.id, span) | {"act": statement.act, "confidence": statement.confidence}


def _meetings(reading: Reading, home: str) -> Iterator[Row]:
    triggers = {event.id: event.trigger for event in reading.events}
    for meeting in reading.meetings:
        row = _row("meeting", home, meeting.id, triggers.get(meeting.event))
        yield row | {"event": meeting.event, "mechanism": meeting.mechanism, "session": meeting.session}


def _actors(reading: Reading, home: str) -> Iterator[Row]:
    first: dict[str, Span] = {}
    for mention in sorted(reading.mentions, key=lambda m: m.span):
        first.setdefault(mention.actor, mention.span)
    for actor in reading.actors:
        row = _row("actor", home, actor.id, first.get(actor.id), actor.name)
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
