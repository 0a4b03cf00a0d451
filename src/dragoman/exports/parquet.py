"""The table of `tidy` as Parquet: the same columns with types, lists as lists."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.exports.cells import whole
from dragoman.exports.facts import Facts
from dragoman.exports.line import Line
from dragoman.exports.selection import Selection
from dragoman.exports.tidy import columns, fill

_BATCH = 5_000  # rows that are held before they are written: some ten megabytes
_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list of strings": pa.list_(pa.string()),
    "list of numbers": pa.list_(pa.float64()),
}


class ParquetTable:
    """Takes lines as they come and writes them batch by batch; `close` writes the footer without which there is no file."""

    def __init__(self, facts: Facts, out: IO[bytes]) -> None:
        self._columns = columns(facts)
        self._schema = pa.schema([pa.field(c.name, _TYPES[c.type], metadata={"meaning": c.meaning}) for c in self._columns])
        self._writer = pq.ParquetWriter(out, self._schema, compression="zstd")
        self._held: list[list[Any]] = [[] for _ in self._columns]

    def add(self, line: Line) -> None:
        """Takes one row."""
        for column, values in zip(self._columns, self._held, strict=True):
            values.append(_value(column.value(line), column.type))
        if len(self._held[0]) == _BATCH:
            self._flush()

    def close(self) -> None:
        """Writes what is held, and the end."""
        if self._held[0]:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        arrays = [pa.array(values, type=field.type) for values, field in zip(self._held, self._schema, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._held = [[] for _ in self._columns]


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value) if kind == "date" else whole(value)
    if isinstance(value, list):
        return [whole(item) if isinstance(item, str) else item for item in value]
    return value


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the table; returns the number of rows."""
    return fill(selection.lines(), (ParquetTable(selection.facts, out),))
