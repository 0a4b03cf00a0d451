"""Reads entries from YAML, strictly: an error names the file, the line and the key. Unknown keys are errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge.entry import KINDS, SECTORS, Entry

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_ISO = re.compile(r"[A-Z]{3}")
_YEARS = range(1000, 2101)
_WORD_KEYS = {"bodies", "heads", "modifiers", "foreign", "igo_codes"}


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "needs words (quote numbers, dates and yes or no)"


def _texts(value: Any) -> str | None:
    good = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    return None if good else "needs a list of words (quote numbers, dates and yes or no)"


def _year(value: Any) -> str | None:
    return None if type(value) is int and value in _YEARS else "needs a year"


def _matching(pattern: re.Pattern[str], wanted: str) -> Callable[[Any], str | None]:
    return lambda value: None if isinstance(value, str) and pattern.fullmatch(value) else f"needs {wanted}, not {value!r}"


def _kind(value: Any) -> str | None:
    return None if value in KINDS else f"unknown kind {value!r}; one of {', '.join(sorted(KINDS))}"


def _sectors(value: Any) -> str | None:
    unknown = [item for item in value if item not in SECTORS] if isinstance(value, list) else [value]
    return f"unknown sector {unknown[0]!r}; one of {', '.join(sorted(SECTORS))}" if unknown else None


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "id": _matching(_ID, "small letters, digits, dots and hyphens"),
    "name": _text,
    "kind": _kind,
    "country": _matching(_ISO, "an ISO 3166 alpha-3 code"),
    "cow": lambda value: None if type(value) is int and 0 < value < 1000 else "needs a Correlates of War number",
    "part_of": _matching(_ID, "the id of an entry"),
    "names": _texts,
    "adjectives": _texts,
    "office": _text,
    "from": _year,
    "until": _year,
    "sectors": _sectors,
    "members": _texts,
    "wikidata": _matching(_WIKIDATA, "a Wikidata id such as Q889"),
    "note": _text,
}


def read_file(path: Path) -> tuple[Entry, ...]:
    """The entries of one YAML file, in its order. Raises KnowledgeError at the first fault."""
    return tuple(_entry(str(path), node) for node in _items(path))


def read_files(paths: Iterable[Path]) -> tuple[Entry, ...]:
    """The entries of several files that make one knowledge: an id stands once. Raises KnowledgeError."""
    entries: dict[str, Entry] = {}
    for path in paths:
        for node in _items(path):
            entry = _entry(str(path), node)
            if entry.id in entries:
                raise KnowledgeError(str(path), _line(node), "id", f"{entry.id} stands twice")
            entries[entry.id] = entry
    return tuple(entries.values())


def read_words(path: Path) -> dict[str, Any]:
    """The wordings of `words.yaml` as plain values, checked. Raises KnowledgeError."""
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict) or set(value) != _WORD_KEYS:
        raise KnowledgeError(str(path), 1, "-", f"needs the keys {', '.join(sorted(_WORD_KEYS))}")
    for section in ("bodies", "heads"):
        for row in value[section]:
            wanted = {"kind", "sectors", "words"} | ({"id"} if section == "bodies" else set())
            if set(row) != wanted:
                raise KnowledgeError(str(path), 1, section, f"a row needs the keys {', '.join(sorted(wanted))}: {row}")
            if row["kind"] not in KINDS or not set(row["sectors"]) <= SECTORS:
                raise KnowledgeError(str(path), 1, section, f"unknown kind or sector: {row}")
    return value


def _items(path: Path) -> Iterator[Any]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise KnowledgeError(str(path), 0, "-", error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(str(path), 0, "-", "is not UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise KnowledgeError(str(path), mark.line + 1 if mark else 0, "-", f"is not YAML: {getattr(error, 'problem', error)}") from error
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise KnowledgeError(str(path), _line(root), "-", "needs a list of entries")
    yield from root.value


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _entry(file: str, node: Any) -> Entry:
    if not isinstance(node, yaml.MappingNode):
        raise KnowledgeError(file, _line(node), "-", "an entry is a mapping of keys to values")
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), _line(key_node)
        value = _plain(value_node)
        if key not in _CHECKS:
            raise KnowledgeError(file, line, key, "unknown key")
        if key in values:
            raise KnowledgeError(file, line, key, "stands twice in one entry")
        if fault := _CHECKS[key](value):
            raise KnowledgeError(file, line, key, fault)
        values[key] = tuple(value) if isinstance(value, list) else value
    for key in ("id", "name", "kind"):
        if key not in values:
            raise KnowledgeError(file, _line(node), key, "is missing")
    if "from" in values:
        values["since"] = values.pop("from")
    return Entry(**values)


def _plain(node: Any) -> Any:
    """The value of a YAML node: words, a whole number, or a list; anything else stays what no check accepts."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    if node.tag == "tag:yaml.org,2002:int" and node.value.isdigit():
        return int(node.value)
    return None
