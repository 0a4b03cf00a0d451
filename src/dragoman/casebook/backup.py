"""A copy of a casebook as one SQLite file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from dragoman.casebook import words
from dragoman.casebook.engine import engine_of, reading_from, writing_to
from dragoman.casebook.migrate import upgrade
from dragoman.casebook.tables import metadata, texts
from dragoman.errors import CasebookError

_PAGE = 500


def backup(engine: Engine, path: Path) -> None:
    """Copies one state of all tables, whoever writes meanwhile. The file appears whole or not at all."""
    if path.exists():
        raise CasebookError(f"{path}: there is a file already")
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    target = engine_of(str(partial))
    try:
        with reading_from(engine) as source, writing_to(target) as copy:
            upgrade(copy)
            _copy(source, copy)
    finally:
        target.dispose()
    partial.rename(path)


def _copy(source: Connection, copy: Connection) -> None:
    for table in metadata.sorted_tables:
        for page in source.execute(select(table)).mappings().partitions(_PAGE):
            copy.execute(insert(table), [dict(row) for row in page])
    for report, title, body in copy.execute(select(texts.c.report, texts.c.title, texts.c.text)).all():
        words.index(copy, report, title, body)
