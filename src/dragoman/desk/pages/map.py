"""The map of happenings."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.map import map_page, window_of
from dragoman.app.search.wanted import UnfitError
from dragoman.desk.finding import answer_to, wanted_in
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of

router = APIRouter()


@both(router, "/map")
def world_map(request: Request) -> Response:
    """What fits a question, by place."""
    try:
        window = window_of(request.query_params.get("window", ""))
    except UnfitError as error:
        raise HTTPException(400, str(error)) from error
    return page(request, map_page(answer_to(request, wanted_in(request)), book_of(request), window), "map.html")
