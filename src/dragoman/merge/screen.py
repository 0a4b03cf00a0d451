"""Which of many pairs of reports may have a bond at all, by bounds over arrays, so that few bonds are worked out one by one.

A pair that is passed over has no bond. What may have one is for `bonds.bond` to say, which is exact: here numbers are rounded, the rarest
of the words in common is only bounded, and features of accounts that this module does not know count as anything from 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from dragoman.merge import stories
from dragoman.merge.accounts import NEAR_TYPES, ONE_SENTENCE, WEEK, Account, weight
from dragoman.merge.bonds import FLOOR, WEIGHTS
from dragoman.merge.copies import COPIED
from dragoman.merge.forums import SAME_DAYS, is_core
from dragoman.merge.index import DEED_DAYS
from dragoman.merge.sittings import Sitting
from dragoman.merge.sketch import MOST_SHINGLES, Sketch
from dragoman.merge.terms import UNSEEN, rarity
from dragoman.merge.trace import NAMED, Trace

Numbers = npt.NDArray[np.float32]
Days = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Rows = Sequence[tuple[Iterable[Hashable], Sequence[float] | float]]  # terms, and the weight of each or of all

SLACK = 0.01  # in log odds: arrays have seven digits
_LEAST = log(FLOOR / (1 - FLOOR)) - SLACK


def promising(left: Sequence[Trace], right: Sequence[Trace]) -> Mask:
    """Which reports on the left may have a bond with which on the right, one row for each on the left.

    Both sides are of different reports, or they are the same object. Sittings of which both say of which forum they are count for
    nothing (see `kin`).
    """
    found = np.zeros((len(left), len(right)), np.bool_)
    if not found.size:
        return found
    a, b = [one.sketch for one in left], [one.sketch for one in right]
    b = a if left is right else b
    alike = _alike(a, b)
    found |= (alike >= _LEAST) | _copied(a, b)
    _mark_told(found, left, right, alike)
    cores, others = (_sittings(left, core=True), _sittings(right, core=False))
    _mark_sat(found, cores, others, near=True)
    cores, others = (_sittings(right, core=True), _sittings(left, core=False))
    _mark_sat(found.T, cores, others, near=True)
    return found


def kin(left: Sequence[Trace], right: Sequence[Trace]) -> Mask:
    """Which reports may tell of sittings of one forum, both by a name or a number of it."""
    found = np.zeros((len(left), len(right)), np.bool_)
    _mark_sat(found, _sittings(left, core=True), _sittings(right, core=True), near=False)
    return found


# --- sparse rows as arrays ----------------------------------------------------------------------------------------------


def _products(left: Rows, right: Rows) -> Numbers:
    """The sum of products of weights that rows of the one side and of the other have in common."""
    place = {term: n for n, term in enumerate(_common(left, right))}
    return _matrix(left, place) @ _matrix(right, place).T


def _common(left: Rows, right: Rows) -> Iterable[Hashable]:
    if left is right:
        return (term for term, count in Counter(term for terms, _ in left for term in terms).items() if count > 1)
    return {term for terms, _ in left for term in terms} & {term for terms, _ in right for term in terms}


def _matrix(rows: Rows, place: Mapping[Hashable, int]) -> Numbers:
    made = np.zeros((len(rows), len(place) + 1), np.float32)  # the last column takes what is not in common
    for n, (terms, weights) in enumerate(rows):
        made[n, [place.get(term, -1) for term in terms]] = weights
    return made[:, :-1]


def _counted(left: Sequence[Iterable[Hashable]], right: Sequence[Iterable[Hashable]]) -> Numbers:
    """How many terms each two have in common."""
    rows: Rows = [(terms, 1.0) for terms in left]
    return _products(rows, rows if left is right else [(terms, 1.0) for terms in right])


def _sizes(some: Iterable[Sequence[object] | frozenset[str]]) -> Numbers:
    return np.array([len(one) for one in some], np.float32)


def _share(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Numbers:
    """The share of the smaller set that the larger one has too, 0 where one is empty."""
    least = np.minimum.outer(_sizes(left), _sizes(right))
    made = _counted(left, right) / np.maximum(least, 1)
    return made.astype(np.float32)


def _apart(left: Days, right: Days) -> Days:
    made: Days = np.abs(np.subtract.outer(left, right))
    return made


def _ordinals(days: Iterable[str]) -> Days:
    """ISO days as numbers, 0 for ""."""
    return np.array([date.fromisoformat(day).toordinal() if day else 0 for day in days], np.int64)


def _both(left: npt.NDArray[np.generic], right: npt.NDArray[np.generic]) -> Mask:
    made: Mask = np.logical_and.outer(left, right)
    return made


# --- reports ------------------------------------------------------------------------------------------------------------


def _alike(left: Sequence[Sketch], right: Sequence[Sketch]) -> Numbers:
    """The log odds of `stories.likeness`."""
    texts = [_products(*_vectors(left, right, field)) for field in ("names", "words")]
    text = stories.TEXT * np.log(stories.NAMES * texts[0] + (1 - stories.NAMES) * texts[1] + stories.FAINT)
    published, main = _days_of(left, right, "published"), _days_of(left, right, "day")
    days = np.where(_both(*main), _apart(*main), 0)
    time = stories.APART * np.log1p(_apart(*published)) + stories.DAYS * np.log1p(days)
    dated = stories.BIAS + text + time + stories.COUNTRIES * _common_countries(left, right)
    made: Numbers = np.where(_both(*published), dated, stories.UNDATED_BIAS + text)
    return made


def _vectors(left: Sequence[Sketch], right: Sequence[Sketch], field: str) -> tuple[Rows, Rows]:
    def rows(some: Sequence[Sketch]) -> Rows:
        return [([t for t, _ in getattr(one, field)], [w for _, w in getattr(one, field)]) for one in some]

    made = rows(left)
    return made, made if left is right else rows(right)


def _days_of(left: Sequence[Sketch], right: Sequence[Sketch], field: str) -> tuple[Days, Days]:
    made = _ordinals(getattr(one, field) for one in left)
    return made, made if left is right else _ordinals(getattr(one, field) for one in right)


def _common_countries(left: Sequence[Sketch], right: Sequence[Sketch]) -> Numbers:
    ours, theirs = ([one.countries for one in some] for some in (left, right))
    both = _counted(ours, theirs)
    made = both / np.maximum(np.add.outer(_sizes(ours), _sizes(theirs)) - both, 1)
    return made.astype(np.float32)


def _copied(left: Sequence[Sketch], right: Sequence[Sketch]) -> Mask:
    """Which may print one text: the least share of rows that copies have in common, however long ago."""
    ours = [one.shingles for one in left]
    theirs = ours if left is right else [one.shingles for one in right]
    both = _counted(ours, theirs)
    fewer = np.minimum.outer(_sizes(ours), _sizes(theirs))
    for x, y in np.argwhere(both > 0) if max(map(len, (*ours, *theirs))) >= MOST_SHINGLES else ():
        fewer[x, y] = _compared(ours[x], theirs[y])
    made: Mask = (both > 0) & (both >= (COPIED - 1e-3) * fewer)
    return made


def _compared(a: Sequence[int], b: Sequence[int]) -> int:
    """How many rows of the one that has fewer are compared, as in `copies.shared`."""
    reach = min((rows[-1] for rows in (a, b) if len(rows) >= MOST_SHINGLES), default=None)
    return min(len(a), len(b)) if reach is None else min(int(np.searchsorted(rows, reach, side="right")) for rows in (a, b))


# --- accounts -----------------------------------------------------------------------------------------------------------


def _mark_told(found: Mask, left: Sequence[Trace], right: Sequence[Trace], alike: Numbers) -> None:
    """Marks the reports with accounts that may be of one happening."""
    ours, theirs = ([(n, account) for n, one in enumerate(some) for account in one.accounts] for some in (left, right))
    if not ours or not theirs:
        return
    rows, columns = (np.array([n for n, _ in some]) for some in (ours, theirs))
    likely = np.where(alike >= _LEAST, 1 / (1 + np.exp(-alike)), 0)[np.ix_(rows, columns)]
    own = [account for _, account in ours]
    score = _scores(own, own if left is right else [account for _, account in theirs], likely)
    days = _days_of([one.sketch for one in left], [one.sketch for one in right], "published")
    near = np.where(_both(*days), _apart(*days) <= DEED_DAYS, _both(*(day == 0 for day in days)))
    x, y = np.nonzero((score >= _LEAST) & near[np.ix_(rows, columns)])
    found[rows[x], columns[y]] = True


def _scores(left: Sequence[Account], right: Sequence[Account], alike: Numbers) -> Numbers:
    """The most that the log odds of `accounts.chance` may be."""
    known = {**_kinds(left, right), **_when(left, right), **_who(left, right), **_worded(left, right), "alike": (alike, alike)}
    same, today = known["same_type"][1], known["same_day"][1]
    known |= {"type_day": (same * today,) * 2, "type_alike": (same * alike,) * 2}
    total = np.zeros(alike.shape, np.float32)
    for name, factor in WEIGHTS.items():
        low, high = known.get(name, (0.0, 1.0))
        total += np.float32(factor) * (high if factor > 0 else low)
    return total


Bounds = Mapping[str, tuple[Numbers | float, Numbers | float]]  # by feature: the least and the most that it may be


def _exact(values: Mapping[str, npt.NDArray[np.generic]]) -> Bounds:
    made = {name: value.astype(np.float32) for name, value in values.items()}
    return {name: (value, value) for name, value in made.items()}


def _kinds(left: Sequence[Account], right: Sequence[Account]) -> Bounds:
    codes: dict[str | None, int] = {}

    def same(field: str) -> Mask:
        ours, theirs = ([codes.setdefault(getattr(one, field), len(codes)) for one in some] for some in (left, right))
        made: Mask = np.equal.outer(ours, theirs)
        return made

    types = same("type")
    told = [[one.status for one in some] for some in (left, right)]
    planned, done = ([np.array([status in kinds for status in some]) for some in told] for kinds in ({"planned"}, {"happened", "ongoing"}))
    return {
        "one": (1.0, 1.0),
        **_exact(
            {
                "same_type": types,
                "near_type": ~types & _near_types(left, right),
                "status": same("status"),
                "planned": _both(planned[0], done[1]) | _both(done[0], planned[1]),
            }
        ),
    }


def _near_types(left: Sequence[Account], right: Sequence[Account]) -> Mask:
    found = np.zeros((len(left), len(right)), np.bool_)
    for types in NEAR_TYPES:
        found |= _both(*(np.array([one.type in types for one in some]) for some in (left, right)))
    return found


def _when(left: Sequence[Account], right: Sequence[Account]) -> Bounds:
    days = [_ordinals(one.first if one.dated else "" for one in some) for some in (left, right)]
    first, last = ([_ciphers(getattr(one, field) for one in some) for some in (left, right)] for field in ("first", "last"))
    dated, apart = _both(*days), _apart(*days)
    overlap = (first[0][:, None] <= last[1]) & (first[1] <= last[0][:, None])
    return _exact(
        {
            "same_day": dated & (apart == 0),
            "next_day": dated & (apart == 1),
            "may_day": ~dated & _both(*first) & overlap,
            "second_day": dated & (apart == 2),
            "within_week": dated & (apart > 2) & (apart <= WEEK),
            "later": dated & (apart > WEEK),
        }
    )


def _ciphers(days: Iterable[str]) -> Days:
    """ISO days as numbers in their order; the last day of a month may be its 31st."""
    return np.array([int(day.replace("-", "")) if day else 0 for day in days], np.int64)


def _who(left: Sequence[Account], right: Sequence[Account]) -> Bounds:
    lands = [[one.lands for one in some] for some in (left, right)]
    both, ours, theirs = _counted(*lands), *map(_sizes, lands)
    return _exact(
        {
            "recipients": _share([one.recipients for one in left], [one.recipients for one in right]),
            "countries": _share([one.countries for one in left], [one.countries for one in right]),
            "foreign": (both < ours[:, None]) & (both < theirs),
            "other_people": _others([one.people for one in left], [one.people for one in right]),
            "other_place": _others([one.place for one in left], [one.place for one in right]),
        }
    )


def _others(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Mask:
    """Whether both name some, and none in common."""
    made: Mask = _both(_sizes(left), _sizes(right)) & (_counted(left, right) == 0)
    return made


def _worded(left: Sequence[Account], right: Sequence[Account]) -> Bounds:
    # Rare words by themselves: where they have none in common, the rarest that they have is no rare one.
    plain, rare = (_in_common(left, right, rare=rare) for rare in (False, True))
    sums = [np.array([weight(one.words) for one in some], np.float32) for some in (left, right)]
    total = np.add.outer(*sums)
    dice = 2 * (plain + rare) / np.where(total > 0, total, 1)
    apart = _counted([one.triggers for one in left], [one.triggers for one in right]) == 0
    surely = ((dice > ONE_SENTENCE + SLACK) & apart).astype(np.float32)
    return {"beside": (surely, 1.0), "rarest": (0.0, np.where(rare > 0, np.minimum(rare, UNSEEN), np.minimum(plain, NAMED)))}


def _in_common(left: Sequence[Account], right: Sequence[Account], *, rare: bool) -> Numbers:
    """The sum of the rarities of the words that each two have in common, the rare ones or the others."""

    def rows(some: Sequence[Account]) -> Rows:
        chosen = [[word for word in one.words if (rarity(word) >= NAMED) is rare] for one in some]
        return [(words, [sqrt(rarity(word)) for word in words]) for words in chosen]

    made = rows(left)
    return _products(made, made if left is right else rows(right))


# --- sittings -----------------------------------------------------------------------------------------------------------

_Sat = Sequence[tuple[int, Sitting]]  # sittings with the places of their reports


def _sittings(some: Sequence[Trace], *, core: bool) -> _Sat:
    return [(n, one) for n, trace in enumerate(some) for one in trace.sittings if one.state != "off" and is_core(one) is core]


def _mark_sat(found: Mask, ours: _Sat, theirs: _Sat, *, near: bool) -> None:
    """Marks the reports with sittings that have a mark and a state in common, and days if they must be near in time."""
    if not ours or not theirs:
        return
    left, right = ([one for _, one in some] for some in (ours, theirs))
    may = _counted([one.marks for one in left], [one.marks for one in right]) > 0
    may &= _counted([tuple(one.countries) for one in left], [tuple(one.countries) for one in right]) > 0
    if near:
        first, last = (
            [np.array([getattr(one, field).toordinal() for one in some]) for some in (left, right)] for field in ("first", "last")
        )
        may &= (first[0][:, None] <= last[1] + SAME_DAYS) & (first[1] <= last[0][:, None] + SAME_DAYS)
    x, y = np.nonzero(may)
    found[np.array([n for n, _ in ours])[x], np.array([n for n, _ in theirs])[y]] = True
