"""Readings as JSON values and back: one generic walk over the dataclasses of `record.reading`."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dragoman.record.reading import SCHEMA, Reading
from dragoman.record.span import Span

T = TypeVar("T")


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as DESIGN's JSON: dicts, lists, strings and numbers only."""
    return {"schema": SCHEMA, **_plain(reading)}


def from_json(value: dict[str, Any]) -> Reading:
    """The reading that `to_json` wrote. Raises ValueError for another schema, KeyError for a missing key."""
    if value.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA}: {value.get('schema')!r}")
    return _typed(Reading, value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    row: dict[str, Any] = {}
    for field in fields(value):
        inner = _plain(getattr(value, field.name))
        row.update(inner if field.name == "span" else {field.name: inner})
    return row


def _typed(wanted: type[T], value: Any) -> T:
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        made = {
            field.name: Span(value["start"], value["end"]) if field.name == "span" else _typed(hints[field.name], value[field.name])
            for field in fields(wanted)
        }
        return wanted(**made)
    if get_origin(wanted) is tuple:
        return tuple(_typed(get_args(wanted)[0], item) for item in value)  # type: ignore[return-value]
    if get_origin(wanted) in (Union, types.UnionType):
        inner = next(option for option in get_args(wanted) if option is not type(None))
        return None if value is None else _typed(inner, value)  # type: ignore[return-value]
    return value  # type: ignore[no-any-return]
