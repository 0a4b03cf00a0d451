"""Happenings: what the events of several readings, and of several places in one, agree on."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from dragoman.merge.accounts import LEAD, RARE, Account, Keys, accounts, chance, features, joined
from dragoman.merge.contradictions import find_contradictions
from dragoman.merge.passing import told_in_passing
from dragoman.merge.terms import rarity
from dragoman.merge.voices import Voices
from dragoman.ontology import quad
from dragoman.record import Reading
from dragoman.record.merged import Copies, Happening, Story, Support

# Logistic regression on the pairs of events of the story sets that are not kept aside: weights in one report (252 pairs, but 2
# of one happening: little more than a prior), in two of one story (676 pairs, 207 of one happening), and between what different
# stories tell together, at least one of them in a single report (452 pairs, 35 of one happening).
WEIGHTS: Mapping[str, tuple[float, float, float]] = {
    "one": (-5.19, -3.6, -4.24),
    "same_type": (0.7, 1.87, 0.62),
    "same_mode": (0.18, 0.46, 0.24),
    "same_trigger": (-0.07, 1.14, 0.21),
    "leads": (0.05, 1.14, -0.43),
    "lead": (0.22, -0.2, 0.34),
    "words": (0.21, 1.33, 0.78),
    "held": (0.13, 1.34, 1.39),
    "held_in_report": (0.0, -1.33, 1.17),
    "titles": (0.0, -0.99, 0.01),
    "in_title": (0.0, 1.78, -0.14),
    "same_day": (-0.13, 0.86, 1.29),
    "next_day": (0.89, 0.82, 0.57),
    "other_day": (-0.17, 0.71, -0.25),
    "may_day": (-0.05, 0.99, 0.8),
    "may_not": (-0.16, -0.73, 0.4),
    "place": (-0.05, -0.14, 0.02),
    "no_place": (-0.33, -0.36, -0.67),
    "sources": (0.62, -0.34, -0.15),
    "recipients": (0.51, -0.21, 0.15),
    "crossed": (-0.11, -0.47, -0.37),
    "no_actors": (-0.31, -0.23, -0.45),
    "countries": (0.18, 0.55, 0.15),
    "apart": (0.08, 0.0, 0.0),
    "copy": (-0.3, -0.94, 0.0),
    "status": (0.36, 1.06, 1.66),
    "asserted": (-0.2, -0.15, 0.13),
}
# The least average chance at which two groups are one happening, and the same over stories: of a few values tried on those sets,
# for each about the best F1 of pairs (.54; .52 to .54 for all from .12 to .3).
JOINED = 0.2
MENTIONED = 0.2
_FAR = 0.02  # chance of a pair that was not compared
_WINDOW = 45  # days; windows overlap by half


def find_happenings(readings: Iterable[Reading], stories: Iterable[Story], copies: Iterable[Copies], keys: Keys) -> tuple[Happening, ...]:
    """All happenings of the readings, sorted by id; the order in which readings and stories are given does not matter.

    `keys` gives for (report id, actor id) the key of the actor over reports; an actor that it lacks goes by its known id or
    its kind and name. Events of one story are compared with each other, those of different stories where they are of one
    kind, name one country and lie near in time: a later report that mentions a happening supports it too.
    """
    by_id = {reading.report.id: reading for reading in readings}
    copies, stories = tuple(copies), tuple(stories)
    voices = Voices(by_id.values(), copies)
    told = [a for report in sorted(by_id) for a in accounts(by_id[report], keys)]
    groups = _groups(told, _numbers(s.reports for s in stories), _numbers(c.reports for c in copies))
    standing = [group for group in groups if _stands(group)]
    mentions = _in_passing(standing, stories, by_id)
    found = [_happening(group, mentions[n], by_id, voices) for n, group in enumerate(standing)]
    return tuple(sorted(found, key=lambda happening: happening.id))


def _numbers(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    return {report: min(group) for group in groups for report in group}


def _stands(group: Sequence[Account]) -> bool:
    """Whether a report vouches for it, or all deny it: what speakers alone assert is a claim."""
    return any((a.vouched or a.headed) and a.event.status != "denied" for a in group) or all(a.event.status == "denied" for a in group)


# --- which accounts are of one happening ------------------------------------------------------------------------------


def _groups(told: Sequence[Account], story: Mapping[str, str], copy: Mapping[str, str]) -> list[list[Account]]:
    """First those of one story, then what these groups tell together with those of other stories."""
    near = {pair: chance(features(*_pair(told, pair), _copied(told, pair, copy)), _weights(told, pair)) for pair in _within(told, story)}
    groups = [[told[i] for i in group] for group in _link(len(told), near, JOINED)]
    whole = [joined(group) for group in groups]
    weights = [row[2] for row in WEIGHTS.values()]
    far = {(i, j): chance(features(whole[i], whole[j], False), weights) for i, j in _across(whole, story)}
    return [[a for i in some for a in groups[i]] for some in _attached([len({a.report for a in group}) > 1 for group in groups], far)]


def _attached(many: Sequence[bool], chances: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Each group of one report joined to the likeliest of several reports, and those left over to each other.

    Two groups of several reports stay apart: were they one happening, their reports would be one story.
    """
    likeliest: dict[int, tuple[float, int]] = {}
    for pair, value in chances.items():
        for one, other in (pair, pair[::-1]):
            if value >= MENTIONED and many[other] and not many[one]:
                likeliest[one] = max(likeliest.get(one, (0.0, 0)), (value, -other))
    alone = {p: v for p, v in chances.items() if not any(many[n] or n in likeliest for n in p)}
    found = []
    for group in _link(len(many), alone, MENTIONED):
        if group[0] not in likeliest:
            found.append(sorted((*group, *(n for n, (_, other) in likeliest.items() if -other == group[0]))))
    return found


