"""The calendar of meetings."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.calendar import calendar_page, month_of
from dragoman.app.search.wanted import UnfitError
from dragoman.desk.finding import answer_to, wanted_in
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of

router = APIRouter()


@both(router, "/calendar")
def meetings(request: Request) -> Response:
    """The meetings of a month among what fits a question."""
    try:
        month = month_of(request.query_params.get("month", ""))
    except UnfitError as error:
        raise HTTPException(400, str(error)) from error
    today = datetime.now(UTC).date().isoformat()
    return page(request, calendar_page(answer_to(request, wanted_in(request)), book_of(request), month, today), "calendar.html")
