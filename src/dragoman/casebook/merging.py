"""Merged things, as rows in and out."""

from __future__ import annotations

import json
from typing import TypeVar

from sqlalchemy import Connection, func, select

from dragoman.casebook.kept import Merge
from dragoman.casebook.store import add, log, now
from dragoman.casebook.tables import merges, present_merges, replaced
from dragoman.record.merged import Claim, Copies, Forum, Happening, Merged, Story
from dragoman.record.plain import from_plain

T = TypeVar("T")


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


GONE = "null"  # the value of a merged thing that nothing stands for any more


def load_merged(connection: Connection) -> Merged:
    """The present merged things as values, in the order that `merge.whole` gives them."""
    return Merged(
        tuple(sorted(_present(connection, "story", Story), key=lambda row: row.reports)),
        tuple(sorted(_present(connection, "copies", Copies), key=lambda row: row.reports)),
        tuple(sorted(_present(connection, "happening", Happening), key=lambda row: row.id)),
        tuple(sorted(_present(connection, "claim", Claim), key=lambda row: row.id)),
        tuple(sorted(_present(connection, "forum", Forum), key=lambda row: (row.sessions[0].date, row.id))),
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many present things there are of each kind."""
    c = present_merges.c
    rows = connection.execute(select(c.kind, func.count()).where(c.value != GONE).group_by(c.kind))
    return {str(kind): int(count) for kind, count in rows}


def _present(connection: Connection, kind: str, row: type[T]) -> list[T]:
    c = present_merges.c
    values = connection.execute(select(c.value).where(c.kind == kind)).scalars()
    return [from_plain(row, json.loads(value)) for value in values if value != GONE]


def _replaces(connection: Connection, number: int) -> tuple[str, ...]:
    return tuple(sorted(connection.execute(select(replaced.c.id).where(replaced.c.merge == number)).scalars()))
