"""The pages of the desk: one file per family, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.desk.pages import home, relation, report, things

ROUTERS: tuple[APIRouter, ...] = (home.router, relation.router, things.router, report.router)
