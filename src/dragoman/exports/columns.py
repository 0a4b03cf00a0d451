"""Columns of tables: name, type, meaning and how the value is found, so that a data dictionary cannot differ from the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Generic, Literal, TypeVar

from dragoman.exports.cells import cell, inert

R = TypeVar("R")
Type = Literal["string", "integer", "number", "boolean", "date", "list of strings", "list of numbers", "object", "list of objects"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column or key as a data dictionary lists it."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table whose rows are made of `R`."""

    name: str
    type: Type
    meaning: str
    value: Callable[[R], Any]

    @property
    def field(self) -> Field:
        """The column as a dictionary lists it."""
        return Field(self.name, self.type, self.meaning)


def write_tabbed(rows: Iterable[R], columns: Sequence[Column[R]], out: IO[bytes], *, header: bool, empty: str = "") -> int:
    """Rows as tab-separated text in UTF-8, one a line, whatever the values hold; returns how many. None and "" become `empty`.

    What a spreadsheet would take for a formula is made inert here too: such tables are opened in one, whatever they are called.
    """
    count = 0
    if header:
        out.write(("\t".join(column.name for column in columns) + "\n").encode())
    values = [column.value for column in columns]
    for row in rows:
        out.write(("\t".join(_tabbed(value(row), empty) for value in values) + "\n").encode())
        count += 1
    return count


def _tabbed(value: Any, empty: str) -> str:
    if value is None or value == "":
        return empty
    return inert(cell(value)) if isinstance(value, str) else str(value)
