"""Forums over reports: mechanisms joined by name, parties and company, their sessions in order, and when the next is due.

A report gives an account of a sitting: its number, day, venue, the countries and people present, and the words for it.
Accounts of one sitting are joined first, sittings of one series after; a number or a day out of order keeps them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from itertools import combinations
from math import fsum
from typing import TypeVar

from dragoman.merge.groups import Joined, components
from dragoman.merge.rhythm import next_session
from dragoman.merge.rulings import NONE, RefPair, Rulings
from dragoman.merge.sittings import Sitting
from dragoman.merge.terms import rarity, stem
from dragoman.record.merged import Forum, Session

Link = tuple[float, int, int]  # how strong, and the places of two items
T = TypeVar("T")
Clash = Callable[[T, T], bool]  # whether two items cannot be in one group

# --- chains: which accounts are of one sitting, which sittings of one forum -----------------------------------------------

AWAITED_DAYS = 45  # within which a sitting is spoken of by its number before and after
SAME_DAYS = 3  # sittings last up to three days, and reports tell of their first or their last
# How much two accounts must have in common to be of one forum, and of one sitting of it. On six forums of hand-made sets of
# reports, each beside like meetings of the same states, sessions are .98 F1 from 1.8 to 2.8 of the one and .6 to 1.2 of the
# other two: these are the middles. The weights below were set by hand on the same sets.
SERIES = 2.3
SITTING = 1.0
FILLS = 1.0  # where its number is the one that the forum lacks at that time
_NAMED, _NATIONS, _PEOPLE, _BODIES_SHARED, _WORDS = 1.0, 1.5, 0.8, 0.4, 5.0


def kinship(a: Sitting, b: Sitting) -> float:
    """How much two accounts have in common, whenever they took place: names, nations, people and rare words."""
    states = a.countries.keys() | b.countries.keys()
    nations = [(a.countries.get(c, 0.0), b.countries.get(c, 0.0)) for c in states]
    # Sums that do not depend on the order in which words are held: equal kinships must stay equal.
    alike = fsum(map(min, nations)) / fsum(map(max, nations)) if nations else 0.0
    named = min(2, sum(rarity(s) > 3 for s in a.named & b.named))
    people = min(2, len(a.people & b.people))
    shared = fsum(w * w for s, w in a.words.items() if s in b.words)
    length = (fsum(w * w for w in a.words.values()) * fsum(w * w for w in b.words.values())) ** 0.5
    bodies = bool(a.bodies & b.bodies)
    return _NAMED * named + _NATIONS * alike + _PEOPLE * people + _BODIES_SHARED * bodies + _WORDS * (shared / length if length else 0.0)


def _near(a: Sitting, b: Sitting) -> bool:
    slack = timedelta(SAME_DAYS)
    return a.first <= b.last + slack and b.first <= a.last + slack


def _apart(a: Sitting, b: Sitting) -> bool:
    """Whether the two cannot be of one forum: names without a word in common, or numbers against the order of days."""
    if a.named and b.named and not a.named & b.named:
        return True
    if not a.numbers or not b.numbers or _near(a, b):
        return False
    early, late = (a, b) if a.first <= b.first else (b, a)
    return not any(m < n for m in early.numbers for n in late.numbers) and not _awaited(a, b)


def _awaited(a: Sitting, b: Sitting) -> bool:
    """Whether two accounts with one number may be of one sitting, told of weeks before or after, often with the telling's day."""
    return bool(a.numbers & b.numbers) and abs(a.first - b.first) <= timedelta(AWAITED_DAYS)


def _unite(items: Sequence[T], links: Iterable[Link], clash: Clash[T]) -> list[list[T]]:
    """Groups of items, joined by the strongest links first where none of the one group clashes with one of the other."""
    home = {n: [n] for n in range(len(items))}
    barred: dict[int, set[int]] = defaultdict(set)  # by the first places in groups: those found to clash
    for _, a, b in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        left, right = home[a], home[b]
        if left is right or right[0] in barred[left[0]]:
            continue
        if any(clash(items[x], items[y]) for x in left for y in right):
            barred[left[0]].add(right[0])
            barred[right[0]].add(left[0])
            continue
        for other in barred.pop(right[0], ()):
            barred[other].add(left[0])
            barred[left[0]].add(other)
        left.extend(right)
        home.update(dict.fromkeys(right, left))
    return [[items[n] for n in sorted(group)] for group in {id(g): g for g in home.values()}.values()]


