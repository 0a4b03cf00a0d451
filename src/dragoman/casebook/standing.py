"""The present merged things as they stand on reports, and what a run of merging puts in their place."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from dragoman.casebook.kept import Merge
from dragoman.casebook.merging import GONE, add_merges
from dragoman.casebook.tables import present_merges, stands
from dragoman.casebook.traces import paged
from dragoman.record.plain import from_plain, to_plain

T = TypeVar("T")

Made = Mapping[str, tuple[Any, Iterable[str]]]  # by id: the thing and the reports that it is made of


class Standing:
    """Merged things of a casebook on one open transaction; what is put is written when all is done."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fresh: list[Merge] = []
        self._reports: dict[tuple[str, str], list[str]] = {}

    def neighbours(self, ids: Collection[str], kind: str | None = None) -> set[str]:
        """The reports that are in one merged thing with one of these."""
        found: set[str] = set()
        c, other = stands.c, stands.alias()
        for page in paged(ids):
            joined = stands.join(other, (other.c.kind == c.kind) & (other.c.id == c.id))
            wanted = select(other.c.report).distinct().select_from(joined).where(c.report.in_(page))
            found.update(self._connection.execute(wanted if kind is None else wanted.where(c.kind == kind)).scalars())
        return found

    def of(self, kind: str, ids: Collection[str], row: type[T]) -> dict[str, T]:
        """The present things of a kind that stand on one of these reports, by id."""
        c, found = stands.c, set[str]()
        for page in paged(ids):
            found.update(self._connection.execute(select(c.id).distinct().where(c.kind == kind, c.report.in_(page))).scalars())
        m, values = present_merges.c, dict[str, str]()
        for page in paged(sorted(found)):
            values.update(
                (id, value) for id, value in self._connection.execute(select(m.id, m.value).where(m.kind == kind, m.id.in_(page)))
            )
        return {id: from_plain(row, json.loads(value)) for id, value in sorted(values.items()) if value != GONE}

    def put(self, kind: str, region: Collection[str], made: Made, row: type[Any]) -> set[str]:
        """Puts things in the place of all of their kind that stand on the region; the reports of those that differ."""
        return self.swap(kind, self.of(kind, region, row), made)

    def swap(self, kind: str, old: Mapping[str, Any], made: Made) -> set[str]:
        """Puts things in the place of old ones; the reports of those that differ."""
        was = {id: to_plain(thing) for id, thing in old.items()}
        reports = {id: sorted(set(ids)) for id, (_, ids) in made.items()}
        fresh = {id: value for id, (thing, _) in made.items() if (value := to_plain(thing)) != was.get(id)}
        gone = [id for id in was if id not in made]
        stood = self._stood(kind, [*gone, *(id for id in fresh if id in was)])
        heirs: dict[str, list[str]] = {id: [] for id in fresh}
        for id in gone:
            heir = next((new for new in sorted(fresh) if not stood[id].isdisjoint(reports[new])), None)
            if heir is None:
                self._fresh.append(Merge(kind, id, GONE))
            else:
                heirs[heir].append(id)
            self._reports[kind, id] = []
        for id, value in sorted(fresh.items()):
            self._fresh.append(Merge(kind, id, json.dumps(value, ensure_ascii=False, separators=(",", ":")), tuple(heirs[id])))
            self._reports[kind, id] = reports[id]
        return set().union(*stood.values(), *(reports[id] for id in fresh))

    def _stood(self, kind: str, ids: Collection[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {id: set() for id in ids}
        c = stands.c
        for page in paged(ids):
            for id, report in self._connection.execute(select(c.id, c.report).where(c.kind == kind, c.id.in_(page))):
                found[id].add(report)
        return found

    def keep(self) -> int:
        """Writes all that was put; how many things changed."""
        for (kind, id), reports in self._reports.items():
            self._connection.execute(delete(stands).where(stands.c.kind == kind, stands.c.id == id))
            if reports:
                self._connection.execute(insert(stands), [{"kind": kind, "id": id, "report": report} for report in reports])
        return add_merges(self._connection, tuple(self._fresh))
