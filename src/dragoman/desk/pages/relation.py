"""Relationships: of any two countries or actors, named by code, key or name."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.app.pages.relation import KINDS, Choice, relation_page
from dragoman.desk.address import to
from dragoman.desk.paths import id_in
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of, desk_of
from dragoman.knowledge import Knowledge

router = APIRouter()


@router.get("/relations", include_in_schema=False)
def find(request: Request, one: str = "", other: str = "") -> Response:
    """From two names as people write them to the page of the two."""
    knowledge = book_of(request).knowledge
    sides = [_side(name.strip(), knowledge) for name in (one, other)]
    for name, side in zip((one, other), sides, strict=True):
        if side is None:
            raise HTTPException(404, f"Nobody goes by the name {name!r}." if name.strip() else "Two names are wanted.")
    return RedirectResponse(to("relations", *sorted(map(str, sides))), 303)


def chosen(
    kind: Annotated[list[str] | None, Query()] = None, since: str = "", until: str = "", changed: str = "", after: int = 0
) -> Choice:
    """What of a relationship a request asks for."""
    return Choice(tuple(name for name in kind or () if name in KINDS), _day(since), _day(until), _day(changed), max(0, after))


@both(router, "/relations/{one}/{other}")
def relation(
    request: Request,
    one: str,
    other: str,
    choice: Annotated[Choice, Depends(chosen)],
) -> Response:
    """The page of two sides, whichever is named first."""
    sides = sorted((id_in(one), id_in(other)))
    if sides[0] == sides[1]:
        raise HTTPException(404, "A relationship is of two.")
    return page(
        request, relation_page(sides[0], sides[1], book_of(request), choice, desk_of(request).casebook.queries.kept), "relation.html"
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise HTTPException(400, f"{text!r} is no day; wanted is one such as 2024-01-31.") from None


def _side(name: str, knowledge: Knowledge) -> str | None:
    """A country's code or an actor's id by a name, a code or an id."""
    state = knowledge.country(name.upper())
    if state and state.country:
        return state.country
    named = knowledge.find(name) or knowledge.find(name.title())  # names are kept with their capitals
    found = [entry for entry in (knowledge.entry(name), *named) if entry]
    states = [entry.country for entry in found if entry.kind == "country"]
    return states[0] if states else found[0].id if found else None
