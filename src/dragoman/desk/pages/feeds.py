"""Atom feeds: each at the address of its page with `.atom`."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app import feeds
from dragoman.app.atom import Feed, FeedEntry, written
from dragoman.app.pages.book import Book
from dragoman.app.pages.names import named, side_name
from dragoman.app.pages.search import title_of
from dragoman.app.saved import question_of
from dragoman.app.search import Wanted
from dragoman.casebook.queries import Saved
from dragoman.desk.address import to
from dragoman.desk.finding import answer_to, wanted_in
from dragoman.desk.pages.search import search_of
from dragoman.desk.paths import id_in, there
from dragoman.desk.state import book_of, desk_of

router = APIRouter()

Entries = tuple[FeedEntry, ...]


@router.get("/relations/{one}/{other}.atom", include_in_schema=False)
def relation(request: Request, one: str, other: str) -> Response:
    """The happenings of two sides."""
    book = book_of(request)
    first, second = sorted((id_in(one), id_in(other)))
    title = " and ".join(side_name(side, book.knowledge) for side in (first, second))
    return _answer(request, "relation", [first, second], title, feeds.of_relation(first, second, book, kept_of(request), to))


@router.get("/actors/{part}.atom", include_in_schema=False)
def actor(request: Request, part: str) -> Response:
    """The happenings of an actor."""
    return _thing(request, "actor", part, lambda id, book: named(id, book, {}).name, feeds.of_actor)


@router.get("/forums/{part}.atom", include_in_schema=False)
def forum(request: Request, part: str) -> Response:
    """The sessions of a forum."""
    return _thing(request, "forum", part, lambda id, book: book.whole.forums[id].name, feeds.of_forum)


@router.get("/claims/{part}.atom", include_in_schema=False)
def claim(request: Request, part: str) -> Response:
    """What becomes of a claim."""
    return _thing(request, "claim", part, lambda id, book: f"Claim {id}", feeds.of_claim)


@router.get("/search.atom", include_in_schema=False)
def search(request: Request) -> Response:
    """What fits a question."""
    return _search(request, wanted_in(request), None)


@router.get("/searches/{part}.atom", include_in_schema=False)
def saved(request: Request, part: str) -> Response:
    """What fits a saved search; its id stays when its question is changed."""
    found = search_of(request, part)
    return _search(request, question_of(found), found)


def kept_of(request: Request) -> feeds.Kept:
    """When reports were kept."""
    return desk_of(request).casebook.queries.kept


def _thing(request: Request, kind: str, part: str, title: Callable[[str, Book], str], made: Callable[..., Entries | None]) -> Response:
    id, book = id_in(part), book_of(request)
    entries = there(made(id, book, kept_of(request), to), kind)
    return _answer(request, kind, [id], title(id, book), entries)


def _search(request: Request, wanted: Wanted, saved: Saved | None) -> Response:
    answer, book = answer_to(request, wanted), book_of(request)
    title = saved.name if saved else title_of(wanted, answer.snapshot, book)
    query = wanted.query()
    thing = f"saved/{saved.id}" if saved else f"search?{query}"
    own = f"/searches/{saved.id}.atom" if saved else "/search.atom" + (f"?{query}" if query else "")
    return _written(
        request, Feed(thing, title, "/search" + (f"?{query}" if query else ""), own, feeds.of_search(answer, book, kept_of(request), to))
    )


def _answer(request: Request, kind: str, ids: list[str], title: str, entries: Entries) -> Response:
    link = to(f"{kind}s", *ids)
    return _written(request, Feed("/".join([kind, *ids]), title, link, f"{link}.atom", entries))


def _written(request: Request, feed: Feed) -> Response:
    base = f"{request.url.scheme}://{request.url.netloc}"
    return Response(written(feed, base), media_type="application/atom+xml")
