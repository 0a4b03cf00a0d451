"""How right the events of a casebook are, by a sample that people judged.

An event counts as right where nothing that stands on it takes it away or changes its type; as wholly right where nothing
changes its mode, status, sides, place, time or speaker either. The intervals are Wilson's (Journal of the American
Statistical Association 22, 1927), at 95 %. Over all types, shares are weighed by how many events of each type there are, since
a sample has the same number of each; their interval is Wilson's at the effective size of such a sample (Kish, Survey
Sampling, 1965, section 8.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from dragoman.app.sampling import by_report
from dragoman.casebook import Casebook
from dragoman.casebook.judged import ON_ITEMS
from dragoman.casebook.keys import report_in
from dragoman.casebook.queries import ReadEvent
from dragoman.record import Event

_Z = 1.959964  # standard normal quantile of 95 %, two-sided
_FIELDS = ("type", "mode", "status", "sources", "recipients", "place", "time", "asserted_by")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, as a share with its interval; None where nothing was judged."""

    right: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """One event type: its events, those that were judged, those of them that are right, and wholly right."""

    type: str
    events: int
    judged: int
    right: int
    whole: int


@dataclass(frozen=True, slots=True)
class Precision:
    """The types by name, and both shares over all types that were judged; `covered` is those types' share of all events."""

    strata: tuple[Stratum, ...]
    right: Share
    whole: Share
    covered: float


def precision(casebook: Casebook, seed: int | None = None, every: bool = False, read: Sequence[ReadEvent] | None = None) -> Precision:
    """Of the sample of a seed, of all samples, or with `every` of all judgments, which people may have chosen for their faults.

    `read` are the events of the present readings where somebody has them at hand.
    """
    begin = "" if every else "sample-" if seed is None else f"sample-{seed}-"
    keys = {j.on for j in casebook.present_judgments() if j.what in ON_ITEMS and j.id.startswith(begin)}
    counts = Counter(event.type for event in (casebook.queries.read_events() if read is None else read))
    entries = by_report(casebook, [key for key in keys if report_in(key)]).values()
    seen = {entry.keys[event.id]: event for entry in entries for event in entry.reading.events if entry.keys[event.id] in keys}
    now = dict(_present(casebook, seen))
    strata = tuple(_stratum(type, counts[type], seen, now) for type in sorted(counts))
    judged = [stratum for stratum in strata if stratum.judged]
    covered = sum(stratum.events for stratum in judged) / (sum(counts.values()) or 1)
    return Precision(strata, overall(judged, [s.right for s in judged]), overall(judged, [s.whole for s in judged]), covered)


def _present(casebook: Casebook, seen: Mapping[str, Event]) -> Iterator[tuple[str, Event]]:
    """The events of those keys with judgments applied; those that were rejected are not among them."""
    reports = list(dict.fromkeys(str(report_in(key)) for key in seen))
    for start in range(0, len(reports), 500):
        for entry in casebook.entries(reports[start : start + 500]):
            yield from ((entry.keys[event.id], event) for event in entry.reading.events if entry.keys[event.id] in seen)


def _stratum(type: str, events: int, seen: Mapping[str, Event], now: Mapping[str, Event]) -> Stratum:
    mine = [(event, now.get(key)) for key, event in seen.items() if event.type == type]
    right = sum(after is not None and after.type == type for _, after in mine)
    whole = sum(after is not None and all(getattr(after, name) == getattr(before, name) for name in _FIELDS) for before, after in mine)
    return Stratum(type, events, len(mine), right, whole)


def wilson(right: float, judged: float) -> Share:
    """Wilson's interval of a share; `judged` need not be whole."""
    if judged <= 0:
        return Share(None)
    share, square = right / judged, _Z * _Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _Z / (1 + square / judged) * sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def overall(strata: Sequence[Stratum], right: Sequence[int]) -> Share:
    """The share over all strata, each weighed by its events."""
    total = sum(stratum.events for stratum in strata)
    if not total:
        return Share(None)
    weights = [stratum.events / total for stratum in strata]
    share = sum(weight * hits / stratum.judged for weight, hits, stratum in zip(weights, right, strata, strict=True))
    # One right and one wrong are added to each, or a stratum without a fault would seem to be known for certain.
    smooth = [(hits + 1) / (stratum.judged + 2) for hits, stratum in zip(right, strata, strict=True)]
    variance = sum(w * w * p * (1 - p) / s.judged * _left(s) for w, p, s in zip(weights, smooth, strata, strict=True))
    even = sum(weight * p for weight, p in zip(weights, smooth, strict=True))
    if variance == 0:  # every event was judged
        return Share(share, share, share)
    size = even * (1 - even) / variance
    return wilson(share * size, size)


def _left(stratum: Stratum) -> float:
    """The correction for a population that the sample exhausts: nothing is unknown of a type whose events were all judged."""
    return (stratum.events - stratum.judged) / max(1, stratum.events - 1)


def as_json(found: Precision) -> dict[str, object]:
    """The figures for programs, and for the package of an export."""
    rows = [
        {
            "type": s.type, "events": s.events, "judged": s.judged,
            "right": _interval(wilson(s.right, s.judged)), "whole": _interval(wilson(s.whole, s.judged)),
        }
        for s in found.strata
    ]  # fmt: skip
    shares = {"right": _interval(found.right), "whole": _interval(found.whole), "covered": round(found.covered, 4)}
    return {"level": 0.95, **shares, "types": rows}


def _interval(share: Share) -> dict[str, float | None]:
    values = {"share": share.right, "low": share.low, "high": share.high}
    return {name: None if value is None else round(value, 4) for name, value in values.items()}
