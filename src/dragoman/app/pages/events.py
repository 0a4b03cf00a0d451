"""Events of single reports in lists: who did what to whom in one report's account, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown
from dragoman.app.pages.evidence import Evidence, of_event
from dragoman.app.pages.names import Named
from dragoman.app.search.finder import Hit
from dragoman.app.search.lines import identity
from dragoman.exports.phrases import family
from dragoman.record import Actor, Event


@dataclass(frozen=True, slots=True)
class EventLine:
    """One report's account of an event. `key` outlives a reading by a newer reader; actors without a name have no key ("")."""

    key: str
    report: str
    event: str  # id in the reading
    type: str
    mode: str | None
    family: str
    status: str
    claim: bool
    date: str  # ISO day, "" where nothing tells
    place: str | None
    country: str | None
    sources: tuple[Named, ...]
    recipients: tuple[Named, ...]
    happening: str | None
    independent: int
    judged: bool
    evidence: Evidence


def event_lines(hits: Iterable[Hit], book: Book) -> tuple[EventLine, ...]:
    """The events of finds; one whose report has gone meanwhile is left out."""
    hits = tuple(hits)
    shown = book.load(list(dict.fromkeys(hit.report for hit in hits)))
    found = ((hit, shown[hit.report]) for hit in hits if hit.report in shown)
    return tuple(event_line(one, one.view.events[hit.event], hit) for hit, one in found if hit.event in one.view.events)


def event_line(shown: Shown, event: Event, hit: Hit) -> EventLine:
    """One event as lists show it."""
    view, keys = shown.view, shown.entry.keys
    place = view.places.get(event.place or "")
    key = keys.get(event.id, "")
    sources, recipients = (
        tuple(_named(shown, view.actors[id]) for id in ids if id in view.actors) for ids in (event.sources, event.recipients)
    )
    return EventLine(
        key, hit.report, event.id, event.type, event.mode, family(event.type), event.status, event.asserted_by is not None, hit.day,
        " ".join(place.name.split()) if place else None, place.country if place else None, sources, recipients,
        hit.happening, hit.independent, key in shown.entry.judged, of_event(shown, event),
    )  # fmt: skip


def _named(shown: Shown, actor: Actor) -> Named:
    named = any(mention.actor == actor.id and mention.form == "name" for mention in shown.view.reading.mentions)
    key = identity(actor) if actor.known or actor.wikidata or named else ""
    return Named(key, shown.view.name(actor.id), actor.kind, actor.country)
