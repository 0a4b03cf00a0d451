"""Search with facets, its exports, and searches that are saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, cast
from uuid import uuid4

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dragoman.app.export import load_facts
from dragoman.app.pages.search import search_page
from dragoman.app.picked import picked
from dragoman.app.saved import new_search
from dragoman.app.search.wanted import UnfitError, wanted_of
from dragoman.casebook.queries import Saved
from dragoman.desk.finding import answer_to, wanted_in
from dragoman.desk.paths import id_in
from dragoman.desk.render import both, page
from dragoman.desk.security import may, right_token
from dragoman.desk.state import book_of, desk_of
from dragoman.exports.facts import Facts
from dragoman.exports.formats import FORMATS

router = APIRouter()
_IN_MEMORY = 16_000_000  # bytes of an export that need no file
_PIECE = 1 << 16
_HIDDEN = "an admin’s"


@both(router, "/search")
def search(request: Request) -> Response:
    """A page of finds with facets."""
    answer = answer_to(request, wanted_in(request))
    try:
        made = search_page(answer, book_of(request), request.query_params.get("cursor"))
    except UnfitError as error:
        raise HTTPException(400, str(error)) from error
    return page(request, made, "search.html")


@router.get("/export/{form}", include_in_schema=False)
def export(request: Request, form: str) -> Response:
    """What fits a question, as a file in one of the formats of `dragoman export`."""
    made = FORMATS.get(form)
    if made is None:
        raise HTTPException(404, f"There is no format {form!r}.")
    answer, desk = answer_to(request, wanted_in(request)), desk_of(request)
    merged = book_of(request).whole.merged
    out = cast(IO[bytes], SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 (the answer closes it)
    try:
        made.write(picked(answer, desk.casebook, facts_of(desk.settings.knowledge), made, merged), out)
    except BaseException:
        out.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="dragoman-{made.name}{made.suffix}"', "Content-Length": str(out.tell())}
    out.seek(0)
    return StreamingResponse(_pieces(out), media_type="application/octet-stream", headers=headers)


@cache
def facts_of(knowledge: tuple[Path, ...]) -> Facts:
    """What formats look up; loaded for the first export."""
    return load_facts(knowledge)


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while piece := out.read(_PIECE):
            yield piece


@dataclass(frozen=True, slots=True)
class SearchesPage:
    """The searches that are saved."""

    title: str
    searches: tuple[Saved, ...]


@both(router, "/searches")
def searches(request: Request) -> Response:
    """The list of saved searches."""
    found = desk_of(request).casebook.queries.saved()
    if not may(request, "admin"):  # an address may hold a secret
        found = tuple(replace(one, webhook=_HIDDEN if one.webhook else "") for one in found)
    return page(request, SearchesPage("Saved searches", found), "searches.html")


@router.post("/searches", include_in_schema=False)
def save(
    request: Request,
    token: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    query: Annotated[str, Form(max_length=4000)] = "",
    webhook: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Saves a search."""
    _may_write(request, token)
    _may_call(request, webhook)
    try:
        saved = new_search(uuid4().hex[:12], name, query, webhook)
    except UnfitError as error:
        raise HTTPException(400, str(error)) from error
    desk_of(request).casebook.queries.save(saved)
    return RedirectResponse("/searches", 303)


@router.post("/searches/{part}/remove", include_in_schema=False)
def remove(request: Request, part: str, token: Annotated[str, Form()]) -> Response:
    """Lets a saved search go."""
    _may_write(request, token)
    found = search_of(request, part)
    _may_call(request, found.webhook)
    if not desk_of(request).casebook.queries.remove(found.id):
        raise HTTPException(404, "There is no such search.")
    return RedirectResponse("/searches", 303)


@router.get("/searches/{part}", include_in_schema=False)
def saved(request: Request, part: str) -> Response:
    """To the page of a saved search's finds."""
    return RedirectResponse(f"/search?{search_of(request, part).query}", 303)


def search_of(request: Request, part: str) -> Saved:
    """The saved search at an address."""
    id = id_in(part)
    found = next((row for row in desk_of(request).casebook.queries.saved() if row.id == id), None)
    if found is None:
        raise HTTPException(404, "There is no such search.")
    return found


def _may_call(request: Request, webhook: str) -> None:
    """Refuses a webhook of anybody but an admin: the desk itself calls its address."""
    if webhook.strip() and not may(request, "admin"):
        raise HTTPException(403, "Webhooks are for admins.")


def _may_write(request: Request, token: str) -> None:
    if not right_token(request, token):
        raise HTTPException(403, "The form is too old; load its page again.")
    if desk_of(request).settings.read_only:
        raise HTTPException(403, "This desk is read-only.")


__all__ = ["router", "search_of", "wanted_of"]
