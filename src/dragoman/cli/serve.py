"""`dragoman serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dragoman.cli.common import casebook_place, knowledge_files, port_option, told

_EXAMPLES = """\b
Examples:
  dragoman serve --casebook talks.db --open
  dragoman serve --casebook talks.db --host 0.0.0.0 --name desk.example.org
"""


@click.command(epilog=_EXAMPLES)
@casebook_place
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; others than this computer's need users.",
)
@port_option
@click.option("--name", "names", metavar="HOST", multiple=True, help="Name by which others address the desk. Can be given more than once.")
@click.option(
    "--users",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the users [default: the casebook's name with .users].",
)
@click.option("--read-only", is_flag=True, help="Refuse whatever would change the casebook.")
@click.option("--open", "open_browser", is_flag=True, help="Open the first page in the browser.")
@knowledge_files
def serve(casebook: str, host: str, port: int, **given: Any) -> None:
    """Open the desk: web pages on a casebook, for this computer alone or for users.

    Every page is also served as JSON, at its address with .json. Nothing is loaded from elsewhere.
    """
    from dragoman.app.merge import merger
    from dragoman.app.serve import Address, Closing, listening, users_for
    from dragoman.casebook import open_casebook
    from dragoman.desk import DeskSettings, make_desk
    from dragoman.desk.serving import serve as answer

    with told(Closing()) as ledger, open_casebook(casebook) as book:
        accounts = users_for(Address(host, port), casebook, given["users"])
        socket = listening(Address(host, port))
        url = Address(host, socket.getsockname()[1]).url
        if not given["read_only"] and book.unsettled():
            ledger.say("merging what is not merged yet")
            merger(book, given["knowledge"])()
        title = "casebook" if "://" in casebook else Path(casebook).stem
        hosts = tuple(name.lower() for name in (host, *given["names"]))
        app = make_desk(book, DeskSettings(hosts, given["read_only"], title, given["knowledge"], accounts))
        ledger.say(f"the desk is at {url} (Ctrl-C ends it)")
        answer(app, socket, url if given["open_browser"] else None)
