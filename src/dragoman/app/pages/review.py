"""Review: the queues with the figures so far, one case of a queue, and actors to be joined or set apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from dragoman.app.agreement import Agreement, Reviewer
from dragoman.app.pages.book import Shown
from dragoman.app.pages.evidence import Evidence, ReportLine, of_event, report_line
from dragoman.app.precision import Precision
from dragoman.app.reviewing import Queue, done, event_at, fields_at, home_of, last_of
from dragoman.casebook import Judgment
from dragoman.casebook.keys import span_of
from dragoman.exports.phrases import event_phrase, family
from dragoman.ontology import load
from dragoman.ontology.entries import EventType
from dragoman.record import Event, Status

RECENT = 20  # judgments that the first page of review shows
MOST_REPORTS = 20  # whose actors are offered together


@dataclass(frozen=True, slots=True)
class Made:
    """A judgment that stands: what it says, of which words, and by whom."""

    id: str
    what: str
    on: str
    words: str
    other: str  # the words of the other item, of a merge or split
    report: str
    who: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a queue has come for a person."""

    queue: Queue
    events: int
    judged: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Review at a glance. Precision and agreement are those of the sample; `who` is "" for somebody who has not said."""

    title: str
    who: str
    may: bool
    queues: tuple[Progress, ...]
    precision: Precision
    agreement: tuple[Agreement, ...]
    reviewers: tuple[Reviewer, ...]
    recent: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a form."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Side:
    """An actor of the report that can be a source, a recipient or neither."""

    key: str
    name: str
    kind: str
    source: bool
    recipient: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What can be corrected, as it stands. Modes go by type; places and times are those of the report."""

    types: tuple[Choice, ...]
    modes: tuple[tuple[str, tuple[Choice, ...]], ...]
    statuses: tuple[Choice, ...]
    sides: tuple[Side, ...]
    place: str
    places: tuple[str, ...]
    time: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One event to be judged. `before` and `after` are the sentences around; `verdict` is what stands on it in this queue."""

    title: str
    who: str
    may: bool
    progress: Progress
    number: int  # from 1; 0 for an event that is not in the queue
    key: str
    report: ReportLine
    family: str
    evidence: Evidence
    before: str
    after: str
    form: Form
    verdict: Made | None
    why: str
    last: Made | None
    previous: str | None
    next: str | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """An actor of a report, to be picked: its key, what the report calls it, and the first words that do."""

    key: str
    name: str
    kind: str
    words: str
    report: ReportLine


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """The actors of some reports that tell of the same, and what people have said of them."""

    title: str
    who: str
    may: bool
    of: str  # the report that it began with
    one: str
    other: str
    members: tuple[Member, ...]
    made: tuple[Made, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Who reviews, whether they may, and the present judgments."""

    who: str
    may: bool
    judgments: tuple[Judgment, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A queue with its keys in order."""

    queue: Queue
    keys: tuple[str, ...]


def progress(listed: Listed, by: Reviewing) -> Progress:
    """How far a queue has come for a person."""
    judged = done(listed.queue, by.judgments, by.who)
    return Progress(listed.queue, len(listed.keys), len(judged.keys() & set(listed.keys)))


def recent(judgments: Sequence[Judgment], shown: Mapping[str, Shown]) -> tuple[Made, ...]:
    """The last judgments, the latest first; `shown` holds their reports."""
    return tuple(made(judgment, shown) for judgment in reversed(judgments))


def made(judgment: Judgment, shown: Mapping[str, Shown]) -> Made:
    """A judgment as pages show it."""
    other = judgment.value.strip('"') if judgment.what in ("merge", "split") else ""
    return Made(
        judgment.id, judgment.what, judgment.on, _words(judgment.on, shown), _words(other, shown), home_of(judgment.on),
        judgment.who, judgment.at, judgment.why,
    )  # fmt: skip


def _words(key: str, shown: Mapping[str, Shown]) -> str:
    """The words that a key names, where its report is at hand; else the key."""
    one, span = shown.get(home_of(key)), span_of(key)
    return " ".join(span.of(one.view.reading.report.text).split()) if one and span else key


# --- one case --------------------------------------------------------------------------------------------------------------


def case_page(key: str, listed: Listed, shown: Shown, by: Reviewing, given: Mapping[str, Any] | None = None) -> CasePage | None:
    """The case of a key; `shown` is its report as read, `given` what somebody filled in that did not fit. None where it is not there."""
    event = event_at(shown.entry, key)
    if event is None:
        return None
    judged = done(listed.queue, by.judgments, by.who)
    standing, last = judged.get(key), last_of(by.judgments, by.who)
    home, given = {home_of(key): shown}, given or {}
    number, previous, following = _neighbours(key, listed.keys)
    return CasePage(
        event_phrase(event.type, event.mode), by.who, by.may, progress(listed, by), number, key, report_line(shown), family(event.type),
        of_event(shown, event), *_around(shown, event), form_of(shown, fields_at(shown.entry, event) | _said(standing) | dict(given)),
        made(standing, home) if standing else None, str(given.get("why", standing.why if standing else "")),
        made(last, home) if last else None, previous, following,
    )  # fmt: skip


def _neighbours(key: str, keys: Sequence[str]) -> tuple[int, str | None, str | None]:
    """The place in a queue from 1, and the keys before and behind; from outside, the queue's first."""
    if key not in keys:
        return 0, None, keys[0] if keys else None
    at = keys.index(key)
    return at + 1, keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def _said(standing: Judgment | None) -> dict[str, Any]:
    """The fields of a correction, to go on from."""
    return dict(json.loads(standing.value)) if standing and standing.what == "correct" else {}


def _around(shown: Shown, event: Event) -> tuple[str, str]:
    """The sentences before and after the one that tells of an event."""
    around = shown.view.sentence(event)
    before = [one for one in shown.view.sentences if one.end <= around.start]
    after = [one for one in shown.view.sentences if one.start >= around.end]
    return shown.view.words(before[-1:]), shown.view.words(after[:1])


def form_of(shown: Shown, fields: Mapping[str, Any]) -> Form:
    """The form of an event with these fields."""
    types, view = load().events, shown.view
    return Form(
        tuple(Choice(type, plain(type), type == fields["type"]) for type in types),
        tuple((type, _modes(kind, fields)) for type, kind in types.items() if kind.modes),
        tuple(Choice(status, status, status == fields["status"]) for status in get_args(Status)), _sides(shown, fields),
        fields["place"] or "", tuple(dict.fromkeys(place.name for place in view.reading.places)),
        fields["time"] or "", tuple(dict.fromkeys(time.value for time in view.reading.times if time.type == "DATE")),
    )  # fmt: skip


def _modes(kind: EventType, fields: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The modes of a type; several types have one of the same name."""
    return tuple(Choice(mode, plain(mode), (kind.id, mode) == (fields["type"], fields["mode"])) for mode in kind.modes)


def plain(name: str) -> str:
    """A name of the ontology in words."""
    return name.replace("_", " ").replace("-", " ").lower()


def _sides(shown: Shown, fields: Mapping[str, Any]) -> tuple[Side, ...]:
    """The report's actors: those that take part now, then the most mentioned."""
    view, sources, recipients = shown.view, _named(fields["sources"]), _named(fields["recipients"])
    found = []
    for actor in sorted(view.reading.actors, key=lambda actor: view.ranks.get(actor.id, len(view.ranks))):
        key = shown.entry.keys[actor.id]
        takes = (not names.isdisjoint((key, actor.name)) for names in (sources, recipients))
        found.append(Side(key, view.name(actor.id), actor.kind, *takes))
    return tuple(sorted(found, key=lambda side: not (side.source or side.recipient)))


def _named(value: object) -> frozenset[str]:
    """The keys or names in a correction of actors."""
    return frozenset(map(str, value)) if isinstance(value, (list, tuple)) else frozenset()


# --- actors ----------------------------------------------------------------------------------------------------------------


def members(shown: Iterable[Shown]) -> tuple[Member, ...]:
    """The actors of reports, by name."""
    found = [_member(one, actor.id) for one in shown for actor in one.view.reading.actors]
    return tuple(sorted(found, key=lambda row: (row.name.casefold(), row.report.id, row.key)))


def _member(one: Shown, id: str) -> Member:
    key, actor = one.entry.keys[id], one.view.actors[id]
    return Member(key, one.view.name(id), actor.kind, _words(key, {one.view.reading.report.id: one}), report_line(one))
