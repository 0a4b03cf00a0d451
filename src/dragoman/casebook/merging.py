"""Merged things, as rows in and out."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dragoman.casebook.kept import Merge
from dragoman.casebook.store import add, log, now
from dragoman.casebook.tables import merges, present_merges, replaced


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
