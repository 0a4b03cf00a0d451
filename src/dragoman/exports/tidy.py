"""The table with everything: one row an event, for spreadsheets, R and pandas (CSV) and for typed readers (Parquet)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import StringIO
from typing import IO, Any

from dragoman.exports.cells import cell, inert, joined
from dragoman.exports.columns import Column
from dragoman.exports.facts import Facts
from dragoman.exports.line import Line
from dragoman.exports.polecat import levels
from dragoman.exports.selection import Selection
from dragoman.record import Actor


def columns(facts: Facts) -> tuple[Column[Line], ...]:
    """All columns, in their order."""
    return (
        *_identity(),
        *_account(facts),
        *_voice(),
        *_party("source", "Sources", lambda line: line.sources, lambda line: line.event.source_confidence),
        *_party("recipient", "Recipients", lambda line: line.recipients, lambda line: line.event.recipient_confidence),
        *_when_and_where(facts),
        *_evidence(),
        *_report(),
    )


def _identity() -> Iterator[Column[Line]]:
    yield Column("event_id", "string", "Stable key of the event; it outlives a re-reading", lambda line: line.key)
    yield Column("report_id", "string", "Id of the report", lambda line: line.reported.report.id)
    yield Column("happening_id", "string", "Happening that it belongs to", lambda line: line.happening.id if line.happening else None)
    yield Column("independent_sources", "integer", "Independent sources that tell of it", lambda line: line.independent)
    yield Column("reports", "integer", "Reports that tell of it, copies among them", _reports)
    yield Column("contradictions", "list of strings", "On what those reports differ: dead, hurt, day, place ...", _contradictions)


def _account(facts: Facts) -> Iterator[Column[Line]]:
    yield Column("type", "string", "PLOVER type", lambda line: line.event.type)
    yield Column("mode", "string", "PLOVER mode", lambda line: line.event.mode)
    yield Column("contexts", "list of strings", "PLOVER contexts of the event, else of the report", _contexts)
    yield Column(
        "quad",
        "integer",
        "PLOVER's quad class: 1, 2 cooperation in words, in deeds; 3, 4 conflict",
        lambda line: facts.quad(line.event.type),
    )
    yield Column("plover_score", "number", "PLOVER's conflict-cooperation score, -10 to 10", partial(_score, facts))
    yield Column("cameo", "string", "Nearest CAMEO code, a string: 010 is not 10", lambda line: line.event.cameo)
    yield Column("goldstein", "number", "Goldstein value of that code, -10 to 10", lambda line: line.event.goldstein)
    yield Column("confidence", "number", "That there is such an event, of this type, 0 to 1", lambda line: line.event.confidence)


def _voice() -> Iterator[Column[Line]]:
    yield Column("status", "string", "happened, ongoing, planned, possible, conditional, denied, habitual", lambda line: line.event.status)
    yield Column("status_confidence", "number", "That the status is right, 0 to 1", lambda line: line.event.status_confidence)
    yield Column("claim", "boolean", "true: it rests on a speaker's word; false: the report itself tells it", lambda line: line.is_claim)
    yield Column("asserted_by", "list of strings", "Those on whose word it rests; empty: the report", _speakers)
    yield Column(
        "asserted_act",
        "string",
        "What they do by saying it: claim, accuse, promise ...",
        lambda line: line.claim.act if line.claim else None,
    )
    yield Column("asserted_via", "list of strings", "Whom they cite in turn", _via)
    yield Column("denied_by", "list of strings", "Who denies that statement in the same report", _deniers)
    yield Column(
        "judged", "boolean", "true: a person accepted, corrected or added the event", lambda line: line.key in line.reported.entry.judged
    )
    yield Column("added", "boolean", "true: a person added it, the reader missed it", lambda line: line.key in line.reported.entry.added)


def _party(
    side: str, whose: str, actors: Callable[[Line], tuple[Actor, ...]], confidence: Callable[[Line], tuple[float, ...]]
) -> Iterator[Column[Line]]:
    def each(of: Callable[[Actor], str | None]) -> Callable[[Line], list[str]]:
        return lambda line: [of(actor) or "" for actor in actors(line)]

    yield Column(f"{side}s", "list of strings", f"{whose}: names", each(lambda actor: actor.name))
    yield Column(f"{side}_words", "list of strings", "The report's words for each", lambda line: [line.words_of(a) for a in actors(line)])
    yield Column(f"{side}_ids", "list of strings", "Id of each in the knowledge", each(lambda actor: actor.known))
    yield Column(f"{side}_wikidata", "list of strings", "Wikidata id of each", each(lambda actor: actor.wikidata))
    yield Column(f"{side}_kinds", "list of strings", "person, government, armed_group ...", each(lambda actor: actor.kind))
    yield Column(f"{side}_countries", "list of strings", "ISO 3166 alpha-3 of each", each(lambda actor: actor.country))
    yield Column(
        f"{side}_sectors", "list of strings", "PLOVER sectors of each, + between them", each(lambda actor: "+".join(actor.sectors))
    )
    yield Column(f"{side}_codes", "list of strings", "PLOVER/CAMEO-style code of each", each(lambda actor: actor.code))
    yield Column(f"{side}_confidence", "list of numbers", "That each takes part on this side, 0 to 1", lambda line: list(confidence(line)))


def _when_and_where(facts: Facts) -> Iterator[Column[Line]]:
    yield Column("date", "date", "Day of the event, else of publication (see Days)", lambda line: line.dated.day or None)
    yield Column("date_basis", "string", "What the day rests on: text, period, published or none", lambda line: line.dated.basis)
    yield Column("date_told", "string", "The time as the report tells it, a TIMEX3 value", _time_value)
    yield Column("date_words", "string", "The report's words for it", _time_words)
    yield Column("place", "string", "Name of the place", lambda line: line.place.name if line.place else None)
    yield Column("place_words", "string", "The report's words for it", _place_words)
    yield Column("place_province", "string", "First-order division", lambda line: levels(line, facts).province or None)
    yield Column("place_country", "string", "ISO 3166 alpha-3", lambda line: line.place.country if line.place else None)
    yield Column("geonameid", "integer", "Id of GeoNames", lambda line: line.place.geonameid if line.place else None)
    yield Column("latitude", "number", "Degrees north, WGS 84", lambda line: line.place.lat if line.place else None)
    yield Column("longitude", "number", "Degrees east, WGS 84", lambda line: line.place.lon if line.place else None)


def _evidence() -> Iterator[Column[Line]]:
    yield Column("trigger", "string", "The word that tells most of it", lambda line: line.reported.view.words([line.event.trigger]))
    yield Column("trigger_start", "integer", "Its first character in the report's text, from 0", lambda line: line.event.trigger.start)
    yield Column("trigger_end", "integer", "The character after its last", lambda line: line.event.trigger.end)
    yield Column("sentence", "string", "The sentence that shows it", lambda line: line.sentence)


def _report() -> Iterator[Column[Line]]:
    yield Column("published", "string", "Day or time of publication, ISO 8601", lambda line: line.reported.report.published)
    yield Column("publisher", "string", "Publisher", lambda line: line.reported.report.publisher)
    yield Column("title", "string", "Title of the report", lambda line: line.reported.report.title)
    yield Column("url", "string", "Its address", lambda line: line.reported.report.url)
    yield Column("language", "string", "ISO 639-1", lambda line: line.reported.report.language)
    yield Column("dragoman", "string", "Version of Dragoman that read it", lambda line: line.reported.reading.reader.version)
    yield Column("model", "string", "Version of its model", lambda line: line.reported.reading.reader.model)
    yield Column("ontology", "string", "Version of its ontology", lambda line: line.reported.reading.reader.ontology)
    yield Column("knowledge", "string", "Version of its knowledge", lambda line: line.reported.reading.reader.knowledge)


def _reports(line: Line) -> int:
    return len({support.report for support in line.happening.supports}) if line.happening else 1


def _contradictions(line: Line) -> list[str]:
    return list(dict.fromkeys(row.field for row in line.happening.contradictions)) if line.happening else []


def _contexts(line: Line) -> list[str]:
    return list(line.event.contexts or line.reported.reading.contexts)


def _quad(facts: Facts, line: Line) -> int | None:
    return facts.quad(line.event.type)


def _score(facts: Facts, line: Line) -> float | None:
    return facts.score(line.event.type, line.event.mode)


def _speakers(line: Line) -> list[str]:
    view, row = line.reported.view, line.claim
    if row is None:
        return []
    return [view.name(speaker) for speaker in row.speakers] or [view.speaker(row.id)]


def _act(line: Line) -> str | None:
    return line.claim.act if line.claim else None


def _via(line: Line) -> list[str]:
    view, row = line.reported.view, line.claim
    return [view.speaker(other) for other in row.via if other in view.statements] if row else []


def _deniers(line: Line) -> list[str]:
    view, row = line.reported.view, line.claim
    return [view.speaker(other.id) for other in view.deniers(row.id)] if row else []


def _time_value(line: Line) -> str | None:
    return line.time.value if line.time else None


def _time_words(line: Line) -> str | None:
    return line.reported.view.words([line.time.span]) if line.time else None


def _place_words(line: Line) -> str | None:
    return line.reported.view.words([line.place.span]) if line.place else None


class CsvTable:
    """The table as CSV (RFC 4180, UTF-8): takes lines as they come. Cells that a spreadsheet would take for formulas get an apostrophe."""

    def __init__(self, facts: Facts, out: IO[bytes]) -> None:
        self._columns = columns(facts)
        self._out = out
        self._buffer = StringIO()
        self._writer = csv.writer(self._buffer, lineterminator="\n")
        self._row([column.name for column in self._columns])

    def add(self, line: Line) -> None:
        """Writes one row."""
        self._row([_csv_value(column.value(line)) for column in self._columns])

    def close(self) -> None:
        """Nothing is kept back."""

    def _row(self, cells: list[str]) -> None:
        self._writer.writerow(cells)
        self._out.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()


def _csv_value(value: Any) -> str:
    """Numbers stay numbers, minus signs and all; only text can be a formula."""
    if isinstance(value, str):
        return inert(cell(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return inert(cell(joined(map(str, value)))) if any(item != "" for item in value) else ""
    return str(value)


def write_csv(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table; returns the number of rows."""
    return fill(selection.lines(), (CsvTable(selection.facts, out),))


def fill(lines: Iterable[Line], tables: Iterable[Any]) -> int:
    """Gives each line to every table, then closes them; returns the number of lines."""
    tables, count = tuple(tables), 0
    for line in lines:
        for table in tables:
            table.add(line)
        count += 1
    for table in tables:
        table.close()
    return count
