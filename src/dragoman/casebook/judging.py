"""Judgments, as rows in and out. What goes in fits the vocabulary and the report that it is about."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Table, func, select

from dragoman.casebook.additions import check_addition
from dragoman.casebook.corrections import UnfitError, check, parse
from dragoman.casebook.judged import Ruled, apply, rulings
from dragoman.casebook.kept import Judgment
from dragoman.casebook.keys import report_in
from dragoman.casebook.store import add, load_reading, log
from dragoman.casebook.tables import ROWS, judgments, present_judgments, present_readings, readings, reports
from dragoman.errors import CasebookError
from dragoman.record.entry import Entry

TABLES = {table.rstrip("s"): ROWS[table] for table in ("events", "statements", "meetings", "mechanisms", "actors", "mentions")}
JOINED = ("actor", "event", "mechanism", "report")  # kinds that merging joins over reports
_FIELDS = ("id", "who", "at", "why", "on", "what", "value")


def load_judgments(connection: Connection, table: Table, what: str | None = None) -> tuple[Judgment, ...]:
    """The judgments of the table, in order; of one sort where told."""
    c = table.c
    wanted = select(*(c[name] for name in _FIELDS)).order_by(c.number)
    return tuple(Judgment(*row) for row in connection.execute(wanted if what is None else wanted.where(c.what == what)))


def add_judgment(connection: Connection, judgment: Judgment) -> bool:
    """Adds the judgment; false where it is there. Raises CasebookError for another one with its id, and where it does not fit."""
    c = judgments.c
    there = connection.execute(select(*(c[name] for name in _FIELDS)).where(c.id == judgment.id)).first()
    if there is not None:
        if Judgment(*there) != judgment:
            raise CasebookError(f"{judgment.id}: another judgment has this id")
        return False
    if judgment.what == "undo":
        if connection.execute(select(c.id).where(c.id == judgment.on)).first() is None:
            raise CasebookError(f"{judgment.on}: there is no such judgment to undo")
    elif judgment.what in ("merge", "split"):
        _check_pair(connection, judgment)
    elif judgment.what == "add":
        _check_addition(connection, judgment)
    else:
        _check_item(connection, judgment)
    add(connection, judgments, {name: getattr(judgment, name) for name in _FIELDS})
    log(connection, "judgment", judgment.id, judgment.what)
    return True


def _check_item(connection: Connection, judgment: Judgment) -> None:
    entry = _entry_with(connection, judgment.on)
    if judgment.what == "reject" or (judgment.what == "accept" and judgment.value == "null"):
        return
    id = next(id for id, key in entry.keys.items() if key == judgment.on)
    try:
        check(entry.reading, entry.keys, id, parse(judgment.value))
    except UnfitError as error:
        raise CasebookError(f"{judgment.on}: {error}") from error


def _check_addition(connection: Connection, judgment: Judgment) -> None:
    """That the words are there, nothing stands on them, and the fields fit."""
    report = report_in(judgment.on)
    number = _present(connection, report) if report else None
    if number is None:
        raise CasebookError(f"{judgment.on}: there is no such report in this casebook, or it was not read")
    added = _added(connection)
    if judgment.on in added.on:
        raise CasebookError(f"{judgment.on}: somebody has added this already")
    version = _version(connection, number)
    entry = apply(load_reading(connection, number), version, added)
    try:
        check_addition(entry.reading, version, entry.keys, (judgment.on, parse(judgment.value)))
    except UnfitError as error:
        raise CasebookError(f"{judgment.on}: {error}") from error


def _entry_with(connection: Connection, key: str) -> Entry:
    """The newest reading that has the item, with what people added. Raises CasebookError where none has."""
    added = _added(connection)
    number = _read_with(connection, key)
    if number is None and (report := report_in(key)) and (number := _present(connection, report)) is not None:
        entry = apply(load_reading(connection, number), _version(connection, number), added)
        if key in entry.keys.values():
            return entry
        number = None
    if number is None:
        raise CasebookError(f"{key}: there is no such item in this casebook")
    return apply(load_reading(connection, number), _version(connection, number), added)


def _added(connection: Connection) -> Ruled:
    """What people added, as they added it."""
    return rulings(load_judgments(connection, present_judgments, "add"))


def _present(connection: Connection, report: str) -> int | None:
    return connection.execute(select(present_readings.c.number).where(present_readings.c.id == report)).scalar()


def _version(connection: Connection, number: int) -> int:
    wanted = select(reports.c.version).join(readings, readings.c.report == reports.c.number).where(readings.c.number == number)
    return int(connection.execute(wanted).scalar_one())


def _read_with(connection: Connection, key: str) -> int | None:
    """The number of the newest reading that has the item; None where none has."""
    table, report = TABLES.get(key.partition("/")[0]), report_in(key)
    if table is None or report is None:
        return None
    # By way of the report: an index of keys alone would be most of what keeping a report costs.
    joined = table.join(readings, readings.c.number == table.c.reading).join(reports, reports.c.number == readings.c.report)
    wanted = select(func.max(table.c.reading)).select_from(joined).where(reports.c.id == report, table.c.key == key)
    return connection.execute(wanted).scalar()


def _check_pair(connection: Connection, judgment: Judgment) -> None:
    try:
        other = json.loads(judgment.value)
    except ValueError:
        other = None
    if not isinstance(other, str):
        raise CasebookError(f"{judgment.on}: a {judgment.what} needs the key of the other item, as a JSON string")
    kinds = {key.partition("/")[0] for key in (judgment.on, other)}
    if len(kinds) > 1 or not kinds <= set(JOINED) or judgment.on == other:
        raise CasebookError(f"{judgment.on} and {other}: a {judgment.what} is of two different items of one kind: {', '.join(JOINED)}")
    for key in (judgment.on, other):
        _check_there(connection, key)


def _check_there(connection: Connection, key: str) -> None:
    kind, _, id = key.partition("/")
    if kind != "report":
        _entry_with(connection, key)
    elif connection.execute(select(reports.c.number).where(reports.c.id == id)).first() is None:
        raise CasebookError(f"{key}: there is no such report in this casebook")
