"""Tables: CSV and tab-separated files, and Parquet. A row is a report; a row that is wrong is refused with its number."""

from __future__ import annotations

import csv
import io
import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError, NotTextError
from dragoman.sources.columns import columns_of, draft_of
from dragoman.sources.draft import Draft
from dragoman.sources.jsonl import unpacked_text
from dragoman.sources.options import Options
from dragoman.sources.refused import RefusedError
from dragoman.text.decode import refuse_binary

if TYPE_CHECKING:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

_DELIMITERS = ",;\t|"  # what a spreadsheet writes depends on its country
_BATCH = 16  # rows of Parquet in memory at once


class _Lines:
    """The lines of a stream one by one; keeps those of the row at hand, which may have `most` bytes."""

    def __init__(self, stream: io.BufferedReader, most: int) -> None:
        self._stream, self._most = stream, most
        self.row: list[bytes] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(self._most + 1):
            self.number += 1
            self.row.append(line)
            # A quotation mark that is never closed takes in line after line.
            if sum(map(len, self.row)) > self._most:
                raise RefusedError(f"the row is longer than {self._most} bytes (is a quotation mark not closed?)")
            yield line.removeprefix(BOM_UTF8 if self.number == 1 else b"").decode("utf-8")


def separated(stream: io.BufferedReader, name: str, delimiter: str | None, options: Options) -> Iterator[Draft | InputError]:
    """The rows of a CSV file, gzipped or not, after a line with the names of the columns. `delimiter` None is found out."""
    lines = None
    try:
        text = unpacked_text(stream, options.settings.file_bytes)
        _refuse_binary(text.peek(64)[:64])
        lines = _Lines(text, options.settings.file_bytes)
        yield from _rows(lines, name, delimiter, options)
    except (NotTextError, RefusedError, csv.Error, UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
        yield InputError(f"{name}:{lines.number}" if lines and lines.number > 1 else name, _why(error))


def _refuse_binary(head: bytes) -> None:
    refuse_binary(head)
    if b"\0" in head:
        raise NotTextError("binary data, not a table of text")


def _why(error: Exception) -> str:
    """Why the rest of a table is not read."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: byte 0x{error.object[error.start]:02X}; save the file as UTF-8"
    damaged = isinstance(error, EOFError | OSError | zlib.error)
    return f"the file breaks off or is damaged ({error})" if damaged else str(error)


def _rows(lines: _Lines, name: str, delimiter: str | None, options: Options) -> Iterator[Draft | InputError]:
    csv.field_size_limit(options.settings.file_bytes)
    source = iter(lines)
    first = next(source, "")
    if not first.strip():
        raise RefusedError("the table is empty: the first line must hold the names of its columns")
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    names = [column.strip() for column in header]
    columns = columns_of(names, options.columns)
    lines.row.clear()
    for cells in csv.reader(source, delimiter=delimiter):
        place = f"{name}:{lines.number - len(lines.row) + 1}"
        raw = b"".join(lines.row)
        lines.row.clear()
        if not cells:
            continue  # a blank line
        if len(cells) != len(names):
            yield InputError(place, f"the row has {len(cells)} columns and the first line {len(names)}")
            continue
        row = dict(zip(names, cells, strict=True))
        yield draft_of(place, {key: row[column] for key, column in columns.items()}, raw, options)


def parquet(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Draft | InputError]:
    """The rows of a Parquet file; rows count from 1. Their bytes are kept as JSON of the columns that were read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(stream) as file:
            yield from _records(file, name, options)
    except RefusedError as error:
        yield InputError(name, str(error))
    except (pa.ArrowException, OSError, EOFError) as error:
        yield InputError(name, f"the Parquet file is damaged or none ({str(error).splitlines()[0]})")


def _records(file: pq.ParquetFile, name: str, options: Options) -> Iterator[Draft | InputError]:
    columns = columns_of(file.schema_arrow.names, options.columns)
    _refuse_bomb(file, options.settings.file_bytes)
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=list(dict.fromkeys(columns.values()))):
        for row in batch.to_pylist():
            number += 1
            yield _record(f"{name}:{number}", row, columns, options)


def _record(place: str, row: dict[str, Any], columns: dict[str, str], options: Options) -> Draft | InputError:
    raw = json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    if len(raw) > options.settings.file_bytes:
        return InputError(place, f"the row is longer than {options.settings.file_bytes} bytes")
    return draft_of(place, {key: row[column] for key, column in columns.items()}, raw, options)


def _refuse_bomb(file: pq.ParquetFile, most: int) -> None:
    """Some bytes may unpack to a thousand times as many; a row of a report is never that long."""
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        if group.num_rows and group.total_byte_size / group.num_rows > most:
            raise RefusedError(f"the rows unpack to more than {most} bytes each")