def _pair(told: Sequence[Account], pair: tuple[int, int]) -> tuple[Account, Account]:
    return told[pair[0]], told[pair[1]]


def _copied(told: Sequence[Account], pair: tuple[int, int], copy: Mapping[str, str]) -> bool:
    a, b = _pair(told, pair)
    return a.report in copy and copy[a.report] == copy.get(b.report)


def _weights(told: Sequence[Account], pair: tuple[int, int]) -> list[float]:
    a, b = _pair(told, pair)
    return [row[a.report != b.report] for row in WEIGHTS.values()]


def _within(told: Sequence[Account], story: Mapping[str, str]) -> set[tuple[int, int]]:
    """Pairs of one story."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, account in enumerate(told):
        blocks[story.get(account.report, account.report)].append(n)
    return _compared(told, blocks.values())


def _across(told: Sequence[Account], story: Mapping[str, str]) -> set[tuple[int, int]]:
    """Pairs of different stories that are of one kind, name one country and lie near in time."""
    blocks: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for n, account in enumerate(told):
        for window in _windows(account.published):
            for country in account.countries:
                blocks[quad(account.event.type), country, window].append(n)
    of = [story.get(account.report, account.report) for account in told]
    return {(i, j) for i, j in _compared(told, blocks.values()) if of[i] != of[j]}


def _compared(told: Sequence[Account], blocks: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {(i, j) for block in blocks for i, j in combinations(block, 2) if _comparable(told[i], told[j])}


def _comparable(a: Account, b: Account) -> bool:
    return a.family == b.family or quad(a.event.type) == quad(b.event.type)


def _windows(published: str) -> tuple[str, ...]:
    if not published:
        return ("",)
    year, month, day = map(int, published.split("-"))
    number = (year * 372 + month * 31 + day) * 2 // _WINDOW
    return (str(number), str(number + 1))


def _link(count: int, chances: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Joins, again and again, the two groups of the highest average chance while it reaches the least; ties by the smallest members."""
    groups = {n: [n] for n in range(count)}
    near: dict[int, set[int]] = defaultdict(set)
    sums: dict[tuple[int, int], float] = {}
    for (i, j), value in sorted(chances.items()):
        sums[i, j] = value
        near[i].add(j)
        near[j].add(i)
    while sums:
        (i, j), best = min(
            ((p, s / (len(groups[p[0]]) * len(groups[p[1]]))) for p, s in sums.items()), key=lambda item: (-item[1], item[0])
        )
        if best < least:
            break
        _merge(i, j, groups, near, sums)
    return sorted(groups.values())


