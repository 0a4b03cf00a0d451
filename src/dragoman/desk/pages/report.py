"""A report: its text with marks, the record beside it."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.report import report_page
from dragoman.desk.paths import id_in
from dragoman.desk.render import both, page
from dragoman.desk.state import desk_of
from dragoman.errors import CasebookError

router = APIRouter()


@both(router, "/reports/{part}")
def report(request: Request, part: str) -> Response:
    """The page of one report."""
    id = id_in(part)
    try:
        entry = desk_of(request).casebook.entry(id)
    except CasebookError as error:
        raise HTTPException(404, str(error)) from error
    return page(request, report_page(entry), "report.html")
