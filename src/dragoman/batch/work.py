"""What one process does with one part: it reads the reports and makes the files of their tables, in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.app.read import Reads, read_report
from dragoman.batch.part import Part
from dragoman.batch.tables import TABLES, Found
from dragoman.errors import InputError
from dragoman.record import Reader, Reading
from dragoman.sources import Options
from dragoman.sources.units import Unit, read_unit

UNDATED = "undated"
Loader = Callable[[], Any]
Refusal = tuple[str, str]  # place, reason
Begun = Callable[[int], object]


class Task(Protocol):
    """Work for one process, with what the loader loaded there."""

    @property
    def key(self) -> str:
        """What tells it from the others."""
        ...

    def do(self, tool: Any, begun: Begun) -> Any:
        """Does it; `begun` is told the number of each step before anything is done for it."""
        ...

    def without(self, number: int, reason: str) -> Task:
        """The task without a step that ends its process. Raises DragomanError where it cannot do without."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A part to read; units that ended a process before, by their numbers, are refused with the reason."""

    part: Part
    options: Options
    barred: Mapping[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """That of the part."""
        return self.part.key

    def do(self, tool: Reads, begun: Begun) -> Yield:
        """Reads the part."""
        return work(tool, self, begun)

    def without(self, number: int, reason: str) -> Job:
        """Refuses a report."""
        return replace(self, barred={**self.barred, number: reason})


@dataclass(frozen=True, slots=True)
class Yield:
    """What a part gave: files by their paths below the output, numbers of rows by table, refusals."""

    key: str
    files: Mapping[str, bytes]
    rows: Mapping[str, int]
    refused: tuple[Refusal, ...]
    reader: Reader

    @property
    def read(self) -> int:
        """How many reports were read."""
        return self.rows["readings"]


class Engine(Protocol):
    """What has tasks done by many processes."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """The outcome of each task, in whatever order they are done. Tasks are taken as there is room for them."""
        ...

    def close(self) -> None:
        """Ends the processes."""
        ...


def work(reader: Reads, job: Job, begun: Begun) -> Yield:
    """Reads one part; `begun` is told the number of each unit before anything is done with it."""
    found: list[Reading] = []
    refused: list[Refusal] = []
    for number, unit in enumerate(job.part.units):
        begun(number)
        outcome = InputError(unit.place, job.barred[number]) if number in job.barred else _read(reader, unit, job.options)
        if isinstance(outcome, InputError):
            refused.append((outcome.place, outcome.reason))
        else:
            found.append(outcome)
    return packed(job.part.key, found, refused, reader.versions)


def _read(reader: Reads, unit: Unit, options: Options) -> Reading | InputError:
    try:
        arrival = read_unit(unit, options)
    except Exception as error:  # what takes documents apart is the work of others, and bytes from the web are anything
        return InputError(unit.place, f"cannot be taken apart ({type(error).__name__}: {error})")
    if isinstance(arrival, InputError):
        return arrival
    outcome = read_report(reader, arrival.report)
    return InputError(unit.place, outcome.reason) if isinstance(outcome, InputError) else outcome


def packed(key: str, readings: Iterable[Reading], refused: Iterable[Refusal], reader: Reader) -> Yield:
    """The tables of some readings as Parquet files, one a month."""
    months: dict[str, list[Found]] = {}
    for reading in readings:
        months.setdefault(month_of(reading), []).append(Found(reading))
    files: dict[str, bytes] = {}
    rows = dict.fromkeys((table.name for table in TABLES), 0)
    for month, own in sorted(months.items()):
        for table in TABLES:
            made = table.arrow(own)
            rows[table.name] += made.num_rows
            if made.num_rows:
                files[f"{table.name}/month={month}/{key}.parquet"] = _parquet(made)
    return Yield(key, files, rows, tuple(refused), reader)


def month_of(reading: Reading) -> str:
    """The month of publication, ISO 8601."""
    return (reading.report.published or "")[:7] or UNDATED


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
