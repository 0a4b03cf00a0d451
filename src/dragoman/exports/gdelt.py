"""GDELT 2.0's tables of events (61 columns) and mentions (16), tab-separated without a header.

As in GDELT, one row of events stands for all reports of a happening, and each report's account is a row of mentions.
Source: the columns of GDELT's event codebook 2.0. What Dragoman does not measure (tone, ethnic and religious groups, where
an actor is) stays empty rather than guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import IO

from dragoman.exports.columns import Column, write_tabbed
from dragoman.exports.dyads import Dyad, dyads, told_of
from dragoman.exports.facts import Facts, Levels, number
from dragoman.exports.phoenix import QUAD_CLASS, compact
from dragoman.exports.polecat import levels
from dragoman.exports.selection import Selection
from dragoman.ontology import cameo_quad
from dragoman.record import Actor

_ACTOR_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_WEB, _CITATION = 1, 2


def write_events(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table of events, each happening's pair once; returns the number of rows."""
    return write_tabbed(_once(selection), event_columns(selection.facts), out, header=False)


def write_mentions(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table of mentions; returns the number of rows."""
    return write_tabbed(_dyads(selection), mention_columns(), out, header=False)


def _dyads(selection: Selection) -> Iterator[Dyad]:
    return (dyad for line in selection.lines() for dyad in dyads(line, both_ways=False))


def _once(selection: Selection) -> Iterator[Dyad]:
    seen: set[int] = set()
    for dyad in _dyads(selection):
        if (id := _id(dyad)) not in seen:
            seen.add(id)
            yield dyad


def _id(dyad: Dyad) -> int:
    """One number for one pair and type of a happening, whichever report tells of it."""
    key, source, recipient = dyad.id
    happening = dyad.line.happening
    return number(happening.id if happening else key, dyad.line.event.type, source, recipient)


def event_columns(facts: Facts) -> tuple[Column[Dyad], ...]:
    """The 61 columns of events."""
    return (
        Column("GLOBALEVENTID", "integer", "Number made from the happening's id (else the event's key) and the pair", _id),
        Column("SQLDATE", "string", "Day of the event, else of publication (see Days), as YYYYMMDD", compact),
        Column("MonthYear", "string", "Its month, YYYYMM", lambda d: compact(d)[:6]),
        Column("Year", "string", "Its year", lambda d: compact(d)[:4]),
        Column("FractionDate", "number", "Its year and the part of it that is over", _fraction),
        *_party_columns("Actor1", lambda d: d.source),
        *_party_columns("Actor2", lambda d: d.recipient),
        Column("IsRootEvent", "integer", "1: the report tells of it in its first paragraph", _is_root),
        Column("EventCode", "string", "CAMEO code, a string: 010 is not 10", lambda d: d.code),
        Column("EventBaseCode", "string", "Its first three digits", lambda d: d.code[:3]),
        Column("EventRootCode", "string", "Its first two digits", lambda d: d.code[:2]),
        Column(
            "QuadClass",
            "integer",
            QUAD_CLASS,
            lambda d: cameo_quad(d.code),
        ),
        Column("GoldsteinScale", "number", "Goldstein value of the code, -10 to 10", lambda d: d.line.event.goldstein),
        Column("NumMentions", "integer", "Events of reports that belong to the happening", _mentions),
        Column("NumSources", "integer", "Independent sources of the happening", lambda d: d.line.independent),
        Column("NumArticles", "integer", "Reports that tell of it", _articles),
        _empty("AvgTone", "Not measured; empty"),
        *_geo_nowhere("Actor1"),
        *_geo_nowhere("Actor2"),
        *_geo(facts),
        Column("DATEADDED", "string", "Time of publication of the first report, YYYYMMDDHHMMSS", _added),
        Column("SOURCEURL", "string", "Address of that report, else its id", _url),
    )


def mention_columns() -> tuple[Column[Dyad], ...]:
    """The 16 columns of mentions."""
    return (
        Column("GLOBALEVENTID", "integer", "That of the row of events", _id),
        Column("EventTimeDate", "string", "Day of the event as YYYYMMDD000000", lambda d: compact(d) and compact(d) + "000000"),
        Column("MentionTimeDate", "string", "Time of publication, YYYYMMDDHHMMSS", _added),
        Column("MentionType", "integer", "1: the report has an address; 2: it has only an id", _mention_type),
        Column("MentionSourceName", "string", "Publisher", lambda d: d.line.reported.report.publisher),
        Column("MentionIdentifier", "string", "Address of the report, else its id", _url),
        Column("SentenceID", "integer", "Sentence that holds the event's words, from 1", lambda d: d.line.sentence_number),
        Column("Actor1CharOffset", "integer", "First character of the nearest mention, from 0; -1: none", lambda d: _offset(d, d.source)),
        Column("Actor2CharOffset", "integer", "The same of the second actor", lambda d: _offset(d, d.recipient)),
        Column("ActionCharOffset", "integer", "First character of the event's words", lambda d: d.line.event.trigger.start),
        Column("InRawText", "integer", "1: found in the text as it is", lambda d: 1),
        Column("Confidence", "integer", "Percent, that there is such an event", lambda d: round(100 * d.line.event.confidence)),
        Column("MentionDocLen", "integer", "Characters of the report", lambda d: len(d.line.reported.report.text)),
        _empty("MentionDocTone", "Not measured; empty"),
        _empty("MentionDocTranslationInfo", "Nothing is translated; empty"),
        _empty("Extras", "Empty, as in GDELT"),
    )


def _party_columns(side: str, of: Callable[[Dyad], Actor | None]) -> Iterator[Column[Dyad]]:
    told = partial(told_of, of)
    yield Column(f"{side}Code", "string", "Code of country and sector", told(lambda actor: actor.code))
    yield Column(f"{side}Name", "string", "Name", told(lambda actor: actor.name))
    yield Column(f"{side}CountryCode", "string", "ISO 3166 alpha-3, as CAMEO nearly always", told(lambda actor: actor.country))
    yield Column(f"{side}KnownGroupCode", "string", "Code of an organisation of states", told(_group))
    yield _empty(f"{side}EthnicCode", "Not measured; empty")
    yield _empty(f"{side}Religion1Code", "Not measured; empty")
    yield _empty(f"{side}Religion2Code", "Not measured; empty")
    for place, which in enumerate(("First", "Second", "Third")):
        yield Column(f"{side}Type{place + 1}Code", "string", f"{which} PLOVER sector", told(_sector(place)))


def _sector(place: int) -> Callable[[Actor], str | None]:
    return lambda actor: next(iter(actor.sectors[place : place + 1]), None)


def _group(actor: Actor) -> str | None:
    code = actor.code or ""
    return code[3:] or None if actor.kind == "igo" and code.startswith("IGO") else None


def _geo_nowhere(side: str) -> Iterator[Column[Dyad]]:
    yield Column(f"{side}Geo_Type", "integer", "0: where the actor is, is not told", lambda d: 0)
    for name in _ACTOR_GEO[1:]:
        yield _empty(f"{side}Geo_{name}", "Not told; empty")


def _geo(facts: Facts) -> tuple[Column[Dyad], ...]:
    def fips(dyad: Dyad) -> str:
        return facts.fips(dyad.line.place.country) if dyad.line.place else ""

    return (
        Column("ActionGeo_Type", "integer", "0 unknown, 1 country, 2 US state, 3 US city, 4 city, 5 other", lambda d: _geo_type(d, facts)),
        Column("ActionGeo_FullName", "string", "City, province, country", lambda d: _full_name(d, facts)),
        Column("ActionGeo_CountryCode", "string", "FIPS 10-4", fips),
        Column("ActionGeo_ADM1Code", "string", "FIPS 10-4 of the country; codes of provinces are not kept", fips),
        _empty("ActionGeo_ADM2Code", "Not kept; empty"),
        Column("ActionGeo_Lat", "number", "Degrees north, WGS 84", lambda d: d.line.place and d.line.place.lat),
        Column("ActionGeo_Long", "number", "Degrees east, WGS 84", lambda d: d.line.place and d.line.place.lon),
        Column("ActionGeo_FeatureID", "string", "FIPS code of a country; ids of GNS are not kept", lambda d: _feature(d, facts, fips(d))),
    )


def _geo_type(dyad: Dyad, facts: Facts) -> int:
    place, found = dyad.line.place, levels(dyad.line, facts)
    if place is None or place.country is None:
        return 0
    american = place.country == "USA"
    if found.city:
        return 3 if american else 4
    if found.province or found.district:
        return 2 if american else 5
    return 1


def _full_name(dyad: Dyad, facts: Facts) -> str:
    place, found = dyad.line.place, levels(dyad.line, facts)
    if place is None:
        return ""
    country = facts.country_name(place.country)
    parts = _names(found) or ([] if place.name == country else [place.name])
    return ", ".join(dict.fromkeys(part for part in (*parts, country) if part))


def _names(found: Levels) -> list[str]:
    return [name for name in (found.city, found.province) if name]


def _feature(dyad: Dyad, facts: Facts, fips: str) -> str:
    return fips if _geo_type(dyad, facts) == 1 else ""


def _empty(name: str, why: str) -> Column[Dyad]:
    return Column(name, "string", why, lambda d: "")


def _fraction(dyad: Dyad) -> str:
    day = dyad.line.dated.day
    if not day:
        return ""
    found = date.fromisoformat(day)
    # GDELT's own reckoning, as in its files: full months of 30 days in a year of 365.
    return f"{found.year + (30 * (found.month - 1) + found.day) / 365:.4f}"


def _is_root(dyad: Dyad) -> int:
    return int(dyad.line.event.trigger.start < dyad.line.reported.lead)


def _mentions(dyad: Dyad) -> int:
    return len(dyad.line.happening.supports) if dyad.line.happening else 1


def _articles(dyad: Dyad) -> int:
    happening = dyad.line.happening
    return len({support.report for support in happening.supports}) if happening else 1


def _added(dyad: Dyad) -> str:
    """YYYYMMDDHHMMSS; midnight for a day without a time."""
    digits = "".join(char for char in (dyad.line.reported.report.published or "")[:19] if char in "0123456789")
    return digits.ljust(14, "0") if len(digits) >= 8 else ""


def _url(dyad: Dyad) -> str:
    report = dyad.line.reported.report
    return report.url or report.id


def _mention_type(dyad: Dyad) -> int:
    return _WEB if dyad.line.reported.report.url else _CITATION


def _offset(dyad: Dyad, actor: Actor | None) -> int:
    mention = dyad.line.reported.nearest(actor.id, dyad.line.event.trigger) if actor else None
    return mention.span.start if mention else -1
