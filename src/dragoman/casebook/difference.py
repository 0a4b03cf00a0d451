"""What one reader found in a report and another did not, or found otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.record import Reading
from dragoman.record.json import to_json

_KINDS = ("mentions", "actors", "statements", "events", "meetings", "mechanisms", "places", "times", "topics")
_UNCOMPARED = {"id", "confidence", "status_confidence", "source_confidence", "recipient_confidence"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs. `what` names it by its words; before or after is None where a reader did not find it.

    In the values, ids are replaced by the words of what they point at: readers number differently.
    """

    kind: str
    what: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def difference(one: Reading, other: Reading) -> tuple[Difference, ...]:
    """The items that differ between two readings of one text, by kind and words."""
    before, after = dict(_items(one)), dict(_items(other))
    names = sorted(before.keys() | after.keys())
    return tuple(
        Difference(kind, what, before.get((kind, what, nth)), after.get((kind, what, nth)))
        for kind, what, nth in names
        if before.get((kind, what, nth)) != after.get((kind, what, nth))
    )


def _items(reading: Reading) -> Iterator[tuple[tuple[str, str, int], dict[str, Any]]]:
    plain = to_json(reading)
    events = {row["id"]: row for row in plain["events"]}
    named = [(kind, row, _name(kind, row, reading.report.text, events)) for kind in _KINDS for row in plain[kind]]
    labels = {row["id"]: what for kind, row, what in named if kind != "topics"}
    seen: dict[tuple[str, str], int] = {}
    for kind, row, what in named:
        nth = seen[kind, what] = seen.get((kind, what), 0) + 1
        yield (kind, what, nth), {key: _labelled(value, labels) for key, value in row.items() if key not in _UNCOMPARED}


def _name(kind: str, row: dict[str, Any], text: str, events: dict[str, dict[str, Any]]) -> str:
    """What both readers would call the item: its place in the text and its words, or its name."""
    if kind in ("actors", "mechanisms"):
        return str(row["name"])
    if kind == "topics":
        return str(row["id"])
    row = events.get(row["event"], row) if kind == "meetings" else row
    spans = [row.get("trigger"), *row.get("cue", ()), *row.get("content", ()), *row.get("source", ()), row]
    span = next((s for s in spans if s and "start" in s), None)
    return "-" if span is None else f"{span['start']}-{span['end']} {text[span['start'] : span['end']]}"


def _labelled(value: Any, labels: dict[str, str]) -> Any:
    if isinstance(value, str):
        return labels.get(value, value)
    if isinstance(value, list):
        made = [_labelled(item, labels) for item in value]
        return sorted(made, key=lambda item: json.dumps(item, sort_keys=True))
    return {key: _labelled(item, labels) for key, item in value.items() if key not in _UNCOMPARED} if isinstance(value, dict) else value
