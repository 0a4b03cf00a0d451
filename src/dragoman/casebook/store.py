"""Single statements of the casebook on one open transaction: rows in, nouns out."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from dragoman.casebook import words
from dragoman.casebook.kept import Addition, Origin
from dragoman.casebook.rows import rows
from dragoman.casebook.tables import ROWS, changes, present_readings, raws, readers, readings, reports, texts, tombstones
from dragoman.errors import CasebookError
from dragoman.record import Reader, Reading, Report
from dragoman.record.json import from_json, to_json


def hash_of(text: str) -> str:
    """SHA-256 of a text, lone surrogates included."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> str:
    """The time of a write, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def add(connection: Connection, table: Table, values: dict[str, Any]) -> Any:
    """Adds one row and gives its primary key's first column."""
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    return key[0] if key else None


def log(connection: Connection, kind: str, id: str, what: str) -> None:
    """Adds a line to the log."""
    add(connection, changes, {"at": now(), "kind": kind, "id": id, "what": what})


def forgotten(connection: Connection, id: str) -> bool:
    """Whether the report has a tombstone."""
    return connection.execute(select(tombstones.c.report).where(tombstones.c.report == id)).first() is not None


def number_of(connection: Connection, report: Report) -> int | None:
    """The number of the report with this id and this text."""
    same = select(reports.c.number).where(reports.c.id == report.id, reports.c.hash == hash_of(report.text))
    return connection.execute(same).scalar()


def add_addition(connection: Connection, addition: Addition) -> bool:
    """Adds a report with its reading. Whether the report is new; what was forgotten is passed over."""
    number = add_report(connection, addition.report, addition.raw, addition.origin)
    if addition.reading is not None and (number is not None or not forgotten(connection, addition.report.id)):
        add_reading(connection, addition.reading)
    return number is not None


def add_report(connection: Connection, report: Report, raw: bytes, origin: Origin) -> int | None:
    """Adds the report and gives its number; None where it is there already or was forgotten."""
    if forgotten(connection, report.id) or number_of(connection, report) is not None:
        return None
    raw_hash = sha256(raw).hexdigest()
    if connection.execute(select(raws.c.hash).where(raws.c.hash == raw_hash)).first() is None:
        add(connection, raws, {"hash": raw_hash, "bytes": raw})
    last = connection.execute(select(func.max(reports.c.version)).where(reports.c.id == report.id)).scalar() or 0
    number: int = add(connection, reports, {
        "id": report.id, "version": last + 1, "hash": hash_of(report.text), "published": report.published,
        "publisher": report.publisher, "url": report.url, "language": report.language, "raw": raw_hash,
        "origin": origin.place, "fetched": origin.fetched, "at": now(),
    })  # fmt: skip
    add(connection, texts, {"report": number, "title": report.title, "text": report.text})
    words.index(connection, number, report.title, report.text)
    log(connection, "report", report.id, "changed" if last else "added")
    return number


def add_reading(connection: Connection, reading: Reading) -> bool:
    """Adds the reading and its rows; false where this reader's is there already. Raises CasebookError without its report."""
    report = number_of(connection, reading.report)
    if report is None or forgotten(connection, reading.report.id):
        raise CasebookError(f"casebook: {reading.report.id}: a reading needs its report, with the text that was read")
    reader = reader_number(connection, reading.reader)
    there = select(readings.c.number).where(readings.c.report == report, readings.c.reader == reader)
    if connection.execute(there).first() is not None:
        return False
    # The text stays in one place, where it can be forgotten.
    plain = to_json(reading) | {"report": None}
    values = {"report": report, "reader": reader, "json": json.dumps(plain, ensure_ascii=False, separators=(",", ":")), "at": now()}
    number = add(connection, readings, values)
    version = connection.execute(select(reports.c.version).where(reports.c.number == report)).scalar_one()
    for name, made in rows(reading, version).items():
        if made:
            connection.execute(insert(ROWS[name]), [row | {"reading": number} for row in made])
    log(connection, "reading", reading.report.id, f"added by {reading.reader.version}")
    return True


def reader_number(connection: Connection, reader: Reader) -> int:
    """The number of the reader, which it gets when it is first met: a higher one is a newer reader."""
    values = {"version": reader.version, "model": reader.model, "ontology": reader.ontology, "knowledge": reader.knowledge}
    found = connection.execute(select(readers.c.number).filter_by(**values)).scalar()
    return found if found is not None else int(add(connection, readers, values))


def load_report(connection: Connection, number: int) -> Report:
    """The report as it was kept. Raises CasebookError where its text was forgotten."""
    c, t = reports.c, texts.c
    wanted = select(c.id, t.text, t.title, c.published, c.publisher, c.url, c.language)
    row = connection.execute(wanted.select_from(reports.join(texts, t.report == c.number)).where(c.number == number)).first()
    if row is None:
        raise CasebookError("casebook: the text of this report is gone")
    return Report(*row)


def load_reading(connection: Connection, number: int) -> Reading:
    """The reading as it was kept, with its report."""
    body, report = connection.execute(select(readings.c.json, readings.c.report).where(readings.c.number == number)).one()
    return from_json(json.loads(body), load_report(connection, report))


def present_page(connection: Connection, after: int, most: int, ids: Collection[str] | None = None) -> list[tuple[int, int, Reading]]:
    """(number of the report, its version, present reading) of the first reports with higher numbers than `after`."""
    p, c, t, g = present_readings.c, reports.c, texts.c, readings.c
    wanted = (
        select(c.number, c.version, g.json, c.id, t.text, t.title, c.published, c.publisher, c.url, c.language)
        .select_from(present_readings.join(readings, g.number == p.number))
        .join(reports, c.number == p.report)
        .join(texts, t.report == p.report)
        .where(p.report > after)
        .order_by(p.report)
        .limit(most)
    )
    rows = connection.execute(wanted if ids is None else wanted.where(c.id.in_(ids)))
    return [(number, version, from_json(json.loads(body), Report(*report))) for number, version, body, *report in rows]
