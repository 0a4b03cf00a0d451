"""Feeds that are watched: the file that lists them, and what a poll of one brings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.errors import AwayError, InputError
from dragoman.sources.draft import Draft, Known
from dragoman.sources.feed import Entry, Feed, draft_of_entry, read_feed
from dragoman.sources.options import Options
from dragoman.sources.visit import Since, Web
from dragoman.sources.web import Link, drafts_of_page, is_address

# After so many pages in a row that do not answer, their site is left alone until the next poll.
_PATIENCE = 3
_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "url": (str, "an address"),
    "publisher": (str, "a name"),
    "every": ((int, float), "minutes, 1 at least"),
    "pages": (bool, "true or false"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed that is polled `every` so many minutes: the pages that it names, or the texts in the feed itself."""

    url: str
    publisher: str | None = None
    every: float = 15.0
    pages: bool = True


@dataclass(frozen=True, slots=True)
class Polled:
    """What a feed answered: itself, or None where nothing changed; and what it said of itself, for the next time."""

    feed: Feed | None
    since: Since


def load_feeds(path: Path) -> tuple[Watched, ...]:
    """The feeds in a file of TOML, each a [[feed]]. Raises InputError for the first mistake."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"the file cannot be read: {(error.strerror or str(error)).lower()}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"no valid TOML: {error}") from None
    found = tables.pop("feed", [])
    if tables or not isinstance(found, list) or not found:
        raise InputError(str(path), f"a [[feed]] with a url is wanted for each feed{_strange(tables)}")
    feeds = tuple(_watched(f"{path}: feed {number}", table) for number, table in enumerate(found, start=1))
    if twice := next((feed.url for feed in feeds if sum(other.url == feed.url for other in feeds) > 1), None):
        raise InputError(str(path), f"{twice} is listed twice")
    return feeds


def _strange(tables: dict[str, Any]) -> str:
    return f", and nothing else: not {', '.join(tables)}" if tables else ""


def _watched(place: str, table: Any) -> Watched:
    if not isinstance(table, dict) or "url" not in table:
        raise InputError(place, 'a "url" is missing')
    for key, value in table.items():
        if key not in _KINDS:
            raise InputError(place, f'"{key}" is not known; there are {", ".join(_KINDS)}')
        kind, wanted = _KINDS[key]
        if not isinstance(value, kind) or not _fits(key, value):
            raise InputError(place, f'"{key}" is {value!r}; wanted is {wanted}')
    return Watched(**table)


def _fits(key: str, value: Any) -> bool:
    if key == "every":
        return not isinstance(value, bool) and 1 <= value < float("inf")
    return key != "url" or is_address(value)


def poll(watched: Watched, since: Since, web: Web) -> Polled:
    """Asks a feed what is new. Raises RefusedError."""
    answer = web.get(watched.url, since)
    if answer.status == 304:
        return Polled(None, since)
    return Polled(read_feed(answer.data), Since(answer.etag, answer.modified))


def name_of(entry: Entry, watched: Watched) -> str:
    """What an entry is called in messages: its page, or its id."""
    return entry.url or entry.id or watched.url


def drafts_of_entries(
    entries: tuple[Entry, ...], publisher: str | None, watched: Watched, options: Options, web: Web
) -> Iterator[Draft | Known | InputError]:
    """The reports of entries of a feed. Where page after page does not answer, the rest is left for the next poll."""
    away = 0
    for entry in entries:
        for found in _drafts(entry, publisher, watched, options, web):
            away = away + 1 if isinstance(found, AwayError) else 0
            yield found
        if away == _PATIENCE:
            yield AwayError(watched.url, "several pages do not answer; the rest is left for the next time")
            return


def _drafts(entry: Entry, publisher: str | None, watched: Watched, options: Options, web: Web) -> Iterator[Draft | Known | InputError]:
    name = watched.publisher or publisher
    if not watched.pages:
        yield draft_of_entry(entry, name_of(entry, watched), name, options)
    elif entry.url and is_address(entry.url):
        link = Link(entry.url, entry.changed, entry.published, name)
        stated = replace(options, publisher=watched.publisher or options.publisher)
        yield from drafts_of_page(link, stated, web)
    else:
        yield InputError(name_of(entry, watched), "the entry names no page on the web")
