"""The casebook as the rest of Dragoman sees it. Every method is one transaction or more, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, exists, select

from dragoman.casebook import backup, check, forget, judging, known, merging, store, words
from dragoman.casebook.difference import Difference, difference
from dragoman.casebook.engine import engine_of, reading_from, use_log, writing_to
from dragoman.casebook.judged import Ruled, apply, constraints, rulings
from dragoman.casebook.kept import Addition, Change, Constraints, Fault, Found, Judgment, Merge, Origin
from dragoman.casebook.migrate import HEAD, refuse_newer, revision_of, upgrade
from dragoman.casebook.queries import Queries
from dragoman.casebook.tables import changes, judgments, present_judgments, present_readings, present_reports, readers, readings, reports
from dragoman.errors import CasebookError
from dragoman.record import Reader, Reading, Report
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

_PAGE = 100  # reports or changes fetched at once; more of them alive only make the garbage collector work


def open_casebook(place: str | Path, *, create: bool = False) -> Casebook:
    """The casebook in a file or at a postgresql+psycopg:// URL, its schema brought up to date.

    Raises CasebookError where there is none and `create` is not set, and where the place holds something else.
    """
    place = str(place)
    if "://" not in place and not create and not Path(place).is_file():
        raise CasebookError(f"{place}: there is no casebook")
    engine = engine_of(place)
    # Nothing is written before it is known that this is a casebook and one that this version understands.
    with reading_from(engine) as connection:
        revision = revision_of(connection)
    refuse_newer(revision)
    if revision is None and not create:
        raise CasebookError("casebook: the database is empty and is no casebook yet")
    use_log(engine)
    if revision != HEAD:
        with writing_to(engine) as connection:
            upgrade(connection)
    return Casebook(engine)


class Casebook:
    """An open casebook; a context manager. Made by `open_casebook`. All methods raise CasebookError where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Casebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def queries(self) -> Queries:
        """What views ask of it beside entries."""
        return Queries(self._engine)

    def close(self) -> None:
        """Lets the connections go."""
        self._engine.dispose()

    def keep(self, report: Report, raw: bytes, origin: Origin, reading: Reading | None = None) -> bool:
        """Keeps a report, with its reading where one is given, in one transaction. Whether the report is new.

        The same id and text again is not new; another text under the id is a new version, and both stay. What was
        forgotten is not kept again.
        """
        return self.keep_all([Addition(report, raw, origin, reading)]) == 1

    def keep_all(self, additions: Iterable[Addition]) -> int:
        """Keeps reports, each as `keep` does, in one transaction: all or none. How many are new."""
        with writing_to(self._engine) as connection:
            return sum([store.add_addition(connection, addition) for addition in additions])

    def versions(self, id: str) -> tuple[known.Version, ...] | None:
        """What is kept under an id, the oldest version first; none where it is not here, None where it was forgotten."""
        with reading_from(self._engine) as connection:
            return known.versions(connection, id)

    def holds(self, raw: bytes, origin: str) -> bool:
        """Whether a report was made of these bytes from this place, and was read."""
        with reading_from(self._engine) as connection:
            return known.holds(connection, raw, origin)

    def keep_reading(self, reading: Reading) -> bool:
        """Keeps a reading of a report that is here. Whether it is new: one report and reader have one reading."""
        with writing_to(self._engine) as connection:
            return store.add_reading(connection, reading)

    def unread(self, reader: Reader) -> Iterator[Report]:
        """The present reports without a reading by this reader, in the order in which they were kept."""
        r = present_reports.c
        mine = (
            select(readings.c.number)
            .join(readers, readers.c.number == readings.c.reader)
            .where(
                readings.c.report == r.number, readers.c.version == reader.version, readers.c.model == reader.model,
                readers.c.ontology == reader.ontology, readers.c.knowledge == reader.knowledge,
            )
        )  # fmt: skip
        last = 0
        while True:
            with reading_from(self._engine) as connection:
                page = select(r.number).where(r.number > last, ~exists(mine)).order_by(r.number).limit(_PAGE)
                numbers = connection.execute(page).scalars().all()
                found = [store.load_report(connection, number) for number in numbers]
            if not numbers:
                return
            yield from found
            last = numbers[-1]

    def report(self, id: str, version: int | None = None) -> Report:
        """A report, its latest version unless told. Raises CasebookError where there is none or it was forgotten."""
        with reading_from(self._engine) as connection:
            if store.forgotten(connection, id):
                raise CasebookError(f"{id}: this report was forgotten")
            c = reports.c
            wanted = select(c.number).where(c.id == id).order_by(c.version.desc())
            number = connection.execute(wanted if version is None else wanted.where(c.version == version)).scalars().first()
            if number is None:
                raise CasebookError(f"{id}: no such report")
            return store.load_report(connection, number)

    def readers(self, id: str) -> tuple[Reader, ...]:
        """The readers that have read a report's latest version, the newest last."""
        with reading_from(self._engine) as connection:
            c = readers.c
            joined = readers.join(readings, readings.c.reader == c.number).join(
                present_reports, present_reports.c.number == readings.c.report
            )
            wanted = select(c.version, c.model, c.ontology, c.knowledge).select_from(joined).where(present_reports.c.id == id)
            return tuple(Reader(*row) for row in connection.execute(wanted.order_by(c.number)))

    def reading(self, id: str, reader: Reader | None = None) -> Reading:
        """The reading of a report's latest version, by its newest reader unless told. Raises CasebookError where there is none."""
        with reading_from(self._engine) as connection:
            wanted = select(present_readings.c.number).where(present_readings.c.id == id)
            if reader is not None:
                r = present_reports.c
                joined = readings.join(readers, readers.c.number == readings.c.reader).join(present_reports, r.number == readings.c.report)
                wanted = (
                    select(readings.c.number)
                    .select_from(joined)
                    .where(
                        r.id == id, readers.c.version == reader.version, readers.c.model == reader.model,
                        readers.c.ontology == reader.ontology, readers.c.knowledge == reader.knowledge,
                    )
                )  # fmt: skip
            number = connection.execute(wanted).scalar()
            if number is None:
                raise CasebookError(f"{id}: no such reading")
            return store.load_reading(connection, number)

    def readings(self) -> Iterator[Reading]:
        """The present readings as they were read: of each report's latest version, by its newest reader."""
        return (reading for _, reading in self._present())

    def entries(self, ids: Collection[str] | None = None) -> Iterator[Entry]:
        """The present readings with judgments applied, in the order in which reports were kept; of the reports `ids` where given.

        What is judged while they are gone through is not seen.
        """
        ruled = self.rulings()
        return (apply(reading, version, ruled) for version, reading in self._present(ids))

    def as_read(self, ids: Collection[str] | None = None) -> Iterator[Entry]:
        """The same without judgments: what the newest reader found."""
        return (apply(reading, version, Ruled()) for version, reading in self._present(ids))

    def with_added(self, ids: Collection[str] | None = None) -> Iterator[Entry]:
        """The same with what people added, as they added it: what there is to be judged."""
        ruled = rulings(judgment for judgment in self.present_judgments() if judgment.what == "add")
        return (apply(reading, version, ruled) for version, reading in self._present(ids))

    def rulings(self) -> Ruled:
        """What people's judgments of items come to."""
        return rulings(self.present_judgments())

    def entry(self, id: str) -> Entry:
        """A report's present reading with judgments applied. Raises CasebookError where there is none."""
        found = next(self.entries([id]), None)
        if found is None:
            raise CasebookError(f"{id}: no such reading")
        return found

    def _present(self, ids: Collection[str] | None = None) -> Iterator[tuple[int, Reading]]:
        """(version of the report, reading) of the present readings."""
        last = 0
        while True:
            with reading_from(self._engine) as connection:
                page = store.present_page(connection, last, _PAGE, ids)
            if not page:
                return
            yield from ((version, reading) for _, version, reading in page)
            last = page[-1][0]

    def judge(self, judgment: Judgment) -> bool:
        """Keeps a judgment. Whether it is new.

        Raises CasebookError where its id stands for another judgment, where nothing has its key, and where its value does not
        fit the vocabulary or the report.
        """
        with writing_to(self._engine) as connection:
            return judging.add_judgment(connection, judgment)

    def judgments(self) -> tuple[Judgment, ...]:
        """All judgments, undone ones and undoings among them, in the order in which they were made."""
        with reading_from(self._engine) as connection:
            return judging.load_judgments(connection, judgments)

    def present_judgments(self) -> tuple[Judgment, ...]:
        """The judgments that stand: neither undone nor undoings."""
        with reading_from(self._engine) as connection:
            return judging.load_judgments(connection, present_judgments)

    def constraints(self) -> Constraints:
        """What people joined and set apart, as pairs of keys for merging to obey; of two on one pair the later counts."""
        return constraints(self.present_judgments())

    def keep_merges(self, merges: tuple[Merge, ...]) -> int:
        """Keeps merged things in one transaction, those alone that differ from the present ones; how many."""
        with writing_to(self._engine) as connection:
            return merging.add_merges(connection, merges)

    def merges(self, kind: str | None = None) -> tuple[Merge, ...]:
        """The present merged things, by kind and id; those that later ones replace are left out."""
        with reading_from(self._engine) as connection:
            return merging.load_merges(connection, kind)

    def merged(self) -> Merged:
        """The present merged things, as far as merging has followed the log."""
        with reading_from(self._engine) as connection:
            return merging.load_merged(connection)

    def counts(self) -> dict[str, int]:
        """How many present merged things there are of each kind."""
        with reading_from(self._engine) as connection:
            return merging.counts(connection)

    def settle(self, knowledge: Knowledge, most: int = 200, done: Callable[[], None] = lambda: None) -> int:
        """Merges at most so many reports that changed since the last time with what is there; how many there were, 0 where none was left.

        One transaction; `done` is called for each report. See `casebook.settle`.
        """
        from dragoman.casebook import settle  # with all that merging needs

        with writing_to(self._engine) as connection:
            found = settle.stale(connection, most)
            if found.moved:
                settle.settle(connection, found, knowledge, done)
        return len(found.reports)

    def unsettled(self) -> int:
        """How many reports changed since they were last merged."""
        from dragoman.casebook import settle

        with reading_from(self._engine) as connection:
            return len(settle.stale(connection, None).reports)

    def unsettle(self) -> None:
        """Has all reports merged anew the next time."""
        from dragoman.casebook import settle

        with writing_to(self._engine) as connection:
            settle.restart(connection)

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The lines of the log with higher numbers than `since`, in order."""
        while True:
            with reading_from(self._engine) as connection:
                page = select(changes).where(changes.c.number > since).order_by(changes.c.number).limit(_PAGE)
                found = [Change(*row) for row in connection.execute(page)]
            if not found:
                return
            yield from found
            since = found[-1].number

    def search(self, words_sought: str, limit: int = 20) -> tuple[Found, ...]:
        """The present reports that hold all the words, the best first."""
        with reading_from(self._engine) as connection:
            return words.find(connection, words_sought, limit)

    def forget(self, id: str, why: str) -> None:
        """Takes a report's texts, bytes and readings away for good and leaves a tombstone. Raises CasebookError where there is none.

        Backups and judgments are not touched; merged things lose the report when they are merged anew.
        """
        with writing_to(self._engine) as connection:
            forget.forget(connection, id, why)
        forget.wipe(self._engine)

    def check(self) -> tuple[Fault, ...]:
        """Every fault of the whole casebook; none is as it should be."""
        with reading_from(self._engine) as connection:
            return tuple(check.faults(connection))

    def backup(self, path: str | Path) -> None:
        """Writes the present state to a new SQLite casebook, from PostgreSQL too. Raises CasebookError where the file is there."""
        backup.backup(self._engine, Path(path))

    def difference(self, id: str, one: Reader, other: Reader) -> tuple[Difference, ...]:
        """What differs between two readers' readings of a report's latest version."""
        return difference(self.reading(id, one), self.reading(id, other))
