"""Objects as JSON Lines: one a line, in UTF-8, keys in the order in which they are made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from dragoman.exports.cells import whole

# Line ends to some readers of text, though not to JSON; written as escapes they break no row.
_ENDS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


def write_objects(rows: Iterable[Mapping[str, Any]], out: IO[bytes]) -> int:
    """Writes the objects; returns how many. Lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    count = 0
    for row in rows:
        out.write(object_line(row))
        count += 1
    return count


def object_line(row: Mapping[str, Any]) -> bytes:
    """One object as a line."""
    made = whole(json.dumps(row, ensure_ascii=False))
    for end, escape in _ENDS.items():
        made = made.replace(end, escape)
    return (made + "\n").encode()
