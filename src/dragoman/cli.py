"""The command line: what to do, with what, and how it ended (0 all read, 1 some refused, 2 cannot be done as asked).

Only click is imported here at once; all else is imported by the command that needs it, so that help appears at once.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dragoman import __version__
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.app.ledger import Ledger
    from dragoman.app.read import Reads
    from dragoman.app.write import Format
    from dragoman.settings import Settings

REFUSED = 1
USAGE = 2
# What shells report for a program that such a signal ended.
INTERRUPTED = 128 + signal.SIGINT
BROKEN_PIPE = 128 + 13

_EXAMPLES = """\b
Examples:
  dragoman read report.txt                      the record of one report, in the terminal
  dragoman read report.txt --out record.html    a page with the text beside its record
  dragoman read archive/ --out records.jsonl    a folder of reports, one line of JSON each
  dragoman demo                                 see it at work on the reports that ship with it
"""
_READ_EXAMPLES = """\b
Examples:
  dragoman read report.txt --published 2024-01-31
  dragoman read https://example.org/news/talks.html
  dragoman read archive/ more.jsonl --out records.jsonl
  dragoman read archive/ --format html --out pages/
  cat report.txt | dragoman read - --format json
"""
_RELATE_EXAMPLES = """\b
Examples:
  dragoman relate pairs.jsonl > types.jsonl
  echo '{"id": 1, "text": "Arden accused Belland of shelling a village.", "source": [0, 5], "target": [14, 21]}' | dragoman relate -
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EXAMPLES)
@click.version_option(__version__, message="dragoman %(version)s")
def main() -> None:
    """Read news reports of diplomacy and conflict, and keep the record: who met whom, who said what, who did what to whom.

    Every entry of the record shows the words of the report that support it.
    """
    # Libraries log what they stumble over; what matters of it is said in our own words, one line each.
    logging.getLogger().addHandler(logging.NullHandler())


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from dragoman.sources.published import published

    try:
        return published(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_knowledge = click.option(
    "--knowledge",
    metavar="FILE.yaml",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who is who and where is where, added to what ships and preferred to it. Can be given more than once.",
)


@main.command(epilog=_READ_EXAMPLES)
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
@click.option(
    "--published",
    metavar="DATE",
    callback=_day,
    help="Day on which the reports were published, such as 2024-01-31, where they do not state it.",
)
@click.option("--publisher", metavar="NAME", help="Who published the reports, where they do not state it.")
@_knowledge
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), help="Characters read of one report; the rest is listed as unread [default: 24000]."
)
@click.option("--any-language", is_flag=True, help="Read texts that do not look like English instead of refusing them.")
@click.option("--private-addresses", is_flag=True, help="Allow addresses on this computer and in the local network.")
def read(inputs: tuple[str, ...], form: Format | None, out: Path | None, knowledge: tuple[Path, ...], **given: Any) -> None:
    """Read reports and write the record of each.

    INPUT is a file (.txt, .md, .html, .jsonl, .jsonl.gz), a folder, an address on the web, or - for standard input.
    What cannot be read is named on standard error with the reason; the rest goes on.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.read import readings
    from dragoman.app.write import format_for, writer
    from dragoman.sources import Options, count, reports

    options = Options(published=given.pop("published"), publisher=given.pop("publisher"), settings=_settings(**given))
    _refuse_own_output(inputs, out)
    bar = _bar_fits(out)
    with _told(Ledger(count(inputs) if bar else None, bar)) as ledger, writer(form or format_for(out), out, _stdout()) as sink:
        for reading in ledger.passed(readings(_loader(options.settings, knowledge), reports(inputs, options))):
            sink.write(reading)


@main.command(epilog=_RELATE_EXAMPLES)
@click.argument("input", metavar="INPUT.jsonl")
@_knowledge
def relate(input: str, knowledge: tuple[Path, ...]) -> None:
    """Say what one marked actor does to another.

    Each line of INPUT.jsonl (or of standard input, with -) holds an id, a text, and where in it the source and the target
    stand, as [start, end] in characters, or null for one that is not named. Each line of the answer holds the id, the
    type of event (NONE for no event) and the score of every type.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.relate import relations
    from dragoman.sources import count, pairs

    settings = _settings()
    bar = _bar_fits(None)
    with _told(Ledger(count([input]) if bar else None, bar)) as ledger:
        for relation in ledger.passed(relations(_loader(settings, knowledge), pairs(input, settings.file_bytes))):
            row = {"id": relation.id, "type": relation.type, "scores": relation.scores}
            click.echo(json.dumps(row, ensure_ascii=False), file=_stdout())


@main.command()
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

    with _told(Ledger()):
        run_demo(_loader(_settings(), ())(), out, Console(), open_browser)


def _loader(settings: Settings, knowledge: tuple[Path, ...]) -> Callable[[], Reads]:
    from dragoman.app.reader import load_reader

    return partial(load_reader, settings, knowledge)


def _settings(**changed: Any) -> Settings:
    """The settings of the environment, with those options of the command line that were given."""
    from dragoman.settings import from_environment

    try:
        return replace(from_environment(os.environ), **{name: value for name, value in changed.items() if value})
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _refuse_own_output(inputs: tuple[str, ...], out: Path | None) -> None:
    """An output among the inputs would be overwritten, or read as one of the reports."""
    if out is None:
        return
    place = out.resolve()
    for given in (Path(given).resolve() for given in inputs if given != "-"):
        if place == given or (given.is_dir() and given in place.parents):
            raise click.UsageError(f"--out {out} lies in what is to be read; give a place outside it")


def _bar_fits(out: Path | None) -> bool:
    """Whether a bar has a terminal to itself: on one that the records go to as well, it would run through them."""
    return sys.stderr.isatty() and (out is not None or not sys.stdout.isatty())


def _stdout() -> TextIO:
    """Standard output in UTF-8, whatever the system's own encoding is."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


@contextmanager
def _told(ledger: Ledger) -> Iterator[Ledger]:
    """Whatever ends a command, the user is told in one line, and the exit code says it."""
    try:
        with ledger:
            yield ledger
    except KeyboardInterrupt:
        ledger.say(f"stopped: {ledger.read} read")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(BROKEN_PIPE)
    except DragomanError as error:
        ledger.say(str(error))
        sys.exit(USAGE)
    except OSError as error:
        ledger.say(f"{error.filename or 'the output'}: cannot be written: {error.strerror or error}")
        sys.exit(USAGE)
    sys.exit(REFUSED if ledger.refused else 0)


def _forget_stdout() -> None:
    """Nobody listens any more: what is still to be flushed goes nowhere, without a complaint at the exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
