"""What commands share: options, settings, the reader, how the user is told, and how a command ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.app.ledger import Ledger
    from dragoman.app.read import Reads
    from dragoman.settings import Settings
    from dragoman.sources import Options

L = TypeVar("L", bound="Ledger")
_KEYS = ("id", "text", "title", "published", "publisher", "url")
REFUSED = 1
USAGE = 2
# What shells report for a program that such a signal ended.
INTERRUPTED = 128 + signal.SIGINT
BROKEN_PIPE = 128 + 13


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The callback of an option that takes a day: ISO 8601, or a usage error."""
    from dragoman.sources.published import published

    try:
        return published(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def columns(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[tuple[str, str], ...]:
    """The callback of an option that says which columns of a table hold what: pairs of a report's key and a column's name."""
    items = [item.partition("=") for item in (value or "").split(",") if item.strip()]
    pairs = tuple((key.strip(), name.strip()) for key, _, name in items)
    for key, name in pairs:
        if key not in _KEYS or not name:
            raise click.BadParameter(f"{key}={name}: wanted is KEY=COLUMN, the key being one of {', '.join(_KEYS)}")
    return pairs


knowledge_files = click.option(
    "--knowledge",
    metavar="FILE.yaml",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who is who and where is where, added to what ships and preferred to it. Can be given more than once.",
)

casebook_place = click.option(
    "--casebook", metavar="FILE-OR-URL", required=True, help="The casebook: a file, or the postgresql+psycopg:// address of a database."
)

port_option = click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8400,
    show_default=True,
    help="Port to listen on; 0 for any that is free.",
)

_REPORT_OPTIONS = (
    click.option(
        "--published",
        metavar="DATE",
        callback=day,
        help="Day on which the reports were published, such as 2024-01-31, where they do not state it.",
    ),
    click.option("--publisher", metavar="NAME", help="Who published the reports, where they do not state it."),
    click.option(
        "--columns",
        metavar="KEY=COLUMN,...",
        callback=columns,
        help="Which columns of a table hold what, such as text=body,published=date [default: the usual names].",
    ),
    knowledge_files,
    click.option(
        "--limit",
        metavar="N",
        type=click.IntRange(min=1),
        help="Characters read of one report; the rest is listed as unread [default: 24000].",
    ),
    click.option("--any-language", is_flag=True, help="Read texts that do not look like English instead of refusing them."),
    click.option("--private-addresses", is_flag=True, help="Allow addresses on this computer and in the local network."),
)


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads reports."""
    for option in reversed(_REPORT_OPTIONS):
        command = option(command)
    return command


def options_of(given: dict[str, Any], **more: Any) -> Options:
    """What the user says about the reports to come, by those options and the environment."""
    from dragoman.sources import Options

    stated = {name: given.pop(name) for name in ("published", "publisher", "columns")}
    return Options(settings=settings_of(**given), **stated, **more)


def loader(settings: Settings, knowledge: tuple[Path, ...]) -> Callable[[], Reads]:
    """What loads the reader, once there is a report for it."""
    from dragoman.app.reader import load_reader

    return partial(load_reader, settings, knowledge)


def settings_of(**changed: Any) -> Settings:
    """The settings of the environment, with those options of the command line that were given."""
    from dragoman.settings import from_environment

    try:
        return replace(from_environment(os.environ), **{name: value for name, value in changed.items() if value})
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def refuse_own_output(inputs: tuple[str, ...], out: Path | None) -> None:
    """An output among the inputs would be overwritten, or read as one of the reports."""
    if out is None:
        return
    place = out.resolve()
    for given in (Path(given).resolve() for given in inputs if given != "-"):
        if place == given or (given.is_dir() and given in place.parents):
            raise click.UsageError(f"--out {out} lies in what is to be read; give a place outside it")


def bar_fits(out: Path | None) -> bool:
    """Whether a bar has a terminal to itself: on one that the records go to as well, it would run through them."""
    return sys.stderr.isatty() and (out is not None or not sys.stdout.isatty())


def stdout() -> TextIO:
    """Standard output in UTF-8, whatever the system's own encoding is."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.encoding.lower() != "utf-8":
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


@contextmanager
def told(ledger: L) -> Iterator[L]:
    """Whatever ends a command, the user is told in one line, and the exit code says it."""
    try:
        with ledger:
            yield ledger
    except KeyboardInterrupt as error:
        ledger.say(f"stopped: {ledger.done()}")
        sys.exit(128 + getattr(error, "number", signal.SIGINT))
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
