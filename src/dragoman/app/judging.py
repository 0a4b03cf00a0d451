"""Judgments of a person, one by one or a sheet of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from dragoman.app.items import value_of
from dragoman.app.ledger import Ledger
from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.judged import facts
from dragoman.casebook.kept import Verdict
from dragoman.casebook.keys import report_in
from dragoman.errors import CasebookError

ON_ITEMS = ("accept", "reject", "correct")


class JudgmentLedger(Ledger):
    """Says what became of a sheet."""

    def done(self) -> str:
        """How many judgments are new."""
        return f"{self.read} judgments kept"


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgment and whether it stands, or another one took it back."""

    judgment: Judgment
    stands: bool


def judge(casebook: Casebook, what: str, keys: Sequence[str], changed: Mapping[str, str], by: tuple[str, str]) -> Judgment:
    """Keeps one judgment on the item of a key (for merge and split: on two), and gives it back. `by` is who and why.

    Raises CasebookError where it does not fit, and where what is asked for stands already.
    """
    value: Any = None
    if what == "accept":
        value = _seen(casebook, keys[0])
    elif what == "correct":
        value = {field: value_of(field, text) for field, text in changed.items()}
    elif what in ("merge", "split"):
        value = keys[1]
    made = draft(what, keys[0], value, by)
    if what != "undo" and stands(casebook.present_judgments(), made):
        raise CasebookError(f"{keys[0]}: this judgment stands already")
    casebook.judge(made)
    return made


def draft(what: str, key: str, value: Any, by: tuple[str, str], tag: str = "j") -> Judgment:
    """A judgment of now. `tag` begins its id: those of a sample are told by it."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Judgment(f"{tag}-{uuid4().hex[:12]}", by[0], at, by[1], key, cast(Verdict, what), text)


def stands(judgments: Iterable[Judgment], made: Judgment) -> bool:
    """Whether the last of the judgments on the item says the same, for the same sample or none."""
    same = [j for j in judgments if j.on == made.on and (j.what in ON_ITEMS) == (made.what in ON_ITEMS)]
    return bool(same) and _said(same[-1]) == _said(made)


def _said(judgment: Judgment) -> tuple[str, str, str]:
    return judgment.what, judgment.value, judgment.id.rpartition("-")[0]


def _seen(casebook: Casebook, key: str) -> Any:
    """What somebody who accepts the item sees of it; nothing where the present reading does not have it."""
    report = report_in(key)
    entry = next(casebook.entries([report]), None) if report else None
    id = next((id for id, mine in entry.keys.items() if mine == key), None) if entry else None
    return json.loads(facts(entry, id)) if entry and id else None


def standing(casebook: Casebook) -> Iterator[Standing]:
    """All judgments in the order in which they were made."""
    present = {judgment.id for judgment in casebook.present_judgments()}
    return (Standing(judgment, judgment.id in present) for judgment in casebook.judgments())
