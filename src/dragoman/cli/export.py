"""`dragoman export`."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import bar_fits, day, knowledge_files, refuse_own_output, told

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.progress import Progress

    from dragoman.app.export import Written
    from dragoman.exports.filter import Filter
    from dragoman.exports.package import About

_EXAMPLES = """\b
Examples:
  dragoman export csv --casebook talks.db --out events.csv
  dragoman export polecat --casebook talks.db --out - --since 2024-01-01 | head
  dragoman export csv --casebook talks.db --out claims.csv --claims --dyad Pakistan,Afghanistan
  dragoman export ics --casebook talks.db --out meetings.ics --country KEN
  dragoman export package --casebook talks.db --out dataset.zip --title "Talks, 2024"
  dragoman export dictionary --out columns.csv
"""
_STATUSES = ("happened", "ongoing", "planned", "possible", "conditional", "denied", "habitual")
_PACKAGE, _DICTIONARY = "package", "dictionary"


def _upper(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(value.upper() for value in values)


def _types(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    from dragoman.ontology import load

    known = load().events if values else {}
    for value in _upper(context, parameter, values) - set(known):
        raise click.BadParameter(f"{value!r} is no event type; one of {', '.join(known)}")
    return _upper(context, parameter, values)


def _pair(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    names = [name.strip() for name in value.split(",")]
    if len(names) != 2 or not all(names):
        raise click.BadParameter("two actors are wanted with a comma between, such as Pakistan,Afghanistan")
    return names[0], names[1]


@click.command(epilog=_EXAMPLES)
@click.argument("form", metavar="FORMAT")
@click.option("--casebook", metavar="FILE-OR-URL", help="The casebook: a file, or the postgresql+psycopg:// address of a database.")
@click.option(
    "--out",
    metavar="PATH",
    default="-",
    show_default=True,
    type=click.Path(path_type=Path),
    help="File to write to (package: folder or .zip); - for standard output.",
)
@click.option("--actor", "actors", metavar="NAME", multiple=True, help="Events of this actor: name, id or Wikidata id. Can be repeated.")
@click.option(
    "--country",
    "countries",
    metavar="ISO3",
    multiple=True,
    callback=_upper,
    help="Events of a country's actors, or in it. Can be repeated.",
)
@click.option("--dyad", metavar="A,B", callback=_pair, help="Events between two actors or countries, in either direction.")
@click.option(
    "--type", "types", metavar="TYPE", multiple=True, callback=_types, help="Events of this type, such as CONSULT. Can be repeated."
)
@click.option("--status", "statuses", multiple=True, type=click.Choice(_STATUSES), help="Events of this status. Can be repeated.")
@click.option("--claims", is_flag=True, help="Events that rest on a speaker's word (with --happenings: those too).")
@click.option("--happenings", is_flag=True, help="Events that the report itself tells (with --claims: those too).")
@click.option("--place", "places", metavar="NAME", multiple=True, help="Events in this place or in a place inside it. Can be repeated.")
@click.option("--since", metavar="DATE", callback=day, help="Events of this day or later.")
@click.option("--until", metavar="DATE", callback=day, help="Events of this day or earlier.")
@click.option("--sources", metavar="N", type=click.IntRange(min=1), default=1, help="Events with at least so many independent sources.")
@click.option(
    "--min-confidence", "confidence", metavar="P", type=click.FloatRange(0, 1), default=0.0, help="Events at least so sure, 0 to 1."
)
@click.option("--title", metavar="TEXT", default="Events read from news reports", show_default=True, help="Of a package: its title.")
@click.option("--author", "authors", metavar="NAME", multiple=True, help="Of a package: who is to be cited. Can be repeated.")
@click.option("--texts", is_flag=True, help="Into a package: the texts of the reports too. Mind their owners' rights.")
@click.option(
    "--precision",
    metavar="FILE.json",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Into a package: what a judged sample says of the table.",
)
@knowledge_files
def export(form: str, casebook: str | None, out: Path, knowledge: tuple[Path, ...], **given: Any) -> None:
    """Write a casebook's events, or what they hold together, in the format of others.

    FORMAT is csv, parquet, plover, polecat, icews, gdelt-events, gdelt-mentions, phoenix, ftm, graphml, ics, record or stories;
    package for all that an archive wants; dictionary for what every column means (which needs no casebook).

    A claim is never exported as a happening: formats without a place for who asserts an event, and for its status, hold what
    the reports themselves tell as happened or ongoing, unless --status or --claims asks for more.
    """
    from dragoman.app.export import ExportLedger

    target = None if str(out) == "-" else out
    _check(form, casebook, target)
    with told(ExportLedger()) as ledger:
        written = _dictionary(target, knowledge) if form == _DICTIONARY else _export(form, str(casebook), target, knowledge, given)
        if target is not None:
            ledger.say(f"{target}: {written.count:,} {written.unit}")


def _check(form: str, casebook: str | None, out: Path | None) -> None:
    from dragoman.app.export import formats

    known = (*formats(), _PACKAGE, _DICTIONARY)
    if form not in known:
        raise click.UsageError(f"there is no format {form!r}; one of {', '.join(known)}")
    if form == _PACKAGE and out is None:
        raise click.UsageError("a package needs --out: a folder, or a file whose name ends in .zip")
    if form == _DICTIONARY:
        return
    if casebook is None:
        raise click.UsageError(f"{form} needs --casebook")
    refuse_own_output((casebook,), out)


def _filter(given: dict[str, Any]) -> Filter:
    from dragoman.exports.filter import Filter, Voice

    claims, happenings = given.pop("claims"), given.pop("happenings")
    voice: Voice | None = "both" if claims and happenings else "claims" if claims else "happenings" if happenings else None
    return Filter(voice=voice, statuses=frozenset(given.pop("statuses")), **given)


def _about(given: dict[str, Any]) -> About:
    from dragoman.exports.package import About

    precision: Path | None = given.pop("precision")
    try:
        told = json.loads(precision.read_text(encoding="utf-8")) if precision else None
    except ValueError as error:
        raise click.BadParameter(f"{precision}: is not JSON: {error}") from None
    return About(given.pop("title"), given.pop("authors"), given.pop("texts"), told)


def _dictionary(out: Path | None, knowledge: tuple[Path, ...]) -> Written:
    from dragoman.app.export import export_dictionary, load_facts

    return export_dictionary(load_facts(knowledge), out, sys.stdout.buffer)


def _export(form: str, place: str, out: Path | None, knowledge: tuple[Path, ...], given: dict[str, Any]) -> Written:
    from dragoman.app.export import export as write
    from dragoman.app.export import export_package, load_facts, select
    from dragoman.casebook import open_casebook
    from dragoman.exports.formats import FORMATS

    about = _about(given)
    made = FORMATS["csv" if form == _PACKAGE else form]
    with open_casebook(place) as book, _bar(out) as bar:
        selection = select(book, load_facts(knowledge), made, _filter(given), bar)
        return export_package(selection, out, about) if form == _PACKAGE and out else write(selection, made, out, sys.stdout.buffer)


def _bar(out: Path | None) -> AbstractContextManager[Progress | None]:
    from dragoman.app.export import bar_of_reports

    return bar_of_reports() if bar_fits(out) else nullcontext()
