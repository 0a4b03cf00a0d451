"""A report: its text with marks, the record beside it."""

from __future__ import annotations

import re

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.report import report_page
from dragoman.desk.paths import id_in
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of, desk_of
from dragoman.record import Span

router = APIRouter()
_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


@both(router, "/reports/{part}")
def report(request: Request, part: str, at: str = "") -> Response:
    """The page of one report; `at` are characters of its text that are to be seen at once, such as 104-112."""
    id, book = id_in(part), book_of(request)
    shown = book.load([id]).get(id)
    versions = desk_of(request).casebook.versions(id)
    if shown is None:
        raise HTTPException(404, "This report was forgotten." if versions is None else "There is no such report.")
    return page(request, report_page(shown, book, versions or (), _span(at)), "report.html")


def _span(at: str) -> Span | None:
    found = _AT.fullmatch(at)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    return Span(start, end) if start < end else None
