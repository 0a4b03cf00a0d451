"""Brings merged things up to date with the log: what reports that changed hang together with is merged anew, the rest stays.

The outcome is that of `merge.whole` on all present readings, because what is not connected with a report by a chain of bonds
never comes together with it (each kind of merged thing says in `merge` by which bonds). So the work of a new report grows with
what is written about its matter, not with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.casebook.judged import apply, constraints, rulings
from dragoman.casebook.judging import load_judgments
from dragoman.casebook.keys import report_in
from dragoman.casebook.standing import Standing
from dragoman.casebook.store import present_page
from dragoman.casebook.tables import changes, judgments, present_judgments, reaches
from dragoman.casebook.traces import Traces
from dragoman.knowledge import Knowledge
from dragoman.merge import whole
from dragoman.merge.bonds import Bond
from dragoman.merge.forums import is_core
from dragoman.merge.happenings import JOINED, Told, group_events, stands
from dragoman.merge.rulings import Ref, RefPair, Rulings
from dragoman.merge.stories import SAME
from dragoman.record import Reading
from dragoman.record.entry import Entry
from dragoman.record.merged import Claim, Copies, Forum, Happening, Story

NAME = "merging"  # in the table of reaches


MAKER = "1"  # raised when merging or what it keeps changes, so that a casebook is merged anew


@dataclass(frozen=True, slots=True)
class Stale:
    """What changed in the log after what is merged: the reports, in the order of the log, and the number up to which they are told."""

    reports: tuple[str, ...]
    reach: int
    moved: bool  # the log went on


def stale(connection: Connection, most: int | None) -> Stale:
    """At most so many reports that changed since merging; all from the start where an older version merged."""
    c = changes.c
    found: dict[str, None] = {}
    start = reach = _reach(connection)
    for number, kind, id in connection.execute(select(c.number, c.kind, c.id).where(c.number > reach).order_by(c.number)):
        told = _judged(connection, id) if kind == "judgment" else (id,) if kind in ("report", "reading") else ()
        if found and most is not None and len(found.keys() | set(told)) > most:
            break
        found.update(dict.fromkeys(told))
        reach = number
    return Stale(tuple(found), reach, reach > start)


def _reach(connection: Connection) -> int:
    c = reaches.c
    return connection.execute(select(c.reach).where(c.name == NAME, c.maker == MAKER)).scalar() or 0


def restart(connection: Connection) -> None:
    """Has merging follow the log from its start."""
    connection.execute(delete(reaches).where(reaches.c.name == NAME))


def _judged(connection: Connection, id: str) -> tuple[str, ...]:
    """The reports on which a judgment bears, of an undo those of what it undoes."""
    c = judgments.c
    row = connection.execute(select(c.what, c.on, c.value).where(c.id == id)).first()
    if row is None or row.what == "undo":
        return _judged(connection, row.on) if row else ()
    keys = [row.on, *([row.value.strip('"')] if row.what in ("merge", "split") else [])]
    return tuple(report for key in keys if (report := report_in(key)))


def settle(connection: Connection, what: Stale, knowledge: Knowledge, done: Callable[[], None] = lambda: None) -> int:
    """Merges what hangs together with these reports anew, in one transaction; how many merged things changed. `done` for each report."""
    made = _Settlement(connection, knowledge).run(what.reports, done) if what.reports else 0
    restart(connection)
    connection.execute(insert(reaches).values(name=NAME, reach=what.reach, maker=MAKER))
    return made


class _Settlement:
    """One run over reports that changed."""

    def __init__(self, connection: Connection, knowledge: Knowledge) -> None:
        self.connection = connection
        self.knowledge = knowledge
        self.traces = Traces(connection)
        self.standing = Standing(connection)
        present = load_judgments(connection, present_judgments)
        self.ruled = rulings(present)
        self.readings: dict[str, Reading] = {}
        self.rulings = self._rulings(constraints(present).together, constraints(present).apart)

    def _entries(self, ids: Sequence[str]) -> Iterator[tuple[int, Entry]]:
        for number, version, reading in present_page(self.connection, 0, len(ids), ids):
            yield number, apply(reading, version, self.ruled)

    def _load(self, ids: Iterable[str]) -> Mapping[str, Reading]:
        """The present readings of reports, judgments applied."""
        missing = sorted({id for id in ids if id not in self.readings})
        for _, entry in self._entries(missing) if missing else ():
            self.readings[entry.reading.report.id] = entry.reading
        return self.readings

    def _rulings(self, together: Iterable[tuple[str, str]], apart: Iterable[tuple[str, str]]) -> Rulings:
        """Pairs of keys as pairs of items of present readings; a pair of which one is no more is left out."""
        homes = sorted({report for pairs in (together, apart) for pair in pairs for key in pair if (report := report_in(key))})
        items: dict[str, Ref] = {f"report/{id}": (id, "") for id in homes}
        for _, entry in self._entries(homes) if homes else ():
            items.update((key, (entry.reading.report.id, id)) for id, key in entry.keys.items())
        return Rulings(
            *(frozenset(_in_order(items[a], items[b]) for a, b in pairs if a in items and b in items) for pairs in (together, apart))
        )

    def run(self, ids: Sequence[str], done: Callable[[], None]) -> int:
        """Traces the reports anew and merges what they were and are connected with."""
        judged = {id for pair in (*self.rulings.together, *self.rulings.apart) for id, _ in pair}
        seeds = {*ids, *self.traces.partners(ids), *self.standing.neighbours(ids), *(judged & {*ids})}
        self._trace(ids, done)
        there = self.traces.load(seeds)
        changed = self._copies(there.keys() | set(ids))
        touched = {*ids, *changed}
        there = self.traces.load(seeds | changed)
        self._stories(there.keys(), touched)
        self._happenings(there.keys(), touched)
        self._forums(there.keys() | set(ids))
        return self.standing.keep()

    def _trace(self, ids: Sequence[str], done: Callable[[], None]) -> None:
        self.traces.drop(ids)
        made = []
        for number, entry in self._entries(ids) if ids else ():
            self.readings[entry.reading.report.id] = entry.reading
            made.append((number, whole.trace_of(entry.reading, self.knowledge, self.rulings)))
        self.traces.add(made, done)

    # --- chains ---------------------------------------------------------------------------------------------------------

    def _closure(self, seeds: Iterable[str], joins: Callable[[Bond], bool]) -> set[str]:
        """The reports that chains of such bonds, and of what people joined, connect with the seeds."""
        judged = [(a[0], b[0]) for a, b in self.rulings.together]
        found: set[str] = set()
        front = set(seeds)
        while front:
            found |= front
            pairs = [(row.one, row.other) for row in self.traces.bonds(front) if joins(row)]
            front = {id for pair in (*pairs, *judged) if not front.isdisjoint(pair) for id in pair} - found
        return found & self.traces.load(found).keys()

    def _copies(self, seeds: Iterable[str]) -> set[str]:
        """Finds copies among what the seeds copied and copy; the reports of groups that are no more what they were."""
        region = self._closure(seeds, lambda row: row.copy)
        found = whole.copies_of(self.traces.load(region), self._among(region))
        return self.standing.put("copies", region | set(seeds), {group.reports[0]: (group, group.reports) for group in found}, Copies)

    def _among(self, region: Collection[str]) -> list[Bond]:
        return [row for row in self.traces.bonds(region) if row.one in region and row.other in region]

    def _stories(self, seeds: Iterable[str], touched: Collection[str]) -> None:
        region = self._closure(seeds, lambda row: row.copy or row.alike >= SAME)
        traces, found = self.traces.load(region), self._among(region)
        copies = whole.copies_of(traces, found)
        stories = whole.stories_of(traces, found, copies, self.rulings)
        changed = self.standing.put("story", region | set(touched), {row.id: (row, row.reports) for row in stories}, Story)
        anew = [row for row in stories if not changed.isdisjoint(row.reports) or not set(touched).isdisjoint(row.reports)]
        readings = self._load(id for row in anew for id in row.reports)
        claims = [claim for row in anew for claim in whole.claims_of(row, readings, copies, self.knowledge, self.rulings)]
        reports_anew = {id for row in anew for id in row.reports}
        self.standing.put("claim", reports_anew | changed | set(touched), {row.id: (row, _claimed(row)) for row in claims}, Claim)

    # --- happenings -----------------------------------------------------------------------------------------------------

    def _happenings(self, seeds: Collection[str], touched: Collection[str]) -> None:
        """Groups the events that chains connect with those of the seeds; of what comes out as it was nothing is made anew."""
        region = self._events({(id, account.event) for id, trace in self.traces.load(seeds).items() for account in trace.accounts})
        ids = sorted({id for id, _ in region})
        told = {(id, account.event): account for id, trace in self.traces.load(ids).items() for account in trace.accounts}
        chances: dict[RefPair, float] = {pair: value for pair, value in self._deeds(ids) if pair[0] in region and pair[1] in region}
        groups = [[(ref[0], told[ref]) for ref in group] for group in group_events(region, chances, self.rulings)]
        old = self.standing.of("happening", {*ids, *touched}, Happening)
        old = {id: row for id, row in old.items() if any((s.report, s.event) in region or s.report in touched for s in row.supports)}
        same = {frozenset((s.report, s.event) for s in row.supports): row for row in old.values()}
        made = [self._happening(group, same, touched) for group in groups if stands(group)]
        self.standing.swap("happening", old, {row.id: (row, [s.report for s in row.supports]) for row in made})

    def _happening(self, group: Told, same: Mapping[frozenset[Ref], Happening], touched: Collection[str]) -> Happening:
        refs = frozenset((id, account.event) for id, account in group)
        ids = {id for id, _ in refs}
        if refs in same and ids.isdisjoint(touched):
            return same[refs]
        printed = self._closure(ids, lambda row: row.copy)
        copies = whole.copies_of(self.traces.load(printed), self._among(printed))
        return whole.happening_of(group, self._load(ids), copies, self.knowledge, self.rulings)

    def _events(self, seeds: Iterable[Ref]) -> set[Ref]:
        """The events that chains of pairs that may be one connect with the seeds."""
        found: set[Ref] = set()
        front = set(seeds)
        while front:
            found |= front
            pairs = [pair for pair, value in self._deeds({id for id, _ in front}) if value >= JOINED]
            front = {ref for pair in (*pairs, *self.rulings.together) if not front.isdisjoint(pair) for ref in pair} - found
        there = self.traces.load({id for id, _ in found})
        return found & {(id, account.event) for id, trace in there.items() for account in trace.accounts}

    def _deeds(self, ids: Collection[str]) -> Iterator[tuple[RefPair, float]]:
        return ((((row.one, e), (row.other, f)), value) for row in self.traces.bonds(ids) for e, f, value in row.deeds)

    # --- forums ---------------------------------------------------------------------------------------------------------

    def _forums(self, seeds: Iterable[str]) -> None:
        """Chains of sittings with a name or a number, and others that are next to them; also those that a changed chain drew from."""
        region, before = self._sitting(set(seeds)), set[str]()
        while region != before:
            before = region
            region = self._sitting(region | self.standing.neighbours(region, "forum"))
        forums = whole.forums_of(self.traces.load(region), self._among(region), self.rulings)
        self.standing.put("forum", region | set(seeds), {row.id: (row, _sat(row)) for row in forums}, Forum)

    def _sitting(self, seeds: Iterable[str]) -> set[str]:
        """The reports whose sittings hang together with those of the seeds, and those that belong to these and to no other."""
        judged = [(a[0], b[0]) for a, b in self.rulings.together]
        chain, loose, front = set[str](), set[str](), set(seeds)
        while front:
            chain |= front
            near = {id for row in self.traces.bonds(front) if row.sittings for id in (row.one, row.other)}
            near |= {id for pair in judged if not front.isdisjoint(pair) for id in pair}
            bridges = {id for id, trace in self.traces.load(near).items() if any(map(is_core, trace.sittings))}
            loose |= near - bridges
            front = bridges - chain
        return {id for id in chain if self.traces.load([id])} | {id for id in loose if self._nearest(id) in chain}

    def _nearest(self, id: str) -> str:
        """The report with the sitting that has most in common with those of a report that has neither name nor number itself."""
        links = [(-score, *((b.other, j) if b.one == id else (b.one, i))) for b in self.traces.bonds([id]) for i, j, score in b.sittings]
        traces = self.traces.load({other for _, other, _ in links})
        return min((link for link in links if is_core(traces[link[1]].sittings[link[2]])), default=(0.0, "", 0))[1]


def _in_order(a: Any, b: Any) -> tuple[Any, Any]:
    return (a, b) if a <= b else (b, a)


def _claimed(row: Claim) -> list[str]:
    return [*(words.report for words in (*row.statements, *row.denials)), *(support.report for support in row.corroborated)]


def _sat(row: Forum) -> list[str]:
    return [id for session in row.sessions for id in session.reports]
