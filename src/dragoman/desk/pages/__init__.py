"""The pages of the desk: one file per family, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.desk.pages import (
    adding,
    calendar,
    choices,
    feeds,
    home,
    login,
    map,
    method,
    relation,
    report,
    review,
    search,
    settings,
    things,
)

# Feeds first: an id may hold a dot, and what ends in .atom is no id.
ROUTERS: tuple[APIRouter, ...] = (
    feeds.router, home.router, search.router, map.router, calendar.router, relation.router, things.router, report.router,
    choices.router, login.router, method.router, review.router, adding.router, settings.router,
)  # fmt: skip
