"""`dragoman read`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import bar_fits, loader, options_of, refuse_own_output, report_options, stdout, told

if TYPE_CHECKING:
    from dragoman.app.write import Format

_EXAMPLES = """\b
Examples:
  dragoman read report.txt --published 2024-01-31
  dragoman read https://example.org/news/talks.html
  dragoman read wire.csv --columns text=body,published=date --out records.jsonl
  dragoman read archive/ more.jsonl --out records.jsonl
  dragoman read archive/ --format html --out pages/
  cat report.txt | dragoman read - --format json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "html"]),
    help="How the record is written [default: text, or what the name of --out says].",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write to, or folder for one file per report [default: the terminal].",
)
@report_options
def read(inputs: tuple[str, ...], form: Format | None, out: Path | None, knowledge: tuple[Path, ...], **given: Any) -> None:
    """Read reports and write the record of each.

    INPUT is a file (text, HTML, PDF, Word, JSON Lines, CSV, Parquet, WARC, a saved feed), a folder, an address on the web
    (a page, a feed or a sitemap), or - for standard input.
    What cannot be read is named on standard error with the reason; the rest goes on.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.read import readings
    from dragoman.app.write import format_for, writer
    from dragoman.sources import count, reports

    options = options_of(given)
    refuse_own_output(inputs, out)
    bar = bar_fits(out)
    with told(Ledger(count(inputs) if bar else None, bar)) as ledger, writer(form or format_for(out), out, stdout()) as sink:
        for reading in ledger.passed(readings(loader(options.settings, knowledge), reports(inputs, options))):
            sink.write(reading)
