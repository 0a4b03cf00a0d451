"""Judgments and merged things, as rows in and out."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select

from dragoman.casebook.kept import Judgment, Merge
from dragoman.casebook.store import add, log, now
from dragoman.casebook.tables import judgments, merges, present_merges, replaced
from dragoman.errors import CasebookError


def load_judgments(connection: Connection, table: Table) -> tuple[Judgment, ...]:
    """The judgments of the table, in order."""
    c = table.c
    rows = connection.execute(select(c.id, c.who, c.at, c.why, c.on, c.what, c.value).order_by(c.number))
    return tuple(Judgment(*row) for row in rows)


def add_judgment(connection: Connection, judgment: Judgment) -> bool:
    """Adds the judgment; false where it is there. Raises CasebookError for another one with its id, or an undo of nothing."""
    c = judgments.c
    wanted = select(c.id, c.who, c.at, c.why, c.on, c.what, c.value)
    there = connection.execute(wanted.where(c.id == judgment.id)).first()
    if there is not None:
        if Judgment(*there) != judgment:
            raise CasebookError(f"{judgment.id}: another judgment has this id")
        return False
    if judgment.what == "undo" and connection.execute(wanted.where(c.id == judgment.on)).first() is None:
        raise CasebookError(f"{judgment.on}: there is no such judgment to undo")
    values = {name: getattr(judgment, name) for name in ("id", "who", "at", "why", "on", "what", "value")}
    add(connection, judgments, values)
    log(connection, "judgment", judgment.id, judgment.what)
    return True


def add_merges(connection: Connection, made: tuple[Merge, ...]) -> int:
    """Adds the merged things that are not among the present ones as they are; how many."""
    fresh = [merge for merge in made if not _stands(connection, merge)]
    for merge in fresh:
        number = add(connection, merges, {"kind": merge.kind, "id": merge.id, "value": merge.value, "at": now()})
        for id in sorted(set(merge.replaces) - {merge.id}):
            add(connection, replaced, {"merge": number, "id": id})
        log(connection, merge.kind, merge.id, "merged")
    return len(fresh)


def _stands(connection: Connection, merge: Merge) -> bool:
    c = present_merges.c
    value = connection.execute(select(c.value).where(c.kind == merge.kind, c.id == merge.id)).scalar()
    replaces_any = select(c.id).where(c.kind == merge.kind, c.id.in_(sorted(set(merge.replaces) - {merge.id})))
    return value == merge.value and connection.execute(replaces_any).first() is None


def load_merges(connection: Connection, kind: str | None) -> tuple[Merge, ...]:
    """The present merged things, by kind and id."""
    c = present_merges.c
    wanted = select(c.number, c.kind, c.id, c.value)
    rows = connection.execute(wanted if kind is None else wanted.where(c.kind == kind)).all()
    made = [Merge(found, id, value, _replaces(connection, number)) for number, found, id, value in rows]
    return tuple(sorted(made, key=lambda merge: (merge.kind, merge.id)))


def _replaces(connection: Connection, number: int) -> tuple[str, ...]:
    return tuple(sorted(connection.execute(select(replaced.c.id).where(replaced.c.merge == number)).scalars()))
