"""`dragoman watch`."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.common import casebook_place, knowledge_files, loader, settings_of, told

_EXAMPLES = """\b
Examples:
  dragoman watch feeds.toml --casebook talks.db
  dragoman watch feeds.toml --casebook talks.db --once
"""


@click.command(epilog=_EXAMPLES)
@click.argument("feeds", metavar="FEEDS.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@casebook_place
@knowledge_files
@click.option("--once", is_flag=True, help="Poll each feed once and end.")
@click.option("--any-language", is_flag=True, help="Read texts that do not look like English instead of refusing them.")
@click.option("--private-addresses", is_flag=True, help="Allow addresses on this computer and in the local network.")
def watch(feeds: Path, casebook: str, knowledge: tuple[Path, ...], once: bool, any_language: bool, private_addresses: bool) -> None:
    """Poll feeds (RSS, Atom) and keep what is new in a casebook, for as long as it runs.

    FEEDS.toml lists them: a [[feed]] each, with a url, and publisher, every (minutes) and pages (true: the pages that the
    feed names; false: the texts in the feed) where wanted. One line per poll tells how it went. Ctrl-C ends it.
    """
    from dragoman.app.add import opened
    from dragoman.app.merge import merger
    from dragoman.app.stop import Stop, Stopped
    from dragoman.app.tally import Tally
    from dragoman.app.watch import State, Watch, line_of, state_path
    from dragoman.sources import Options
    from dragoman.sources.feeds import load_feeds

    settings = settings_of(any_language=any_language, private_addresses=private_addresses)
    with told(Tally()) as tally, Stop().listening() as stop:
        listed = load_feeds(feeds)
        book, made = opened(casebook)
        with book:
            if made:
                tally.say(f"{casebook}: a new casebook")
            watching = Watch(book, loader(settings, knowledge), Options(settings), State(state_path(casebook, feeds), made), stop)
            merge = merger(book, knowledge)
            try:
                for health in (watching.once if once else watching.ever)(listed, tally.take):
                    click.echo(line_of(health))
                    merge()
            except Stopped:
                tally.say("stopped")
