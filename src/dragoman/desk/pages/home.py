"""The first page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.home import MOST, Visit, home_page
from dragoman.app.search import Wanted
from dragoman.casebook import Casebook
from dragoman.desk.finding import answer_to
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of, desk_of

router = APIRouter()
SEEN = "seen"  # the cookie that holds how far of the log a visitor has seen
_YEAR = 365 * 86_400


@both(router, "/")
def home(request: Request) -> Response:
    """What is new is what was kept after the number of the log in the visitor's cookie."""
    desk = desk_of(request)
    given = request.cookies.get(SEEN, "")
    since = int(given) if given.isdecimal() and len(given) < 16 else None
    reports = len(answer_to(request, Wanted(show="reports")).snapshot.columns.places)
    made = home_page(desk.settings.name, reports, visit(desk.casebook, since), book_of(request))
    answer = page(request, made, "home.html")
    answer.set_cookie(SEEN, str(desk.casebook.queries.newest()), max_age=_YEAR, httponly=True, samesite="lax")
    return answer


def visit(casebook: Casebook, since: int | None) -> Visit:
    """The reports kept since a number of the log; the last ones for somebody who is here for the first time."""
    found = casebook.queries.since("report", since or 0, MOST + 1 if since is None else 1_000)
    ids = tuple(id for _, id, _ in found)
    return Visit(since is None, ids[:MOST], 0 if since is None else max(0, len(ids) - MOST))
