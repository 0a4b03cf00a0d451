"""Texts with two marked actors, for the question what the one does to the other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import InputError
from dragoman.record import Span
from dragoman.sources.jsonl import Row, rows
from dragoman.sources.standard_input import NAME, binary_input


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, and in it who acts and to whom; None where that actor is not named. `id` is kept as it was given."""

    place: str
    id: str | int
    text: str
    source: Span | None
    target: Span | None


def pairs(given: str, most: int) -> Iterator[Pair | InputError]:
    """The pairs of a JSON Lines file, or of standard input ("-"); keys id, text, source, target, others are ignored."""
    if given == "-":
        yield from _pairs(binary_input(), NAME, most)
        return
    try:
        with Path(given).open("rb") as stream:
            yield from _pairs(stream, given, most)
    except OSError as error:
        yield InputError(given, f"the file cannot be read: {(error.strerror or str(error)).lower()}")


def _pairs(stream: io.BufferedReader, name: str, most: int) -> Iterator[Pair | InputError]:
    for row in rows(stream, name, most):
        yield row if isinstance(row, InputError) else _pair(row)


def _pair(row: Row) -> Pair | InputError:
    name, text = row.value.get("id"), row.value.get("text")
    if isinstance(name, bool) or not isinstance(name, str | int):
        return InputError(row.place, '"id" must be a text or a whole number')
    if not isinstance(text, str) or not text.strip():
        return InputError(row.place, '"text" must be a text that is not empty')
    try:
        return Pair(row.place, name, text, _span(row.value, "source", text), _span(row.value, "target", text))
    except ValueError as error:
        return InputError(row.place, str(error))


def _span(value: dict[str, Any], key: str, text: str) -> Span | None:
    if key not in value:
        raise ValueError(f'"{key}" is missing; null says that the actor is not named')
    found = value[key]
    if found is None:
        return None
    if not isinstance(found, list) or len(found) != 2 or any(type(end) is not int for end in found):
        raise ValueError(f'"{key}" must be [start, end] or null')
    start, end = found
    if not 0 <= start < end <= len(text):
        raise ValueError(f'"{key}" {found} does not lie in the text of {len(text)} characters')
    return Span(start, end)
