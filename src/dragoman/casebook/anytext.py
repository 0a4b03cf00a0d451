"""Text columns that hold every Python string, character for character."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

# PostgreSQL takes no NUL, and neither database a lone surrogate; the mark is escaped itself, so that the way back is exact.
_MARK = "\x1a"
_UNFIT = re.compile("[\x00\x1a\ud800-\udfff]")
_ESCAPED = re.compile(_MARK + "([0-9a-f]{4})")


def escape(text: str) -> str:
    """The text without characters that a database refuses."""
    return _UNFIT.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def restore(text: str) -> str:
    """The text that was escaped."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class AnyText(TypeDecorator[str]):
    """Text, escaped on its way in and restored on its way out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """What the database stores."""
        return None if value is None else escape(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """What was given to be stored."""
        return None if value is None else restore(value)
