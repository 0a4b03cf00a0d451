"""The page on which a person adds what the reader missed in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from dragoman.app.adding import around
from dragoman.app.pages.book import Shown
from dragoman.app.pages.evidence import ReportLine, report_line
from dragoman.app.pages.review import Choice, Form, Made, Reviewing, form_of, made, plain
from dragoman.record import Kind, Span

EMPTY: Mapping[str, Any] = {
    "type": "", "mode": None, "status": "happened", "sources": [], "recipients": [], "place": "", "time": "",
}  # fmt: skip
MANY = 25  # places of words among which one is asked to choose


@dataclass(frozen=True, slots=True)
class Where:
    """One of several places at which words stand, and what stands around them there."""

    at: str
    around: str


@dataclass(frozen=True, slots=True)
class AddPage:
    """A report's text, and the form for an event or an actor in it; `given` is what somebody filled in."""

    title: str
    who: str
    may: bool
    report: ReportLine
    text: str
    kind: str
    given: Mapping[str, str]
    where: tuple[Where, ...]
    form: Form
    voices: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    made: tuple[Made, ...]
    trouble: str = ""


def add_page(shown: Shown, by: Reviewing, kind: str, given: Mapping[str, Any], spans: Sequence[Span] = ()) -> AddPage:
    """The page for a report; `spans` are the places of words that stand more than once."""
    text, home = shown.view.reading.report.text, shown.view.reading.report.id
    keys = set(shown.entry.keys.values())
    mine = [j for j in by.judgments if j.what == "add" and j.on in keys]
    words = {name: str(value) for name, value in given.items() if isinstance(value, str)}
    return AddPage(
        "Add what was missed", by.who, by.may, report_line(shown), text, kind, words,
        tuple(Where(f"{span.start}-{span.end}", around(text, span)) for span in spans[:MANY]),
        form_of(shown, {**EMPTY, **given}), _voices(shown, words.get("voice")),
        tuple(Choice(one, plain(one), one == words.get("actor_kind")) for one in get_args(Kind)),
        tuple(made(j, {home: shown}) for j in mine),
    )  # fmt: skip


def _voices(shown: Shown, chosen: str | None) -> tuple[Choice, ...]:
    """The statements on whose word an event may rest."""
    view, keys = shown.view, shown.entry.keys
    rows = (
        (keys[said.id], f"{view.speaker(said.id)}: {view.glimpse(said.content[0])}") for said in view.reading.statements if said.content
    )
    return tuple(Choice(key, label, key == chosen) for key, label in rows)
