"""The tables that an archive becomes: names, types, meanings and values of their columns in one place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from dragoman.record import Actor, Event, Meeting, Mention, Place, Reading, Span, Statement, Time
from dragoman.record.json import to_json

_TEXT, _WHOLE, _NUMBER, _FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()
_TEXTS, _WHOLES, _NUMBERS = pa.list_(pa.string()), pa.list_(pa.int32()), pa.list_(pa.float64())


class Found:
    """A reading with what its rows look up."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.actors: Mapping[str, Actor] = {actor.id: actor for actor in reading.actors}
        self.places: Mapping[str, Place] = {place.id: place for place in reading.places}
        self.times: Mapping[str, Time] = {time.id: time for time in reading.times}

    def words(self, span: Span) -> str:
        """The report's words, on one line."""
        return " ".join(span.of(self.reading.report.text).split())

    def names(self, ids: Iterable[str]) -> list[str]:
        """Names of actors."""
        return [self.actors[id].name for id in ids if id in self.actors]

    def each(self, ids: Iterable[str], of: Callable[[Actor], str | None]) -> list[str]:
        """Something of each actor, "" where there is none."""
        return [of(self.actors[id]) or "" for id in ids if id in self.actors]

    def place(self, id: str | None) -> Place | None:
        """A place of the reading."""
        return self.places.get(id or "")

    def time(self, id: str | None) -> str | None:
        """The value of a time of the reading."""
        found = self.times.get(id or "")
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type of Arrow, meaning, and how its value is found in a reading and one of its items."""

    name: str
    type: pa.DataType
    meaning: str
    value: Callable[[Found, Any], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row for each item of a reading."""

    name: str
    meaning: str
    items: Callable[[Reading], Iterable[Any]]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The types, with the meanings as metadata."""
        return pa.schema([pa.field(c.name, c.type, metadata={"meaning": c.meaning}) for c in self.columns])

    def arrow(self, readings: Sequence[Found]) -> pa.Table:
        """The rows of some readings."""
        rows = [(found, item) for found in readings for item in self.items(found.reading)]
        arrays = [pa.array([column.value(found, item) for found, item in rows], type=column.type) for column in self.columns]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def _readings() -> Iterator[Column]:
    yield _report_id()
    yield Column("published", _TEXT, "Day or time of publication, ISO 8601", lambda f, _: f.reading.report.published)
    yield Column("publisher", _TEXT, "Publisher", lambda f, _: f.reading.report.publisher)
    yield Column("title", _TEXT, "Title of the report", lambda f, _: f.reading.report.title)
    yield Column("url", _TEXT, "Its address", lambda f, _: f.reading.report.url)
    yield Column("language", _TEXT, "ISO 639-1", lambda f, _: f.reading.report.language)
    yield Column("words", _WHOLE, "Words of its text", lambda f, _: len(f.reading.report.text.split()))
    yield Column("contexts", _TEXTS, "PLOVER contexts of the report", lambda f, _: list(f.reading.contexts))
    yield Column("topics", _TEXTS, "Topics of the report", lambda f, _: [topic.id for topic in f.reading.topics])
    yield Column("unread", _WHOLE, "Passages that could not be read", lambda f, _: len(f.reading.unread))
    yield Column("dragoman", _TEXT, "Version of Dragoman that read it", lambda f, _: f.reading.reader.version)
    yield Column("model", _TEXT, "Version of its model", lambda f, _: f.reading.reader.model)
    yield Column("ontology", _TEXT, "Version of its ontology", lambda f, _: f.reading.reader.ontology)
    yield Column("knowledge", _TEXT, "Version of its knowledge", lambda f, _: f.reading.reader.knowledge)
    yield Column("reading", _TEXT, "The whole reading as JSON, the report's text in it", lambda f, _: _json(f.reading))


def _json(reading: Reading) -> str:
    return json.dumps(to_json(reading), ensure_ascii=False, separators=(",", ":"))


def _report_id() -> Column:
    return Column("report_id", _TEXT, "Id of the report", lambda f, _: f.reading.report.id)


def _own_id(name: str) -> Column:
    return Column(name, _TEXT, "Id within the report", lambda _, item: item.id)


def _words(name: str, meaning: str, spans: Callable[[Any], Iterable[Span]]) -> Iterator[Column]:
    """Words with their characters, three columns."""
    yield Column(name, _TEXTS, meaning, lambda f, item: [f.words(span) for span in spans(item)])
    yield Column(f"{name}_starts", _WHOLES, "First character of each, from 0", lambda _, item: [span.start for span in spans(item)])
    yield Column(f"{name}_ends", _WHOLES, "The character after its last", lambda _, item: [span.end for span in spans(item)])


def _characters(span: Callable[[Any], Span]) -> Iterator[Column]:
    yield Column("words", _TEXT, "The report's words", lambda f, item: f.words(span(item)))
    yield Column("start", _WHOLE, "First character in the report's text, from 0", lambda _, item: span(item).start)
    yield Column("end", _WHOLE, "The character after its last", lambda _, item: span(item).end)


def _actors_of(name: str, meaning: str, ids: Callable[[Any], Iterable[str]]) -> Iterator[Column]:
    """Actors as their ids within the report, their names, and what the knowledge says of them."""
    yield Column(name, _TEXTS, f"{meaning}: ids within the report", lambda _, item: list(ids(item)))
    yield Column(f"{name}_names", _TEXTS, f"{meaning}: names", lambda f, item: f.names(ids(item)))
    yield Column(f"{name}_known", _TEXTS, "Id of each in the knowledge", lambda f, item: f.each(ids(item), lambda a: a.known))
    yield Column(f"{name}_countries", _TEXTS, "ISO 3166 alpha-3 of each", lambda f, item: f.each(ids(item), lambda a: a.country))
    yield Column(f"{name}_codes", _TEXTS, "PLOVER/CAMEO-style code of each", lambda f, item: f.each(ids(item), lambda a: a.code))


def _where(place: Callable[[Any], str | None]) -> Iterator[Column]:
    def of(pick: Callable[[Place], Any]) -> Callable[[Found, Any], Any]:
        return lambda f, item: pick(found) if (found := f.place(place(item))) else None

    yield Column("place", _TEXT, "Name of the place", of(lambda p: p.name))
    yield Column("geonameid", _WHOLE, "Id of GeoNames", of(lambda p: p.geonameid))
    yield Column("country", _TEXT, "ISO 3166 alpha-3 of the place", of(lambda p: p.country))
    yield Column("latitude", _NUMBER, "Degrees north, WGS 84", of(lambda p: p.lat))
    yield Column("longitude", _NUMBER, "Degrees east, WGS 84", of(lambda p: p.lon))


def _published() -> Column:
    return Column("published", _TEXT, "Day or time of the report's publication, ISO 8601", lambda f, _: f.reading.report.published)


def _events() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("event_id")
    yield _published()
    yield Column("type", _TEXT, "PLOVER type", lambda _, e: e.type)
    yield Column("mode", _TEXT, "PLOVER mode", lambda _, e: e.mode)
    yield Column("contexts", _TEXTS, "PLOVER contexts of the event", lambda _, e: list(e.contexts))
    yield Column("cameo", _TEXT, "Nearest CAMEO code", lambda _, e: e.cameo)
    yield Column("goldstein", _NUMBER, "Goldstein value of that code, -10 to 10", lambda _, e: e.goldstein)
    yield Column("confidence", _NUMBER, "That there is such an event, of this type, 0 to 1", lambda _, e: e.confidence)
    yield Column("status", _TEXT, "happened, ongoing, planned, possible, conditional, denied, habitual", lambda _, e: e.status)
    yield Column("status_confidence", _NUMBER, "That the status is right, 0 to 1", lambda _, e: e.status_confidence)
    yield Column("asserted_by", _TEXT, "The statement it rests on; null: the report itself tells it", lambda _, e: e.asserted_by)
    yield from _actors_of("sources", "Who did it", lambda e: e.sources)
    yield Column("source_confidence", _NUMBERS, "That each takes part on this side, 0 to 1", lambda _, e: list(e.source_confidence))
    yield from _actors_of("recipients", "To whom", lambda e: e.recipients)
    yield Column("recipient_confidence", _NUMBERS, "That each takes part on this side, 0 to 1", lambda _, e: list(e.recipient_confidence))
    yield Column("time", _TEXT, "When, a TIMEX3 value", lambda f, e: f.time(e.time))
    yield from _where(lambda e: e.place)
    yield from _words("trigger", "The word that tells most of it", lambda e: [e.trigger])
    yield from _words("evidence", "All words that tell of it", lambda e: e.evidence)


def _statements() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("statement_id")
    yield _published()
    yield Column("act", _TEXT, "say, claim, accuse, deny, demand ...", lambda _, s: s.act)
    yield Column("anonymous", _FLAG, "Whether the speaker is not named", lambda _, s: s.anonymous)
    yield from _actors_of("speakers", "Whose words", lambda s: s.speakers)
    yield Column("via", _TEXTS, "Statements that it is cited by", lambda _, s: list(s.via))
    yield Column("denies", _TEXTS, "Statements that it denies", lambda _, s: list(s.denies))
    yield Column("events", _TEXTS, "Events that it asserts", lambda _, s: list(s.events))
    yield Column("topics", _TEXTS, "Topics that it is about", lambda _, s: list(s.topics))
    yield Column("confidence", _NUMBER, "That somebody said so, 0 to 1", lambda _, s: s.confidence)
    yield from _words("source", "The words for the speaker", lambda s: s.source)
    yield from _words("cue", "The words of saying", lambda s: s.cue)
    yield from _words("content", "What is said", lambda s: s.content)
    yield from _words("quotes", "What of it is quoted", lambda s: s.quotes)


def _meetings() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("meeting_id")
    yield _published()
    yield Column("event_id", _TEXT, "The event that it is built around", lambda _, m: m.event)
    yield from _actors_of("parties", "Who met", lambda m: [party.actor for party in m.parties])
    yield Column("heads", _TEXTS, "Who led each party, by name", lambda f, m: ["".join(f.names([p.head or ""])) for p in m.parties])
    yield Column("delegates", _TEXTS, "Who came, by name", lambda f, m: f.names(id for party in m.parties for id in party.delegates))
    yield Column("host", _TEXT, "The host's name", lambda f, m: "".join(f.names([m.host or ""])) or None)
    yield Column("time", _TEXT, "When, a TIMEX3 value", lambda f, m: f.time(m.time))
    yield Column("duration", _TEXT, "How long, a TIMEX3 value", lambda f, m: f.time(m.duration))
    yield from _where(lambda m: m.place)
    yield Column("mechanism", _TEXT, "The recurring forum's name", _mechanism)
    yield Column("session", _WHOLE, "The how manieth session", lambda _, m: m.session)
    yield Column("topics", _TEXTS, "Topics of the agenda", lambda _, m: [item.topic or "" for item in m.agenda])
    yield from _words("agenda", "What was talked about", lambda m: [item.span for item in m.agenda])


def _mechanism(found: Found, meeting: Meeting) -> str | None:
    return next((forum.name for forum in found.reading.mechanisms if forum.id == meeting.mechanism), None)


def _actors() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("actor_id")
    yield Column("name", _TEXT, "The fullest name", lambda _, a: a.name)
    yield Column("kind", _TEXT, "person, government, armed_group ...", lambda _, a: a.kind)
    yield Column("known", _TEXT, "Id in the knowledge", lambda _, a: a.known)
    yield Column("wikidata", _TEXT, "Id of Wikidata", lambda _, a: a.wikidata)
    yield Column("country", _TEXT, "ISO 3166 alpha-3", lambda _, a: a.country)
    yield Column("sectors", _TEXTS, "PLOVER sectors", lambda _, a: list(a.sectors))
    yield Column("code", _TEXT, "PLOVER/CAMEO-style code", lambda _, a: a.code)
    yield Column("member_of", _TEXTS, "Actors of the report that it belongs to", lambda _, a: list(a.member_of))
    yield Column("roles", _TEXTS, "Offices that the report gives it", lambda _, a: [role.title for role in a.roles])
    yield Column("inferred", _TEXTS, "Fields that the knowledge supplied, not the report", lambda _, a: list(a.inferred))


def _mentions() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("mention_id")
    yield Column("actor_id", _TEXT, "The actor that is meant", lambda _, m: m.actor)
    yield Column("form", _TEXT, "name, nominal or pronoun", lambda _, m: m.form)
    yield from _characters(lambda m: m.span)


def _places() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("place_id")
    yield from _characters(lambda p: p.span)
    yield from _where(lambda p: p.id)


def _times() -> Iterator[Column]:
    yield _report_id()
    yield _own_id("time_id")
    yield from _characters(lambda t: t.span)
    yield Column("type", _TEXT, "DATE, TIME, DURATION or SET", lambda _, t: t.type)
    yield Column("value", _TEXT, "TIMEX3 value, ISO 8601", lambda _, t: t.value)
    yield Column("granularity", _TEXT, "year, month, week, day, hour ...", lambda _, t: t.granularity)
    yield Column("anchor", _TEXT, "What it was reckoned from: published, dateline, another time; null: explicit", lambda _, t: t.anchor)


_Items = Callable[[Reading], Iterable[Reading | Event | Statement | Meeting | Actor | Mention | Place | Time]]


def _table(name: str, meaning: str, items: _Items, columns: Iterable[Column]) -> Table:
    return Table(name, meaning, items, tuple(columns))


TABLES = (
    _table("readings", "One row a report, with its whole reading", lambda r: (r,), _readings()),
    _table("events", "Who did what to whom", lambda r: r.events, _events()),
    _table("statements", "Who said what", lambda r: r.statements, _statements()),
    _table("meetings", "Who met whom", lambda r: r.meetings, _meetings()),
    _table("actors", "Who appears in a report", lambda r: r.actors, _actors()),
    _table("mentions", "Where each of them is named", lambda r: r.mentions, _mentions()),
    _table("places", "Where", lambda r: r.places, _places()),
    _table("times", "When", lambda r: r.times, _times()),
)
REFUSED = pa.schema([("place", _TEXT), ("reason", _TEXT)])
