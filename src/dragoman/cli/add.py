"""`dragoman add`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dragoman.cli.common import bar_fits, casebook_place, loader, options_of, report_options, stdout, told

_EXAMPLES = """\b
Examples:
  dragoman add archive/ --casebook talks.db
  dragoman add wire.jsonl.gz https://example.org/news/rss.xml --casebook talks.db
  dragoman add table.csv --columns text=body,published=date --casebook talks.db
  dragoman add archive/ --casebook postgresql+psycopg://me@server/talks --refused refused.txt
"""


@click.command(epilog=_EXAMPLES)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@casebook_place
@report_options
@click.option("--json", "as_json", is_flag=True, help="Write progress, refusals and the sum as JSON Lines to standard output.")
@click.option(
    "--refused", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="File that what is refused is written to as well."
)
def add(sources: tuple[str, ...], casebook: str, as_json: bool, refused: Path | None, knowledge: tuple[Path, ...], **given: Any) -> None:
    """Read reports and keep them in a casebook, each verbatim, with its bytes, its origin and its reading.

    SOURCE is what `dragoman read` takes: files, folders, addresses, or - for standard input. What is there already is
    passed over, so that the same call goes on where it was stopped. A casebook that is not there is made.
    """
    from dragoman.app.add import add_inputs, opened, own_files
    from dragoman.app.merge import merger
    from dragoman.app.stop import Stop
    from dragoman.app.tally import Tally, bar_of
    from dragoman.sources import count

    options = options_of(given, aside=own_files(casebook, refused))
    bar = bar_of(count(sources)) if bar_fits(None if as_json else Path(casebook)) else None
    with told(Tally(bar, stdout() if as_json else None, refused)) as tally, Stop().listening() as stop:
        book, made = opened(casebook)
        with book:
            if made and not as_json:
                tally.say(f"{casebook}: a new casebook")
            tally.count(add_inputs(book, loader(options.settings, knowledge), sources, options, stop, merger(book, knowledge)))
