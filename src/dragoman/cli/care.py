"""Commands that look after a casebook: `changes`, `reread`, `diff`, `check`, `backup`, `forget`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import bar_fits, casebook_place, knowledge_files, loader, settings_of, stdout, told

if TYPE_CHECKING:
    from dragoman.casebook import Casebook, Change, Difference
    from dragoman.record import Reader


@click.command()
@casebook_place
@click.option("--since", metavar="N", type=click.IntRange(min=0), default=0, show_default=True, help="Changes after this number.")
@click.option("--follow", "following", is_flag=True, help="Wait for what comes, and write it as it comes, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON Lines.")
def changes(casebook: str, since: int, following: bool, as_json: bool) -> None:
    """List what came into a casebook, in order: reports, readings, judgments, what was merged and forgotten.

    The last number is what --since takes the next time.
    """
    from dragoman.app.follow import follow
    from dragoman.app.ledger import Ledger
    from dragoman.app.stop import Stop
    from dragoman.casebook import open_casebook

    with told(Ledger()), Stop().listening() as stop, open_casebook(casebook) as book:
        for some in follow(book, since, stop) if following else (book.changes(since),):
            for change in some:
                stdout().write(_line(change, as_json) + "\n")
            stdout().flush()  # whoever reads the lines is not to wait for more of them


def _line(change: Change, as_json: bool) -> str:
    from dragoman.app.ledger import one_line

    if as_json:
        return json.dumps(asdict(change))
    return one_line(f"{change.number}  {change.at}  {change.kind}  {change.id}  {change.what}")


@click.command()
@casebook_place
@knowledge_files
@click.option("--json", "as_json", is_flag=True, help="Write what differs in each report as JSON Lines.")
def reread(casebook: str, knowledge: tuple[Path, ...], as_json: bool) -> None:
    """Read those reports anew that this version has not read: after an update of Dragoman, its knowledge or its model.

    Older readings stay beside the new ones, and judgments hold. Ctrl-C stops; the same call goes on.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.reread import Sum
    from dragoman.app.reread import reread as again
    from dragoman.casebook import open_casebook

    bar = bar_fits(None if as_json else Path(casebook))
    with told(Ledger(None, bar)) as ledger, open_casebook(casebook) as book:
        sums = Sum()
        try:
            for done in ledger.passed(again(book, loader(settings_of(), knowledge)())):
                sums.add(done)
                if as_json:
                    stdout().write(json.dumps(asdict(done)) + "\n")
        finally:
            for line in sums.lines():
                ledger.say(line)


@click.command()
@click.argument("report", metavar="REPORT")
@casebook_place
@click.option("--before", metavar="N", type=click.IntRange(min=1), help="Number of the older reader [default: the last but one].")
@click.option("--after", metavar="N", type=click.IntRange(min=1), help="Number of the newer reader [default: the last].")
@click.option("--json", "as_json", is_flag=True, help="Write JSON Lines.")
def diff(report: str, casebook: str, before: int | None, after: int | None, as_json: bool) -> None:
    """Show what two readings of a report find differently.

    REPORT is the report's id. Its readers are numbered from 1, the oldest, in the order in which the casebook met them.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.reread import how
    from dragoman.casebook import open_casebook
    from dragoman.cli.tables import show

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        one, other = _two(book, report, before, after)
        found = book.difference(report, one, other)
        rows = [{"kind": d.kind, "words": d.what, "is": how(d)} | (_both(d) if as_json else {"fields": _fields(d)}) for d in found]
        show(rows, as_json)
        ledger.say(f"{report}: {len(found)} differences from {one.version} (model {one.model}) to {other.version} (model {other.model})")


def _two(book: Casebook, report: str, before: int | None, after: int | None) -> tuple[Reader, Reader]:
    book.report(report)  # says where there is none, or it was forgotten
    readers = book.readers(report)
    numbers = (before or len(readers) - 1, after or len(readers))
    if len(readers) < 2 or max(numbers) > len(readers):
        listed = ", ".join(f"{number} {reader.version}" for number, reader in enumerate(readers, 1)) or "none"
        raise click.UsageError(f"{report}: two readings are wanted; its readers are: {listed}")
    return readers[numbers[0] - 1], readers[numbers[1] - 1]


def _both(found: Difference) -> dict[str, Any]:
    return {"before": found.before, "after": found.after}


def _fields(found: Difference) -> str:
    """The fields that differ, before and after."""
    if found.before is None or found.after is None:
        return ""
    names = [name for name in found.before.keys() | found.after.keys() if found.before.get(name) != found.after.get(name)]
    return "; ".join(f"{name}: {_plain(found.before.get(name))} -> {_plain(found.after.get(name))}" for name in sorted(names))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@click.command()
@casebook_place
@click.option("--json", "as_json", is_flag=True, help="Write JSON Lines.")
def check(casebook: str, as_json: bool) -> None:
    """Look a whole casebook over: the database, each text and its bytes, each span, each row.

    Exit code 0 where all is as it should be, 1 where there are faults.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.casebook import open_casebook
    from dragoman.cli.tables import show

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        faults = book.check()
        show([asdict(fault) for fault in faults], as_json)
        ledger.refused = len(faults)
        ledger.say(f"{casebook}: {len(faults)} faults" if faults else f"{casebook}: no fault")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@casebook_place
def backup(file: Path, casebook: str) -> None:
    """Write a copy of a casebook, as it is at this moment, to a new SQLite file; from PostgreSQL too.

    Others may go on writing meanwhile. The file appears whole or not at all; one that is there is never overwritten.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.casebook import open_casebook

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        book.backup(file)
        ledger.say(f"{file}: written")


@click.command()
@click.argument("report", metavar="REPORT")
@casebook_place
@click.option("--why", metavar="TEXT", required=True, help="The reason, kept in the report's place.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(report: str, casebook: str, why: str, yes: bool) -> None:
    """Take a report's text, bytes and readings out of a casebook for good, in all its versions.

    REPORT is the report's id. Its id, the reason and the time stay, so that it is not kept again. Backups are not touched.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.casebook import open_casebook

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        title = book.report(report).title
        if not yes:
            click.confirm(f"Forget {report} ({title or 'without a title'}) for good?", abort=True, err=True)
        book.forget(report, why)
        ledger.say(f"{report}: forgotten")
