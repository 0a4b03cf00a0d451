"""What formats ask of knowledge, gazetteer and ontology, each answer kept: a table asks for the same few again and again."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from dragoman.knowledge import Knowledge
from dragoman.knowledge.countries import Codes, country_codes
from dragoman.knowledge.gazetteer import Gazetteer, Site
from dragoman.ontology import Ontology

_NO_CODES = Codes("", "")
_CITIES = ("city", "capital")
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


@dataclass(frozen=True, slots=True)
class Levels:
    """Where a place lies: names of the city, district and province, "" where there is none; and the kind of place that it is."""

    city: str = ""
    district: str = ""
    province: str = ""
    feature: str = ""
    ids: frozenset[int] = frozenset()  # of the place itself and of those that hold it


class Facts:
    """Look-ups for the writers of formats."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer, ontology: Ontology) -> None:
        self.knowledge, self.gazetteer, self.ontology = knowledge, gazetteer, ontology
        self.levels = lru_cache(maxsize=65_536)(self._levels)
        self.cow = lru_cache(maxsize=1024)(self._cow)
        self.country_name = lru_cache(maxsize=1024)(self._country_name)

    def fips(self, iso: str | None) -> str:
        """The FIPS 10-4 code of a country, "" where there is none."""
        return country_codes().get(iso or "", _NO_CODES).fips

    def iso2(self, iso: str | None) -> str:
        """The ISO 3166 alpha-2 code of a country, "" where there is none."""
        return country_codes().get(iso or "", _NO_CODES).iso2

    def score(self, kind: str, mode: str | None) -> float | None:
        """PLOVER's conflict-cooperation score of a mode, else of its type; None for an unknown type."""
        event = self.ontology.events.get(kind)
        if event is None:
            return None
        found = event.modes.get(mode or "")
        return found.score if found is not None and found.score is not None else event.score

    def quad(self, kind: str) -> int | None:
        """PLOVER's quad class of a type, 1 to 4; None for an unknown type."""
        event = self.ontology.events.get(kind)
        return event.quad if event else None

    def _levels(self, geonameid: int) -> Levels:
        site = self.gazetteer.site(geonameid)
        if site is None:
            return Levels()
        province, district = self._site(site.province), self._site(site.district)
        own = {"province": "", "district": "", "city": ""}
        level = "city" if site.feature in _CITIES else site.feature
        names = {"province": province.name if province else "", "district": district.name if district else ""}
        names = {**own, **names, **({level: site.name} if level in own else {})}
        return Levels(**names, feature=site.feature, ids=frozenset(place.id for place in (site, province, district) if place))

    def _site(self, id: int | None) -> Site | None:
        return self.gazetteer.site(id) if id is not None else None

    def _cow(self, iso: str | None) -> str:
        """The Correlates of War number of a state as text, "" where it has none."""
        entry = self.knowledge.country(iso) if iso else None
        return str(entry.cow) if entry and entry.cow else ""

    def _country_name(self, iso: str | None) -> str:
        """The name of a country, its code where the knowledge has no name, "" for None."""
        entry = self.knowledge.country(iso) if iso else None
        return entry.name if entry else iso or ""

    @cached_property
    def cameo_names(self) -> Mapping[str, str]:
        """CAMEO's names for the codes that the ontology uses."""
        return _cameo_names()


@cache
def _cameo_names() -> dict[str, str]:
    lines = files("dragoman.exports").joinpath("tables", "cameo.csv").read_text(encoding="utf-8").splitlines()
    return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def number(*parts: str) -> int:
    """A whole number for an id, for formats that want one: the same for the same id, positive and below 2**53.

    R and spreadsheets hold whole numbers exactly only up to 2**53; a million ids then collide with a chance of 1 in 18,000.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) or 1
