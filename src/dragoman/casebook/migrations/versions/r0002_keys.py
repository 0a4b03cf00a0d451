"""Keys without an event's type or an actor's name, which a newer reader may see otherwise; the second of one place is numbered.

Rows get the keys that `casebook.keys` made when this revision was written, and judgments follow them: one on an event of a
type is now on the words of that event. The indexes of keys go: a key names its report, by which its row is found, and with ids
in no order these indexes made every report slower to keep than the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KINDS = {
    "events": "event", "statements": "statement", "meetings": "meeting", "mechanisms": "mechanism", "actors": "actor",
    "mentions": "mention",
}  # fmt: skip
_PAGE = 1000


def upgrade() -> None:
    """Rewrites the keys of rows, then those that judgments name."""
    connection = op.get_bind()
    judged = set(connection.execute(sa.text('SELECT "on" FROM judgments')).scalars())
    renamed: dict[str, str] = {}
    for table in KINDS:
        op.drop_index(f"{table}_key", table)
        changed: list[dict[str, object]] = []
        for reading, id, old, new in _keys(connection, table):
            if old in judged:
                renamed[old] = new
            if old != new:
                changed.append({"reading": reading, "id": id, "new": new})
        _rename(connection, f"UPDATE {table} SET key = :new WHERE reading = :reading AND id = :id", changed)
    moved: list[dict[str, object]] = [{"old": old, "new": new} for old, new in renamed.items() if old != new]
    _rename(connection, 'UPDATE judgments SET "on" = :new WHERE "on" = :old', moved)


def _rename(connection: sa.Connection, sql: str, values: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(values), _PAGE):
        connection.execute(sa.text(sql), values[start : start + _PAGE])


def _keys(connection: sa.Connection, table: str) -> Iterator[tuple[int, str, str, str]]:
    """(reading, id, old key, new key) of each row. Of rows that shared an old key in one reading the first comes last."""
    name = "i.name" if table in ("mechanisms", "actors") else "''"
    rows = connection.execute(sa.text(
        f'SELECT i.reading, i.id, i.key, i.start, i."end", {name}, r.id, r.version FROM {table} i JOIN readings g ON g.number = i.reading '
        "JOIN reports r ON r.number = g.report ORDER BY i.reading, length(i.id), i.id"
    )).all()  # fmt: skip
    taken: dict[tuple[int, str], int] = {}
    found = []
    for reading, id, old, start, end, called, report, version in rows:
        home = report if version == 1 and not re.search(r"@\d+$", report) else f"{report}@{version}"
        base = f"{KINDS[table]}/{home}/" + (f"-/{called}" if start is None else f"{start}-{end}")
        nth = taken[reading, base] = taken.get((reading, base), 0) + 1
        found.append((reading, nth, id, old, base if nth == 1 else f"{base}#{nth}"))
    for reading, _, id, old, new in sorted(found, key=lambda row: (row[0], -row[1])):
        yield reading, id, old, new
