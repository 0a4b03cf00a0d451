"""What requests ask for, in their paths and forms."""

from __future__ import annotations

from typing import TypeVar

from fastapi import HTTPException
from starlette.requests import Request

from dragoman.desk.address import id_of
from dragoman.desk.security import right_token
from dragoman.desk.state import desk_of

T = TypeVar("T")


def id_in(part: str) -> str:
    """The id in a part of a path; another answer than that it is not found would tell nobody anything."""
    try:
        return id_of(part)
    except ValueError as error:
        raise HTTPException(404, "There is nothing at this address.") from error


def there(model: T | None, what: str) -> T:
    """A page model that must be there."""
    if model is None:
        raise HTTPException(404, f"There is no such {what}. It may have been merged into another.")
    return model


def checked(request: Request, token: str) -> None:
    """Refuses a form that does not carry its visitor's token: another site may have sent it."""
    if not right_token(request, token):
        raise HTTPException(403, "The form is too old; load its page again.")


def may_write(request: Request, token: str) -> None:
    """Refuses a form that changes the casebook where it may not be changed."""
    checked(request, token)
    if desk_of(request).settings.read_only:
        raise HTTPException(403, "This desk is read-only.")


def local(path: str) -> str:
    """A path of this desk to go back to; the first page for anything that could lead elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if plain else "/"
