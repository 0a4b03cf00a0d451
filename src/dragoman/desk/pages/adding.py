"""Adding what the reader missed: the words of a report, and what event or which actor they tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.app.adding import Missed, SeveralError, add
from dragoman.app.pages.adding import AddPage, add_page
from dragoman.casebook.keys import span_of
from dragoman.desk.address import to
from dragoman.desk.pages.review import Filled, as_read, entitled, fields_in, reviewing, text_in
from dragoman.desk.paths import id_in, there
from dragoman.desk.render import both, page
from dragoman.desk.state import desk_of
from dragoman.errors import CasebookError
from dragoman.record import Span

router = APIRouter()
_OWN = "report"  # the report's own word; "" leaves it to where the words stand


@both(router, "/review/add")
def adding(request: Request, report: str, kind: Literal["event", "actor"] = "event", at: str = "", type: str = "") -> Response:
    """The form for something that was missed in a report; `at` are characters of its text, such as 104-112."""
    id = id_in(report)
    return page(request, _page(request, (id, kind), {"words": _words(request, id, at), "at": at, "type": type}), "review_add.html")


def _words(request: Request, report: str, at: str) -> str:
    """The words at some characters of a report."""
    shown, span = there(as_read(request, report), "report"), span_of(f"report/{at}")
    return " ".join(span.of(shown.view.reading.report.text).split()) if span else ""


def _page(request: Request, asked: tuple[str, str], given: Mapping[str, Any], spans: Sequence[Span] = ()) -> AddPage:
    report, kind = asked
    return add_page(there(as_read(request, report), "report"), reviewing(request), kind, given, spans)


@router.post("/review/add", include_in_schema=False)
def keep(request: Request, form: Filled) -> Response:
    """Keeps an addition and shows it in its report; what does not fit comes back with the reason."""
    by, report, kind = entitled(request, form), id_in(text_in(form, "report")), text_in(form, "kind")
    given = {name: text_in(form, name) for name in ("words", "at", "evidence", "why", "voice", "name", "actor_kind", "country")}
    fields = _event(form, given) if kind == "event" else _actor(given)
    shown = {**fields_in(form), **given}
    try:
        made = add(desk_of(request).casebook, Missed(kind, report, _picked(given), fields), (by.who, given["why"]))
    except CasebookError as error:
        spans = error.spans if isinstance(error, SeveralError) else ()
        told = "These words stand in the report more than once: say which." if spans else str(error)
        model = _page(request, (report, "actor" if kind == "actor" else "event"), shown, spans)
        return page(request, replace(model, trouble=told), "review_add.html", 422)
    span = there(span_of(made.on), "item")
    return RedirectResponse(f"{to('reports', report)}?at={span.start}-{span.end}#w-at", 303)


def _picked(given: Mapping[str, str]) -> tuple[str, ...]:
    """The words that were picked, by their characters where these are known, and the lines of further evidence."""
    first = given["at"] or given["words"]
    return tuple(one for one in (first, *given["evidence"].splitlines()) if one.strip())


def _event(form: FormData, given: Mapping[str, str]) -> dict[str, Any]:
    fields = {name: value for name, value in fields_in(form).items() if value is not None}
    if given["voice"]:
        fields["asserted_by"] = None if given["voice"] == _OWN else id_in(given["voice"])
    return fields


def _actor(given: Mapping[str, str]) -> dict[str, Any]:
    return {"name": given["name"] or given["words"], "kind": given["actor_kind"], "country": given["country"].upper() or None}
