"""Items of an entry as rows that people read and fill in: what it is, its words, its fields by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.exports.cells import joined
from dragoman.record import Event, Reading, Span
from dragoman.record.entry import Entry
from dragoman.text.sentences import split_sentences

# Fields of an event that a judgment can correct, as columns of a sample.
EDITABLE = ("type", "mode", "status", "sources", "recipients", "place", "time")
LISTS = ("sources", "recipients", "speakers")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a report: its key, its kind, the words that it stands on and what it says."""

    key: str
    words: str
    says: str
    judged: bool


def items(entry: Entry) -> Iterator[Item]:
    """The items of a report that can be judged, kind by kind in the order of the text; mentions are left out."""
    reading = entry.reading
    names = names_of(reading)
    events = {event.id: event for event in reading.events}
    for event in reading.events:
        yield _item(entry, event.id, event.trigger, ", ".join(f"{k}={v}" for k, v in fields_of(event, names).items() if v))
    for said in reading.statements:
        yield _item(entry, said.id, min(said.cue or said.content, default=None), f"{said.act} by {_names(said.speakers, names)}")
    for meeting in reading.meetings:
        parties = _names([party.actor for party in meeting.parties], names)
        yield _item(entry, meeting.id, events[meeting.event].trigger, f"meeting of {parties}")
    for forum in reading.mechanisms:
        yield _item(entry, forum.id, min(forum.mentions, default=None), forum.name)
    for actor in reading.actors:
        first = min((m.span for m in reading.mentions if m.actor == actor.id), default=None)
        yield _item(entry, actor.id, first, f"{actor.name} ({actor.kind})")


def _item(entry: Entry, id: str, span: Span | None, says: str) -> Item:
    key = entry.keys[id]
    return Item(key, span.of(entry.reading.report.text) if span else "", says, key in entry.judged)


def _names(ids: Any, names: Mapping[str, str]) -> str:
    return joined(names.get(id, id) for id in ids) or "nobody"


def names_of(reading: Reading) -> dict[str, str]:
    """What actors, places and times are called, by id."""
    named = {actor.id: actor.name for actor in reading.actors} | {place.id: place.name for place in reading.places}
    return named | {time.id: time.value for time in reading.times}


def fields_of(event: Event, names: Mapping[str, str]) -> dict[str, str]:
    """An event's editable fields as cells; an empty one says that there is none."""
    return {
        "type": event.type,
        "mode": event.mode or "",
        "status": event.status,
        "sources": joined(names[id] for id in event.sources),
        "recipients": joined(names[id] for id in event.recipients),
        "place": names.get(event.place or "", ""),
        "time": names.get(event.time or "", ""),
    }


def value_of(field: str, text: str) -> Any:
    """A cell or an option as the value of a field: lists are taken apart at semicolons, nothing is null."""
    if field in LISTS:
        return [name.strip() for name in text.split(";") if name.strip()]
    if field == "anonymous":
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.strip().lower(), text)
    return text.strip() or None


def sentence_of(text: str, span: Span) -> str:
    """The sentence, or the sentences, that the words stand in."""
    return " ".join(sentence.of(text) for sentence in split_sentences(text) if sentence.overlaps(span))
