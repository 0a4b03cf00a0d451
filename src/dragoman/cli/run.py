"""`dragoman run`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from dragoman.cli.common import bar_fits, options_of, refuse_own_output, report_options, told

_EXAMPLES = """\b
Examples:
  dragoman run archive/ --out tables/
  dragoman run wire-*.jsonl.gz --out tables/ --workers 8
  dragoman run "s3://news/2024/*.warc.gz" --out tables/ --engine ray --address auto
"""


@click.command(epilog=_EXAMPLES)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--out", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Folder for the tables.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where to read: all cores of this computer, or a Ray cluster.",
)
@click.option("--address", metavar="ADDRESS", help="Address of the Ray cluster, or auto for the one at hand [default: one of its own].")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="How many processes read at once [default: one a core].")
@click.option("--gpus", metavar="N", type=click.FloatRange(min=0), default=0.0, help="GPUs that Ray sets aside for each process.")
@click.option(
    "--part", metavar="N", type=click.IntRange(min=1), default=500, show_default=True, help="Reports that are read and kept as one part."
)
@click.option("--merge", is_flag=True, help="Once all is read, find what the readings hold together: stories, happenings, claims, forums.")
@report_options
def run(  # noqa: PLR0913 (a parameter is an option)
    inputs: tuple[str, ...],
    out: Path,
    engine: Literal["local", "ray"],
    address: str | None,
    workers: int | None,
    gpus: float,
    part: int,
    merge: bool,
    knowledge: tuple[Path, ...],
    **given: Any,
) -> None:
    """Read an archive of any size into tables (Parquet), on all cores of this computer or on many computers.

    INPUT is what `dragoman read` takes, a pattern such as "2024/*.warc.gz", or the address of an object store (s3://,
    gs://, ...). What is finished is kept part by part: the same call goes on where it was stopped or killed.
    """
    from contextlib import closing

    from dragoman.app.stop import Stop
    from dragoman.batch.folder import Folder
    from dragoman.batch.merging import merge_run
    from dragoman.batch.run import Count, read_archive
    from dragoman.batch.start import Wanted, engine_of, head_of, merging_engine
    from dragoman.sources import count

    options, wanted = options_of(given), Wanted(engine, address, workers, gpus)
    refuse_own_output(inputs, out)
    bar = bar_fits(out)
    with (
        told(Count(count(inputs) if bar else None, bar)) as ledger,
        Stop().listening() as stop,
        closing(Folder(out, head_of(options, knowledge, gpus > 0))) as folder,
    ):
        with closing(engine_of(wanted, options.settings, knowledge)) as made:
            for step in read_archive(inputs, options, folder, made, stop, part):
                ledger.take(step)
        ledger.say(f"{out}: {ledger.done()}, {ledger.refused} refused")
        if merge:
            with closing(merging_engine(wanted, knowledge)) as made:
                rows = merge_run(out, made)
            ledger.say(f"{out}: {', '.join(f'{number} {name}' for name, number in rows.items())}")
