"""What requests search for, and who answers."""

from __future__ import annotations

from threading import Lock
from typing import cast

from fastapi import HTTPException
from starlette.requests import Request

from dragoman.app.search import Finder, Wanted
from dragoman.app.search.finder import Answer
from dragoman.app.search.wanted import UnfitError, wanted_of
from dragoman.desk.state import book_of, desk_of

_lock = Lock()


def finder_of(request: Request) -> Finder:
    """The desk's finder, which is made for the first who asks."""
    with _lock:
        if not hasattr(request.app.state, "finder"):
            request.app.state.finder = Finder(desk_of(request).casebook)
    return cast(Finder, request.app.state.finder)


def wanted_in(request: Request) -> Wanted:
    """What the query of a request asks for. Raises HTTPException for what cannot be asked."""
    try:
        return wanted_of(request.query_params.multi_items())
    except UnfitError as error:
        raise HTTPException(400, str(error)) from error


def answer_to(request: Request, wanted: Wanted) -> Answer:
    """What fits in the casebook at this moment."""
    return finder_of(request).ask(wanted, book_of(request).whole.merged.happenings)
