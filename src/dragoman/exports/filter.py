"""Which events an export holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from dragoman.exports.facts import Facts
from dragoman.exports.line import Line
from dragoman.knowledge.gazetteer import fold
from dragoman.record import Actor, Place

Voice = Literal["claims", "happenings", "both"]

ASSERTED = frozenset({"happened", "ongoing"})


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. Values of one field are alternatives, all fields must fit; empty ones fit everything.

    actors: names, ids of the knowledge, Wikidata ids; that of a country stands for all actors of the country.
    countries: ISO 3166 alpha-3, of an actor or the place. dyad: two as in `actors`, one on each side in either direction.
    voice: what rests on a speaker's word ("claims"), what does not ("happenings"), or both; None leaves it to the format.
    since, until: ISO days, both included. sources: least number of independent sources. confidence: least, 0 to 1.
    """

    actors: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    dyad: tuple[str, str] | None = None
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    voice: Voice | None = None
    places: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: int = 1
    confidence: float = 0.0

    @property
    def asks(self) -> bool:
        """Whether anything is left out."""
        return replace(self, voice="both") != Filter(voice="both") or self.voice in ("claims", "happenings")

    def in_words(self) -> Iterator[tuple[str, str]]:
        """(what, values) of each thing asked for."""
        for item in fields(self):
            value = getattr(self, item.name)
            if value != item.default:
                yield item.name, ", ".join(sorted(value)) if isinstance(value, (tuple, frozenset)) else str(value)

    def for_format(self, tells_status: bool, statuses: frozenset[str] = frozenset()) -> Filter:
        """With what a format takes where nothing is asked for.

        A claim, a plan or a denial never looks like a happening: a format that has no place to say so holds what the report
        itself tells as happened or ongoing.
        """
        usual = statuses or (frozenset() if tells_status else ASSERTED)
        return replace(self, statuses=self.statuses or usual, voice=self.voice or ("both" if tells_status else "happenings"))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Somebody asked for: by ids, by a folded name, or all of a country."""

    ids: frozenset[str]
    name: str
    country: str | None

    def fits(self, actor: Actor) -> bool:
        if self.country is not None and actor.country == self.country:
            return True
        return actor.known in self.ids or actor.wikidata in self.ids or fold(actor.name) == self.name


class Sieve:
    """A filter with what it asks for looked up."""

    def __init__(self, wanted: Filter, facts: Facts) -> None:
        self._wanted = wanted
        self._facts = facts
        self._actors = tuple(_wanted(name, facts) for name in wanted.actors)
        self._dyad = tuple(_wanted(name, facts) for name in wanted.dyad or ())
        self._places = frozenset(fold(name) for name in wanted.places)
        self._sites = frozenset(site.id for name in wanted.places for site in facts.gazetteer.lookup(name))
        self._homes = frozenset(
            site.country for name in wanted.places for site in facts.gazetteer.lookup(name) if site.feature == "country" and site.country
        )

    def passes(self, line: Line) -> bool:
        """Whether the event is among what is asked for."""
        return self._passes_alone(line) and self._in_days(line) and self._passes_actors(line) and self._passes_place(line)

    def _passes_alone(self, line: Line) -> bool:
        wanted, event = self._wanted, line.event
        if (wanted.types and event.type not in wanted.types) or (wanted.statuses and event.status not in wanted.statuses):
            return False
        if wanted.voice in ("claims", "happenings") and line.is_claim != (wanted.voice == "claims"):
            return False
        return event.confidence >= wanted.confidence and line.independent >= wanted.sources

    def _in_days(self, line: Line) -> bool:
        since, until = self._wanted.since, self._wanted.until
        if since is None and until is None:
            return True
        day = line.dated.day
        return bool(day) and (since is None or day >= since) and (until is None or day <= until)

    def _passes_actors(self, line: Line) -> bool:
        countries = self._wanted.countries
        if not self._actors and not self._dyad and not countries:
            return True
        everybody = (*line.sources, *line.recipients)
        if self._actors and not any(wanted.fits(actor) for wanted in self._actors for actor in everybody):
            return False
        place = line.place
        homes = {actor.country for actor in everybody} | {place.country if place else None}
        return (not countries or bool(countries & homes)) and (not self._dyad or self._between(line))

    def _between(self, line: Line) -> bool:
        one, other = self._dyad
        left, right = line.sources, line.recipients
        if not right:  # a meeting: all take part as sources
            return any(a is not b and one.fits(a) and other.fits(b) for a in left for b in left)
        return (_any(one, left) and _any(other, right)) or (_any(other, left) and _any(one, right))

    def _passes_place(self, line: Line) -> bool:
        if not self._places:
            return True
        place = line.place
        return place is not None and self._lies_there(place)

    def _lies_there(self, place: Place) -> bool:
        if fold(place.name) in self._places or place.country in self._homes:
            return True
        return place.geonameid is not None and bool(self._facts.levels(place.geonameid).ids & self._sites)


def _any(wanted: _Wanted, actors: Iterable[Actor]) -> bool:
    return any(wanted.fits(actor) for actor in actors)


def _wanted(name: str, facts: Facts) -> _Wanted:
    ids = facts.knowledge.ids(name) | {name}
    states = [entry.country for id in sorted(ids) if (entry := facts.knowledge.entry(id.lower())) and entry.kind == "country"]
    code = name if len(name) == 3 and name.isupper() and facts.knowledge.country(name) else None
    return _Wanted(frozenset(ids), fold(name), code or next(iter(states), None))
