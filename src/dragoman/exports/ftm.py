"""FollowTheMoney entities as JSON Lines: a report as Article, an event as Event, an actor as Person, Company, PublicBody ...

Source: the schema of FollowTheMoney 4 (Event, Article, LegalEntity and what extends it). FollowTheMoney has no place for
who asserts an event.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from dragoman.exports.columns import Field
from dragoman.exports.facts import Facts
from dragoman.exports.jsonlines import write_objects
from dragoman.exports.line import Line, Reported
from dragoman.exports.phrases import event_phrase
from dragoman.exports.safe import for_page
from dragoman.exports.selection import Selection
from dragoman.record import Actor

_SCHEMATA = {
    "person": "Person", "company": "Company", "media": "Organization", "ministry": "PublicBody", "government": "PublicBody",
    "military": "PublicBody", "igo": "Organization", "ngo": "Organization", "party": "Organization", "armed_group": "Organization",
    "organization": "Organization",
}  # fmt: skip
_TOPICS = {"party": "pol.party", "igo": "gov.igo", "government": "gov.national", "military": "mil"}
# FollowTheMoney has languages by ISO 639-3.
_LANGUAGES = {
    "en": "eng", "ar": "ara", "de": "deu", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "hi": "hin", "id": "ind", "it": "ita",
    "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "ps": "pus", "pt": "por", "ru": "rus", "sw": "swa", "tr": "tur", "uk": "ukr",
    "ur": "urd", "zh": "zho",
}  # fmt: skip
_URL = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[!-~]*)?", re.IGNORECASE)

FIELDS = (
    Field("id", "string", "Made from the key of the event, the report's id or the actor's name over reports"),
    Field("schema", "string", "Article, Event, Person, Company, PublicBody, Organization or LegalEntity"),
    Field("properties", "object", "Lists of strings by name, those below"),
    Field("Article: title, language, publishedAt, publisher, sourceUrl, fileName", "list of strings", "The report; fileName is its id"),
    Field("Event: name", "list of strings", "Who did what to whom, in words"),
    Field("Event: date", "list of strings", "Day of the event, else of publication (see Days)"),
    Field("Event: location, country", "list of strings", "Name of the place; ISO 3166 alpha-2 in small letters"),
    Field("Event: involved", "list of strings", "Ids of sources and recipients"),
    Field("Event: summary", "list of strings", "The sentence that shows it"),
    Field("Event: keywords", "list of strings", "Type, mode and status"),
    Field("Event: proof", "list of strings", "Id of the report's Article"),
    Field("Event: recordId", "list of strings", "Stable key of the event"),
    Field("Actors: name, alias, country, wikidataId, topics, position", "list of strings", "As in the reports; alias: other names of it"),
)


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes articles and events as they come and the actors at the end; returns the number of entities."""
    return write_objects(_entities(selection), out)


@dataclass(slots=True)
class _Known:
    """What the reports tell of an actor; properties as sets, as several reports add to them."""

    schema: str
    names: dict[str, None] = field(default_factory=dict)
    rest: dict[str, dict[str, None]] = field(default_factory=dict)


def _entities(selection: Selection) -> Iterator[dict[str, Any]]:
    actors: dict[str, _Known] = {}
    last = ""
    for line in selection.lines():
        article = _id("report", line.reported.report.id)
        if article != last:
            last = article
            yield _article(article, line.reported)
        involved = [_remember(actor, line, actors, selection.facts) for actor in (*line.sources, *line.recipients)]
        yield _event(line, article, involved, selection.facts)
    for id in sorted(actors):
        yield _actor(id, actors[id])


def _id(kind: str, key: str) -> str:
    return f"dragoman-{kind}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def _article(id: str, reported: Reported) -> dict[str, Any]:
    report = reported.report
    return _entity(
        id,
        "Article",
        title=[report.title],
        language=[_LANGUAGES.get(report.language)],
        publishedAt=[(report.published or "")[:19]],
        publisher=[report.publisher],
        sourceUrl=[report.url if report.url and _URL.fullmatch(report.url) else None],
        fileName=[report.id],
    )


def _event(line: Line, article: str, involved: list[str], facts: Facts) -> dict[str, Any]:
    event, place = line.event, line.place
    return _entity(
        _id("event", line.key),
        "Event",
        name=[_headline(line)],
        date=[line.dated.day],
        location=[place.name if place else None],
        country=[facts.iso2(place.country).lower() if place else None],
        involved=involved,
        summary=[line.sentence],
        keywords=[event.type, event.mode, event.status],
        proof=[article],
        recordId=[line.key],
    )


def _headline(line: Line) -> str:
    view, event = line.reported.view, line.event
    who, whom = view.names(event.sources) or "somebody", view.names(event.recipients)
    return f"{who}: {event_phrase(event.type, event.mode)}" + (f" → {whom}" if whom else "")


def _remember(actor: Actor, line: Line, actors: dict[str, _Known], facts: Facts) -> str:
    id = _id("actor", line.reported.identity(actor))
    known = actors.setdefault(id, _Known(_SCHEMATA.get(actor.kind, "LegalEntity")))
    known.names[actor.name] = None
    told: dict[str, list[str | None]] = {
        "country": [facts.iso2(actor.country).lower()],
        "wikidataId": [actor.wikidata],
        "topics": [_TOPICS.get(actor.kind)],
        "position": [role.title for role in actor.roles] if known.schema == "Person" else [],
    }
    for name, values in told.items():
        known.rest.setdefault(name, {}).update(dict.fromkeys(value for value in values if value))
    return id


def _actor(id: str, known: _Known) -> dict[str, Any]:
    name, *others = known.names
    return _entity(id, known.schema, name=[name], alias=others, **{key: list(values) for key, values in known.rest.items()})


def _entity(id: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    """An entity; values that are empty, and properties without values, are left out."""
    listed = {name: _values(values) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in listed.items() if values}}


def _values(values: Iterable[str | None]) -> list[str]:
    cleaned = (" ".join(for_page(value).split()) for value in values if value)
    return list(dict.fromkeys(value for value in cleaned if value))
