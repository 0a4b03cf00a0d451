"""The lines of reports: what views look up of each present entry, kept beside it and following the log.

What a line holds is for whoever looks it up: `describe` makes it of an entry, and `maker` names the version of that. Each batch
is made within the transaction that writes it, so that of two who follow the log at once neither keeps what is older.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, Engine, delete, func, insert, select

from dragoman.casebook.engine import reading_from, writing_to
from dragoman.casebook.judged import OF_REPORTS, apply, rulings
from dragoman.casebook.judging import load_judgments
from dragoman.casebook.keys import report_in
from dragoman.casebook.store import present_page
from dragoman.casebook.tables import changes, judgments, lines, present_judgments, reaches, reports
from dragoman.record.entry import Entry

Describe = Callable[[Entry], str]

_BATCH = 250  # reports whose lines are written at once; other writers wait that long
_NAME = "lines"


def newest(connection: Connection) -> int:
    """The number of the last line of the log."""
    return connection.execute(select(func.max(changes.c.number))).scalar() or 0


def follow(engine: Engine, describe: Describe, maker: str, done: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Brings the lines up to the log and tells how far that is; `done` is told of progress."""
    with reading_from(engine) as connection:
        reach, target = _reach(connection, maker), newest(connection)
        stale = _stale(connection, reach) if reach < target or not reach else []
    for start in range(0, len(stale), _BATCH):
        with writing_to(engine) as connection:
            _make(connection, stale[start : start + _BATCH], describe, target)
        done(min(start + _BATCH, len(stale)), len(stale))
    if reach < target:
        with writing_to(engine) as connection:
            furthest = max(target, _reach(connection, maker))
            connection.execute(delete(reaches).where(reaches.c.name == _NAME))
            connection.execute(insert(reaches).values(name=_NAME, reach=furthest, maker=maker))
    return target


def load(engine: Engine, after: int) -> Iterator[tuple[int, int, str]]:
    """(number of the report, reach, value) of the lines with a higher reach than `after`, by report."""
    with reading_from(engine) as connection:
        c = lines.c
        found = select(c.report, c.reach, c.value).where(c.reach > after).order_by(c.report)
        yield from (tuple(row) for row in connection.execution_options(yield_per=1000).execute(found))


def _reach(connection: Connection, maker: str) -> int:
    """How far the lines follow; not at all where another maker made them."""
    c = reaches.c
    return connection.execute(select(c.reach).where(c.name == _NAME, c.maker == maker)).scalar() or 0


def _stale(connection: Connection, reach: int) -> list[str]:
    """The ids of the reports that changed since, in the order of the log."""
    if not reach:
        return list(dict.fromkeys(connection.execute(select(reports.c.id).order_by(reports.c.number)).scalars()))
    c = changes.c
    found: dict[str, None] = {}
    for kind, id in connection.execute(select(c.kind, c.id).where(c.number > reach).order_by(c.number)):
        report = _judged(connection, id) if kind == "judgment" else id if kind in ("report", "reading") else None
        if report:
            found[report] = None
    return list(found)


def _judged(connection: Connection, id: str) -> str | None:
    """The report on which a judgment was made, which an undo leads to over what it undoes."""
    c = judgments.c
    row = connection.execute(select(c.what, c.on).where(c.id == id)).first()
    if row is None:
        return None
    if row.what == "undo":
        return _judged(connection, row.on)
    return report_in(row.on) if row.what in OF_REPORTS else None


def _make(connection: Connection, ids: Sequence[str], describe: Describe, reach: int) -> None:
    """The lines of some reports anew; versions that are not present get an empty one, so that whoever has the old lets it go."""
    ruled = rulings(load_judgments(connection, present_judgments))
    numbers = connection.execute(select(reports.c.number).where(reports.c.id.in_(ids))).scalars().all()
    made = dict.fromkeys(numbers, "")
    for number, version, reading in present_page(connection, 0, len(ids), ids):
        made[number] = describe(apply(reading, version, ruled))
    connection.execute(delete(lines).where(lines.c.report.in_(numbers)))
    connection.execute(insert(lines), [{"report": number, "reach": reach, "value": value} for number, value in made.items()])
