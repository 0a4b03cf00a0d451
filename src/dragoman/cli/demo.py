"""`dragoman demo`."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.common import loader, settings_of, told


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    default=Path("dragoman-demo"),
    show_default=True,
    help="Folder for the pages.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the list of the pages in the browser.")
def demo(out: Path, open_browser: bool) -> None:
    """Read the reports that ship with Dragoman: show the record of the first, and write a page for each."""
    from rich.console import Console

    from dragoman.app.demo import run_demo
    from dragoman.app.ledger import Ledger

    with told(Ledger()):
        run_demo(loader(settings_of(), ())(), out, Console(), open_browser)
