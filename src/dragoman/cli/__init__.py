"""The command line: what to do, with what, and how it ended (0 all read, 1 some refused, 2 cannot be done as asked).

One file per command or family of commands. Only click is imported here at once; all else is imported by the command that
needs it, so that help appears at once.
"""

from __future__ import annotations

import logging

import click

from dragoman import __version__
from dragoman.cli.add import add
from dragoman.cli.care import backup, changes, check, diff, forget, reread
from dragoman.cli.common import BROKEN_PIPE, INTERRUPTED, REFUSED, USAGE
from dragoman.cli.demo import demo
from dragoman.cli.export import export
from dragoman.cli.import_run import import_run
from dragoman.cli.judge import judge
from dragoman.cli.mcp import mcp
from dragoman.cli.merge import merge
from dragoman.cli.read import read
from dragoman.cli.relate import relate
from dragoman.cli.run import run
from dragoman.cli.sample import precision, sample
from dragoman.cli.serve import serve
from dragoman.cli.show import show
from dragoman.cli.user import user
from dragoman.cli.watch import watch

__all__ = ["BROKEN_PIPE", "INTERRUPTED", "REFUSED", "USAGE", "main"]

_EXAMPLES = """\b
Examples:
  dragoman read report.txt                      the record of one report, in the terminal
  dragoman read report.txt --out record.html    a page with the text beside its record
  dragoman read archive/ --out records.jsonl    a folder of reports, one line of JSON each
  dragoman demo                                 see it at work on the reports that ship with it
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EXAMPLES)
@click.version_option(__version__, message="dragoman %(version)s")
def main() -> None:
    """Read news reports of diplomacy and conflict, and keep the record: who met whom, who said what, who did what to whom.

    Every entry of the record shows the words of the report that support it.
    """
    # Libraries log what they stumble over; what matters of it is said in our own words, one line each.
    logging.getLogger().addHandler(logging.NullHandler())


_COMMANDS = (
    read, add, run, import_run, watch, relate, export, judge, sample, precision, changes, reread, diff,
    merge, check, backup, forget, serve, show, mcp, user, demo,
)  # fmt: skip
for _command in _COMMANDS:
    main.add_command(_command)
