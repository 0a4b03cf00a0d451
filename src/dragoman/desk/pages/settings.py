"""Settings, for admins alone: users with their roles and tokens, webhooks, and reports that are to be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, cast

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.app.users import ROLES, Role, User, UserError, Users, with_role, with_token, with_user, without_token, without_user
from dragoman.casebook.queries import Saved
from dragoman.desk.accounts import Accounts
from dragoman.desk.paths import checked, id_in, may_write
from dragoman.desk.render import both, page
from dragoman.desk.state import desk_of
from dragoman.errors import CasebookError
from dragoman.exports.view import masthead

router = APIRouter()
_MOST_WHY = 500

Text = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as the page of settings shows them; `own`: it is whoever looks."""

    name: str
    role: Role
    tokens: tuple[str, ...]  # their titles
    own: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What an admin looks after. `users` is None where the desk has none; `secret` is a token that was made just now."""

    title: str
    users: tuple[UserLine, ...] | None
    roles: tuple[str, ...]
    webhooks: tuple[Saved, ...]
    trouble: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class ForgetPage:
    """Asks once more before a report is forgotten."""

    title: str
    report: str
    name: str
    trouble: str = ""


def _settings(request: Request) -> SettingsPage:
    desk, own = desk_of(request), request.scope.get("user")
    lines = None
    if desk.accounts:
        rows = desk.accounts.users.by_name.values()
        lines = tuple(UserLine(row.name, row.role, tuple(one.name for one in row.tokens), row == own) for row in rows)
    hooks = tuple(one for one in desk.casebook.queries.saved() if one.webhook)
    return SettingsPage("Settings", lines, ROLES, hooks)


@both(router, "/settings")
def settings(request: Request) -> Response:
    """The page of settings; tokens are listed by their titles, never by what they are."""
    return page(request, _settings(request), "settings.html")


def _changed(request: Request, token: str, change: Callable[[Users], Users]) -> Response:
    """Writes the users as they are then, and shows them; what cannot be is told on the page."""
    accounts = _accounts(request, token)
    try:
        accounts.change(change)
    except UserError as error:
        return page(request, replace(_settings(request), trouble=str(error)), "settings.html", 422)
    return RedirectResponse("/settings", 303)


def _accounts(request: Request, token: str) -> Accounts:
    checked(request, token)
    accounts = desk_of(request).accounts
    if accounts is None:
        raise HTTPException(404, "This desk has no users; everybody at this computer may use it.")
    return accounts


def _other(request: Request, name: str) -> str:
    """The name of another user: who took their own role away could leave a desk that nobody looks after."""
    user: User | None = request.scope.get("user")
    if user and user.name == name:
        raise UserError("your own role is for another admin to change")
    return name


@router.post("/settings/users", include_in_schema=False)
def add(request: Request, token: Text, name: Text, role: Text, password: Text) -> Response:
    """Adds a user."""

    def change(users: Users) -> Users:
        if name in users.by_name:
            raise UserError(f"{name}: there is such a user already")
        return with_user(users, name, _role(role), password)

    return _changed(request, token, change)


def _role(name: str) -> Role:
    if name not in ROLES:
        raise UserError(f"{name!r} is no role: {', '.join(ROLES)}")
    return cast(Role, name)


@router.post("/settings/users/role", include_in_schema=False)
def role(request: Request, token: Text, name: Text, role: Text) -> Response:
    """Gives a user another role, which counts at once."""
    return _changed(request, token, lambda users: with_role(users, _other(request, name), _role(role)))


@router.post("/settings/users/remove", include_in_schema=False)
def remove(request: Request, token: Text, name: Text) -> Response:
    """Removes a user, whose sessions and tokens end."""
    return _changed(request, token, lambda users: without_user(users, _other(request, name)))


@router.post("/settings/tokens", include_in_schema=False)
def make_token(request: Request, token: Text, name: Text, title: Text = "api") -> Response:
    """Makes a token for a user and shows it this once."""
    accounts, made = _accounts(request, token), list[str]()

    def change(users: Users) -> Users:
        held, secret = with_token(users, name, " ".join(title.split()) or "api")
        made.append(secret)
        return held

    try:
        accounts.change(change)
    except UserError as error:
        return page(request, replace(_settings(request), trouble=str(error)), "settings.html", 422)
    return page(request, replace(_settings(request), secret=made[0]), "settings.html")


@router.post("/settings/tokens/remove", include_in_schema=False)
def remove_token(request: Request, token: Text, name: Text, title: Text) -> Response:
    """Ends a token."""
    return _changed(request, token, lambda users: without_token(users, name, title))


@both(router, "/settings/forget")
def ask(request: Request, report: str) -> Response:
    """Asks whether a report is to be forgotten."""
    return page(request, _forgetting(request, id_in(report)), "forget.html")


def _forgetting(request: Request, report: str) -> ForgetPage:
    try:
        found = desk_of(request).casebook.report(report)
    except CasebookError as error:
        raise HTTPException(404, str(error)) from error
    return ForgetPage("Forget a report", report, masthead(found)[0])


@router.post("/settings/forget", include_in_schema=False)
def forget(request: Request, token: Text, report: Text, why: Text = "", sure: Text = "") -> Response:
    """Forgets a report for good."""
    may_write(request, token)
    id, reason = id_in(report), " ".join(why.split())[:_MOST_WHY]
    if not reason or not sure:
        told = "Say why, which is kept in the report’s place." if not reason else "Say that you are sure."
        return page(request, replace(_forgetting(request, id), trouble=told), "forget.html", 422)
    try:
        desk_of(request).casebook.forget(id, reason)
    except CasebookError as error:
        raise HTTPException(404, str(error)) from error
    return RedirectResponse("/method/changes", 303)
