"""Readings as JSON values and back.

A walk over the dataclasses of `record.reading`, done once for each class: it writes an expression that makes one row, and
Python compiles that. An archive holds millions of rows, and asking each anew for its fields and their types took most of
the time of loading it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from dragoman.record.reading import SCHEMA, Reading
from dragoman.record.report import Report
from dragoman.record.span import Span


def to_json(reading: Reading) -> dict[str, Any]:
    """The reading as DESIGN's JSON: dicts, lists, strings and numbers only."""
    made: dict[str, Any] = {"schema": SCHEMA}
    made.update(_writer(Reading)(reading))
    return made


def from_json(value: dict[str, Any], report: Report | None = None) -> Reading:
    """The reading that `to_json` wrote, about `report` where the value is stored without its own.

    Keys that came with later versions may be missing. Raises ValueError for another schema, KeyError for a missing key.
    """
    if value.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA}: {value.get('schema')!r}")
    reading: Reading = _reader(Reading)(value if report is None else value | {"report": report})
    return reading


@cache
def _writer(row: type) -> Callable[[Any], dict[str, Any]]:
    hints = get_type_hints(row)
    used: dict[str, Any] = {}
    parts = [_written(field.name, hints[field.name], used) for field in fields(row)]
    return eval(f"lambda row: {{{', '.join(parts)}}}", used)  # type: ignore[no-any-return]


def _written(name: str, hint: Any, used: dict[str, Any]) -> str:
    """One field as a part of a dict's display; a field named `span` is written as `start` and `end`."""
    inner = _row_in(hint)
    if name == "span":
        return "'start': row.span.start, 'end': row.span.end"
    if inner is None:
        return f"{name!r}: list(row.{name})" if get_origin(hint) is tuple else f"{name!r}: row.{name}"
    used[f"write_{inner.__name__}"] = _writer(inner)
    write = f"write_{inner.__name__}"
    return f"{name!r}: [{write}(item) for item in row.{name}]" if get_origin(hint) is tuple else f"{name!r}: {write}(row.{name})"


@cache
def _reader(row: type) -> Callable[[Any], Any]:
    hints = get_type_hints(row)
    used: dict[str, Any] = {"make": row, "Span": Span}
    parts = [_read(field, hints[field.name], used) for field in fields(row)]
    return eval(f"lambda value: make({', '.join(parts)})", used)  # type: ignore[no-any-return]


def _read(field: Field[Any], hint: Any, used: dict[str, Any]) -> str:
    """One field as an argument. One with a default was added after the first version, and old values do not have it."""
    name, inner = field.name, _row_in(hint)
    if name == "span":
        return "Span(value['start'], value['end'])"
    value = f"value[{name!r}]"
    if field.default is not MISSING:
        used[f"default_{name}"] = field.default
        value = f"value.get({name!r}, default_{name})"
    if inner is None:
        return f"tuple({value})" if get_origin(hint) is tuple else value
    used[f"read_{inner.__name__}"] = _given if inner is Report else _reader(inner)
    read = f"read_{inner.__name__}"
    return f"tuple([{read}(item) for item in {value}])" if get_origin(hint) is tuple else f"{read}({value})"


def _given(value: Report | dict[str, Any]) -> Report:
    return value if isinstance(value, Report) else _reader(Report)(value)


def _row_in(hint: Any) -> type | None:
    """The dataclass that a field holds, alone or in a tuple. None where a value is JSON already; so is `str | None`."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    if any(is_dataclass(option) for option in get_args(inner)):
        raise TypeError(f"{hint}: a row that may be missing is not written as JSON yet")
    return inner if is_dataclass(inner) else None  # type: ignore[return-value]
