"""Feeds (RSS, Atom): their entries, with what each says of itself."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.draft import Document, Draft
from dragoman.sources.options import Options
from dragoman.sources.refused import RefusedError
from dragoman.text.fragment import text_of

_END = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. Its text is what the feed gives of it, often a summary only."""

    id: str | None
    url: str | None
    title: str | None
    published: str | None  # ISO 8601, UTC
    changed: str | None
    text: str
    raw: bytes  # the text as the feed has it, with its marks


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and its entries, in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def read_feed(data: bytes) -> Feed:
    """The feed in a document. Raises RefusedError where there is none."""
    import feedparser  # type: ignore[import-untyped]

    if b"<!ENTITY" in data:
        raise RefusedError("the feed defines entities of its own, which could unpack to anything")
    found = feedparser.parse(BytesIO(data))
    if not found.get("version") and not found.entries:
        reason = str(found.get("bozo_exception") or "").strip().splitlines()
        raise RefusedError(f"no feed (RSS or Atom) that can be read{f': {reason[0]}' if reason else ''}")
    if found.bozo and not _END.search(data[-2048:]):
        # The library takes what it can get, and half an entry would be kept for a whole one.
        raise RefusedError("the feed breaks off before its end", later=True)
    return Feed(found.feed.get("title") or None, tuple(_entry(dict(entry)) for entry in found.entries))  # plain: its own dicts guess keys


def _entry(entry: dict[str, Any]) -> Entry:
    given = [*entry.get("content", []), entry.get("summary_detail") or {}]
    value, kind = max(((one.get("value") or "", one.get("type") or "") for one in given), key=lambda one: len(one[0]))
    return Entry(
        id=entry.get("id") or entry.get("link") or None,
        url=entry.get("link") or None,
        title=text_of(entry.get("title") or "") or None,
        published=_time(entry.get("published_parsed") or entry.get("updated_parsed")),
        changed=_time(entry.get("updated_parsed") or entry.get("published_parsed")),
        text=value if kind == "text/plain" else text_of(value),
        raw=value.encode("utf-8", "surrogatepass"),
    )


def _time(parsed: Any) -> str | None:
    """The library gives UTC without saying so."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def drafts_of_feed(document: Document, options: Options) -> Iterator[Draft | InputError]:
    """A report for each entry, of the text in the feed itself. Raises RefusedError where it is no feed."""
    feed = read_feed(document.data)
    if not feed.entries:
        raise RefusedError("the feed has no entries")
    for number, entry in enumerate(feed.entries, start=1):
        yield draft_of_entry(entry, f"{document.place}:{number}", options.publisher or feed.title, options)


def draft_of_entry(entry: Entry, place: str, publisher: str | None, options: Options) -> Draft | InputError:
    """The report in an entry itself."""
    if not entry.text.strip():
        return InputError(place, f"the entry has no text, only a link ({entry.url or 'none'})")
    if not entry.id:
        return InputError(place, "the entry has neither an id nor a link")
    return Draft(place, (entry.id,), entry.text, entry.title, entry.published or options.published, publisher, entry.url, entry.raw)
