"""Going through events one by one: in which order, what is done, and what a person's answer is as a judgment.

What a person sees is what was read, not what others made of it: two who judge the same sample do not lead each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.app.items import EDITABLE
from dragoman.app.judging import ON_ITEMS, draft, stands
from dragoman.app.sampling import draw
from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.judged import facts
from dragoman.casebook.keys import report_in
from dragoman.casebook.queries import ReadEvent
from dragoman.errors import CasebookError
from dragoman.record import Event
from dragoman.record.entry import Entry

Kind = Literal["unsure", "sample"]
Fields = Mapping[str, Any]  # of EDITABLE, as the value of a judgment has them: actors by key, a place by name, a time by value


@dataclass(frozen=True, slots=True)
class Queue:
    """Events in an order: the least certain first, or the sample that `dragoman sample` draws with this seed and size."""

    kind: Kind = "unsure"
    seed: int = 1
    size: int = 200

    @property
    def tag(self) -> str:
        """What the ids of its judgments begin with."""
        return f"sample-{self.seed}" if self.kind == "sample" else "j"

    @property
    def values(self) -> dict[str, str]:
        """The queue as the values of an address or a form."""
        sample = {"seed": str(self.seed), "size": str(self.size)} if self.kind == "sample" else {}
        return {"queue": self.kind, **sample}


def in_order(queue: Queue, events: Sequence[ReadEvent]) -> tuple[str, ...]:
    """The keys of a queue."""
    if queue.kind == "sample":
        return tuple(draw(events, queue.size, queue.seed))
    return tuple(event.key for event in sorted(events, key=lambda event: (event.confidence, event.key)))


def done(queue: Queue, judgments: Iterable[Judgment], who: str) -> dict[str, Judgment]:
    """What needs no judging any more, with the last judgment on it: of a sample what this person has judged in it, else what anybody has.

    `judgments` are the present ones, in order.
    """
    ours = (j for j in judgments if j.what in ON_ITEMS)
    if queue.kind == "sample":
        return {j.on: j for j in ours if j.who == who and j.id.startswith(f"{queue.tag}-")}
    return {j.on: j for j in ours}


def next_open(keys: Sequence[str], judged: Mapping[str, Judgment], after: str | None) -> str | None:
    """The next key that is not judged: behind one, and then from the start."""
    at = keys.index(after) + 1 if after in keys else 0
    return next((key for key in (*keys[at:], *keys[:at]) if key not in judged), None)


def event_at(entry: Entry, key: str) -> Event | None:
    """The event of a key."""
    return next((event for event in entry.reading.events if entry.keys[event.id] == key), None)


def fields_at(entry: Entry, event: Event) -> dict[str, Any]:
    """What can be corrected of an event, as it was read."""
    known = json.loads(facts(entry, event.id))
    return {name: known[name] for name in EDITABLE}


def answer(entry: Entry, key: str, what: str, given: Fields, by: tuple[str, str], tag: str) -> Judgment:
    """A person's answer as a judgment; `by` is who and why. Acceptance of something that was changed is a correction.

    Raises CasebookError where there is no such event, and for a correction that changes nothing.
    """
    event = event_at(entry, key)
    if event is None:
        raise CasebookError(f"{key}: there is no such event in the present readings")
    if what == "reject":
        return draft(what, key, None, by, tag)
    if what not in ON_ITEMS:
        raise CasebookError(f"{what!r} is no verdict; accept, reject or correct")
    read = fields_at(entry, event)
    values = {name: _kept(read[name], given.get(name, read[name])) for name in EDITABLE}
    if what == "correct" and values == read:
        raise CasebookError("nothing is changed; accept it where it is right as it stands")
    if values["type"] != read["type"] and values["mode"] == read["mode"]:
        values["mode"] = None  # the old one was the old type's
    return draft("accept" if values == read else "correct", key, values, by, tag)


def _kept(read: Any, given: Any) -> Any:
    """What was given, actors in the order in which they were read where they are the same."""
    return read if isinstance(read, list) and set(read) == set(given) else given


def keep(casebook: Casebook, made: Judgment) -> None:
    """Keeps a judgment. Raises CasebookError where it does not fit, and where this person's last one says the same."""
    if stands([j for j in casebook.present_judgments() if j.who == made.who], made):
        raise CasebookError(f"{made.on}: you have said this already")
    casebook.judge(made)


def last_of(judgments: Iterable[Judgment], who: str) -> Judgment | None:
    """The last of a person's present judgments."""
    return next((j for j in reversed(tuple(judgments)) if j.who == who), None)


def home_of(key: str) -> str:
    """The report of a key; "" where it names none."""
    return report_in(key) or ""
