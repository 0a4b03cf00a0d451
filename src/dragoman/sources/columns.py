"""Which column of a table holds what, and a row of it to a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath

from dragoman.errors import InputError
from dragoman.sources.draft import Draft
from dragoman.sources.options import Options
from dragoman.sources.published import published
from dragoman.sources.refused import RefusedError

# Names that tables of news commonly give their columns, the surest first; compared without case, spaces and underscores.
_USUAL = {
    "text": ("text", "body", "fulltext", "articletext", "storytext", "maintext", "bodytext", "content", "article", "story"),
    "id": ("id", "docid", "documentid", "articleid", "reportid", "storyid", "guid", "uid"),
    "title": ("title", "headline", "heading"),
    "published": ("published", "publishedat", "publishdate", "publisheddate", "publicationdate", "pubdate", "date", "datetime", "day"),
    "publisher": ("publisher", "source", "sourcename", "outlet", "publication", "newspaper", "medium"),
    "url": ("url", "link", "sourceurl", "weburl", "address"),
}


def columns_of(names: Sequence[str], given: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The column of each key of a report that has one: as given, else by its usual name. Raises RefusedError without a text."""
    there = ", ".join(repr(name) for name in names) or "none"
    chosen = dict(given)
    for key, name in chosen.items():
        if name not in names:
            raise RefusedError(f"there is no column {name!r} for {key!r}; the columns are {there}")
    plain = {name.lower().replace("_", "").replace(" ", "").replace("-", ""): name for name in reversed(names)}
    free = {key: name for key, name in plain.items() if name not in chosen.values()}
    guessed = {key: next((free[usual] for usual in usuals if usual in free), None) for key, usuals in _USUAL.items()}
    found = {key: name for key, name in guessed.items() if name} | chosen
    if "text" not in found:
        raise RefusedError(f"no column holds the text; the columns are {there}: say which with --columns text=NAME")
    return found


def draft_of(place: str, values: Mapping[str, object], raw: bytes, options: Options) -> Draft | InputError:
    """One row to a draft. `values` are by the keys of a report; what is empty counts as not there."""
    try:
        cells = {key: _written(key, value) for key, value in values.items()}
        day = cells.get("published")
        return Draft(
            place=place,
            ids=_ids(place, cells),
            text=cells.get("text") or "",
            title=cells.get("title"),
            published=published(day) if day else options.published,
            publisher=cells.get("publisher") or options.publisher,
            url=cells.get("url"),
            raw=raw,
        )
    except ValueError as error:
        return InputError(place, str(error))


def _ids(place: str, cells: Mapping[str, str | None]) -> tuple[str, ...]:
    """The id that the row states; else its address or its table, told apart by its text: rows move when others come in."""
    if stated := cells.get("id"):
        return (stated,)
    mark = sha256((cells.get("text") or "").encode("utf-8", "surrogatepass")).hexdigest()[:12]
    table = PurePosixPath(place.replace("\\", "/")).name.split(".")[0]
    address = cells.get("url")
    return (address, f"{address}#{mark}") if address else (f"{table}-{mark}", f"{place.rpartition(':')[0]}-{mark}")


def _written(key: str, value: object) -> str | None:
    """A cell as text; None where it is empty. Raises ValueError for what is none."""
    if isinstance(value, date):  # a time of a day is one too
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and key in ("id", "published"):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the column for {key!r} holds {type(value).__name__}, not text")
    return (value if key == "text" else value.strip()) or None if value else None
