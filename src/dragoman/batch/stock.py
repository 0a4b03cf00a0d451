"""What merging has in between, in a database on the disk, so that an archive need not fit into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.batch.chains import COPY, SITTING, STORY, Bonded, Kind, Row, Traced
from dragoman.batch.pairs import Rows
from dragoman.merge import happenings, stories

_TABLES = """
CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT, trace BLOB, reading TEXT, events INTEGER, sittings INTEGER, cores INTEGER);
CREATE TABLE terms (word INTEGER, reach INTEGER, day INTEGER, number INTEGER);
CREATE TABLE bonds (one INTEGER, other INTEGER, connects INTEGER, alike REAL, bond BLOB);
CREATE TABLE deeds (one INTEGER, event TEXT, other INTEGER, with_event TEXT, chance REAL);
CREATE TABLE merged (kind TEXT, id TEXT, value TEXT);
"""
_MANY = 500  # values in one statement
_ROWS = 100_000  # rows of terms that are looked at at once


# Those that are sure, and of each report, or each event, that with the most alike. All that may be joined would make one chain of the whole
# of a dense archive, for one process, in memory.
_CHAINED = {
    "stories": f"""
    WITH likely AS (SELECT one, other, alike FROM bonds WHERE connects & {COPY | STORY}),
    best AS (SELECT number, max(alike) AS most FROM (SELECT one AS number, alike FROM likely UNION ALL SELECT other, alike FROM likely)
      GROUP BY number)
    SELECT likely.one, likely.other FROM likely JOIN best a ON a.number = one JOIN best b ON b.number = other
    WHERE alike >= min({stories.SURE}, a.most, b.most)""",
    "happenings": f"""
    WITH best AS (SELECT number, event, max(chance) AS most FROM (SELECT one AS number, event, chance FROM deeds
      UNION ALL SELECT other, with_event, chance FROM deeds) GROUP BY number, event)
    SELECT DISTINCT deeds.one, deeds.other FROM deeds JOIN best a ON a.number = one AND a.event = deeds.event
    JOIN best b ON b.number = other AND b.event = with_event WHERE chance >= min({happenings.SURE}, a.most, b.most)""",
}


class Stock:
    """Reports by number with their traces, terms and bonds. It is made anew by each merging, and thrown away."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        self._base = sqlite3.connect(path)
        # It is worth nothing after a crash, so that nothing is done against one.
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;" + _TABLES)
        self._count = 0

    def close(self) -> None:
        """Throws it away."""
        self._base.close()
        self._path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return self._count

    def add(self, traced: Iterable[Traced]) -> None:
        """Takes reports with their traces and terms."""
        for one in traced:
            row = (self._count, one.id, one.trace, one.reading, one.events, one.sittings, one.cores)
            self._base.execute("INSERT INTO reports VALUES (?,?,?,?,?,?,?)", row)
            self._base.executemany("INSERT INTO terms VALUES (?,?,?,?)", ((*term, self._count) for term in one.terms))
            self._count += 1

    def terms(self, least: int = 0) -> Iterator[Rows]:
        """The terms that reach so far: word, reach, day, number, in order; many at a time, none with a part of a block."""
        found = self._base.execute(
            "SELECT word, reach, day, number FROM terms WHERE reach >= ? ORDER BY word, reach, day, number", (least,)
        )
        held = np.zeros((0, 4), np.int64)
        while some := found.fetchmany(_ROWS):
            held = np.concatenate([held, np.array(some, np.int64)])
            last = np.flatnonzero(np.any(held[:, :2] != held[-1, :2], axis=1))
            end = int(last[-1]) + 1 if len(last) else 0
            if end:
                yield held[:end]
            held = held[end:]
        if len(held):
            yield held

    def traces(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """Traces by number."""
        return dict(self._of("SELECT number, trace FROM reports WHERE number IN", numbers))

    def readings(self, numbers: Iterable[int]) -> Iterator[str]:
        """Readings as JSON."""
        return (reading for (reading,) in self._of("SELECT reading FROM reports WHERE number IN", numbers))

    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        return dict(self._base.execute("SELECT id, number FROM reports"))

    def with_events(self) -> list[int]:
        """The reports with accounts of events."""
        return [number for (number,) in self._base.execute("SELECT number FROM reports WHERE events ORDER BY number")]

    def with_sittings(self) -> list[int]:
        """The reports with sittings that may make a forum: with those of others, or with each other."""
        linked = f"SELECT one FROM bonds WHERE connects & {SITTING} UNION SELECT other FROM bonds WHERE connects & {SITTING}"
        rows = self._base.execute(f"SELECT number FROM reports WHERE sittings > 1 OR number IN ({linked}) ORDER BY number")
        return [number for (number,) in rows]

    def with_cores(self) -> list[int]:
        """The reports with sittings that have a name or a number."""
        return [number for (number,) in self._base.execute("SELECT number FROM reports WHERE cores ORDER BY number")]

    def bond(self, bonds: Iterable[Bonded]) -> None:
        """Takes bonds."""
        for one in bonds:
            self._base.execute("INSERT INTO bonds VALUES (?,?,?,?,?)", (one.one, one.other, one.connects, one.alike, one.bond))
            rows = ((one.one, event, one.other, other, chance) for event, other, chance in one.deeds)
            self._base.executemany("INSERT INTO deeds VALUES (?,?,?,?,?)", rows)

    def index(self) -> None:
        """To be called when all bonds are there, before they are asked for."""
        self._base.execute("CREATE INDEX bonds_one ON bonds (one)")

    def links(self, what: int) -> Iterator[tuple[int, int]]:
        """The pairs of numbers that bonds of some kinds connect, as bits."""
        return iter(self._base.execute("SELECT one, other FROM bonds WHERE connects & ?", (what,)))

    def chained(self, kind: Kind) -> Iterator[tuple[int, int]]:
        """The pairs of numbers that make chains of a kind: of stories and happenings those of `groups.chained`, and their equals."""
        if kind in ("stories", "happenings"):
            return iter(self._base.execute(_CHAINED[kind]))
        return self.links(COPY if kind == "copies" else SITTING)

    def among(self, numbers: set[int]) -> list[bytes]:
        """The bonds of which both reports are among some."""
        rows = self._of("SELECT other, bond FROM bonds WHERE one IN", sorted(numbers))
        return [value for other, value in rows if other in numbers]

    def keep(self, rows: Iterable[Row]) -> None:
        """Takes merged things."""
        self._base.executemany("INSERT INTO merged VALUES (?,?,?)", rows)

    def kept(self, kind: str) -> Iterator[str]:
        """The merged things of one kind as JSON, in the order of their ids."""
        return (value for (value,) in self._base.execute("SELECT value FROM merged WHERE kind = ? ORDER BY id", (kind,)))

    def _of(self, query: str, numbers: Iterable[int]) -> Iterator[Any]:
        given = list(numbers)
        for start in range(0, len(given), _MANY):
            some = given[start : start + _MANY]
            yield from self._base.execute(f"{query} ({','.join('?' * len(some))})", some)
