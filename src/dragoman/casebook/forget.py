"""Takes a report's words out of a casebook for legal reasons."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Select, delete, select

from dragoman.casebook import words
from dragoman.casebook.store import add, forgotten, log, now
from dragoman.casebook.tables import ROWS, lines, raws, readings, reports, terms, texts, tombstones, traces
from dragoman.errors import CasebookError


def forget(connection: Connection, id: str, why: str) -> None:
    """Deletes all versions' texts, titles, bytes that no other report shares, and readings. A second time changes nothing."""
    found = connection.execute(select(reports.c.number, reports.c.raw).where(reports.c.id == id)).all()
    if not found:
        raise CasebookError(f"{id}: no such report")
    if forgotten(connection, id):
        return
    # First, so that the check for other users of the bytes sees these reports as forgotten.
    add(connection, tombstones, {"report": id, "why": why, "at": now()})
    for number, raw in found:
        _unread(connection, number)
        title, body = connection.execute(select(texts.c.title, texts.c.text).where(texts.c.report == number)).one()
        words.unindex(connection, number, title, body)
        connection.execute(delete(texts).where(texts.c.report == number))
        if connection.execute(_users(raw)).first() is None:
            connection.execute(delete(raws).where(raws.c.hash == raw))
    log(connection, "report", id, "forgotten")


def _unread(connection: Connection, report: int) -> None:
    mine = select(readings.c.number).where(readings.c.report == report)
    for table in ROWS.values():
        connection.execute(delete(table).where(table.c.reading.in_(mine)))
    for derived in (lines, traces, terms):  # all that holds words
        connection.execute(delete(derived).where(derived.c.report == report))
    connection.execute(delete(readings).where(readings.c.report == report))


def _users(raw: str) -> Select[tuple[int]]:
    gone = select(tombstones.c.report)
    return select(reports.c.number).where(reports.c.raw == raw, reports.c.id.not_in(gone))


def wipe(engine: Engine) -> None:
    """Empties SQLite's log of writes, which would hold the forgotten words until it is next full. PostgreSQL has its vacuum."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
