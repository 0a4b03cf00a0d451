"""`dragoman sample` and `dragoman precision`: how right a casebook's events are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import casebook_place, refuse_own_output, stdout, told

if TYPE_CHECKING:
    from dragoman.app.precision import Precision, Share


@click.command()
@casebook_place
@click.option("--size", metavar="N", type=click.IntRange(min=1), default=200, show_default=True, help="How many events.")
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Another number draws another sample.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write to: .csv for spreadsheets, .jsonl for programs [default: JSON Lines to standard output].",
)
def sample(casebook: str, size: int, seed: int, out: Path | None) -> None:
    """Draw a sample of events to be judged, the same number of each type.

    Fill in the columns `verdict` (accept, reject or correct) and `why`, change what is wrong where it says correct, and give
    the file back to `dragoman judge --from FILE`. The same casebook and seed give the same sample.
    """
    from dragoman.app.ledger import Ledger
    from dragoman.app.sampling import sample as rows
    from dragoman.app.sampling import write
    from dragoman.casebook import open_casebook

    _check(casebook, out)
    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        if out is None:
            write(rows(book, size, seed), "jsonl", stdout())
            return
        made = list(rows(book, size, seed))
        # The mark tells spreadsheets that it is UTF-8.
        with out.open("w", encoding="utf-8-sig" if out.suffix == ".csv" else "utf-8", newline="") as stream:
            ledger.say(f"{out}: {write(made, out.suffix[1:], stream)} events")


def _check(casebook: str, out: Path | None) -> None:
    refuse_own_output((casebook,), out)
    if out is not None and out.suffix not in (".csv", ".jsonl"):
        raise click.UsageError(f"--out {out}: a name that ends in .csv or .jsonl is wanted")
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: there is a file already, which may hold verdicts; give another name")


@click.command()
@casebook_place
@click.option("--seed", metavar="N", type=int, help="The sample of this seed only [default: all samples].")
@click.option("--every", is_flag=True, help="All judgments, those of single items too. They may have been chosen for their faults.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON; `dragoman export package --precision` takes it.")
def precision(casebook: str, seed: int | None, every: bool, as_json: bool) -> None:
    """Say how right the events are, by the judgments of a sample: of each type and over all, with intervals of 95 %."""
    from dragoman.app.ledger import Ledger
    from dragoman.app.precision import as_json as plain
    from dragoman.app.precision import precision as measure
    from dragoman.casebook import open_casebook

    with told(Ledger()) as ledger, open_casebook(casebook) as book:
        found = measure(book, seed, every)
        if as_json:
            stdout().write(json.dumps(plain(found), indent=2) + "\n")
        elif found.covered:
            _show(found)
        else:
            ledger.say("nothing of a sample was judged yet: dragoman sample, then dragoman judge --from FILE")


def _show(found: Precision) -> None:
    from dragoman.app.precision import wilson
    from dragoman.cli.tables import show

    rows: list[dict[str, Any]] = [
        {
            "type": s.type, "events": s.events, "judged": s.judged,
            "right": _words(wilson(s.right, s.judged)), "wholly": _words(wilson(s.whole, s.judged)),
        }
        for s in found.strata
    ]  # fmt: skip
    total = {"events": sum(s.events for s in found.strata), "judged": sum(s.judged for s in found.strata)}
    rows.append({"type": "all, weighed", **total, "right": _words(found.right), "wholly": _words(found.whole)})
    show(rows)
    if found.covered < 1:
        stdout().write(f"All is of the types that were judged: {found.covered:.0%} of the events.\n")


def _words(share: Share) -> str:
    if share.right is None:
        return "-"
    return f"{share.right:.2f} ({share.low:.2f} to {share.high:.2f})"