def is_core(a: Sitting) -> bool:
    """Whether it says of which forum it is, by a name or a number. Others belong to such a one that is near in time."""
    return a.state != "off" and bool(a.named or a.numbers)


def related(a: Sitting, b: Sitting) -> float:
    """How much two sittings have in common, where they may be one or of one forum; 0 where not. From the two alone."""
    cores = (is_core(a), is_core(b))
    if "off" in (a.state, b.state) or not any(cores) or not a.countries.keys() & b.countries.keys() or a.marks.isdisjoint(b.marks):
        return 0.0
    score = kinship(a, b)
    one_forum = all(cores) and (score >= SERIES or (score >= FILLS and bool(a.numbers and b.numbers)))
    return score if one_forum or (_near(a, b) and score >= SITTING) else 0.0


def _sittings(told: Sequence[Sitting], barred: Barred) -> list[list[Sitting]]:
    links = []
    for a, b in _pairs_near(told):
        x, y = told[a], told[b]
        if x.report == y.report or not _share(x, y) or frozenset((x.report, y.report)) in barred:
            continue
        score = kinship(x, y)
        if score >= SITTING:
            links.append((score + (1 if x.exact and y.exact and x.first == y.first else 0), a, b))
    return _unite(told, links, lambda x, y: not _one_time(x, y))


def _share(a: Sitting, b: Sitting) -> bool:
    """Whether the two have a mark and a nation in common."""
    return not a.marks.isdisjoint(b.marks) and not a.countries.keys().isdisjoint(b.countries.keys())


def _pairs_near(told: Sequence[Sitting], apart: int = SAME_DAYS) -> Iterator[tuple[int, int]]:
    """Pairs of sittings with at most so many days between them."""
    order = sorted(range(len(told)), key=lambda n: told[n].first)
    days = [told[n].first for n in order]
    for at, n in enumerate(order):
        for other in order[at + 1 : bisect_right(days, told[n].last + timedelta(apart))]:
            yield min(n, other), max(n, other)


def _one_time(a: Sitting, b: Sitting) -> bool:
    """Whether two accounts may be of one sitting. Papers get numbers wrong, but seldom number and day."""
    if not _near(a, b) or (a.named and b.named and not a.named & b.named):
        return False
    return not a.numbers or not b.numbers or bool(a.numbers & b.numbers) or abs(a.first - b.first) <= timedelta(1)


def _pairs(told: Sequence[Sitting]) -> Iterator[tuple[int, int]]:
    """Pairs of sittings with a mark and a nation in common, in order."""
    by_mark: dict[str, list[int]] = {}
    for n, sitting in enumerate(told):
        for mark in sitting.marks:
            by_mark.setdefault(mark, []).append(n)
    seen = {pair for group in by_mark.values() for pair in combinations(group, 2)}
    return (p for p in sorted(seen) if told[p[0]].countries.keys() & told[p[1]].countries.keys())


def _series(sittings: Sequence[Sitting], clash: Clash[Sitting]) -> list[list[Sitting]]:
    """The sittings of each forum: first by what they have in common alone, then those whose number a forum lacks."""
    pairs = [(kinship(sittings[a], sittings[b]), a, b) for a, b in _pairs(sittings)]
    groups = _unite(sittings, [p for p in pairs if p[0] >= SERIES], clash)
    home = {id(x): n for n, group in enumerate(groups) for x in group}
    weak: dict[tuple[int, int], float] = {}  # of links between the same two groups the strongest tells
    for score, a, b in pairs:
        if FILLS <= score < SERIES and (between := (home[id(sittings[a])], home[id(sittings[b])])) and between[0] != between[1]:
            weak[between] = max(score, weak.get(between, 0.0))
    numbers = [{n for one in group for n in one.numbers} for group in groups]
    fill = [(s, a, b) for (a, b), s in weak.items() if _fills(numbers[a], numbers[b]) or _fills(numbers[b], numbers[a])]
    united = _unite(groups, fill, lambda left, right: any(clash(x, y) for x in left for y in right))
    return [[x for group in some for x in group] for some in united]


