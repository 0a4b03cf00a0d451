"""What was given: each file or address with a hash of what came out of it, so that a run can be checked against its sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from dragoman.errors import InputError
from dragoman.sources.units import Unit

INPUTS = pa.schema([("file", pa.string()), ("reports", pa.int64()), ("sha256", pa.string())])


class Inputs:
    """Counts reports and hashes them, by file, while they pass. The hash is of the reports' own hashes, in their order."""

    def __init__(self) -> None:
        self._done: dict[str, tuple[int, str]] = {}
        self._file, self._count, self._hash = "", 0, hashlib.sha256()

    def passed(self, found: Iterable[Unit | InputError]) -> Iterator[Unit | InputError]:
        """What passes, as it comes."""
        for item in found:
            if isinstance(item, Unit):
                self._take(item)
            yield item
        self._close()

    def _take(self, unit: Unit) -> None:
        if unit.file != self._file:
            self._close()
            self._file = unit.file
        self._count += 1
        self._hash.update(unit.digest)

    def _close(self) -> None:
        if self._count:
            before, digest = self._done.get(self._file, (0, ""))  # one file may be given twice
            self._done[self._file] = (before + self._count, digest or self._hash.hexdigest())
        self._count, self._hash = 0, hashlib.sha256()

    def __len__(self) -> int:
        return len(self._done)

    @property
    def units(self) -> int:
        """Reports in all files."""
        return sum(count for count, _ in self._done.values())

    def digest(self) -> str:
        """One hash of all, whatever their order."""
        return hashlib.sha256("\n".join(sorted(f"{digest} {count}" for count, digest in self._done.values())).encode()).hexdigest()

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table of inputs."""
        return [{"file": _plain(file), "reports": count, "sha256": digest} for file, (count, digest) in sorted(self._done.items())]


def _plain(name: str) -> str:
    """Names of files may hold bytes that are no text."""
    return name.encode("utf-8", "backslashreplace").decode()
