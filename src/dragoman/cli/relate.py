"""`dragoman relate`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dragoman.cli.common import bar_fits, knowledge_files, loader, settings_of, stdout, told

_EXAMPLES = """\b
Examples:
  dragoman relate pairs.jsonl > types.jsonl
  echo '{"id": 1, "text": "Arden accused Belland of shelling a village.", "source": [0, 5], "target": [14, 21]}' | dragoman relate -
"""


@click.command(epilog=_EXAMPLES)
@click.argument("input", metavar="INPUT.jsonl")
@knowledge_files
def relate(input: str, knowledge: tuple[Path, ...]) -> None:
    """Say what one marked actor does to another.

    Each line of INPUT.jsonl (or of standard input, with -) holds an id, a text, and where in it the source and the target
    stand, as [start, end] in characters, or null for one that is not named. Each line of the answer holds the id, the
    type of event (NONE for no event) and the score of every type.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.relate import relations
    from dragoman.sources import count, pairs

    settings = settings_of()
    bar = bar_fits(None)
    with told(Ledger(count([input]) if bar else None, bar)) as ledger:
        for relation in ledger.passed(relations(loader(settings, knowledge), pairs(input, settings.file_bytes))):
            row = {"id": relation.id, "type": relation.type, "scores": relation.scores}
            click.echo(json.dumps(row, ensure_ascii=False), file=stdout())