def _fills(ours: set[int], theirs: set[int]) -> bool:
    """Whether the numbers of the others are missing between those of a series of two or more."""
    return len(ours) > 1 and bool(theirs) and not ours & theirs and min(ours) < min(theirs) and max(theirs) < max(ours)


# --- the forum: its sessions in order, and the next ------------------------------------------------------------------------


Node = tuple[str, int]  # a report's id and the place of a sitting among those that it tells of


def find_forums(told: Mapping[Node, Sitting], links: Mapping[tuple[Node, Node], float], rulings: Rulings = NONE) -> tuple[Forum, ...]:
    """The forums of some sittings, in the order of their first sessions. A forum needs a name or a number, and two sessions held.

    `links` are the pairs that are related, with how much. What no chain of related sittings with a name or a number connects never
    meets in a forum, so that such chains may be worked out one by one.
    """
    found = [forum for chain in chains(told, links, rulings) for forum in _forums([told[node] for node in chain], rulings)]
    return tuple(sorted(found, key=lambda f: (f.sessions[0].date, f.id)))


def chains(told: Mapping[Node, Sitting], links: Mapping[tuple[Node, Node], float], rulings: Rulings = NONE) -> list[list[Node]]:
    """The sittings that hang together through such as have a name or a number; others are with the one to which they are next."""
    nodes = sorted(node for node, sitting in told.items() if is_core(sitting))
    place = {node: n for n, node in enumerate(nodes)}
    pairs = (*links, *_judged(told, rulings.together))
    groups = components(len(nodes), [(place[a], place[b]) for a, b in pairs if a in place and b in place])
    found = [[nodes[n] for n in group] for group in groups]
    home = {node: group for group in found for node in group}
    nearest: dict[Node, tuple[float, Node]] = {}
    for pair, score in links.items():
        for loose, core in (pair, pair[::-1]):
            if core in place and loose not in place:
                nearest[loose] = min(nearest.get(loose, (0.0, core)), (-score, core))
    for loose, (_, core) in nearest.items():
        home[core].append(loose)
    return [sorted(group) for group in found]


def spanning(told: Mapping[Node, Sitting]) -> Iterator[tuple[Node, Node, float]]:
    """Related sittings of different reports, both with a name or a number: enough to connect all such, with how much they have in common.

    A sitting is compared only until one of each group is found to which it is related. So the work grows with the square of the forums that
    share marks and states, not with that of what is written about each.
    """
    groups: Joined[Node] = Joined()
    blocks: dict[tuple[str, str], dict[Node, list[Node]]] = defaultdict(dict)  # by what the related share, the members of each group
    for node in sorted((node for node, sitting in told.items() if is_core(sitting)), key=lambda node: (told[node].first, node)):
        own = [blocks[mark, country] for mark in told[node].marks for country in told[node].countries]
        tried: set[Node] = set()
        for block in own:
            for root, members in groups.gathered(block):
                if groups.root(root) != groups.root(node) and (found := _related_to(node, members, told, tried)):
                    groups.join(found[0], node)
                    yield *sorted((found[0], node)), found[1]  # type: ignore[misc]
        for block in own:
            block.setdefault(groups.root(node), []).append(node)


def _related_to(node: Node, members: Sequence[Node], told: Mapping[Node, Sitting], tried: set[Node]) -> tuple[Node, float] | None:
    for other in reversed(members):
        if other[0] != node[0] and other not in tried:
            tried.add(other)
            if score := related(told[other], told[node]):
                return other, round(score, 6)
    return None


Barred = frozenset[frozenset[str]]  # pairs of reports


