"""YAML into frozen dataclasses by their type hints; whatever does not fit is an `OntologyError` with file, line and key.

Knows str, int, float, bool, Literal, `X | None`, `tuple[X, ...]`, `Mapping[str, X]` and dataclasses of these. A dataclass
that has a field `id` gets it from the key it stands under. Written by hand because pydantic's import alone takes longer than
reading the whole ontology.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from dragoman.errors import OntologyError

T = TypeVar("T")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is several times as fast, and not in every build
_TAG = "tag:yaml.org,2002:"
_STRING = _TAG + "str"
_SCALARS = {str: ("str",), int: ("int",), float: ("float", "int"), bool: ("bool",)}


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file being read: the line of each key in it and the items of each list, by dotted path ("AGREE.modes.visit")."""

    file: str
    lines: dict[str, int] = field(default_factory=dict)
    lists: dict[str, list[yaml.Node]] = field(default_factory=dict)

    def error(self, key: str, reason: str) -> OntologyError:
        """The error for a key of this file, or an item of a list ("words[3]"), at its line; 1 for what is not there."""
        name, _, index = key.removesuffix("]").rpartition("[")
        if name in self.lists:
            return OntologyError(self.file, _line(self.lists[name][int(index)]), key, reason)
        return OntologyError(self.file, self.lines.get(key, 1), key, reason)


def read(text: str, source: Source, wanted: type[T]) -> T:
    """The file's text as a value of the wanted dataclass. Raises OntologyError; fills in `source`."""
    return _value(_root(text, source), wanted, "", source)  # type: ignore[no-any-return]


def read_table(text: str, source: Source, entry: type[T]) -> Mapping[str, T]:
    """The file's text as entries of the wanted dataclass by their keys. Raises OntologyError; fills in `source`."""
    return _value(_root(text, source), Mapping[str, entry], "", source)  # type: ignore[no-any-return, valid-type]


def _root(text: str, source: Source) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OntologyError(source.file, line, "", error.problem or "not YAML") from error
    if node is None:
        raise source.error("", "the file is empty")
    return node


def _value(node: yaml.Node, wanted: Any, key: str, source: Source) -> Any:
    if wanted is str and node.tag == _STRING and node.value.strip():  # by far the most common
        return node.value
    source.lines.setdefault(key, _line(node))
    origin, options = _origin(wanted)
    if origin in (Union, UnionType):
        return None if _tag(node) == "null" else _value(node, options[0], key, source)
    if origin is Literal:
        return _literal(node, options, key, source)
    if origin is tuple:
        return _list(node, options[0], key, source)
    if origin is Mapping:
        return MappingProxyType({name: _value(child, options[1], path, source) for name, child, path in _pairs(node, key, source)})
    return _entry(node, wanted, key, source) if is_dataclass(wanted) else _scalar(node, wanted, key, source)


@cache
def _origin(wanted: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(wanted), get_args(wanted)


def _entry(node: yaml.Node, wanted: Any, key: str, source: Source) -> Any:
    hints, needed = _shape(wanted)
    made: dict[str, Any] = {"id": key.rpartition(".")[2]} if "id" in hints else {}
    for name, child, path in _pairs(node, key, source):
        if name not in hints or name == "id":
            raise source.error(path, f"unknown key; known are {', '.join(sorted(hints.keys() - {'id'}))}")
        made[name] = _value(child, hints[name], path, source)
    missing = [name for name in needed if name not in made]
    if missing:
        raise source.error(key, f"lacks {', '.join(missing)}")
    return wanted(**made)


@cache
def _shape(wanted: type) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Type hints of a dataclass, and the names of the fields that have no default."""
    needed = tuple(f.name for f in fields(wanted) if f.default is MISSING and f.default_factory is MISSING)
    return get_type_hints(wanted), needed


def _tag(node: yaml.Node) -> str:
    return str(node.tag).removeprefix(_TAG)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _pairs(node: yaml.Node, key: str, source: Source) -> Iterator[tuple[str, yaml.Node, str]]:
    """(name, value, dotted path) of each pair of a mapping."""
    if not isinstance(node, yaml.MappingNode):
        raise source.error(key, f"must be a mapping, not {_tag(node)}")
    seen = set()
    for name, child in node.value:
        path = f"{key}.{name.value}" if key else str(name.value)
        source.lines[path] = _line(name)
        if name.tag != _STRING:
            raise source.error(path, f"a key must be a string, not {_tag(name)}: put it in quotes")
        if name.value in seen:
            raise source.error(path, "stands twice")
        seen.add(name.value)
        yield name.value, child, path


def _list(node: yaml.Node, wanted: Any, key: str, source: Source) -> tuple[Any, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise source.error(key, f"must be a list, not {_tag(node)}")
    source.lists[key] = node.value
    return tuple(_value(item, wanted, f"{key}[{i}]", source) for i, item in enumerate(node.value))


def _literal(node: yaml.Node, options: tuple[Any, ...], key: str, source: Source) -> Any:
    value = _scalar(node, type(options[0]), key, source)
    if value not in options:
        raise source.error(key, f"{value!r} is none of {', '.join(map(str, options))}")
    return value


def _scalar(node: yaml.Node, wanted: Any, key: str, source: Source) -> Any:
    tag = _tag(node)
    if not isinstance(node, yaml.ScalarNode) or tag not in _SCALARS[wanted]:
        hint = ": put it in quotes" if wanted is str and isinstance(node, yaml.ScalarNode) else ""
        raise source.error(key, f"must be {wanted.__name__}, not {tag}{hint}")
    if wanted is str and not node.value.strip():
        raise source.error(key, "is empty")
    if wanted is bool:
        return node.value.lower() in ("true", "yes", "on")
    return wanted(node.value)
