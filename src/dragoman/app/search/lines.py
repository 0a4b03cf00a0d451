"""What search keeps of one report: a line of plain values for each event of its present entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from dragoman.exports.dates import dated, day_of
from dragoman.knowledge.names import fold
from dragoman.record import Actor, Event, Meeting, Place, Reading
from dragoman.record.entry import Entry

MAKER = "2"  # what made the lines: another value has all of them made anew

# Who stands for a state in a pair of states; others stand for themselves, whatever country they are in.
_OF_A_STATE = frozenset({"country", "government", "ministry", "military", "office", "person", "population"})


@dataclass(frozen=True, slots=True)
class Somebody:
    """An actor as it is told from others over reports. `side` is what it stands for in a pair: a country's code, else its own id."""

    id: str
    name: str
    country: str | None
    side: str


def describe(entry: Entry) -> str:
    """The lines of an entry, as JSON: report, people, and one list of values for each event, in the order of `_line`."""
    reading = entry.reading
    report = reading.report
    people = _people(reading)
    met = {meeting.event: meeting for meeting in reading.meetings}
    return json.dumps({
        "id": report.id,
        "published": day_of(report.published),
        "publisher": report.publisher or "",
        "topics": sorted({topic.id for topic in reading.topics}),
        "people": {who.id: [who.name, who.country, who.side] for who in people.values()},
        "lines": [_line(entry, event, people, met.get(event.id)) for event in reading.events],
    }, ensure_ascii=False, separators=(",", ":"))  # fmt: skip


def _line(entry: Entry, event: Event, people: Mapping[str, Somebody], meeting: Meeting | None) -> list[Any]:
    reading = entry.reading
    day = dated(next((time.value for time in reading.times if time.id == event.time), None), reading.report.published)
    place = next((row for row in reading.places if row.id == event.place), None)
    sources, recipients = (_known(side, people) for side in (event.sources, event.recipients))
    homes = {actor.country for actor in reading.actors if actor.id in (*event.sources, *event.recipients)}
    countries = sorted({*homes, place.country if place else None} - {None, ""}, key=str)
    forum = next((row for row in reading.mechanisms if meeting and row.id == meeting.mechanism), None)
    return [
        event.id, event.type, event.mode or "", event.status, event.asserted_by is not None, day.day, day.basis,
        *_site(place), round(event.confidence, 3), entry.keys.get(event.id) in entry.judged,
        meeting is not None, forum.name if forum else "", (meeting.session if meeting else None) or 0,
        [who.id for who in sources], [who.id for who in recipients], countries, pairs(sources, recipients),
    ]  # fmt: skip


def _site(place: Place | None) -> tuple[str, float | None, float | None]:
    """A place's name with its country, and where it lies."""
    if place is None:
        return "", None, None
    name = " ".join(place.name.split())
    return (f"{name}, {place.country}" if place.country else name), place.lat, place.lon


def pairs(sources: Iterable[Somebody], recipients: Iterable[Somebody]) -> list[str]:
    """The pairs of sides that an event is between, "AFG|PAK", in order; those who meet are all sources."""
    sources, recipients = list(sources), list(recipients)
    both = product(sources, recipients or sources)
    return sorted({"|".join(sorted((one.side, other.side))) for one, other in both if one.side != other.side})


def _known(ids: Iterable[str], people: Mapping[str, Somebody]) -> list[Somebody]:
    return list({who.id: who for id in ids if (who := people.get(id))}.values())


def _people(reading: Reading) -> dict[str, Somebody]:
    """By the id of the reading those actors who can be told from others over reports: known ones, and those with a name."""
    named = {mention.actor for mention in reading.mentions if mention.form == "name"}
    return {actor.id: _somebody(actor) for actor in reading.actors if actor.known or actor.wikidata or actor.id in named}


def _somebody(actor: Actor) -> Somebody:
    id = identity(actor)
    own = actor.country if actor.kind in _OF_A_STATE else None
    return Somebody(id, " ".join(actor.name.split()), actor.country, own or id)


def identity(actor: Actor) -> str:
    """What an actor with a name is called over reports: its entry of the knowledge, else kind, name and country."""
    return actor.known or actor.wikidata or f"{actor.kind}:{fold(actor.name).casefold() or actor.name}:{actor.country or ''}"
