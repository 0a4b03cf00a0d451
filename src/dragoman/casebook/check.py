"""Looks a whole casebook over: the database's own integrity, hashes, spans, rows without a home."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, func, select, text

from dragoman.casebook.kept import Fault
from dragoman.casebook.store import hash_of, load_reading
from dragoman.casebook.tables import ROWS, changes, parts, raws, readings, reports, texts, tombstones
from dragoman.errors import CasebookError
from dragoman.record import Reading
from dragoman.record.json import to_json


def faults(connection: Connection) -> Iterator[Fault]:
    """Every fault, the database's own first."""
    yield from _database(connection)
    yield from _reports(connection)
    yield from _raws(connection)
    yield from _readings(connection)
    yield from _unlogged(connection)


def _database(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL holds its keys itself
    for (line,) in connection.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield Fault("database", "", str(line))
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault("orphan", f"{table} {row}", f"points at a row of {parent} that is not there")


def _reports(connection: Connection) -> Iterator[Fault]:
    joined = select(reports.c.id, reports.c.hash, texts.c.text, tombstones.c.report).select_from(
        reports.outerjoin(texts, texts.c.report == reports.c.number).outerjoin(tombstones, tombstones.c.report == reports.c.id)
    )
    for id, hash, body, tombstone in connection.execute(joined):
        if body is None and tombstone is None:
            yield Fault("report", id, "its text is missing and there is no tombstone")
        elif body is not None and tombstone is not None:
            yield Fault("report", id, "it was forgotten and its text is still there")
        elif body is not None and hash_of(body) != hash:
            yield Fault("report", id, "its text is not the one that was kept")


def _raws(connection: Connection) -> Iterator[Fault]:
    for hash, raw in connection.execute(select(raws)):
        if sha256(raw).hexdigest() != hash:
            yield Fault("raw", hash, "the bytes are not those that were kept")
    missing = (
        select(reports.c.id)
        .select_from(reports.join(texts, texts.c.report == reports.c.number).outerjoin(raws, raws.c.hash == reports.c.raw))
        .where(raws.c.hash.is_(None))
    )
    for id in connection.execute(missing).scalars():
        yield Fault("report", id, "its raw bytes are missing")


def _readings(connection: Connection) -> Iterator[Fault]:
    for number in connection.execute(select(readings.c.number).order_by(readings.c.number)).scalars().all():
        try:
            reading = load_reading(connection, number)
        except (ValueError, KeyError, TypeError, CasebookError) as error:
            yield Fault("reading", str(number), f"cannot be read back: {error}")
            continue
        for start, end in _spans(to_json(reading)):
            if not 0 <= start < end <= len(reading.report.text):
                yield Fault("span", reading.report.id, f"[{start}, {end}) lies outside the text")
        yield from _rows(connection, number, reading)


def _rows(connection: Connection, number: int, reading: Reading) -> Iterator[Fault]:
    for name, table in ROWS.items():
        if table is parts:
            continue
        there = set(connection.execute(select(table.c.id).where(table.c.reading == number)).scalars())
        wanted = {row.id for row in getattr(reading, name)}
        for id in sorted(there ^ wanted):
            yield Fault(
                "row", f"{reading.report.id}/{id}", f"in {name} {'but not in' if id in there else 'missing, though in'} its reading"
            )


def _spans(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        if "start" in value:
            yield value["start"], value["end"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _spans(item)


def _unlogged(connection: Connection) -> Iterator[Fault]:
    logged = and_(changes.c.kind == "report", changes.c.id == reports.c.id)
    counted = select(reports.c.id, func.count(changes.c.number)).select_from(reports.outerjoin(changes, logged)).group_by(reports.c.id)
    for id, lines in connection.execute(counted):
        if not lines:
            yield Fault("log", id, "the log does not tell of this report")
