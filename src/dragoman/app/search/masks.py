"""Which lines fit a question: one mask for each thing that it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from dragoman.app.search.columns import Mask, day_number
from dragoman.app.search.snapshot import LATE, Snapshot, folded
from dragoman.app.search.wanted import Wanted


def masks(snapshot: Snapshot, wanted: Wanted, scores: Mapping[int, float] | None) -> dict[str, Mask]:
    """By what is asked, the lines that fit it; `scores` are those of the reports with the words that are sought."""
    found: dict[str, Mask] = {}
    for name, make in _MASKS.items():
        if values := getattr(wanted, name):
            found[name] = make(snapshot, values)
    if wanted.sources > 1:
        found["sources"] = snapshot.independent >= wanted.sources
    if wanted.confidence > 0:
        # Confidences are kept as the nearest of 32 bits, which may be below the number that was asked for.
        found["confidence"] = snapshot.columns.one["confidence"] >= wanted.confidence - 1e-6
    if wanted.since or wanted.until:
        found["days"] = _days(snapshot, wanted)
    if scores is not None:
        found["words"] = _in_reports(snapshot, scores)
    return found


def both(snapshot: Snapshot, found: Mapping[str, Mask], without: str | None = None) -> Mask:
    """The lines that fit all of it, but for one thing."""
    mask = snapshot.columns.alive
    for name, one in found.items():
        if name != without:
            mask = mask & one
    return mask


def _words(name: str, fold_to: Callable[[Snapshot, str], Iterable[int]] | None = None) -> Callable[[Snapshot, Sequence[str]], Mask]:
    """A mask of a column of words, or of a bag; values that nothing has fit no line."""

    def make(snapshot: Snapshot, values: Sequence[str]) -> Mask:
        columns = snapshot.columns
        known = columns.names[name]
        numbers = {number for value in values if (number := known.find(value)) is not None}
        if fold_to:
            numbers |= {number for value in values if known.find(value) is None for number in fold_to(snapshot, value)}
        if name in columns.many:
            return columns.many[name].having(numbers, len(known), columns.total)
        table = np.zeros(len(known), dtype=bool)
        table[list(numbers)] = True
        fits: Mask = table[snapshot.publisher if name == "publisher" else columns.one[name]]
        return fits

    return make


def _judged(snapshot: Snapshot, values: Sequence[str]) -> Mask:
    judged = snapshot.columns.one["judged"] == 1
    fits: Mask = (judged & ("yes" in values)) | (~judged & ("no" in values))
    return fits


def _days(snapshot: Snapshot, wanted: Wanted) -> Mask:
    day = snapshot.columns.one["day"]
    last = day_number(wanted.until) if wanted.until else LATE
    mask: Mask = (day >= max(1, day_number(wanted.since))) & (day <= last)
    return mask


def _in_reports(snapshot: Snapshot, scores: Mapping[int, float]) -> Mask:
    fits: Mask = snapshot.columns.of_reports([report.number in scores for report in snapshot.columns.reports]) == 1
    return fits


def _dyad(snapshot: Snapshot, names: Sequence[str]) -> Mask:
    """Lines between the two, in either direction; those who meet are all sources."""
    one, other = (_acting(snapshot, who(snapshot, name)) for name in names)
    alone = ~_any(snapshot, "recipient")
    return (one[0] & other[1]) | (other[0] & one[1]) | (alone & one[0] & other[0])


def _against(snapshot: Snapshot, names: Sequence[str]) -> Mask:
    """Lines whose recipients are among those that the names stand for."""
    return _acting(snapshot, {number for name in names for number in who(snapshot, name)})[1]


def _acting(snapshot: Snapshot, numbers: Iterable[int]) -> tuple[Mask, Mask]:
    columns, held = snapshot.columns, list(numbers)
    size = columns.size("actor")
    return columns.many["source"].having(held, size, columns.total), columns.many["recipient"].having(held, size, columns.total)


def _any(snapshot: Snapshot, bag: str) -> Mask:
    mask = np.zeros(snapshot.columns.total, dtype=bool)
    mask[snapshot.columns.many[bag].lines] = True
    return mask


def who(snapshot: Snapshot, name: str) -> list[int]:
    """The numbers of the actors that a name stands for in a pair: all of a state where it is one, else those of the id or name."""
    named = snapshot.called.get(folded(name), [])
    words, people = snapshot.columns.names["actor"].words, snapshot.columns.people
    states = {who.side for number in named if (who := people[words[number]]).side == words[number].upper()}
    states |= {name} if name in snapshot.sides else set()
    return [number for side in sorted(states) for number in snapshot.sides[side]] or named


def _same_name(snapshot: Snapshot, name: str) -> Iterable[int]:
    return snapshot.called.get(folded(name), [])


def _same_place(snapshot: Snapshot, name: str) -> Iterable[int]:
    return snapshot.placed.get(folded(name), [])


_MASKS: Mapping[str, Callable[[Snapshot, Sequence[str]], Mask]] = {
    "actor": _words("actor", _same_name),
    "country": _words("country"),
    "type": _words("type"),
    "mode": _words("mode"),
    "status": _words("status"),
    "voice": _words("voice"),
    "topic": _words("topic"),
    "place": _words("place", _same_place),
    "publisher": _words("publisher"),
    "judged": _judged,
    "dyad": _dyad,
    "against": _against,
}
