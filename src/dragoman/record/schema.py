"""JSON Schema of a reading, made from the dataclasses of `record.reading`, and the page that explains it.

`python -m dragoman.record.schema DIR` writes `reading.schema.json` and `reading.md` there.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import types
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dragoman.record import reading, report, span
from dragoman.record.reading import SCHEMA, Reading
from dragoman.record.span import Span

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_SPAN = {"start": "first character, in code points of the report's text", "end": "the character after the last"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `record.json.to_json` writes. Keys may be added to rows, so unknown ones pass."""
    top = _object(Reading)
    properties = {"schema": {"const": SCHEMA}, **top["properties"]}
    made = {"$schema": _DIALECT, "title": SCHEMA, **top, "properties": properties, "required": ["schema", *top["required"]]}
    return {**made, "$defs": {row.__name__: _object(row) for row in sorted(_rows(Reading), key=lambda row: row.__name__)}}


def _object(row: type) -> dict[str, Any]:
    """The schema of one kind of row; a field named `span` is written as `start` and `end`."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    for name, wanted, _, comment in _columns(row):
        properties[name] = wanted if comment is None else {**wanted, "description": comment}
        required.append(name)
    made: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return {"description": inspect.getdoc(row), **made}


def _columns(row: type) -> Iterator[tuple[str, dict[str, Any], Field[Any], str | None]]:
    """(key, schema, field, comment) of each key of a row, in the order in which it is written."""
    hints, comments = get_type_hints(row), _comments(row)
    for field in fields(row):
        if field.name == "span":
            yield from _columns(Span)
        elif row is Span:
            yield field.name, {"type": "integer", "minimum": int(field.name == "end")}, field, _SPAN[field.name]
        else:
            yield field.name, _schema_of(hints[field.name]), field, comments.get(field.name)


def _schema_of(wanted: Any) -> dict[str, Any]:
    origin, options = get_origin(wanted), get_args(wanted)
    if origin is Literal:
        return {"enum": list(options)}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(options[0])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(option) for option in options if option is not type(None)] + [{"type": "null"}]}
    if is_dataclass(wanted):
        return {"$ref": f"#/$defs/{wanted.__name__}"}  # type: ignore[union-attr]
    return {"type": _PLAIN[wanted]}


def _rows(row: type) -> set[type]:
    """The kinds of row that a row holds, at any depth."""
    found: set[type] = set()
    for hint in get_type_hints(row).values():
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner):
                found |= {inner, *_rows(inner)}  # type: ignore[arg-type]
    return found


@cache
def _comments(row: type) -> dict[str, str]:
    """The comment behind each field, from the source: what explains a field stands beside it and nowhere else."""
    source = inspect.getsource(row)
    lines = source.splitlines()
    body = ast.parse(source).body[0].body  # type: ignore[attr-defined]
    found = {}
    for item in body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            _, mark, comment = lines[(item.end_lineno or 1) - 1].partition("  # ")
            if mark:
                found[item.target.id] = comment.strip()
    return found


def page() -> str:
    """The reference page of a reading, in Markdown."""
    parts = [_HEAD.format(schema=SCHEMA)]
    order = [Reading, *(row for module in (report, reading, span) for row in _own_rows(module) if row is not Reading)]
    for row in order:
        parts.append(f"## {row.__name__}\n\n{inspect.getdoc(row)}\n\n| key | type | meaning |\n| --- | --- | --- |\n{_table(row)}")
    return "\n".join(parts)


_HEAD = """# The record: `{schema}`

<!-- Generated from the dataclasses of dragoman.record by `python -m dragoman.record.schema docs/reference`. -->

One reading is one JSON object. This page explains its rows; `reading.schema.json` beside it is the same as JSON Schema.
Rows point at each other by id. Lists are in the order of the text. All positions count Unicode code points of `report.text`,
and `text[start:end]` is what a span claims to be. Keys may be added in later versions; none is renamed.
"""


def _own_rows(module: types.ModuleType) -> list[type]:
    """The dataclasses that a module defines, in the order of its source."""
    own = [item for item in vars(module).values() if isinstance(item, type) and is_dataclass(item) and item.__module__ == module.__name__]
    return sorted(own, key=lambda row: inspect.getsourcelines(row)[1])


def _table(row: type) -> str:
    head = f"| `schema` | `{SCHEMA}` | name and version of this format |\n" if row is Reading else ""
    return head + "".join(f"| `{name}` | {_words(wanted)} | {_cell(comment, field)} |\n" for name, wanted, field, comment in _columns(row))


def _cell(comment: str | None, field: Field[Any]) -> str:
    default = field.default if field.default is not MISSING else None
    note = f"default {default}" if default not in (None, ()) else ""
    return "; ".join(part for part in (comment or "", note) if part).replace("|", "\\|")


def _words(wanted: dict[str, Any]) -> str:
    """A property's schema as the page says it: "list of Span", "string or null"."""
    if "enum" in wanted:
        return ", ".join(f"`{value}`" for value in wanted["enum"])
    if "$ref" in wanted:
        name = wanted["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in wanted:
        return " or ".join(_words(option) for option in wanted["anyOf"])
    return f"list of {_words(wanted['items'])}" if wanted["type"] == "array" else str(wanted["type"])


if __name__ == "__main__":
    # The program writes; the module does no input or output.
    folder = Path(sys.argv[1])
    (folder / "reading.schema.json").write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "reading.md").write_text(page(), encoding="utf-8")
