"""Judgments, as rows in and out. What goes in fits the vocabulary and the report that it is about."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Table, func, select

from dragoman.casebook.corrections import UnfitError, check, parse
from dragoman.casebook.kept import Judgment
from dragoman.casebook.keys import keys_of, report_in
from dragoman.casebook.store import add, load_reading, log
from dragoman.casebook.tables import ROWS, judgments, readings, reports
from dragoman.errors import CasebookError

TABLES = {table.rstrip("s"): ROWS[table] for table in ("events", "statements", "meetings", "mechanisms", "actors", "mentions")}
JOINED = ("actor", "event", "mechanism", "report")  # kinds that merging joins over reports
_FIELDS = ("id", "who", "at", "why", "on", "what", "value")


def load_judgments(connection: Connection, table: Table) -> tuple[Judgment, ...]:
    """The judgments of the table, in order."""
    c = table.c
    return tuple(Judgment(*row) for row in connection.execute(select(*(c[name] for name in _FIELDS)).order_by(c.number)))


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
    else:
        _check_item(connection, judgment)
    add(connection, judgments, {name: getattr(judgment, name) for name in _FIELDS})
    log(connection, "judgment", judgment.id, judgment.what)
    return True


def _check_item(connection: Connection, judgment: Judgment) -> None:
    number = _reading_with(connection, judgment.on)
    if judgment.what == "reject" or (judgment.what == "accept" and judgment.value == "null"):
        return
    reading = load_reading(connection, number)
    version = select(reports.c.version).join(readings, readings.c.report == reports.c.number).where(readings.c.number == number)
    keys = keys_of(reading, connection.execute(version).scalar_one())
    id = next(id for id, key in keys.items() if key == judgment.on)
    try:
        check(reading, keys, id, parse(judgment.value))
    except UnfitError as error:
        raise CasebookError(f"{judgment.on}: {error}") from error


def _reading_with(connection: Connection, key: str) -> int:
    """The number of the newest reading that has the item. Raises CasebookError where none has."""
    table, report = TABLES.get(key.partition("/")[0]), report_in(key)
    number = None
    if table is not None and report is not None:
        # By way of the report: an index of keys alone would be most of what keeping a report costs.
        joined = table.join(readings, readings.c.number == table.c.reading).join(reports, reports.c.number == readings.c.report)
        wanted = select(func.max(table.c.reading)).select_from(joined).where(reports.c.id == report, table.c.key == key)
        number = connection.execute(wanted).scalar()
    if number is None:
        raise CasebookError(f"{key}: there is no such item in this casebook")
    return int(number)


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
        _reading_with(connection, key)
    elif connection.execute(select(reports.c.number).where(reports.c.id == id)).first() is None:
        raise CasebookError(f"{key}: there is no such report in this casebook")
