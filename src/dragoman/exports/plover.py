"""PLOVER's JSON record, one an event, as JSON Lines.

PLOVER has no place for who asserts an event, for its status, for several sources and for the words that show it: these
stand under the key `dragoman` of each record. Source: the PLOVER manual (2021), chapter on the JSON record.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from dragoman.exports.columns import Field
from dragoman.exports.facts import Facts
from dragoman.exports.jsonlines import write_objects
from dragoman.exports.line import Line
from dragoman.exports.polecat import levels
from dragoman.exports.selection import Selection
from dragoman.record import Actor, Span, Statement

_RESOLUTION = {"country": 1, "province": 2, "district": 3, "city": 4, "capital": 4}

FIELDS = (
    Field("id", "string", "Stable key of the event"),
    Field("has_event", "boolean", "Always true: reports without an event have no record"),
    Field("date", "date", "Day of the event, else of publication (see Days)"),
    Field("time", "string", "Hour and minute where the report tells them, HH:MM"),
    Field("actor", "list of objects", "Who acts: code, sector (list), entity_text, identifier_id, identifier_text, office (list), country"),
    Field("recipient", "list of objects", "To whom, with the same keys"),
    Field("event", "list of strings", "PLOVER type"),
    Field(
        "event_loc",
        "object",
        "The place: extracted_place, resolved_place, geonameid, lat, lon, city ... country_code, resolution",
    ),
    Field("event_text", "string", "The words of the report that tell of it"),
    Field("quad_code", "integer", "PLOVER's quad class: 1, 2 cooperation in words, in deeds; 3, 4 conflict"),
    Field("event_scale", "number", "PLOVER's conflict-cooperation score, -10 to 10"),
    Field("mode", "list of strings", "PLOVER mode"),
    Field("context", "list of strings", "PLOVER contexts of the event, else of the report"),
    Field("text", "string", "The sentence with the event's words"),
    Field("text_info", "object", "Where event_text stands: sequence (number of the sentence, from 1), start, end"),
    Field("cite_info", "object", "The report: corpus, citation (id), url, title, language, publication, date"),
    Field("coder", "string", "Dragoman's version"),
    Field("version", "string", "Of model, ontology and knowledge"),
    Field("dragoman", "object", "What PLOVER has no place for, see below"),
    Field("dragoman.status", "string", "happened, ongoing, planned, possible, conditional, denied or habitual"),
    Field("dragoman.claim", "boolean", "true: it rests on a speaker's word; false: the report itself tells it"),
    Field("dragoman.asserted_by", "object", "null, or the statement it rests on: speakers, act, anonymous, via, denied_by, cue, content"),
    Field("dragoman.confidence", "number", "That there is such an event, 0 to 1"),
    Field("dragoman.status_confidence", "number", "That the status is right, 0 to 1"),
    Field("dragoman.trigger", "object", "Start and end of the word that tells most of it"),
    Field("dragoman.evidence", "list of objects", "All words that tell of it: start, end, text"),
    Field("dragoman.date_basis", "string", "What the date rests on: text, period, published or none"),
    Field("dragoman.date_told", "string", "The time as the report tells it, a TIMEX3 value"),
    Field("dragoman.happening", "string", "Id of the happening that it belongs to, or null"),
    Field("dragoman.independent_sources", "integer", "Independent sources that tell of it"),
    Field("dragoman.judged", "boolean", "true: a person accepted, corrected or added it"),
    Field("dragoman.added", "boolean", "true: a person added it, the reader missed it"),
)


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the records; returns how many."""
    return write_objects((record(line, selection.facts) for line in selection.lines()), out)


def record(line: Line, facts: Facts) -> dict[str, Any]:
    """One event as PLOVER's record."""
    event, reading = line.event, line.reported.reading
    return {
        "id": line.key,
        "has_event": True,
        "date": line.dated.day,
        "time": _clock(line),
        "actor": [_entity(actor, line) for actor in line.sources],
        "recipient": [_entity(actor, line) for actor in line.recipients],
        "event": [event.type],
        "event_loc": _location(line, facts),
        "event_text": line.reported.view.words(event.evidence),
        "quad_code": facts.quad(event.type),
        "event_scale": facts.score(event.type, event.mode),
        "mode": [event.mode] if event.mode else [],
        "context": list(event.contexts or reading.contexts),
        "text": line.sentence,
        "text_info": {"sequence": line.sentence_number, "start": event.trigger.start, "end": event.trigger.end},
        "cite_info": _citation(line),
        "coder": f"dragoman {reading.reader.version}",
        "version": f"model {reading.reader.model}, ontology {reading.reader.ontology}, knowledge {reading.reader.knowledge}",
        "dragoman": _own(line),
    }


def _own(line: Line) -> dict[str, Any]:
    event, told = line.event, line.time
    return {
        "status": event.status,
        "claim": line.is_claim,
        "asserted_by": _statement(line, line.claim) if line.claim else None,
        "confidence": event.confidence,
        "status_confidence": event.status_confidence,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end},
        "evidence": _spans(line, event.evidence),
        "date_basis": line.dated.basis,
        "date_told": told.value if told else None,
        "happening": line.happening.id if line.happening else None,
        "independent_sources": line.independent,
        "judged": line.key in line.reported.entry.judged,
        "added": line.key in line.reported.entry.added,
    }


def _statement(line: Line, row: Statement) -> dict[str, Any]:
    view = line.reported.view
    return {
        "speakers": [view.name(speaker) for speaker in row.speakers],
        "act": row.act,
        "anonymous": row.anonymous,
        "via": [view.speaker(other) for other in row.via if other in view.statements],
        "denied_by": [view.speaker(other.id) for other in view.deniers(row.id)],
        "cue": _spans(line, row.cue),
        "content": _spans(line, row.content),
    }


def _spans(line: Line, spans: Iterable[Span]) -> list[dict[str, Any]]:
    text = line.reported.report.text
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def _clock(line: Line) -> str:
    time = line.time
    clock = time.value.partition("T")[2] if time else ""
    return clock[:5] if clock[:2].isdigit() and clock[3:5].isdigit() else ""


def _entity(actor: Actor, line: Line) -> dict[str, Any]:
    return {
        "code": actor.code,
        "sector": list(actor.sectors),
        "entity_text": line.words_of(actor),
        "identifier_id": actor.wikidata or actor.known,
        "identifier_text": actor.name,
        "office": list(dict.fromkeys(role.title for role in actor.roles)),
        "country": actor.country,
    }


def _location(line: Line, facts: Facts) -> dict[str, Any] | None:
    place, found = line.place, levels(line, facts)
    if place is None:
        return None
    return {
        "extracted_place": line.reported.view.words([place.span]),
        "resolved_place": place.name,
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "city": found.city,
        "district": found.district,
        "province": found.province,
        "country_code": place.country,
        "resolution": _RESOLUTION.get(found.feature),
    }


def _citation(line: Line) -> dict[str, Any]:
    report = line.reported.report
    return {
        "corpus": "dragoman",
        "citation": report.id,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": report.publisher,
        "date": report.published,
    }
