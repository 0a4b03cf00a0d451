"""`dragoman merge`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dragoman.cli.common import bar_fits, casebook_place, knowledge_files, stdout, told


@click.command()
@casebook_place
@click.option("--all", "anew", is_flag=True, help="Merge all reports anew, as after a change of the knowledge.")
@knowledge_files
@click.option("--json", "as_json", is_flag=True, help="Write what the casebook holds together as one JSON object.")
def merge(casebook: str, anew: bool, knowledge: tuple[Path, ...], as_json: bool) -> None:
    """Bring what reports hold together up to date: stories, copies, happenings, claims with their denials, forums.

    `dragoman add` does so by itself; it is needed after judgments, and where adding was stopped. What came, was read anew or
    was judged is merged with what it hangs together with, the rest stays.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.merge import MergeLedger, bring_up_to_date, summary
    from dragoman.casebook import open_casebook
    from dragoman.knowledge import Knowledge

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        known = Knowledge.load(knowledge)
        if anew:
            book.unsettle()
        with MergeLedger(book.unsettled(), bar_fits(None if as_json else Path(casebook))) as merging:
            bring_up_to_date(book, known, merging.tick)
        found = summary(book)
        if as_json:
            stdout().write(json.dumps({"merged": merging.read, **found}) + "\n")
        ledger.say(f"{casebook}: {merging.done()}; " + ", ".join(f"{count:,} {name}" for name, count in found.items()))
