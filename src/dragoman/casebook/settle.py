"""Brings merged things up to date with the log: what reports that changed hang together with is merged anew, the rest stays.

The outcome is that of `merge.whole` on all present readings, because what is not connected with a report by a chain of bonds
never comes together with it (each kind of merged thing says in `merge` by which bonds). So the work of a new report grows with
what is written about its matter, not with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from dragoman.casebook.judged import apply, constraints, rulings
from dragoman.casebook.judging import load_judgments
from dragoman.casebook.keys import report_in
from dragoman.casebook.standing import Standing
from dragoman.casebook.store import present_page
from dragoman.casebook.tables import changes, judgments, present_judgments, reaches
from dragoman.casebook.traces import Traces
from dragoman.knowledge import Knowledge
from dragoman.merge import happenings, stories, whole
from dragoman.merge.bonds import Bond
from dragoman.merge.forums import is_core
from dragoman.merge.groups import chained
from dragoman.merge.happenings import JOINED, Told, group_events, stands
from dragoman.merge.rulings import Ref, RefPair, Rulings
from dragoman.merge.stories import SAME
from dragoman.record import Reading
from dragoman.record.entry import Entry
from dragoman.record.merged import Claim, Copies, Forum, Happening, Story

T = TypeVar("T")

NAME = "merging"  # in the table of reaches


MAKER = "2"  # raised when merging or what it keeps changes, so that a casebook is merged anew


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
        old = self.traces.bonds(ids)  # those that the reports had before
        self._trace(ids, done)
        touched = {*ids, *self._copies({*ids, *_ends(row for row in old if row.copy)})}
        self._stories({*touched, *_ends(row for row in old if row.copy or row.alike >= SAME)}, touched)
        self._happenings({ref for pair, value in _deeds(old) if value >= JOINED for ref in pair}, touched)
        self._forums({*ids, *_ends(row for row in old if row.sittings)})
        return self.standing.keep()

    def _trace(self, ids: Sequence[str], done: Callable[[], None]) -> None:
        self.traces.drop(ids)
        made = []
        for number, entry in self._entries(ids) if ids else ():
            self.readings[entry.reading.report.id] = entry.reading
            made.append((number, whole.trace_of(entry.reading, self.knowledge, self.rulings)))
        self.traces.add(made, done)

    def _there(self, ids: Collection[str]) -> set[str]:
        return set(self.traces.load(ids))

    def _among(self, region: Collection[str]) -> list[Bond]:
        found = (row for row in self.traces.bonds(region) if row.one in region and row.other in region)
        return sorted(found, key=lambda row: (row.one, row.other))

    # --- copies and stories ---------------------------------------------------------------------------------------------

    def _copies(self, seeds: set[str]) -> set[str]:
        """Finds copies among what the seeds copied and copy; the reports of groups that are no more what they were."""
        region = self._there(_grown(seeds, self._copied, lambda front: self.standing.neighbours(front, "copies")))
        found = whole.copies_of(self.traces.load(region), self._among(region))
        return self.standing.put("copies", region | seeds, {group.reports[0]: (group, group.reports) for group in found}, Copies)

    def _copied(self, front: set[str]) -> set[str]:
        return _ends(row for row in self.traces.alike(front) if row.copy)

    def _stories(self, seeds: set[str], touched: set[str]) -> None:
        """Makes the stories of all chains of the seeds, and the claims of those that are no more what they were."""
        region = self._there(_grown(seeds, self._alike, lambda front: self.standing.neighbours(front, "story")))
        traces, found = self.traces.load(region), self._among(region)
        copies = whole.copies_of(traces, found)
        made = whole.stories_of(traces, found, copies, self.rulings)
        changed = self.standing.put("story", region | touched, {row.id: (row, row.reports) for row in made}, Story)
        anew = [row for row in made if not (changed | touched).isdisjoint(row.reports)]
        readings = self._load(id for row in anew for id in row.reports)
        claims = [claim for row in anew for claim in whole.claims_of(row, readings, copies, self.knowledge, self.rulings)]
        mine = {id for row in anew for id in row.reports} | changed | touched
        self.standing.put("claim", mine, {row.id: (row, _claimed(row)) for row in claims}, Claim)

    def _alike(self, front: set[str]) -> set[str]:
        """What chains of likeness join with these reports directly."""
        near = front | _ends(self.traces.alike(front))
        # With all that tells which is whose best.
        alike = {(row.one, row.other): 1.0 if row.copy else row.alike for row in self.traces.alike(near)}
        judged = [(a[0], b[0]) for a, b in self.rulings.together]
        return _touching(front, (*chained(alike, SAME, stories.SURE), *judged))

    # --- happenings -----------------------------------------------------------------------------------------------------

    def _happenings(self, seeds: set[Ref], touched: set[str]) -> None:
        """Groups the events of all chains of the seeds; of what comes out as it was nothing is made anew."""
        before = self.standing.of("happening", touched, Happening).values()
        region = _grown({*seeds, *self._events(touched), *(ref for row in before for ref in _refs(row))}, self._linked, self._fellows)
        ids = {id for id, _ in region}
        region &= self._events(ids)
        told = {(id, account.event): account for id, trace in self.traces.load(ids).items() for account in trace.accounts}
        chances = {pair: value for pair, value in _deeds(self.traces.bonds(ids)) if pair[0] in region and pair[1] in region}
        groups = [[(ref[0], told[ref]) for ref in group] for group in group_events(region, chances, self.rulings)]
        rows = self.standing.of("happening", ids | touched, Happening)
        old = {id: row for id, row in rows.items() if any(ref in region or ref[0] in touched for ref in _refs(row))}
        same = {frozenset(_refs(row)): row for row in old.values()}
        made = [self._happening(group, same, touched) for group in groups if stands(group)]
        self.standing.swap("happening", old, {row.id: (row, [s.report for s in row.supports]) for row in made})

    def _happening(self, group: Told, same: Mapping[frozenset[Ref], Happening], touched: Collection[str]) -> Happening:
        refs = frozenset((id, account.event) for id, account in group)
        ids = {id for id, _ in refs}
        if refs in same and ids.isdisjoint(touched):
            return same[refs]
        printed = self._there(_grown(ids, self._copied, lambda front: set()))
        copies = whole.copies_of(self.traces.load(printed), self._among(printed))
        return whole.happening_of(group, self._load(ids), copies, self.knowledge, self.rulings)

    def _events(self, ids: Collection[str]) -> set[Ref]:
        return {(id, account.event) for id, trace in self.traces.load(ids).items() for account in trace.accounts}

    def _fellows(self, front: set[Ref]) -> set[Ref]:
        """The events of the happenings that some events are of now."""
        rows = self.standing.of("happening", {id for id, _ in front}, Happening).values()
        return {ref for row in rows if not front.isdisjoint(_refs(row)) for ref in _refs(row)}

    def _linked(self, front: set[Ref]) -> set[Ref]:
        """What chains of events that may be one join with these directly."""
        mine = _deeds(self.traces.bonds({id for id, _ in front}), JOINED)
        near = {id for pair, _ in mine if not front.isdisjoint(pair) for id, _ in pair}
        chances = dict(_deeds(self.traces.bonds(near), JOINED))  # with all that tells which is whose best
        return _touching(front, (*chained(chances, JOINED, happenings.SURE), *self.rulings.together))

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


def _grown(seeds: Iterable[T], joined: Callable[[set[T]], set[T]], fellows: Callable[[set[T]], set[T]]) -> set[T]:
    """What chains connect with the seeds: what is joined with it directly, and what is in one thing with it now, again and again."""
    found, front = set[T](), set(seeds)
    while front:
        found |= front
        front = (joined(front) | fellows(front)) - found
    return found


def _touching(front: set[T], pairs: Iterable[tuple[T, T]]) -> set[T]:
    return {one for pair in pairs if not front.isdisjoint(pair) for one in pair}


def _ends(rows: Iterable[Bond]) -> set[str]:
    return {id for row in rows for id in (row.one, row.other)}


def _deeds(rows: Iterable[Bond], least: float = 0.0) -> list[tuple[RefPair, float]]:
    return [(((row.one, e), (row.other, f)), value) for row in rows for e, f, value in row.deeds if value >= least]


def _refs(row: Happening) -> set[Ref]:
    return {(support.report, support.event) for support in row.supports}


def _in_order(a: Any, b: Any) -> tuple[Any, Any]:
    return (a, b) if a <= b else (b, a)


def _claimed(row: Claim) -> list[str]:
    return [*(words.report for words in (*row.statements, *row.denials)), *(support.report for support in row.corroborated)]


def _sat(row: Forum) -> list[str]:
    return [id for session in row.sessions for id in session.reports]
