"""What views ask of a casebook beside entries: lines, words, reports by number, what is new, saved searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select

from dragoman.casebook import lines, words
from dragoman.casebook.engine import reading_from, writing_to
from dragoman.casebook.store import add, now
from dragoman.casebook.tables import changes, events, present_readings, readings, reports, searches, texts, tombstones

_MANY = 500  # values in one statement; databases bound them


@dataclass(frozen=True, slots=True)
class Filed:
    """A present report without its text. `read` is when its newest reading was kept, "" where it has none."""

    number: int
    id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    language: str
    kept: str  # ISO 8601
    read: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that somebody keeps an eye on: its address's query, and where new finds are told, "" for nowhere."""

    id: str
    name: str
    query: str
    webhook: str
    at: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """An event as the newest reader found it, whatever people said of it since."""

    key: str
    type: str
    status: str
    confidence: float


class Queries:
    """Questions to one casebook. All methods raise CasebookError where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self) -> int:
        """The number of the last line of the log."""
        with reading_from(self._engine) as connection:
            return lines.newest(connection)

    def follow(self, describe: lines.Describe, maker: str, done: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Brings the lines up to the log; see `lines.follow`."""
        return lines.follow(self._engine, describe, maker, done)

    def lines(self, after: int = 0) -> Iterator[tuple[int, int, str]]:
        """(number of the report, reach, value) of the lines that changed since the log had the number `after`."""
        return lines.load(self._engine, after)

    def fits(self, sought: str) -> list[tuple[int, float]]:
        """(number, score) of the reports with all the words, the best first."""
        with reading_from(self._engine) as connection:
            return words.fits(connection, sought)

    def filed(self, numbers: Sequence[int]) -> dict[int, Filed]:
        """The present reports of these numbers."""
        with reading_from(self._engine) as connection:
            found = (_filed(connection, numbers[start : start + _MANY]) for start in range(0, len(numbers), _MANY))
            return {row.number: row for page in found for row in page}

    def kept(self, ids: Sequence[str]) -> dict[str, str]:
        """When the present versions of reports were kept, ISO 8601, by id."""
        c, found = reports.c, dict[str, str]()
        with reading_from(self._engine) as connection:
            for start in range(0, len(ids), _MANY):
                wanted = select(c.id, c.at).where(c.id.in_(ids[start : start + _MANY])).order_by(c.version)
                found.update((id, at) for id, at in connection.execute(wanted))
        return found

    def since(self, kind: str, number: int, most: int) -> list[tuple[int, str, str]]:
        """(number, id, time) of the last lines of the log about things of a kind, after `number`, each thing once, the newest first."""
        c = changes.c
        last = select(func.max(c.number).label("number"), c.id).where(c.kind == kind, c.number > number).group_by(c.id).subquery()
        wanted = select(c.number, c.id, c.at).join(last, last.c.number == c.number).order_by(c.number.desc()).limit(most)
        with reading_from(self._engine) as connection:
            return [(found, id, at) for found, id, at in connection.execute(wanted)]

    def read_events(self) -> list[ReadEvent]:
        """The events of all present readings, in no order."""
        c = events.c
        joined = events.join(present_readings, present_readings.c.number == c.reading)
        with reading_from(self._engine) as connection:
            return [ReadEvent(*row) for row in connection.execute(select(c.key, c.type, c.status, c.confidence).select_from(joined))]

    def readings_kept(self) -> tuple[int, int]:
        """What changes when present readings do: the number of the last one, and how many reports were forgotten."""
        last = select(func.coalesce(func.max(readings.c.number), 0)).scalar_subquery()
        with reading_from(self._engine) as connection:
            found = connection.execute(select(last, select(func.count()).select_from(tombstones).scalar_subquery())).one()
            return int(found[0]), int(found[1])

    def save(self, search: Saved) -> None:
        """Keeps a search, in place of an earlier one with its id."""
        self._mark(search, "saved")

    def remove(self, id: str) -> bool:
        """Lets a search go; whether it was there."""
        found = next((search for search in self.saved() if search.id == id), None)
        if found:
            self._mark(found, "removed")
        return found is not None

    def saved(self) -> tuple[Saved, ...]:
        """The searches that are kept, in the order in which they were first saved."""
        found: dict[str, Saved] = {}
        for row, what in self._marks():
            if what == "saved":
                found[row.id] = row
            elif what == "removed":
                found.pop(row.id, None)
        return tuple(found.values())

    def told(self, id: str) -> int | None:
        """The number of the log up to which a search's webhook was told; None where it never was."""
        return max((int(row.query) for row, what in self._marks() if row.id == id and what == "told"), default=None)

    def tell(self, search: Saved, number: int) -> None:
        """Notes that a search's webhook was told up to that number of the log."""
        self._mark(Saved(search.id, search.name, str(number), search.webhook, ""), "told")

    def _mark(self, search: Saved, what: str) -> None:
        values = {"id": search.id, "name": search.name, "query": search.query, "webhook": search.webhook}
        with writing_to(self._engine) as connection:
            add(connection, searches, values | {"what": what, "at": search.at or now()})

    def _marks(self) -> Iterable[tuple[Saved, str]]:
        c = searches.c
        with reading_from(self._engine) as connection:
            rows = connection.execute(select(c.id, c.name, c.query, c.webhook, c.at, c.what).order_by(c.number)).all()
        return [(Saved(*fields), what) for *fields, what in rows]


def _filed(connection: Connection, numbers: Sequence[int]) -> list[Filed]:
    c, t = reports.c, texts.c
    read = select(func.max(readings.c.at)).where(readings.c.report == c.number).scalar_subquery()
    wanted = select(c.number, c.id, t.title, c.published, c.publisher, c.url, c.language, c.at, func.coalesce(read, ""))
    joined = wanted.select_from(reports.join(texts, t.report == c.number)).where(c.number.in_(numbers))
    return [Filed(*row) for row in connection.execute(joined)]
