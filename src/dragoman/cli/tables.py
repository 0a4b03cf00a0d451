"""Rows on standard output: a table for people, JSON Lines for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.cli.common import stdout

_WIDE = 4000  # columns where another program reads: nothing is folded


def show(rows: Sequence[Mapping[str, Any]], as_json: bool = False) -> None:
    """Writes rows that have the same keys. Words of reports are shown as words, whatever they hold."""
    if as_json:
        for row in rows:
            stdout().write(json.dumps(row) + "\n")
    elif rows:
        _table(rows)


def _table(rows: Sequence[Mapping[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.exports.cells import cell

    stream = stdout()
    table = Table(box=box.SIMPLE if stream.isatty() else None)
    for name, value in rows[0].items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        # A key that is cut cannot be copied.
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(_words(value))) for value in row.values()))
    Console(file=stream, width=None if stream.isatty() else _WIDE).print(table)


def _words(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)
