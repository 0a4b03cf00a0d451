"""Addresses on the web: a page or file each, or a list of pages (a feed, a sitemap), which are then read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from dragoman.errors import AwayError, InputError
from dragoman.sources.document import read_document
from dragoman.sources.draft import Document, Draft, Known
from dragoman.sources.feed import read_feed
from dragoman.sources.forms import ENDINGS, MEDIA, UNTOLD, Form, form_of, suffix
from dragoman.sources.options import Options
from dragoman.sources.refused import RefusedError
from dragoman.sources.sitemap import Sitemap, is_sitemap, read_sitemap, unpacked
from dragoman.sources.visit import Answer, Web

_DEPTH = 2  # a list of lists of pages is as deep as sites go


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a list names, with what the list says of it (ISO 8601)."""

    url: str
    changed: str | None = None
    day: str | None = None
    publisher: str | None = None


def is_address(given: str) -> bool:
    """Whether an input names an address rather than a file."""
    return given.lower().startswith(("http://", "https://"))


def drafts_of_address(url: str, options: Options, web: Web) -> Iterator[Draft | Known | InputError]:
    """The reports at an address: of a page or a file, or of the pages that a feed or a sitemap there names."""
    try:
        answer = web.get(url)
        form = form_of_answer(answer)
        if form != "feed":
            yield from read_document(_document(Link(url), answer), form, options)
        elif is_sitemap(unpacked(answer.data, options.settings.file_bytes)):
            yield from _pages_of_sitemap(answer, options, web, _DEPTH)
        else:
            yield from _pages_of_feed(answer, options, web)
    except RefusedError as error:
        yield refusal(url, error)


def drafts_of_page(link: Link, options: Options, web: Web) -> Iterator[Draft | Known | InputError]:
    """The report on a page that a list names, unless it is kept already; a list on a list is not followed."""
    if options.shelf.holds_page(link.url, link.changed):
        yield Known(link.url)
        return
    try:
        answer = web.get(link.url)
        form = form_of_answer(answer)
        if form == "feed":
            raise RefusedError("a list of pages where a page was to be")
        yield from read_document(_document(link, answer), form, options)
    except RefusedError as error:
        yield refusal(link.url, error)


def refusal(place: str, error: RefusedError) -> InputError:
    """The refusal with its place, and whether it is worth coming back."""
    return AwayError(place, str(error), error.wait) if error.later else InputError(place, str(error))


def _pages_of_feed(answer: Answer, options: Options, web: Web) -> Iterator[Draft | Known | InputError]:
    feed = read_feed(answer.data)
    for number, entry in enumerate(feed.entries, start=1):
        if entry.url and is_address(entry.url):
            yield from drafts_of_page(Link(entry.url, entry.changed, entry.published, feed.title), options, web)
        else:
            yield InputError(f"{answer.url}:{number}", "the entry names no page on the web")


def _pages_of_sitemap(answer: Answer, options: Options, web: Web, depth: int) -> Iterator[Draft | Known | InputError]:
    found = _sitemap(answer, options)
    for page in found.pages:
        yield from drafts_of_page(Link(page.url, page.changed), options, web)
    for inner in found.lists:
        try:
            if depth == 0:
                raise RefusedError("lists of lists of pages are not followed deeper")
            yield from _pages_of_sitemap(web.get(inner.url), options, web, depth - 1)
        except RefusedError as error:
            yield refusal(inner.url, error)


def _sitemap(answer: Answer, options: Options) -> Sitemap:
    return read_sitemap(unpacked(answer.data, options.settings.file_bytes))


def form_of_answer(answer: Answer) -> Form:
    """What a server sent, by what it says and, where it says nothing, by name and bytes. Raises RefusedError for what is not read."""
    path = PurePosixPath(urlsplit(answer.url).path)
    named = ENDINGS.get(suffix(path))
    form = MEDIA.get(answer.kind)
    if form is None and answer.kind not in UNTOLD:
        raise RefusedError(f"the address holds {answer.kind}, not a report")
    if form is None and (named is None or named in ("text", "html", "feed")):
        form = "feed" if path.name.lower().endswith(".xml.gz") else form_of(answer.data[:1024])
    return form or named or "text"


def _document(link: Link, answer: Answer) -> Document:
    return Document(link.url, (link.url,), answer.data, answer.url, answer.charset, link.day, link.publisher)
