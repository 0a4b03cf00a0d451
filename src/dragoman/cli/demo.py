"""`dragoman demo`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.common import bar_fits, loader, port_option, settings_of, told

if TYPE_CHECKING:
    from dragoman.app.serve import Closing
    from dragoman.casebook import Casebook


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", default=Path("dragoman-demo"), show_default=True,
    help="Folder for the casebook.",
)  # fmt: skip
@port_option
@click.option(
    "--pages", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Also write a page for each report there."
)
@click.option("--no-serve", is_flag=True, help="Build the casebook, say what is in it, and end.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
def demo(out: Path, port: int, pages: Path | None, no_serve: bool, no_open: bool) -> None:
    """Read the reports that ship with Dragoman into a casebook and open the desk on it."""
    from dragoman.app.demo import CASEBOOK, build, samples, write_pages
    from dragoman.app.serve import Closing
    from dragoman.app.stop import Stop
    from dragoman.app.tally import Tally, bar_of

    with told(Closing()) as ledger:
        with Tally(bar_of(len(samples())) if bar_fits(out) else None) as tally, Stop().listening() as stop:
            book = build(loader(settings_of(), ()), out, tally, stop)
        with book:
            if pages:
                ledger.say(f"pages: {write_pages(book.readings(), pages).resolve().as_uri()}")
            if no_serve:
                ledger.say(f"open the desk with: dragoman serve --casebook {out / CASEBOOK} --open")
            else:
                _serve(book, ledger, port, not no_open)


def _serve(book: Casebook, ledger: Closing, port: int, open_browser: bool) -> None:
    from dragoman.app.serve import Address, listening
    from dragoman.desk import DeskSettings, make_desk
    from dragoman.desk.serving import serve

    socket = listening(Address("127.0.0.1", port))
    url = Address("127.0.0.1", socket.getsockname()[1]).url
    app = make_desk(book, DeskSettings(name="Sample reports"))
    ledger.say(f"the desk is at {url} (Ctrl-C ends it)")
    serve(app, socket, url if open_browser else None)