def _merge(i: int, j: int, groups: dict[int, list[int]], near: dict[int, set[int]], sums: dict[tuple[int, int], float]) -> None:
    """Group j becomes part of group i, the smaller number."""
    for k in (near[i] | near[j]) - {i, j}:
        size = len(groups[k])
        both = [sums.pop((min(n, k), max(n, k)), _FAR * size * len(groups[n])) for n in (i, j)]
        sums[min(i, k), max(i, k)] = sum(both)
        near[k].discard(j)
        near[k].add(i)
    near[i] = (near[i] | near.pop(j)) - {i, j}
    groups[i] = sorted(groups[i] + groups.pop(j))
    sums.pop((i, j))


# --- what they agree on -----------------------------------------------------------------------------------------------


def _in_passing(groups: Sequence[Sequence[Account]], stories: Sequence[Story], readings: Mapping[str, Reading]) -> dict[int, list[Support]]:
    """For each group its supports in reports that have no event of it: all of a story tell of the story's main happening."""
    found: dict[int, list[Support]] = defaultdict(list)
    for story in stories:
        main = _main(groups, frozenset(story.reports))
        if main is None:
            continue
        own = frozenset(s for a in groups[main] for s in a.triggers if rarity(s) >= RARE)
        for report in sorted(set(story.reports) & readings.keys() - {a.report for a in groups[main]}):
            reading = readings[report]
            taken = [span for event in reading.events for span in event.evidence]
            if span := told_in_passing(reading.report.text, _most(a.event.type for a in groups[main]), own, taken):
                found[main].append(Support(report, "", span))
    return found


def _main(groups: Sequence[Sequence[Account]], reports: frozenset[str]) -> int | None:
    """The group that most reports of a story have, those first that have it in their lead; None where none has one there."""
    told = [({a.report for a in g if a.report in reports}, sum(a.sentence < LEAD and a.report in reports for a in g)) for g in groups]
    best = max(range(len(groups)), key=lambda n: (len(told[n][0]), told[n][1], -n), default=None)
    return best if best is not None and told[best][1] else None


def _happening(group: Sequence[Account], passing: Sequence[Support], readings: Mapping[str, Reading], voices: Voices) -> Happening:
    events = (Support(a.report, a.event.id, span) for a in group for span in a.event.evidence)
    supports = tuple(sorted((*events, *passing), key=lambda s: (s.report, s.span.start, s.event)))
    kind = _most(a.event.type for a in group)
    places = [p for a in group for p in readings[a.report].places if p.id == a.event.place]
    name = _most(p.name for p in places)
    return Happening(
        id="H" + hashlib.sha256(repr([(s.report, s.span.start, s.span.end) for s in supports]).encode()).hexdigest()[:16],
        type=kind,
        mode=_most(a.event.mode for a in group if a.event.type == kind and a.event.mode) or None,
        date=_date(group),
        place=name or None,
        country=_most(p.country for p in places if p.name == name and p.country) or None,
        status=_status(group),
        sources=tuple(sorted({key for a in group for key in a.sources})),
        recipients=tuple(sorted({key for a in group for key in a.recipients})),
        supports=supports,
        independent=voices.count(s.report for s in supports),
        contradictions=find_contradictions(supports, readings),
    )


def _most(values: Iterable[str | None]) -> str:
    """The most frequent value, the least of several; "" where there is none."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _date(group: Sequence[Account]) -> str:
    """The day that most reports tell, else the month, else that before the first of them came out."""
    days = {(a.report, a.first) for a in group if a.dated}
    months = {(a.report, a.first[:7]) for a in group if a.first}
    return _most(day for _, day in days) or _most(month for _, month in months)


def _status(group: Sequence[Account]) -> str:
    vouched = [a.event.status for a in group if a.vouched] or [a.event.status for a in group]
    return "happened" if "happened" in vouched else _most(vouched)
