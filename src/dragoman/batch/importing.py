"""A finished run into a casebook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.app.add import Kept
from dragoman.app.stop import Stop
from dragoman.batch.folder import files_of, run_at
from dragoman.casebook import Addition, Casebook, Origin
from dragoman.casebook.store import hash_of
from dragoman.errors import InputError, OutputError
from dragoman.record import Reading
from dragoman.record.json import from_json

_TOGETHER = 200  # reports in one transaction


def total(folder: Path) -> int:
    """How many reports a run holds. Raises OutputError where it is none."""
    return int(run_at(folder)["reports"])


def readings_of(path: Path) -> Iterator[Reading]:
    """The readings in one file of a run's table. Raises OutputError where it is damaged."""
    import pyarrow as pa

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=64, columns=["reading"]):
                yield from (from_json(json.loads(value)) for value in batch.column(0).to_pylist())
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise OutputError(f"{path}: the file is damaged ({str(error).splitlines()[0]})") from None


def import_run(casebook: Casebook, folder: Path, stop: Stop) -> Iterator[Kept | InputError]:
    """Keeps each report of a run with its reading; one outcome a report, on the disk when it comes."""
    finished = run_at(folder)["finished"]
    for path in files_of(folder, "readings"):
        found, origin = readings_of(path), Origin(str(path.absolute()), finished)
        while some := list(islice(found, _TOGETHER)):
            outcomes = [_standing(casebook, reading) for reading in some]
            new = [reading for reading, outcome in zip(some, outcomes, strict=True) if isinstance(outcome, Kept) and outcome.how != "known"]
            with stop.held():
                casebook.keep_all(Addition(reading.report, reading.report.text.encode(), origin, reading) for reading in new)
            yield from outcomes
            stop.check()


def _standing(casebook: Casebook, reading: Reading) -> Kept | InputError:
    id = reading.report.id
    versions = casebook.versions(id)
    if versions is None:
        return InputError(id, "the report was forgotten and is not kept again")
    same = [version for version in versions if version.hash == hash_of(reading.report.text)]
    if same and reading.reader in casebook.readers(id):
        return Kept(id, "known")
    return Kept(id, "read" if same else "changed" if versions else "added")
