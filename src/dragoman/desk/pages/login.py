"""Logging in and out, where the desk has users."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.app.users import User
from dragoman.desk.accounts import SESSION
from dragoman.desk.paths import checked, local
from dragoman.desk.render import page
from dragoman.desk.state import desk_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The form, and why it is shown again."""

    title: str
    back: str
    reason: str = ""


@router.get("/login", include_in_schema=False)
def login(request: Request, back: str = "/") -> Response:
    """The form to log in with."""
    if desk_of(request).accounts is None:
        raise HTTPException(404, "This desk has no users; everybody at this computer may use it.")
    return page(request, LoginPage("Log in", local(back)), "login.html")


@router.post("/login", include_in_schema=False)
def begin(
    request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], token: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:  # fmt: skip
    """Begins a session, or says why not; what is wrong, name or password, it does not say."""
    checked(request, token)
    accounts = desk_of(request).accounts
    if accounts is None:
        raise HTTPException(404, "This desk has no users.")
    found = accounts.log_in(name, password, request.client.host if request.client else "")
    if isinstance(found, User):
        answer = RedirectResponse(local(back), 303)
        accounts.begin(found, answer, request.url.scheme == "https")
        return answer
    reason = f"Too many attempts. Try again in {ceil(found)} seconds." if found else "This name and password do not go together."
    return page(request, LoginPage("Log in", local(back), reason), "login.html", 429 if found else 401)


@router.post("/logout", include_in_schema=False)
def end(request: Request, token: Annotated[str, Form()]) -> Response:
    """Ends a session in this browser."""
    checked(request, token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION)
    return answer
