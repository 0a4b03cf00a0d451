"""Searches that are saved, and webhooks that are told of what is new among what fits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dragoman.app.pages.book import Book
from dragoman.app.pages.events import EventLine, event_lines
from dragoman.app.search import Finder
from dragoman.app.search.wanted import UnfitError, Wanted, wanted_of
from dragoman.casebook import Casebook
from dragoman.casebook.queries import Saved

MOST = 50  # finds that one call of a webhook tells of

Post = Callable[[str, Mapping[str, Any]], None]
"""Sends an object as JSON to an address; raises OSError where it does not arrive."""


@dataclass(frozen=True, slots=True)
class Told:
    """A webhook that was called, with how many finds; `trouble` says why it was not, "" where it was."""

    search: str
    finds: int
    trouble: str = ""


def new_search(id: str, name: str, query: str, webhook: str) -> Saved:
    """A search to be saved, its query in the one form that it has. Raises UnfitError."""
    wanted = wanted_of(parse_qsl(query, errors="surrogatepass"))
    if not name.strip():
        raise UnfitError("name: a search needs one")
    if webhook and (urlsplit(webhook).scheme not in ("http", "https") or not urlsplit(webhook).hostname):
        raise UnfitError(f"webhook: {webhook!r} is no address such as https://example.org/hook")
    return Saved(id, " ".join(name.split()), replace(wanted, show="events").query(), webhook, "")


def question_of(search: Saved) -> Wanted:
    """What a saved search asks for."""
    return wanted_of(parse_qsl(search.query, errors="surrogatepass"))


def tell_webhooks(casebook: Casebook, finder: Finder, book: Book, post: Post) -> Iterator[Told]:
    """Calls the webhook of each saved search that has finds in reports kept since it was last called.

    A search that was saved just now is told of nothing that was there before. What does not arrive is sent again next time.
    """
    queries = casebook.queries
    for search in queries.saved():
        if not search.webhook:
            continue
        before, newest = queries.told(search.id), queries.newest()
        if before is None:
            queries.tell(search, newest)
        elif before < newest and (finds := _new(casebook, finder, book, (search, before))):
            told = _tell(search, finds, post)
            if not told.trouble:
                queries.tell(search, newest)
            yield told


def _new(casebook: Casebook, finder: Finder, book: Book, since: tuple[Saved, int]) -> tuple[EventLine, ...]:
    search, number = since
    fresh = {id for _, id, _ in casebook.queries.since("reading", number, 10_000)}
    answer = finder.ask(question_of(search), book.whole.merged.happenings) if fresh else None
    hits = [hit for hit in answer.latest(answer.events) if hit.report in fresh] if answer else []
    return event_lines(hits[:MOST], book)


def _tell(search: Saved, finds: tuple[EventLine, ...], post: Post) -> Told:
    body = {"search": {"id": search.id, "name": search.name, "query": search.query}, "events": finds}
    try:
        post(search.webhook, body)
    except OSError as error:
        return Told(search.id, len(finds), str(error))
    return Told(search.id, len(finds))
