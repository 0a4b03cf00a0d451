"""How far people who judged the same things agree: Krippendorff's alpha for values without an order.

Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: one less the disagreement that was seen over the
disagreement that chance would give. 1 is full agreement, 0 what chance gives; below .67 conclusions are not to be drawn
(Krippendorff, Content Analysis, 4th ed., 2019, section 12.4).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.casebook import Judgment
from dragoman.casebook.judged import ON_ITEMS

FIELDS = ("verdict", "type", "status")
NO_EVENT = "no event"  # the type of an event that was rejected


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one field: alpha, None where nothing varies or nothing was judged twice, and how many events were judged by two or more."""

    field: str
    alpha: float | None
    events: int


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who judges, and how many events they have."""

    name: str
    judged: int


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha of nominal values: for each unit the values that it was given; units with fewer than two do not count.

    None where nothing can be compared, or where all values are the same: then chance gives no disagreement to compare with.
    """
    paired = [unit for unit in units if len(unit) > 1]
    total = sum(len(unit) for unit in paired)
    counts = Counter(value for unit in paired for value in unit)
    by_chance = total * total - sum(count * count for count in counts.values())  # ordered pairs of different values over all
    if not by_chance:
        return None
    seen = sum(_unlike(unit) / (len(unit) - 1) for unit in paired)
    return 1 - (total - 1) * seen / by_chance


def _unlike(unit: Sequence[Hashable]) -> int:
    """Ordered pairs of different values within a unit."""
    return len(unit) * len(unit) - sum(count * count for count in Counter(unit).values())


def agreement(judgments: Iterable[Judgment], read: Mapping[str, Mapping[str, str]]) -> tuple[Agreement, ...]:
    """Of present judgments on events, by field. `read` gives for each key what was read: type and status.

    What somebody left as it was counts as their value; an event that is rejected has no status.
    """
    last = {(j.on, j.who): j for j in judgments if j.what in ON_ITEMS and j.on in read}
    units: dict[str, dict[str, list[str]]] = {field: {} for field in FIELDS}
    for (key, _), judgment in last.items():
        for field, value in _labels(judgment, read[key]).items():
            units[field].setdefault(key, []).append(value)
    return tuple(Agreement(field, alpha(rows.values()), sum(len(row) > 1 for row in rows.values())) for field, rows in units.items())


def _labels(judgment: Judgment, read: Mapping[str, str]) -> dict[str, str]:
    if judgment.what == "reject":
        return {"verdict": judgment.what, "type": NO_EVENT}
    said = json.loads(judgment.value) or {}
    return {"verdict": judgment.what, **{field: str(said.get(field) or read[field]) for field in ("type", "status")}}


def reviewers(judgments: Iterable[Judgment]) -> tuple[Reviewer, ...]:
    """Who judged how many events, the busiest first."""
    counts = Counter(who for who, _ in {(j.who, j.on) for j in judgments if j.what in ON_ITEMS and j.on.startswith("event/")})
    return tuple(Reviewer(*row) for row in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
