"""The desk as an app: guards around it, one router for each family of pages, and pages for what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.app.search import Finder
from dragoman.casebook import Casebook
from dragoman.desk import assets
from dragoman.desk.accounts import Accounts
from dragoman.desk.book import Keeper
from dragoman.desk.pages import ROUTERS
from dragoman.desk.pages.api import make_api
from dragoman.desk.render import page
from dragoman.desk.security import protect
from dragoman.desk.state import Desk, DeskSettings
from dragoman.errors import DragomanError
from dragoman.knowledge import Knowledge


def make_desk(casebook: Casebook, settings: DeskSettings) -> FastAPI:
    """The desk over an open casebook, which stays the caller's to close."""
    app = FastAPI(title="Dragoman", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    accounts = Accounts(settings.users) if settings.users else None
    app.state.finder = finder = Finder(casebook)
    app.state.desk = Desk(
        casebook, settings, Keeper(casebook, Knowledge.load(settings.knowledge), finder, not settings.read_only), accounts
    )
    protect(app)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(assets.router)
    app.mount("/api/v1", make_api(app.state))
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(DragomanError, _failed)
    app.add_exception_handler(Exception, _broken)
    return app


@dataclass(frozen=True, slots=True)
class Trouble:
    """The page for what cannot be shown."""

    status: int
    title: str
    reason: str


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title, reason = HTTPStatus(error.status_code).phrase, str(error.detail)
    reason = "There is nothing at this address." if error.status_code == 404 and reason == title else reason
    return page(request, Trouble(error.status_code, title, reason), "trouble.html", error.status_code)


def _failed(request: Request, error: Exception) -> Response:
    return page(request, Trouble(500, "The casebook does not answer", str(error)), "trouble.html", 500)


def _broken(request: Request, error: Exception) -> Response:
    reason = "Something in Dragoman is broken; the terminal that serves this desk says what."
    return page(request, Trouble(500, "This page could not be made", reason), "trouble.html", 500)
