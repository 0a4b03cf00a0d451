"""The pages of the desk: one file per family, each with a `router`."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.desk.pages import report

ROUTERS: tuple[APIRouter, ...] = (report.router,)
