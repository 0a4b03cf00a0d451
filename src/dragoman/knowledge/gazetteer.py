"""Where is where: a read-only index of the world's named places.

The index is one SQLite file that `gazetteer_compile` makes from GeoNames data and from the YAML in `places/`. Opening it
reads a few pages; a lookup costs some tens of microseconds, so that nothing of the half million names need stay in memory.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

COMPILED = Path(__file__).parent / "compiled" / "gazetteer.sqlite"
FORMAT = 2  # of the file; a file of another format is made anew
FEATURES = (
    "country", "province", "district", "city", "capital", "continent", "region",
    "area", "sea", "river", "lake", "island", "mountain", "line", "site",
)  # fmt: skip
_SITE = "id, name, feature, country, province, district, lat, lon, population"
_LETTERS: dict[int, str] = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "&": " and "}
)
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
_LETTERS.update(dict.fromkeys(map(ord, "'`´‘’ʻʼʽʾʿ"), ""))
_INITIALS = re.compile(r"\b(\w)\.(?=\s?\w\b)")
_OTHER = re.compile(r"[\W_]+")
_LONGEST = 90  # no toponym is longer; keeps hostile input cheap


@dataclass(frozen=True, slots=True)
class Site:
    """A place that the gazetteer knows. `province` and `district` are ids of the sites that hold it."""

    id: int
    name: str
    feature: str
    country: str | None  # ISO 3166 alpha-3
    province: int | None
    district: int | None
    lat: float
    lon: float
    population: int

    @property
    def geonameid(self) -> int | None:
        """The GeoNames id; None where the place comes from the package's own lists."""
        return self.id if self.id > 0 else None


def fold(name: str) -> str:
    """The form under which a name is kept: lower case, no accents, no punctuation, "St." as "saint"; "" where nothing is left."""
    if len(name) > _LONGEST:
        return ""
    plain = name.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = plain.translate(_LETTERS)
    if "." in plain:
        plain = _INITIALS.sub(r"\1", plain)
    words = _OTHER.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_WORDS.get(word, word) if len(words) > 1 else word for word in words)


class Gazetteer:
    """The open index. Reads only; may be shared by threads and sent to other processes (it opens its file anew there)."""

    def __init__(self, path: Path = COMPILED) -> None:
        self.path = path
        self._database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._named = lru_cache(maxsize=4096)(self._read_named)
        self._site = lru_cache(maxsize=4096)(self._read_site)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return (Gazetteer, (self.path,))

    @property
    def version(self) -> str:
        """Of the data: a hash of what the index was made from."""
        return str(self._database.execute("SELECT value FROM about WHERE key = 'version'").fetchone()[0])

    def lookup(self, name: str) -> tuple[Site, ...]:
        """All places of that name, the most populous first; () where none is known."""
        return self._named(fold(name))

    def site(self, id: int) -> Site | None:
        """The place with that id (`Site.id`), or None."""
        return self._site(id)

    def country(self, code: str) -> Site | None:
        """The country with that ISO 3166 code, alpha-3 or alpha-2, or None."""
        row = self._database.execute("SELECT site FROM country WHERE ? IN (iso3, iso2)", (code.upper(),)).fetchone()
        return self.site(row[0]) if row else None

    def capital(self, code: str) -> Site | None:
        """The capital of the country with that ISO 3166 alpha-3 code, or None."""
        row = self._database.execute("SELECT capital FROM country WHERE iso3 = ?", (code,)).fetchone()
        return self.site(row[0]) if row and row[0] else None

    def nationality(self, word: str) -> tuple[str, ...]:
        """ISO 3166 alpha-3 codes of the countries whose adjective that is ("Iraqi"); () where it is none."""
        rows = self._database.execute("SELECT country FROM adjective WHERE key = ? ORDER BY country", (fold(word),))
        return tuple(row[0] for row in rows)

    def seat(self, publisher: str) -> Site | None:
        """Where the publisher sits, by its domain or a parent of it, or by its name; None where that is not known."""
        labels = publisher.strip().lower().split(".")
        keys = [".".join(labels[start:]) for start in range(len(labels) - 1)] + [fold(publisher)]
        for key in keys:
            if row := self._database.execute("SELECT seat FROM publisher WHERE key = ?", (key,)).fetchone():
                return self.site(row[0])
        return None

    def _read_named(self, key: str) -> tuple[Site, ...]:
        if not key:
            return ()
        query = f"SELECT {_SITE} FROM name JOIN site ON site.id = name.site WHERE key = ? ORDER BY population DESC, id"
        return tuple(_site(row) for row in self._database.execute(query, (key,)))

    def _read_site(self, id: int) -> Site | None:
        row = self._database.execute(f"SELECT {_SITE} FROM site WHERE id = ?", (id,)).fetchone()
        return _site(row) if row else None


@cache
def load_gazetteer(path: Path = COMPILED) -> Gazetteer:
    """The gazetteer of the package. A source checkout that was never built compiles it first, which takes half a minute."""
    if not _current(path):
        from dragoman.knowledge.gazetteer_compile import compile_gazetteer  # needs packages that only a build has

        compile_gazetteer(path)
    return Gazetteer(path)


def _current(path: Path) -> bool:
    if not path.exists():
        return False
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        return bool(database.execute("PRAGMA user_version").fetchone()[0] == FORMAT)
    finally:
        database.close()


def _site(row: tuple[int, str, int, str | None, int | None, int | None, int, int, int]) -> Site:
    id, name, feature, country, province, district, lat, lon, population = row
    return Site(id, name, FEATURES[feature], country, province, district, lat / 1e4, lon / 1e4, population)
