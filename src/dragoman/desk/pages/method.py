"""Data and method: the reader's card, sources and settings; the codebook; the log of changes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.method import ChangesPage, Source, codebook_page, method_page
from dragoman.app.search import Wanted
from dragoman.app.search.columns import iso_day
from dragoman.app.search.finder import Answer
from dragoman.desk.finding import answer_to
from dragoman.desk.render import both, page
from dragoman.desk.state import desk_of
from dragoman.ontology import load
from dragoman.settings import from_environment

router = APIRouter()
_PAGE = 200  # lines of the log


@both(router, "/method")
def method(request: Request) -> Response:
    """How the casebook came about."""
    casebook = desk_of(request).casebook
    answer = answer_to(request, Wanted(show="reports"))
    reports = answer.reports()
    last = casebook.readers(reports[0].id) if reports else ()
    return page(request, method_page(last, _card(), _sources(answer), from_environment(os.environ)), "method.html")


@both(router, "/method/codebook")
def codebook(request: Request) -> Response:
    """What is coded, and by what definitions."""
    return page(request, codebook_page(load()), "codebook.html")


@both(router, "/method/changes")
def changes(request: Request, before: int = 0) -> Response:
    """The log, the latest first, from a number on."""
    casebook = desk_of(request).casebook
    end = before or casebook.queries.newest() + 1
    found = [change for change in casebook.changes(max(0, end - 1 - _PAGE)) if change.number < end][-_PAGE:]
    more = found[0].number if found and found[0].number > 1 else None
    return page(request, ChangesPage("Log of changes", tuple(reversed(found)), more), "changes.html")


@cache
def _card() -> Mapping[str, Any]:
    made: Mapping[str, Any] = json.loads(files("dragoman").joinpath("model", "card.json").read_text(encoding="utf-8"))
    return made


def _sources(answer: Answer) -> Iterable[Source]:
    names = answer.snapshot.columns.names["publisher"].words
    days: dict[int, list[int]] = {}
    for report in answer.reports():
        days.setdefault(report.publisher, []).append(report.published)
    for publisher, told in days.items():
        known = [day for day in told if day]
        yield Source(names[publisher], len(told), iso_day(min(known, default=0)), iso_day(max(known, default=0)))
