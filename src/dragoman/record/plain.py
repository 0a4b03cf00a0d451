"""Frozen values as plain JSON and back: one walk over dataclasses, tuples, sets, mappings and days.

Merged things and traces are kept so in casebooks. (Readings have a walk of their own in `record.json`, whose format is
published.) As there, a field named `span` is written as `start` and `end` beside the other keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from dragoman.record.json import to_json
from dragoman.record.reading import Reading
from dragoman.record.span import Span

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """The value as dicts, lists, strings and numbers; sets in order, so that equal values are written alike.

    A reading within is written as `record.json` does.
    """
    if isinstance(value, Reading):
        return to_json(value)
    if is_dataclass(value):
        row: dict[str, Any] = {}
        for field in fields(value):
            inner = to_plain(getattr(value, field.name))
            row.update(inner if field.name == "span" else {field.name: inner})
        return row
    if isinstance(value, frozenset):
        return sorted(map(to_plain, value))
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in sorted(value.items())}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_plain(wanted: type[T], value: Any) -> T:
    """The value of the type `wanted` that `to_plain` wrote. Raises KeyError, TypeError or ValueError for another."""
    made: T = _maker(cast(Any, wanted))(value)
    return made


@cache
def _maker(hint: Any) -> Callable[[Any], Any]:
    """What makes values of a type; worked out once for each."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _row(cast(type, hint))
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset:
        make = _maker(inner[0])
        return frozenset if make is _as_it_is else lambda value: frozenset(map(make, value))
    if origin in (Union, UnionType):
        made = _maker(next(option for option in inner if option is not type(None)))
        return lambda value: None if value is None else made(value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        of = _maker(inner[1])
        return lambda value: {key: of(item) for key, item in value.items()}
    if hint is date:
        return date.fromisoformat
    return float if hint is float else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _tuple(inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    if inner[-1] is Ellipsis:
        make = _maker(inner[0])
        return tuple if make is _as_it_is else lambda value: tuple(map(make, value))
    if len(inner) == 2:
        return _two(*map(_maker, inner))
    makers = [_maker(option) for option in inner]
    return lambda value: tuple(make(item) for make, item in zip(makers, value, strict=True))


def _two(first: Callable[[Any], Any], second: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Pairs by themselves: a trace has hundreds of terms with weights."""

    def made(value: Any) -> Any:
        one, other = value
        return first(one), second(other)

    return made


def _row(row: type) -> Callable[[Any], Any]:
    hints = get_type_hints(row)
    if row is Span:
        return lambda value: Span(value["start"], value["end"])
    makers = [(field.name, _maker(hints[field.name])) for field in fields(row)]

    def made(value: Any) -> Any:
        return row(*(make(value if name == "span" else value[name]) for name, make in makers))

    return made
