"""Connections: one engine a casebook, and transactions in which readers never wait and writers take turns."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from dragoman.errors import CasebookError

BUSY_MS = 60_000  # how long a writer waits for its turn
_LOCKED = ("database is locked", "lock timeout")
_LOCK = 0x64726167  # the advisory lock of writers on PostgreSQL


def engine_of(place: str) -> Engine:
    """The engine of a file or a postgresql+psycopg:// URL; connects to nothing yet. Raises CasebookError."""
    if "://" in place and not place.startswith("postgresql+psycopg://"):
        raise CasebookError(f"{place.split('://')[0]}://: a casebook is a file or a postgresql+psycopg:// address")
    if "://" in place:
        try:
            return create_engine(place, isolation_level="REPEATABLE READ")
        except (SQLAlchemyError, ImportError) as error:
            raise CasebookError(f"casebook: {error}") from error
    # By creator, not by URL: a file's name may hold characters that mean something in a URL.
    engine = create_engine("sqlite://", creator=lambda: _connect(place), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(place: str) -> sqlite3.Connection:
    raw = sqlite3.connect(str(Path(place)), timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    raw.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")  # what is forgotten leaves no bytes in free pages
    raw.execute("PRAGMA synchronous=NORMAL")  # with WAL a lost power supply may undo the last reports, a kill nothing
    return raw


def use_log(engine: Engine) -> None:
    """Turns SQLite's log of writes on, with which readers never wait. It stays on in the file, so only a casebook's is touched.

    The switch does not wait for other connections by itself, so it is tried again. Raises CasebookError.
    """
    if engine.dialect.name != "sqlite":
        return
    end = time.monotonic() + BUSY_MS / 1000
    with _told(), _raw(engine) as raw:
        while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                raw.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if time.monotonic() > end or "locked" not in str(error):
                    raise
                time.sleep(0.05)


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    """A connection of the database's own driver, outside of transactions."""
    raw = engine.raw_connection()
    try:
        yield raw.cursor()
    finally:
        raw.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading_from(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state throughout. Raises CasebookError for what the database refuses."""
    with _told(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing_to(engine: Engine) -> Iterator[Connection]:
    """A transaction, all or nothing, one writer at a time, so that the log's numbers rise in the order of commits."""
    # On PostgreSQL the snapshot must follow the lock, or a writer would not see what the one before it wrote.
    options: dict[str, Any] = {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {"writes": True}
    with _told(), engine.connect() as plain:
        connection = plain.execution_options(**options)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_MS}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        if any(words in reason for words in _LOCKED):
            reason = f"another program is writing to it; waited {BUSY_MS / 1000:g} seconds, try again later ({reason})"
        raise CasebookError(f"casebook: {reason}") from error