def _reports(pairs: Iterable[RefPair]) -> Barred:
    """The reports of forums that a person joined or set apart: the pairs of mechanisms among all pairs."""
    return frozenset(frozenset((one[0], other[0])) for one, other in pairs if one[1].startswith("K"))


def _judged(told: Mapping[Node, Sitting], pairs: Iterable[RefPair]) -> Iterator[tuple[Node, Node]]:
    joined = _reports(pairs)
    some = sorted(node for node in told if any(node[0] in pair for pair in joined))
    return ((a, b) for a, b in combinations(some, 2) if frozenset((a[0], b[0])) in joined)


def _forums(told: Sequence[Sitting], rulings: Rulings) -> Iterator[Forum]:
    barred, joined = _reports(rulings.apart), _reports(rulings.together)
    groups = _sittings(told, barred)
    whole = [_joined(group) for group in groups]
    by_whole = {id(w): g for w, g in zip(whole, groups, strict=True)}

    def judged(one: Sitting, other: Sitting, pairs: Barred) -> bool:
        return any(frozenset((a.report, b.report)) in pairs for a in by_whole[id(one)] for b in by_whole[id(other)]) if pairs else False

    series = _series(whole, lambda x, y: _apart(x, y) or judged(x, y, barred))
    links = [
        (1.0, a, b)
        for a, b in (combinations(range(len(series)), 2) if joined else ())
        if any(judged(x, y, joined) for x in series[a] for y in series[b])
    ]
    for some in _unite(series, links, lambda left, right: False):
        held = [by_whole[id(w)] for one in some for w in one if any(a.state == "held" for a in by_whole[id(w)])]
        sittings = sorted(((_joined(g), g) for g in _told_apart(held)), key=lambda pair: (pair[0].first, pair[0].report))
        if _recurs([w for w, _ in sittings]):
            yield _forum(sittings)


def _told_apart(groups: Sequence[list[Sitting]]) -> list[list[Sitting]]:
    """Sittings of one forum, those of the same days or with the same number joined: it does not sit twice within a few days."""
    wholes = [_joined(g) for g in groups]
    links = [(1.0, a, b) for a, b in _pairs_near(wholes, AWAITED_DAYS) if _one_sitting(wholes[a], wholes[b])]
    united = _unite(wholes, links, lambda x, y: not _one_sitting(x, y))
    by_whole = {id(w): g for w, g in zip(wholes, groups, strict=True)}
    return [[a for w in group for a in by_whole[id(w)]] for group in united]


def _one_sitting(a: Sitting, b: Sitting) -> bool:
    return (_near(a, b) and (not a.numbers or not b.numbers or bool(a.numbers & b.numbers))) or _awaited(a, b)


RECURS_DAYS = 14  # without numbers, what sits again sooner is one round of talks with a pause


def _recurs(sittings: Sequence[Sitting]) -> bool:
    """Whether sittings are a forum's: two with numbers, or two with a name in common and some time between them."""
    numbered = {min(s.numbers) for s in sittings if s.numbers}
    named = any(a.named & b.named and abs((a.first - b.first).days) >= RECURS_DAYS for a, b in combinations(sittings, 2))
    return len(sittings) > 1 and (len(numbered) > 1 or named)


def _joined(group: Sequence[Sitting]) -> Sitting:
    """The accounts of one sitting as one: all that any tells, and the day that most tell, the first of several."""
    days = [a.first for a in group if a.exact and a.state != "background"] or [a.first for a in group if a.exact]
    votes = Counter(days)
    first = min(days, key=lambda day: (-votes[day], day), default=max(a.first for a in group))
    last = first if days else max(first, min(a.last for a in group))
    words = {s: w for a in group for s, w in a.words.items()}
    return replace(
        group[0],
        numbers=frozenset(n for a in group for n in a.numbers),
        first=first,
        last=last,
        countries={c: max(a.countries.get(c, 0.0) for a in group) for c in sorted({c for a in group for c in a.countries})},
        named=frozenset(s for a in group for s in a.named),
        bodies=frozenset(b for a in group for b in a.bodies),
        label=max((a.label for a in group), key=lambda n: (len(n), n)),
        people=frozenset(p for a in group for p in a.people),
        heads=tuple(sorted({h for a in group for h in a.heads})),
        words=words,
        marks=frozenset(m for a in group for m in a.marks),
    )


