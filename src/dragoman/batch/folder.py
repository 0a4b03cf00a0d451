"""The folder that an archive is read into: what is finished stands in a journal, and only what stands there counts.

A part's files are put in their places one by one, and then one line is added to the journal. Whatever ends the work in
between (a kill, a full disk, a power cut) leaves at most files that no line names; they are swept away when the run is done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.batch.inputs import INPUTS, Inputs
from dragoman.batch.tables import REFUSED, TABLES
from dragoman.batch.work import Refusal, Yield
from dragoman.errors import OutputError
from dragoman.exports.sink import whole_file
from dragoman.record import Reader

FORMAT = "dragoman.run/1"
JOURNAL, MANIFEST = "parts.jsonl", "manifest.json"
MERGED = ("stories", "copies", "happenings", "claims", "forums")  # tables of `merging`


@dataclass(frozen=True, slots=True)
class Head:
    """What all parts of a run have in common; the first line of the journal."""

    reader: Reader
    limit: int
    any_language: bool
    published: str | None
    publisher: str | None
    device: str = "cpu"  # a GPU adds up in another order, and readings may differ in their last digits
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class Line:
    """One finished part."""

    key: str
    files: tuple[str, ...]
    rows: Mapping[str, int]
    refused: tuple[Refusal, ...]


class Folder:
    """An output folder, made where it is not there and locked for as long as it is open. Raises OutputError, OSError."""

    def __init__(self, path: Path, head: Head) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._journal = (path / JOURNAL).open("a+b")
        try:
            _lock(self._journal, path)
            self.finished = self._begun(head)
            (path / MANIFEST).unlink(missing_ok=True)  # it tells of a finished run
        except BaseException:
            self._journal.close()
            raise

    def close(self) -> None:
        """Lets others at it."""
        self._journal.close()

    def keep(self, made: Yield) -> Line:
        """Puts a part's files in their places. When it comes back, the part is on the disk."""
        for name, data in made.files.items():
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(place) as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        self._unmerge()
        line = Line(made.key, tuple(made.files), made.rows, made.refused)
        self._write(asdict(line))
        self.finished[line.key] = line
        return line

    def finish(self, keys: Iterable[str], refused: Iterable[Refusal], inputs: Inputs) -> None:
        """Sweeps away what belongs to no part of this run, and writes the tables and figures of the whole."""
        lines = [self.finished[key] for key in keys]
        self._sweep({name for line in lines for name in line.files})
        told = sorted({*refused, *(refusal for line in lines for refusal in line.refused)})
        with whole_file(self.path / "refused.parquet") as out:
            pq.write_table(pa.Table.from_pylist([{"place": place, "reason": reason} for place, reason in told], REFUSED), out)
        with whole_file(self.path / "inputs.parquet") as out:
            pq.write_table(pa.Table.from_pylist(inputs.rows(), INPUTS), out)
        manifest = self._manifest(lines, len(told), inputs)
        with whole_file(self.path / MANIFEST) as out:
            out.write((json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape"))

    def _manifest(self, lines: list[Line], refused: int, inputs: Inputs) -> dict[str, Any]:
        rows = {table.name: sum(line.rows[table.name] for line in lines) for table in TABLES}
        return {
            **self._head,
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
            "reports": rows["readings"],
            "refused": refused,
            "rows": rows,
            "parts": len(lines),
            "files": sum(len(line.files) for line in lines),
            "inputs": {"files": len(inputs), "reports": inputs.units, "sha256": inputs.digest()},
        }

    def _begun(self, head: Head) -> dict[str, Line]:
        """The parts that are finished already, after a line that a kill cut off was cut off the rest of the way."""
        self._head = asdict(head)
        self._journal.seek(0)
        whole, _, torn = self._journal.read().rpartition(b"\n")
        if torn:
            self._journal.truncate(len(whole) + 1 if whole else 0)
        if not whole:
            if any(path.name != JOURNAL for path in self.path.iterdir()):
                raise OutputError(f"{self.path}: the folder holds other things than a run; give a new or an empty one")
            self._write(self._head)
            return {}
        return self._continued(whole)

    def _continued(self, journal: bytes) -> dict[str, Line]:
        try:
            first, *rest = map(json.loads, journal.splitlines())
            differ = [name for name, value in self._head.items() if first.get(name) != value]
            lines = [_line(value) for value in rest]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OutputError(f"{self.path / JOURNAL}: no journal of a run ({error})") from None
        if differ:
            told = "; ".join(f"{name} was {first.get(name)}, is {self._head[name]}" for name in differ)
            raise OutputError(f"{self.path}: holds a run that was read otherwise ({told}); give another folder")
        return {line.key: line for line in lines}

    def _write(self, value: dict[str, Any]) -> None:
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        end = self._journal.seek(0, os.SEEK_END)
        try:
            self._journal.write(line)
            self._journal.flush()
            os.fsync(self._journal.fileno())
        except OSError:
            with suppress(OSError):  # a full disk may have taken half a line
                os.ftruncate(self._journal.fileno(), end)
            raise

    def _unmerge(self) -> None:
        """What readings hold together is no longer that when the readings are others."""
        for name in MERGED:
            (self.path / f"{name}.parquet").unlink(missing_ok=True)

    def _sweep(self, wanted: set[str]) -> None:
        for table in TABLES:
            for path in (self.path / table.name).glob("month=*/*"):
                if path.relative_to(self.path).as_posix() not in wanted:
                    path.unlink()
                    self._unmerge()
            for month in (self.path / table.name).glob("month=*"):
                with suppress(OSError):  # not empty
                    month.rmdir()


def _line(value: dict[str, Any]) -> Line:
    refused = tuple((place, reason) for place, reason in value["refused"])
    return Line(value["key"], tuple(value["files"]), value["rows"], refused)


def _lock(journal: IO[bytes], path: Path) -> None:
    """Two runs into one folder would sweep away each other's files."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(journal.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputError(f"{path}: another run is writing into it") from None


def run_at(path: Path) -> dict[str, Any]:
    """The manifest of a finished run. Raises OutputError where there is none."""
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise OutputError(f"{path}: a run of format {manifest['format']}; this version reads {FORMAT}")
    except (OSError, ValueError, KeyError, TypeError):
        raise OutputError(f"{path}: no finished run of `dragoman run` is here") from None
    return manifest


def files_of(path: Path, table: str) -> Iterator[Path]:
    """The files of a table, by months."""
    yield from sorted((path / table).glob("month=*/*.parquet"))
