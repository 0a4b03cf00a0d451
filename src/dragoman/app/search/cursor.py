"""Where a page of a list ended, as an opaque word: what comes after it stays the same while things are added before."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import cast

from dragoman.app.search.wanted import UnfitError

Key = tuple[float, ...]
_MOST = 2.0**53


def written(kind: str, key: Sequence[float | str]) -> str:
    """A cursor of a list of some kind."""
    return base64.urlsafe_b64encode(json.dumps([kind, *key], separators=(",", ":")).encode()).decode().rstrip("=")


def numbers_of(kind: str, cursor: str, many: int) -> Key:
    """The numbers of a cursor of that kind. Raises UnfitError for what is none."""
    found = _read(kind, cursor)
    if len(found) != many or any(
        not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) <= _MOST for value in found
    ):
        raise _unfit(cursor)
    return tuple(cast(Sequence[float], found))


def word_of(kind: str, cursor: str) -> str:
    """The one word of a cursor of that kind. Raises UnfitError for what is none."""
    found = _read(kind, cursor)
    if len(found) != 1 or not isinstance(found[0], str):
        raise _unfit(cursor)
    return found[0]


def _read(kind: str, cursor: str) -> list[object]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError, RecursionError):
        raise _unfit(cursor) from None
    if not isinstance(found, list) or not found or found[0] != kind:
        raise _unfit(cursor)
    return found[1:]


def _unfit(cursor: str) -> UnfitError:
    return UnfitError(f"cursor: {cursor[:40]!r} is none of this list; leave it out to begin anew")
