"""POLECAT's table: one row an event, 40 columns, tab-separated with a header; "None" where there is nothing.

Source: the columns of the POLECAT data set (Harvard Dataverse, AJGVIT), in the order of its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO

from dragoman.exports.cells import joined
from dragoman.exports.columns import Column, write_tabbed
from dragoman.exports.facts import QUADS, Facts, Levels
from dragoman.exports.line import Line
from dragoman.exports.selection import Selection
from dragoman.record import Actor, Reading

_EMPTY = "None"
_PEOPLE = frozenset({"person", "office"})
_BODIES = frozenset({"government", "ministry", "military", "armed_group", "party", "company", "igo", "ngo", "media", "organization"})


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table; returns the number of rows."""
    return write_tabbed(selection.lines(), columns(selection.facts), out, header=True, empty=_EMPTY)


def columns(facts: Facts) -> tuple[Column[Line], ...]:
    """The 40 columns."""
    return (
        Column("Event ID", "string", "Stable key of the event", lambda line: line.key),
        Column("Event Date", "date", "Day of the event, else of publication (see Days)", lambda line: line.dated.day),
        Column("Event Type", "string", "PLOVER type", lambda line: line.event.type),
        Column("Event Mode", "string", "PLOVER mode", lambda line: line.event.mode),
        Column("Intensity", "number", "PLOVER's conflict-cooperation score, -10 to 10", partial(_score, facts)),
        Column("Quad Code", "string", "PLOVER's quad class in words", partial(_quad, facts)),
        Column("Contexts", "list of strings", "PLOVER contexts of the event, else of the report", _contexts),
        *_party_columns("Actor", lambda line: line.sources, facts),
        *_party_columns("Recipient", lambda line: line.recipients, facts),
        *_place_columns(facts),
        *_report_columns(),
    )


def _party_columns(side: str, actors: Callable[[Line], tuple[Actor, ...]], facts: Facts) -> Iterator[Column[Line]]:
    def listed(of: Callable[[Actor], str]) -> Callable[[Line], str]:
        return lambda line: _each(of(actor) for actor in actors(line))

    def raw(line: Line) -> str:
        return _each(line.words_of(actor) for actor in actors(line))

    whole = "Actor" if side == "Actor" else "Recipient"
    yield Column(f"{side} Name", "list of strings", f"{whole}s: the name of each", listed(lambda actor: actor.name))
    yield Column(f"{side} Country", "list of strings", "ISO 3166 alpha-3 of each", listed(lambda actor: actor.country or ""))
    yield Column(f"{side} COW", "list of strings", "Correlates of War number of each one's country", listed(lambda a: facts.cow(a.country)))
    yield Column(f"Primary {side} Sector", "string", "PLOVER sector of the first", lambda line: _first_sector(actors(line)))
    yield Column(f"{side} Sectors", "list of strings", "PLOVER sectors of all, each once", lambda line: _sectors(actors(line)))
    yield Column(f"{side} Title", "list of strings", "Offices that the text gives each", listed(_titles))
    yield Column(f"{side} Name Raw", "list of strings", "The report's words for each, nearest to the event's", raw)
    meaning = "Wikidata id of each, where the knowledge has one; Dragoman keeps no ids of Wikipedia"
    name = "Wikipedia Actor ID" if side == "Actor" else "Wikipedia Recipient ID"
    yield Column(name, "list of strings", meaning, listed(lambda actor: actor.wikidata or ""))


def _place_columns(facts: Facts) -> Iterator[Column[Line]]:
    def level(of: Callable[[Levels], str]) -> Callable[[Line], str]:
        return lambda line: of(levels(line, facts))

    yield Column("Placename", "string", "Name of the place where it lies", lambda line: line.place and line.place.name)
    yield Column("City", "string", "City or town", level(lambda levels: levels.city))
    yield Column("District", "string", "Second-order division", level(lambda levels: levels.district))
    yield Column("Province", "string", "First-order division", level(lambda levels: levels.province))
    yield Column("Country", "string", "ISO 3166 alpha-3 of the place", lambda line: line.place and line.place.country)
    yield Column("Latitude", "number", "Degrees north, WGS 84", lambda line: line.place and line.place.lat)
    yield Column("Longitude", "number", "Degrees east, WGS 84", lambda line: line.place and line.place.lon)
    yield Column("GeoNames ID", "integer", "Id of GeoNames", lambda line: line.place and line.place.geonameid)
    yield Column("Raw Placename", "string", "The report's words for the place", _raw_place)
    yield Column("Feature Type", "string", "city, capital, province, country ...", level(lambda levels: levels.feature))


def _report_columns() -> Iterator[Column[Line]]:
    yield Column("Source", "string", "Publisher", lambda line: line.reported.report.publisher)
    yield Column("Publication Date", "date", "Day of publication", lambda line: (line.reported.report.published or "")[:10])
    yield Column("Story People", "list of strings", "People whom the report names", lambda line: _named(line.reported.reading, _PEOPLE))
    yield Column("Story Organizations", "list of strings", "Bodies that it names", lambda line: _named(line.reported.reading, _BODIES))
    yield Column("Story Locations", "list of strings", "Places that it names", _locations)
    yield Column("Language", "string", "ISO 639-1 of the report", lambda line: line.reported.report.language)
    yield Column("Version", "string", "Dragoman's version and its model", _version)


def levels(line: Line, facts: Facts) -> Levels:
    """Where the place of an event lies."""
    place = line.place
    return facts.levels(place.geonameid) if place is not None and place.geonameid is not None else Levels()


def _each(items: Iterable[str]) -> str:
    """One item for each actor, "None" for one of which it is not known; "" where it is known of none."""
    found = list(items)
    if len(found) < 2:
        return joined(found)
    return joined(item or _EMPTY for item in found) if any(found) else ""


def _score(facts: Facts, line: Line) -> float | None:
    return facts.score(line.event.type, line.event.mode)


def _quad(facts: Facts, line: Line) -> str:
    return QUADS.get(facts.quad(line.event.type) or 0, "")


def _contexts(line: Line) -> str:
    return joined(line.event.contexts or line.reported.reading.contexts)


def _first_sector(actors: tuple[Actor, ...]) -> str:
    return next((actor.sectors[0] for actor in actors[:1] if actor.sectors), "")


def _sectors(actors: tuple[Actor, ...]) -> str:
    return joined(dict.fromkeys(sector for actor in actors for sector in actor.sectors))


def _titles(actor: Actor) -> str:
    return ", ".join(dict.fromkeys(role.title for role in actor.roles))


def _raw_place(line: Line) -> str:
    place = line.place
    return line.reported.view.words([place.span]) if place else ""


def _named(reading: Reading, kinds: frozenset[str]) -> str:
    named = {mention.actor for mention in reading.mentions if mention.form == "name"}
    return joined(dict.fromkeys(actor.name for actor in reading.actors if actor.kind in kinds and actor.id in named))


def _locations(line: Line) -> str:
    return joined(dict.fromkeys(place.name for place in line.reported.reading.places))


def _version(line: Line) -> str:
    reader = line.reported.reading.reader
    return f"dragoman {reader.version}, model {reader.model}"
