"""`dragoman show`: the history of a forum, a pair, an actor or a claim, in the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import USAGE, casebook_place, day, knowledge_files, stdout, told

if TYPE_CHECKING:
    from dragoman.app.pages.book import Book
    from dragoman.app.terminal import Page
    from dragoman.casebook import Casebook

_EXAMPLES = """\b
Examples:
  dragoman show forum "Joint Border Commission" --casebook talks.db
  dragoman show dyad Kyrgyzstan Tajikistan --since 2024-06-01 --type ACCUSE --casebook talks.db
  dragoman show actor "Jane Doe" --casebook talks.db
  dragoman show claim militia border --casebook talks.db
"""


def _types(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from dragoman.ontology import load

    types = tuple(value.upper() for value in values)
    known = load().events if types else {}
    for value in types:
        if value not in known:
            raise click.BadParameter(f"{value!r} is no event type; one of {', '.join(known)}")
    return types


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    as_json = click.option("--json", "as_json", is_flag=True, help="Write the page as one JSON object, as the desk does.")
    return casebook_place(knowledge_files(as_json(command)))


@click.group(epilog=_EXAMPLES)
def show() -> None:
    """Show the history of a forum, of a pair, of an actor or of a claim, each line with the words of its report.

    Names are those that people type: of a country, or its ISO code; an actor; a forum, or its acronym. What may be several is
    listed for choice. What came into the casebook since it was merged is merged first.
    """


@show.command("forum")
@click.argument("name", nargs=-1, required=True)
@_options
def forum(name: tuple[str, ...], **given: Any) -> None:
    """Show a recurring forum: its sessions, what each side says of them, those of which no report tells, and the next."""
    from dragoman.app.show import show_forum

    _show(lambda book, _: show_forum(" ".join(name), book), **given)


@show.command("dyad")
@click.argument("one")
@click.argument("other")
@click.option("--since", metavar="DATE", callback=day, help="Happenings of this day or later.")
@click.option("--until", metavar="DATE", callback=day, help="Happenings of this day or earlier.")
@click.option(
    "--type", "types", metavar="TYPE", multiple=True, callback=_types, help="Happenings of this type, such as CONSULT. Can be repeated."
)
@_options
def dyad(one: str, other: str, since: str | None, until: str | None, types: tuple[str, ...], **given: Any) -> None:
    """Show what two countries or actors did together and to one another, the latest first, and what they claim of each other."""
    from dragoman.app.pages.relation import Choice
    from dragoman.app.show import show_dyad

    choice = Choice(since=since or "", until=until or "", types=types)
    _show(lambda book, _: show_dyad((one, other), book, choice), **given)


@show.command("actor")
@click.argument("name", nargs=-1, required=True)
@_options
def actor(name: tuple[str, ...], **given: Any) -> None:
    """Show an actor: what it is called, its offices, with whom it has to do, what it did and claimed."""
    from dragoman.app.show import show_actor

    _show(lambda book, _: show_actor(" ".join(name), book), **given)


@show.command("claim")
@click.argument("words", metavar="ID|WORDS...", nargs=-1, required=True)
@_options
def claim(words: tuple[str, ...], **given: Any) -> None:
    """Show a claim by its id or by words in it: who says so, how the wording moved, who denies it, what bears it out."""
    from dragoman.app.show import show_claim

    _show(lambda book, casebook: show_claim(" ".join(words), book, casebook), **given)


def _show(ask: Callable[[Book, Casebook], Page], casebook: str, knowledge: tuple[Path, ...], as_json: bool) -> None:
    from dragoman.app.ledger import Ledger
    from dragoman.app.show import open_book
    from dragoman.casebook import open_casebook
    from dragoman.errors import UnclearError
    from dragoman.knowledge import Knowledge

    with told(Ledger()) as ledger, open_casebook(casebook) as held:
        known = Knowledge.load(knowledge)
        try:
            _write(ask(open_book(held, known, lambda what: ledger.say(f"{casebook}: {what}")), held), as_json)
        except UnclearError as error:
            for line in (str(error), *error.choices):
                ledger.say(line)
            sys.exit(USAGE)


def _write(page: Page, as_json: bool) -> None:
    if as_json:
        from dragoman.record.plain import to_plain

        stdout().write(json.dumps(to_plain(page)) + "\n")
        return
    from dragoman.app.terminal import write

    write(page, stdout())
