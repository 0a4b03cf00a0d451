"""The data dictionary: every column and key of every format with its meaning, made from the tables that write them.

`python -m dragoman.exports.dictionary FILE` writes the reference page.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.formats import FORMATS, Format

_HEAD = """# What exports hold

<!-- Generated from the tables of dragoman.exports by `python -m dragoman.exports.dictionary docs/reference/exports.md`. -->

Every format that [`dragoman export`](cli.md#dragoman-export) writes, with each of its columns or keys. [Export](../how-to/export.md)
says which to take for what.

## What is left out

A claim is never exported as a happening. An event that rests on a speaker's word, one that is planned, possible or denied, is told
apart from what happened in `csv`, `parquet` and `plover`, which have places for it, and these hold all events unless asked
otherwise. The other formats of events have no such place: they hold what the reports themselves tell as happened or ongoing
(`ics`: or planned), unless `--status` or `--claims` asks for more.

## Days

Formats that want a day for each event get, in this order: the day that the report tells; of a longer time that it tells (a week,
a month, a year), the day of publication if it lies in it, else the first day; the day of publication. `date_basis` in `csv`,
`parquet` and `plover` says which: `text`, `period`, `published` or `none`.

## Text in cells

All files are in UTF-8. In tables, tabs and line breaks inside a text become a space, control characters and direction overrides
U+FFFD, so that no text can break a row or disguise another. Lists in a cell are joined by `; `, and a semicolon inside an item
becomes a comma. In `csv` and in the tables with tabs, a text that a spreadsheet would take for a formula (one that begins with `=`,
`+`, `-` or `@`) gets an apostrophe before it; numbers stay numbers. Parquet keeps texts as they are, but for lone surrogates, which
UTF-8 cannot hold.

## Formats

"""


def page(facts: Facts) -> str:
    """The reference page, in Markdown."""
    overview = [("format", "what it is", "file"), *((f"[`{f.name}`](#{f.name})", f.title, f"`{f.suffix}`") for f in FORMATS.values())]
    parts = [_HEAD, _table(overview)]
    for made in FORMATS.values():
        parts.append(f"\n### {made.name}\n\n{made.title}.{_default(made)}\n\n{_fields(made, facts)}")
    return "".join(parts)


def rows(facts: Facts, formats: Iterable[Format] = tuple(FORMATS.values())) -> Iterator[tuple[str, str, str, str]]:
    """(format, column, type, meaning) of everything."""
    return ((made.name, field.name, field.type, field.meaning) for made in formats for field in made.fields(facts))


def table(facts: Facts, formats: Iterable[Format] = tuple(FORMATS.values())) -> str:
    """The same as CSV."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("format", "column", "type", "meaning"))
    writer.writerows(rows(facts, formats))
    return out.getvalue()


def _default(made: Format) -> str:
    if made.tells_status:
        return ""
    return f" Unless told otherwise: {', '.join(sorted(made.filter(Filter()).statuses))}, on the report's own word."


def _fields(made: Format, facts: Facts) -> str:
    listed = [(str(place), f"`{field.name}`", field.type, field.meaning) for place, field in enumerate(made.fields(facts), 1)]
    return _table([("", "name", "type", "meaning"), *listed])


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    head, *body = lines
    ruled = [head, ("---",) * len(head), *body]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in ruled)


def main(path: Path) -> None:
    """Writes the page."""
    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.gazetteer import load_gazetteer
    from dragoman.ontology import load

    path.write_text(page(Facts(Knowledge.load(), load_gazetteer(), load())), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
