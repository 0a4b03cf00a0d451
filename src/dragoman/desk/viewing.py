"""What the templates of search, map and calendar call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from dragoman import __version__
from dragoman.app.pages.search import TITLES, hidden
from dragoman.desk.picture import by_month, world
from dragoman.desk.state import desk_of
from dragoman.exports.formats import FORMATS
from dragoman.exports.phrases import date_phrase


def citation(request: Request, title: str) -> str:
    """How a view is cited: what it is, the state of the casebook, the program, the day and the address."""
    desk = desk_of(request)
    newest = desk.casebook.queries.newest()
    day = date_phrase(datetime.now(UTC).date().isoformat())
    state = f"casebook “{desk.settings.name}” as of change {newest}"
    return f"“{title}”, {state}. Dragoman {__version__}, retrieved {day}, {request.url}"


def formats() -> list[tuple[str, str]]:
    """Name and title of each format of exports."""
    return [(made.name, made.title) for made in FORMATS.values()]


GLOBALS: dict[str, Any] = {
    "world": world, "by_month": by_month, "citation": citation, "formats": formats, "hidden": hidden, "titles": TITLES,
}  # fmt: skip
