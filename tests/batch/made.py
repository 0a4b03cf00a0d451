"""Archives and runs for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dragoman.app.stop import Stop
from dragoman.batch.folder import Folder, Head, files_of
from dragoman.batch.local import Local
from dragoman.batch.run import Step, read_archive
from dragoman.batch.tables import TABLES
from dragoman.batch.work import Engine, Job, Loader, Yield, work
from dragoman.errors import InputError
from dragoman.sources import Options
from tests.app.fake import VERSIONS
from tests.batch.fakes import Eventful

HEAD = Head(VERSIONS, 24_000, False, None, None)


class Here:
    """Engine without processes; `asked` counts the jobs that it was given."""

    def __init__(self, load: Loader = Eventful) -> None:
        self._reader = load()
        self.asked = 0

    def run(self, jobs: Iterable[Job]) -> Any:
        for job in jobs:
            self.asked += 1
            made: Yield = work(self._reader, job, lambda number: None)
            yield made

    def close(self) -> None:
        pass


def report(number: int, text: str = "", month: int | None = None) -> dict[str, str]:
    text = text or f"Arden met Belland for the talks on the crossing, in round {number} of them."
    return {"id": f"r{number:04}", "text": text, "published": f"2024-{month or number % 5 + 1:02}-03"}


def archive(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(inputs: Sequence[Path], out: Path, engine: Engine | None = None, size: int = 4, head: Head = HEAD) -> list[Step | InputError]:
    with closing(engine or Here()) as made, closing(Folder(out, head)) as folder:
        return list(read_archive([str(path) for path in inputs], Options(), folder, made, Stop(), size))


def local(load: Loader = Eventful, workers: int = 2, **more: Any) -> Local:
    return Local(load, workers, **more)


def rows(out: Path) -> dict[str, list[str]]:
    """All rows of all tables, in an order of their own, so that runs can be compared."""
    found = {table.name: [row for path in files_of(out, table.name) for row in pq.read_table(path).to_pylist()] for table in TABLES}
    found["refused"] = pq.read_table(out / "refused.parquet").to_pylist()
    return {name: sorted(json.dumps(row, sort_keys=True) for row in some) for name, some in found.items()}


def ids(out: Path) -> list[str]:
    return sorted(row["report_id"] for path in files_of(out, "readings") for row in pq.read_table(path).to_pylist())


def refusals(out: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = pq.read_table(out / "refused.parquet").to_pylist()
    return found
