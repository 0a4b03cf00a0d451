"""What requests ask for in their paths."""

from __future__ import annotations

from typing import TypeVar

from fastapi import HTTPException

from dragoman.desk.address import id_of

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
