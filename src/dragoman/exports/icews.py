"""ICEWS's table: one row a pair, 20 columns, tab-separated with a header. A mutual meeting gives two rows.

Source: the columns of the ICEWS event data (Harvard Dataverse, 28075).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from dragoman.exports.columns import Column, write_tabbed
from dragoman.exports.dyads import Dyad, dyads
from dragoman.exports.facts import Facts, number
from dragoman.exports.polecat import levels
from dragoman.exports.selection import Selection
from dragoman.record import Actor


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table; returns the number of rows."""
    rows = (dyad for line in selection.lines() for dyad in dyads(line, both_ways=True))
    return write_tabbed(rows, columns(selection.facts), out, header=True)


def columns(facts: Facts) -> tuple[Column[Dyad], ...]:
    """The 20 columns."""
    return (
        Column("Event ID", "integer", "Number made from the event's key and the pair, stable and unique", lambda d: number(*d.id, d.code)),
        Column("Event Date", "date", "Day of the event, else of publication (see Days)", lambda d: d.line.dated.day),
        *_party_columns("Source", lambda d: d.source, facts),
        Column("Event Text", "string", "CAMEO's name of the code", lambda d: facts.cameo_names.get(d.code)),
        Column("CAMEO Code", "string", "CAMEO code, a string: 010 is not 10", lambda d: d.code),
        Column("Intensity", "number", "Goldstein value of the code, -10 to 10", lambda d: d.line.event.goldstein),
        *_party_columns("Target", lambda d: d.recipient, facts),
        Column("Story ID", "integer", "Number made from the report's id", lambda d: number(d.line.reported.report.id)),
        Column("Sentence Number", "integer", "Sentence with the event's words, from 1", lambda d: d.line.sentence_number),
        Column("Publisher", "string", "Publisher", lambda d: d.line.reported.report.publisher),
        Column("City", "string", "City or town", lambda d: levels(d.line, facts).city),
        Column("District", "string", "Second-order division", lambda d: levels(d.line, facts).district),
        Column("Province", "string", "First-order division", lambda d: levels(d.line, facts).province),
        Column("Country", "string", "Name of the country", lambda d: facts.country_name(d.line.place.country) if d.line.place else ""),
        Column("Latitude", "number", "Degrees north, WGS 84", lambda d: d.line.place and d.line.place.lat),
        Column("Longitude", "number", "Degrees east, WGS 84", lambda d: d.line.place and d.line.place.lon),
    )


def _party_columns(side: str, of: Callable[[Dyad], Actor | None], facts: Facts) -> Iterator[Column[Dyad]]:
    def sectors(dyad: Dyad) -> str:
        actor = of(dyad)
        known = facts.ontology.sectors
        return ",".join(known[code].name if code in known else code for code in actor.sectors) if actor else ""

    def name(dyad: Dyad) -> str:
        actor = of(dyad)
        return actor.name if actor else ""

    def country(dyad: Dyad) -> str:
        actor = of(dyad)
        return facts.country_name(actor.country) if actor else ""

    yield Column(f"{side} Name", "string", "Name of the actor", name)
    yield Column(f"{side} Sectors", "list of strings", "Names of its PLOVER sectors, with commas between as in ICEWS", sectors)
    yield Column(f"{side} Country", "string", "Name of its country", country)
