"""`dragoman import`."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.common import bar_fits, casebook_place, told


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@casebook_place
def import_run(folder: Path, casebook: str) -> None:
    """Put what `dragoman run` has read into a casebook, without reading it again.

    DIR is the output folder of a finished run. What is there already is passed over.
    """
    from dragoman.app.add import opened
    from dragoman.app.stop import Stop
    from dragoman.app.tally import Tally, bar_of
    from dragoman.batch.importing import import_run as imported
    from dragoman.batch.importing import total

    with told(Tally(bar_of(None) if bar_fits(folder) else None)) as tally, Stop().listening() as stop:
        total(folder)  # refused before a casebook is made for it
        book, made = opened(casebook)
        with book:
            if made:
                tally.say(f"{casebook}: a new casebook")
            tally.count(imported(book, folder, stop))
