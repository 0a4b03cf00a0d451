"""What merging keeps of each report, as rows in and out: its trace, the terms under which it is looked up, its bonds."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, delete, insert, or_, select

from dragoman.casebook.tables import bonds, reports, terms, traces
from dragoman.merge.bonds import Bond, bond
from dragoman.merge.index import terms as terms_of
from dragoman.merge.screen import kin, promising
from dragoman.merge.stories import SAME
from dragoman.merge.trace import Trace
from dragoman.record.plain import from_plain, to_plain

T = TypeVar("T")

MANY = 500  # values in one statement; databases bound them
TOGETHER = 50  # reports whose pairs are screened at once
WORTH_IT = 5  # of fewer the pairs are worked out sooner than the arrays are made


def paged(values: Iterable[T], most: int = MANY) -> Iterator[list[T]]:
    """The values in lists of at most so many."""
    given = list(values)
    return (given[start : start + most] for start in range(0, len(given), most))


class Traces:
    """The traces and bonds of a casebook on one open transaction; what was loaded is kept at hand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clear()

    def _clear(self) -> None:
        self._traces: dict[str, Trace] = {}
        self._bonds: dict[str, list[Bond]] = {}
        self._alike: dict[str, list[Bond]] = {}
        self._numbers: dict[str, int] = {}
        self._ids: dict[int, str] = {}

    def load(self, ids: Collection[str]) -> dict[str, Trace]:
        """The traces of reports by id; what has none is left out."""
        c = traces.c
        for page in paged(id for id in ids if id not in self._traces):
            rows = self._connection.execute(select(c.id, c.report, c.value).where(c.id.in_(page)))
            for id, number, value in rows:
                self._know(id, number, from_plain(Trace, json.loads(value)))
        return {id: self._traces[id] for id in ids if id in self._traces}

    def _know(self, id: str, number: int, trace: Trace) -> None:
        self._traces[id], self._numbers[id], self._ids[number] = trace, number, id

    def bonds(self, ids: Collection[str]) -> list[Bond]:
        """All bonds of the reports, each once, in no order."""
        self._fetch(ids)
        return _once(ids, self._bonds)

    def alike(self, ids: Collection[str]) -> list[Bond]:
        """Those of them that tell of one story; the most tell only of events or sittings, and chains of stories are long."""
        self._fetch(ids)
        return _once(ids, self._alike)

    def _fetch(self, ids: Collection[str]) -> None:
        for page in paged(id for id in ids if id not in self._bonds):
            mine = self._versions(page)
            rows = self._connection.execute(select(bonds).where(or_(bonds.c.one.in_(mine), bonds.c.other.in_(mine)))).all()
            self._name({number for one, other, _ in rows for number in (one, other)})
            self._bonds.update((id, []) for id in page)
            self._alike.update((id, []) for id in page)
            wanted = set(page)
            for (one, other, _), value in zip(rows, _parsed([value for _, _, value in rows]), strict=True):
                made = _bond(self._ids[one], self._ids[other], value)
                for id in wanted.intersection((made.one, made.other)):
                    self._bonds[id].append(made)
                    if made.copy or made.alike >= SAME:
                        self._alike[id].append(made)

    def _versions(self, ids: Sequence[str]) -> list[int]:
        """The numbers of all versions of reports, forgotten ones too: bonds are of numbers, and outlive what holds words."""
        return list(self._connection.execute(select(reports.c.number).where(reports.c.id.in_(ids))).scalars())

    def _name(self, numbers: Iterable[int]) -> None:
        c = reports.c
        for page in paged(number for number in numbers if number not in self._ids):
            self._ids.update((number, id) for id, number in self._connection.execute(select(c.id, c.number).where(c.number.in_(page))))

    def partners(self, ids: Collection[str]) -> set[str]:
        """The reports that have a bond with one of these."""
        return {id for row in self.bonds(ids) for id in (row.one, row.other)}

    def drop(self, ids: Collection[str]) -> None:
        """Lets traces, terms and bonds of reports go."""
        for page in paged(ids):
            numbers = self._versions(page)
            self._connection.execute(delete(bonds).where(or_(bonds.c.one.in_(numbers), bonds.c.other.in_(numbers))))
            self._connection.execute(delete(terms).where(terms.c.report.in_(numbers)))
            self._connection.execute(delete(traces).where(traces.c.report.in_(numbers)))
        self._clear()

    def add(self, made: Sequence[tuple[int, Trace]], done: Callable[[], None]) -> None:
        """Keeps traces of reports with their numbers, and the bonds with all that are there; tells of each that is done."""
        for number, trace in made:
            value = json.dumps(to_plain(trace), ensure_ascii=False, separators=(",", ":"))
            self._connection.execute(insert(traces).values(report=number, id=trace.report, value=value))
            self._know(trace.report, number, trace)
            rows = [{"word": t.word, "day": t.day, "report": number, "reach": t.reach} for t in sorted(terms_of(trace))]
            if rows:
                self._connection.execute(insert(terms), rows)
        fresh: dict[tuple[str, str], dict[str, Any]] = {}
        for some in paged(made, TOGETHER):
            for (_, trace), others in zip(some, self._likely(some), strict=True):
                for other in others:
                    key = (min(trace.report, other.report), max(trace.report, other.report))
                    if key not in fresh and (found := bond(trace, other)):
                        fresh[key] = {"one": self._numbers[found.one], "other": self._numbers[found.other], "value": _value(found)}
                done()
        for page in paged(fresh.values()):
            self._connection.execute(insert(bonds), page)
        self._bonds.clear()
        self._alike.clear()

    def _likely(self, some: Sequence[tuple[int, Trace]]) -> list[list[Trace]]:
        """For each of some reports those met that may have a bond with it."""
        met = [self._met(number) for number, _ in some]
        others = self.load({id for ids in met for id in ids})
        if len(some) < WORTH_IT:
            return [[others[id] for id in ids] for ids in met]
        ours, theirs, place = [trace for _, trace in some], list(others.values()), {id: n for n, id in enumerate(others)}
        may = promising(ours, theirs) | kin(ours, theirs)
        return [[others[id] for id in ids if row[place[id]]] for ids, row in zip(met, may, strict=True)]

    def _met(self, number: int) -> list[str]:
        """The reports that share a term with this one, within its reach."""
        mine, theirs = terms.alias(), terms.alias()
        near = theirs.c.day.between(mine.c.day - mine.c.reach, mine.c.day + mine.c.reach)
        met = select(theirs.c.report).distinct().select_from(mine.join(theirs, and_(theirs.c.word == mine.c.word, near)))
        numbers = self._connection.execute(met.where(mine.c.report == number, theirs.c.report != number)).scalars().all()
        self._name(numbers)
        return sorted(self._ids[other] for other in numbers)


def _once(ids: Collection[str], bonds: Mapping[str, Sequence[Bond]]) -> list[Bond]:
    """The bonds of some reports, those of two of them once."""
    wanted = set(ids)
    return [row for id in wanted for row in bonds[id] if row.one == id or row.one not in wanted]


def _value(found: Bond) -> str:
    return json.dumps([int(found.copy), found.alike, found.deeds, found.sittings], separators=(",", ":"))


def _parsed(values: Sequence[str]) -> list[Any]:
    """All at once: there are hundreds of a report."""
    made: list[Any] = json.loads(f"[{','.join(values)}]")
    return made


def _bond(one: str, other: str, value: Any) -> Bond:
    copied, alike, deeds, sittings = value
    return Bond(one, other, bool(copied), alike, tuple(map(tuple, deeds)), tuple(map(tuple, sittings)))
