"""`dragoman judge`."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.common import casebook_place, stdout, told

if TYPE_CHECKING:
    from dragoman.app.ledger import Ledger
    from dragoman.casebook import Casebook

_EXAMPLES = """\b
Examples:
  dragoman judge keys 2024/talks --casebook talks.db
  dragoman judge reject event/2024/talks/104-112 --why "a film, not an attack" --casebook talks.db
  dragoman judge correct event/2024/talks/88-91 --set type=AGREE --set "sources=Arden; Belland" --casebook talks.db
  dragoman judge add event 2024/talks --words "signed a deal" --set type=AGREE --set "sources=Arden; Belland" --casebook talks.db
  dragoman judge add actor 2024/talks --words "the Lamp Commission" --set name="Lamp Commission" --set kind=igo --casebook talks.db
  dragoman judge merge actor/2024/talks/0-5 actor/2024/visit/12-20 --casebook talks.db
  dragoman judge undo j-5f0c --casebook talks.db
  dragoman judge --from sample.csv --casebook talks.db
"""
_KEYS = {"accept": 1, "reject": 1, "correct": 1, "undo": 1, "merge": 2, "split": 2, "add": 2, "keys": 1, "list": 0}
_WANTED = {"keys": "the id of a report", "add": "event or actor, and the id of a report"}


def _fields(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if not value.partition("=")[0].strip() or "=" not in value:
            raise click.BadParameter(f"{value!r}: wanted is FIELD=VALUE, such as type=AGREE")
    return {name.strip(): text for name, _, text in (value.partition("=") for value in values)}


@click.command(epilog=_EXAMPLES)
@click.argument("verdict", required=False, type=click.Choice(sorted(_KEYS)))
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@casebook_place
@click.option(
    "--set",
    "changed",
    metavar="FIELD=VALUE",
    multiple=True,
    callback=_fields,
    help="A field to correct, or of what is added. Can be repeated.",
)
@click.option(
    "--words",
    metavar="WORDS",
    multiple=True,
    help="Words of the report, or characters such as 104-112, that tell of what is added; further ones are further evidence.",
)
@click.option("--from", "sheet", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A sample, filled in.")
@click.option("--who", metavar="NAME", help="Who judges [default: the name of the user who is logged in].")
@click.option("--why", metavar="TEXT", default="", help="The reason, kept with the judgment.")
@click.option("--json", "as_json", is_flag=True, help="Write what is shown as JSON Lines.")
def judge(verdict: str | None, keys: tuple[str, ...], casebook: str, sheet: Path | None, as_json: bool, **given: Any) -> None:
    """Judge what was read: accept, reject or correct an item, add one that was missed, merge or split what is one or two, undo a judgment.

    A judgment is kept beside what was read and changes none of it. `keys REPORT` shows the items of a report with their keys,
    `list` all judgments; --from takes the judgments of a sample that was filled in.
    """
    from dragoman.app.judging import JudgmentLedger
    from dragoman.casebook import open_casebook

    _check(verdict, keys, sheet, given)
    who = given["who"] or _user()
    with told(JudgmentLedger()) as ledger, open_casebook(casebook) as book:
        if sheet is not None:
            _take_back(book, sheet, who, ledger)
        elif verdict == "keys":
            _show_keys(book, keys[0], as_json)
        elif verdict == "list":
            _show_judgments(book, as_json)
        elif verdict == "add":
            _add(book, keys, given, (who, given["why"]))
        else:
            _judge(book, str(verdict), keys, given["changed"], (who, given["why"]))


def _check(verdict: str | None, keys: tuple[str, ...], sheet: Path | None, given: dict[str, Any]) -> None:
    if (verdict is None) == (sheet is None):
        raise click.UsageError(f"give either --from FILE or one of {', '.join(sorted(_KEYS))}")
    if verdict is not None and len(keys) != _KEYS[verdict]:
        wanted = _WANTED.get(verdict) or ("no key", "one key", "two keys")[_KEYS[verdict]]
        raise click.UsageError(f"{verdict} takes {wanted}")
    if bool(given["changed"]) != (verdict in ("correct", "add")):
        raise click.UsageError("correct and add, and they alone, take --set FIELD=VALUE")
    if bool(given["words"]) != (verdict == "add"):
        raise click.UsageError("add, and it alone, takes --words WORDS")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise click.UsageError("nobody is logged in by name; give --who NAME") from None


def _take_back(book: Casebook, sheet: Path, who: str, ledger: Ledger) -> None:
    from dragoman.app.sampling import taken_back

    for _ in ledger.passed(taken_back(book, sheet, who)):
        pass
    if not ledger.refused:  # else the ledger says it by itself
        ledger.say(ledger.done())


def _judge(book: Casebook, verdict: str, keys: tuple[str, ...], changed: dict[str, str], by: tuple[str, str]) -> None:
    from dragoman.app.judging import judge as keep

    made = keep(book, verdict, keys, changed, by)
    stdout().write(f"{made.id}\n")  # what undo takes


def _add(book: Casebook, keys: tuple[str, ...], given: dict[str, Any], by: tuple[str, str]) -> None:
    from dragoman.app.adding import Missed, add
    from dragoman.app.items import value_of

    fields = {field: value_of(field, text) for field, text in given["changed"].items()}
    kind, report = keys
    made = add(book, Missed(kind, report, given["words"], fields), by)
    stdout().write(f"{made.id}\t{made.on}\n")  # what undo takes, and what other judgments name it by


def _show_keys(book: Casebook, report: str, as_json: bool) -> None:
    from dragoman.app.items import items
    from dragoman.cli.tables import show

    rows = [{"key": item.key, "words": item.words, "says": item.says, "judged": item.judged} for item in items(book.entry(report))]
    show(rows, as_json)


def _show_judgments(book: Casebook, as_json: bool) -> None:
    from dragoman.app.judging import standing
    from dragoman.cli.tables import show

    show([_row(found.judgment, found.stands, as_json) for found in standing(book)], as_json)


def _row(judgment: Any, stands: bool, as_json: bool) -> dict[str, Any]:
    value = json.loads(judgment.value)
    row = {name: getattr(judgment, name) for name in ("id", "at", "who", "what", "on", "why")}
    return row | {"value": value if as_json or value is None else judgment.value, "stands": stands}