Held = tuple[Sitting, list[Sitting]]


def _forum(held: Sequence[Held]) -> Forum:
    numbers = _in_order([_votes(group) for _, group in held])
    towns = Counter(a.venue_name for _, group in held for a in group if a.venue_name and a.venue and a.venue.geonameid is not None)
    towns.update({town: 0 for _, group in held for a in group for town in a.towns if town not in towns})
    sessions = tuple(_session(whole, group, number, towns) for (whole, group), number in zip(held, numbers, strict=True))
    name = _best_name([a.label for _, group in held for a in group if a.label])
    seen = Counter(c for whole, _ in held for c in whole.countries)
    parties = tuple(sorted(c for c, n in seen.items() if 2 * n >= len(held)))
    # From its first session: later ones, the usual case, leave the id as it is.
    first = (sessions[0].reports[0], sessions[0].date, sessions[0].number)
    return Forum("F" + blake2b(repr(first).encode(), digest_size=6).hexdigest(), name, parties, sessions, next_session(sessions))


def _best_name(labels: Sequence[str]) -> str:
    """The name that says what most of the others say, the shortest of those."""
    told = {name: {stem(w) for w in name.split()} for name in labels}
    return max(told, key=lambda n: (sum(told[other] <= told[n] for other in labels), -len(n), n), default="")


def _votes(group: Sequence[Sitting]) -> Counter[int]:
    return Counter(n for a in group for n in a.numbers)


def _in_order(votes: Sequence[Counter[int]]) -> list[int | None]:
    """One number a sitting, so that they rise: the one most told; of several told as often, one that fits its neighbours."""
    chosen: list[int | None] = []
    for at, told in enumerate(votes):
        before = max((n for n in chosen if n is not None), default=0)
        behind = {n for later in votes[at + 1 :] if len(later) == 1 for n in later}
        fit = [n for n in told if n > before and n not in behind] or [n for n in told if n > before]
        chosen.append(max(fit, key=lambda n: (told[n], -n), default=None))
    return [n if n is not None else _between(chosen, at) for at, n in enumerate(chosen)]


def _between(numbers: Sequence[int | None], at: int) -> int | None:
    """The number of a session that stands alone between two whose numbers leave room for it alone."""
    before, behind = (numbers[at - 1], numbers[at + 1]) if 0 < at < len(numbers) - 1 else (None, None)
    return before + 1 if before is not None and behind is not None and behind - before == 2 else None


def _session(whole: Sitting, group: Sequence[Sitting], number: int | None, towns: Counter[str]) -> Session:
    venue, country = _vote_venue(group, towns)
    day = whole.first.isoformat() if whole.exact else whole.last.isoformat()[:7]
    return Session(number, day, venue, country, tuple(sorted({a.report for a in group})), whole.heads)


def _vote_venue(group: Sequence[Sitting], towns: Counter[str]) -> tuple[str | None, str | None]:
    """The venue most told; a town in a title or a dateline, or where the forum has sat before, weighs more."""
    votes: Counter[str] = Counter()
    where = {town: country for a in group for town, country in a.towns.items()}
    where |= {a.venue_name: a.venue.country for a in group if a.venue_name and a.venue}
    for a in group:
        if a.state in ("background", "announced") and any(b.state == "held" for b in group):
            continue
        if a.venue_name and a.venue:
            votes[a.venue_name] += 4 * (a.venue.geonameid is not None) + 2 * (a.venue.span.start == 0) + 1
    for town in towns:
        if any(re.search(rf"\b{re.escape(town)}\b", a.title) for a in group):
            votes[town] += 5
    for town in votes:
        votes[town] += min(3, towns[town])
    best = max(votes, key=lambda v: (votes[v], v), default=None)
    return best, where.get(best) if best else None
