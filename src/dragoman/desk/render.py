"""Pages as HTML and as JSON: one model, one address, and the same address with `.json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from fastapi import APIRouter
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dragoman import __version__
from dragoman.desk import address, figures, helpers, nav, viewing
from dragoman.desk.security import form_token, may
from dragoman.desk.state import desk_of
from dragoman.exports.html import FILTERS, GLOBALS
from dragoman.exports.marks import paragraphs
from dragoman.exports.markup import safe
from dragoman.exports.view import View
from dragoman.record.plain import to_plain

THEMES = ("light", "dark")


def page(request: Request, model: object, template: str, status: int = 200) -> Response:
    """A page model as the request wants it: JSON at an address that ends in `.json`, else the template with it as `page`."""
    if request.url.path.endswith(".json"):
        return json_response(model, status)
    return HTMLResponse(render(request, template, page=model), status)


def json_response(model: object, status: int = 200) -> Response:
    """A page model as JSON, in plain ASCII: no text in it can disguise itself or be taken for something else."""
    return Response(json.dumps(to_plain(model)), status, media_type="application/json")


def render(request: Request, template: str, **values: object) -> str:
    """A template with what every page knows of the request and the desk."""
    theme = request.cookies.get("theme")
    return environment().get_template(template).render(
        request=request, desk=desk_of(request), path=request.url.path, nav=nav.MAIN, theme=theme if theme in THEMES else None,
        user=request.scope.get("user"), admin=may(request, "admin"),
        form_token=form_token(request), json_path=json_path(request), version=__version__, **values,
    )  # fmt: skip


def json_path(request: Request) -> str:
    """Where the page of a request is as JSON, its query kept."""
    path = "/home" if request.url.path == "/" else request.url.path
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")


def both(router: APIRouter, path: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Has a function answer at a path and at the same with `.json`; the latter first, since an id may hold a dot."""

    def add(answer: Callable[..., Response]) -> Callable[..., Response]:
        for where in (f"{path if path != '/' else '/home'}.json", path):
            router.add_api_route(where, answer, methods=["GET"], include_in_schema=False, response_model=None)
        return answer

    return add


@cache
def environment() -> Environment:
    """The templates of the desk, and behind them those of the exported pages, which have the panes of a report."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("dragoman.desk"), PackageLoader("dragoman.exports")]),
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, finalize=safe,
    )  # fmt: skip
    made.globals |= {
        **GLOBALS,
        **helpers.GLOBALS,
        **viewing.GLOBALS,
        **figures.GLOBALS,
        "to": address.to,
        "view_of": View.of,
        "paragraphs_of": paragraphs,
    }
    made.filters |= {**FILTERS, "urlencode": address.query, "part": address.part}
    return made
