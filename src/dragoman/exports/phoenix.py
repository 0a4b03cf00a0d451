"""Phoenix's table: one row a pair, 26 columns, tab-separated without a header.

Source: the order in which the Phoenix pipeline writes its columns, and the names of its codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from dragoman.exports.cells import joined
from dragoman.exports.columns import Column, write_tabbed
from dragoman.exports.dyads import Dyad, dyads, told_of
from dragoman.exports.facts import Facts, number
from dragoman.exports.polecat import levels
from dragoman.exports.selection import Selection
from dragoman.ontology import cameo_quad
from dragoman.record import Actor

QUAD_CLASS = "Quad class of the code: 1, 2 cooperation in words, in deeds; 3, 4 conflict in words, in deeds"


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table; returns the number of rows."""
    rows = (dyad for line in selection.lines() for dyad in dyads(line, both_ways=False))
    return write_tabbed(rows, columns(selection.facts), out, header=False)


def columns(facts: Facts) -> tuple[Column[Dyad], ...]:
    """The 26 columns."""
    return (
        Column("EventID", "integer", "Number made from the event's key and the pair, stable and unique", lambda d: number(*d.id)),
        Column("Date", "string", "Day of the event, else of publication (see Days), as YYYYMMDD", lambda d: compact(d)),
        Column("Year", "string", "Its year", lambda d: compact(d)[:4]),
        Column("Month", "string", "Its month, two digits", lambda d: compact(d)[4:6]),
        Column("Day", "string", "Its day, two digits", lambda d: compact(d)[6:]),
        *_party_columns("Source", lambda d: d.source),
        *_party_columns("Target", lambda d: d.recipient),
        Column("EventCode", "string", "CAMEO code, a string: 010 is not 10", lambda d: d.code),
        Column("EventRootCode", "string", "Its first two digits", lambda d: d.code[:2]),
        Column(
            "QuadClass",
            "integer",
            QUAD_CLASS,
            lambda d: cameo_quad(d.code),
        ),
        Column("GoldsteinScore", "number", "Goldstein value of the code, -10 to 10", lambda d: d.line.event.goldstein),
        Column("Issues", "list of strings", "Topics of the report", lambda d: joined(topic.id for topic in d.line.reported.reading.topics)),
        Column("Lat", "number", "Degrees north, WGS 84", lambda d: d.line.place and d.line.place.lat),
        Column("Lon", "number", "Degrees east, WGS 84", lambda d: d.line.place and d.line.place.lon),
        Column("LocationName", "string", "Name of the place", lambda d: d.line.place and d.line.place.name),
        Column("StateName", "string", "First-order division", lambda d: levels(d.line, facts).province),
        Column("CountryName", "string", "ISO 3166 alpha-3 of the place", lambda d: d.line.place and d.line.place.country),
        Column("SentenceID", "string", "Report's id and number of the sentence, from 1", _sentence),
        Column("URLs", "string", "Address of the report", lambda d: d.line.reported.report.url),
        Column("NewsSources", "string", "Publisher", lambda d: d.line.reported.report.publisher),
    )


def compact(dyad: Dyad) -> str:
    """The day of an event as YYYYMMDD."""
    return dyad.line.dated.day.replace("-", "")


def _sentence(dyad: Dyad) -> str:
    return f"{dyad.line.reported.report.id}_{dyad.line.sentence_number}"


def _party_columns(side: str, of: Callable[[Dyad], Actor | None]) -> Iterator[Column[Dyad]]:
    told = partial(told_of, of)
    yield Column(f"{side}ActorFull", "string", "Code of country and sector", told(lambda actor: actor.code))
    yield Column(f"{side}ActorEntity", "string", "Country, ISO 3166 alpha-3, else the beginning of the code", told(_entity))
    yield Column(f"{side}ActorRole", "string", "First PLOVER sector", told(lambda actor: next(iter(actor.sectors), None)))
    yield Column(f"{side}ActorAttribute", "list of strings", "Further PLOVER sectors", told(lambda actor: joined(actor.sectors[1:])))


def _entity(actor: Actor) -> str | None:
    return actor.country or (actor.code or "")[:3] or None
