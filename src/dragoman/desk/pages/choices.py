"""What a visitor chooses for themselves: light or dark."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk.paths import checked, local
from dragoman.desk.render import THEMES

router = APIRouter()
_YEAR = 365 * 86_400


@router.post("/theme", include_in_schema=False)
def theme(request: Request, theme: Annotated[str, Form()], token: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Keeps the colours that a visitor wants in a cookie."""
    checked(request, token)
    answer = RedirectResponse(local(back), 303)
    if theme in THEMES:
        answer.set_cookie("theme", theme, max_age=_YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer
