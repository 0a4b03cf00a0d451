"""`dragoman mcp`."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.common import casebook_place, knowledge_files, told

_EXAMPLES = """\b
Examples:
  dragoman mcp --casebook talks.db
  an entry of an assistant's settings: {"command": "dragoman", "args": ["mcp", "--casebook", "talks.db"]}
"""


@click.command(epilog=_EXAMPLES)
@casebook_place
@knowledge_files
def mcp(casebook: str, knowledge: tuple[Path, ...]) -> None:
    """Offer a casebook to an assistant as tools: search, relationship, forum, claim, evidence.

    Speaks the Model Context Protocol on standard input and output, for as long as the assistant's program keeps it running.
    Every answer carries the sentences that support it, with the ids of their reports.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.casebook import open_casebook
    from dragoman.desk.tools import make_server
    from dragoman.knowledge import Knowledge

    with told(Ledger()), open_casebook(casebook) as book:
        make_server(book, Knowledge.load(knowledge)).run("stdio")
