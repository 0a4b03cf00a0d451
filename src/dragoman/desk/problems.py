"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.search.wanted import UnfitError
from dragoman.errors import DragomanError

TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How a route's description lists the errors that it can give."""
    return {status: {"description": HTTPStatus(status).phrase, "content": {TYPE: {"schema": SCHEMA}}} for status in statuses}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error as an answer."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(body), status, media_type=TYPE, headers=headers)


def tell_problems(app: FastAPI) -> None:
    """Has an app answer with problem details whatever goes wrong."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(UnfitError, _unasked)
    app.add_exception_handler(DragomanError, _failed)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return problem(422, told)


def _unasked(request: Request, error: Exception) -> Response:
    return problem(400, str(error))


def _failed(request: Request, error: Exception) -> Response:
    return problem(503, str(error))
