"""What is kept already, asked before work is spent on it: by id, and by the bytes and the place they came from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, exists, select

from dragoman.casebook import store
from dragoman.casebook.tables import readings, reports


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report that is kept, without its text."""

    hash: str  # SHA-256 of the text
    origin: str
    fetched: str  # ISO 8601
    read: bool  # whether it has a reading, by whatever reader


_READ = exists(select(readings.c.number).where(readings.c.report == reports.c.number))
_C = reports.c


def versions(connection: Connection, id: str) -> tuple[Version, ...] | None:
    """The versions of the report with this id, the oldest first; none where it is not here, None where it was forgotten."""
    if store.forgotten(connection, id):
        return None
    rows = connection.execute(select(_C.hash, _C.origin, _C.fetched, _READ).where(_C.id == id).order_by(_C.version))
    return tuple(Version(hash, origin, fetched, bool(read)) for hash, origin, fetched, read in rows)


def holds(connection: Connection, raw: bytes, origin: str) -> bool:
    """Whether a report was made of these bytes from this place, and was read."""
    wanted = select(_C.number).where(_C.raw == sha256(raw).hexdigest(), _C.origin == origin, _READ)
    return connection.execute(wanted.limit(1)).first() is not None
