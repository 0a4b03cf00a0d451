"""Actors over reports: one key for one actor, and why, so that every merge can be explained and taken back.

In the order in which they are believed: the entry of the knowledge; a full name with a country or company in common; the
wording of a body of a state; a family name where only one bearer keeps that company; an office and who held it at the time.
What none of these joins stays apart, as do people of one name who share neither country nor company.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import Literal

from dragoman.knowledge import Knowledge
from dragoman.knowledge.names import fold, is_acronym
from dragoman.merge.rulings import NONE, Ref, RefPair, Rulings
from dragoman.record import Actor, Reading

Reason = Literal["knowledge", "name", "wording", "family name", "office", "judgment"]

SURNAME_DAYS = 730  # a family name alone stands for somebody whose full name was in the papers within two years
OFFICE_DAYS = 183  # most ministers outlast half a year: an office without a name is its holder's in reports that near
MOST_PAIRS = 10_000  # of bearers of one name in two states; with more of them, shared company is no wonder
COMPANY = 2  # names that two reports must share before a name with two countries is one person: one may be chance


@dataclass(frozen=True, slots=True)
class ActorMerge:
    """Why an actor of a report has its key: it is the same as `other`, the first in that key; `because` says it in words."""

    report: str
    actor: str
    key: str
    reason: Reason
    other: Ref
    because: str


@dataclass(frozen=True, slots=True)
class ActorKeys:
    """For each actor of each report a key, the same for the same actor, and the reasons of all merges, in order of reports."""

    keys: Mapping[Ref, str]
    merges: tuple[ActorMerge, ...]

    def why(self, report: str, actor: str) -> tuple[ActorMerge, ...]:
        """The merges that this actor is part of: its own, and those of others into it."""
        ref = (report, actor)
        return tuple(m for m in self.merges if ref in ((m.report, m.actor), m.other))


@dataclass(frozen=True, slots=True)
class _Seen:
    """An actor in its report, with what tells it from others."""

    ref: Ref
    actor: Actor
    day: date | None
    words: tuple[str, ...]  # of the name, folded, without titles
    named: bool
    offices: frozenset[str]
    company: frozenset[str]  # who and what else the report names, folded; no countries

    @property
    def country(self) -> str | None:
        return self.actor.country


def actor_keys(readings: Iterable[Reading], knowledge: Knowledge, rulings: Rulings = NONE) -> ActorKeys:
    """The keys of all actors of some readings, whatever their order; what people joined or set apart stands above all rules."""
    seen = [s for r in sorted(readings, key=lambda r: r.report.id) for s in _seen(r, knowledge)]
    groups = _Groups(seen, rulings.apart)
    _by_knowledge(groups, knowledge)
    _by_wording(groups)
    _by_full_name(groups)
    _by_family_name(groups)
    _by_office(groups)
    _by_judgment(groups, rulings)
    return groups.keys()


def _seen(reading: Reading, knowledge: Knowledge) -> Iterator[_Seen]:
    named = {m.actor for m in reading.mentions if m.form == "name"}
    day = _day(reading.report.published)
    last = {a.id: _words(a.name)[-1:] for a in reading.actors if a.kind != "country" and a.id in named and a.name[:1].isupper()}
    for actor in reading.actors:
        company = frozenset(w for other, words in last.items() if other != actor.id for w in words) - frozenset(_words(actor.name))
        titles = [role.title for role in actor.roles] + ([] if actor.id in named else [actor.name])
        offices = frozenset(o for title in titles if (o := office(title, knowledge)))
        yield _Seen((reading.report.id, actor.id), actor, day, _words(actor.name), actor.id in named, offices, company)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord dame sheikh sheik mullah maulvi mawlawi imam ayatollah haji hajji sahib sayyid general "
    "gen lt lieutenant colonel col major maj captain capt sergeant sgt private admiral brigadier commander president premier minister "
    "senator ambassador governor commissioner engineer judge king queen prince princess pope patriarch father chief".split()
)


def _words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without titles before it: "al-Otaibi" has the words "al" and "otaibi"."""
    words = fold(name).casefold().split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    return tuple(words)


# Offices of which a state has one; what is deputed, former or one of many is none.
_ONE_OF_MANY = re.compile(
    r"\b(?:deputy|vice|former|ex|late|assistant|junior|senior|state|spokes\w+|adviser|advisor|ministers|presidents|candidate|designate)\b"
)
_FOR_NOW = re.compile(r"\b(?:acting|caretaker|interim|outgoing|new|newly|appointed|elected|the|his|her|their|its|our|affairs)\b")
_SAME = (
    (re.compile(r"\b(?:premier|head of government)\b"), "prime minister"),
    (re.compile(r"\bhead of state\b"), "president"),
    (re.compile(r"\bdefense\b"), "defence"),
    (re.compile(r"\b(?:top|chief) diplomat\b|\bforeign secretary\b"), "foreign minister"),
    (re.compile(r"\bminister (?:of|for) (?:the )?(.+)$"), r"\1 minister"),
    (re.compile(r"\bhome minister\b"), "interior minister"),
)
_OFFICE = re.compile(r"(?:[a-z]+ (?:and )?){1,4}minister|president|prime minister|chancellor|king|queen|emir|army chief|attorney general")


def office(title: str, knowledge: Knowledge) -> str | None:
    """The office that a title means, in one wording and without its nation, where a state has only one: "foreign minister"."""
    folded = fold(_without_nations(title, knowledge)).casefold()
    if _ONE_OF_MANY.search(folded):
        return None
    for pattern, wording in _SAME:
        folded = pattern.sub(wording, folded)
    plain = " ".join(_FOR_NOW.sub(" ", folded).split()).removesuffix(" of").removeprefix("of ")
    return plain if _OFFICE.fullmatch(plain) else None


def _without_nations(title: str, knowledge: Knowledge) -> str:
    for nation in reversed(knowledge.nations(title)):
        title = title[: nation.start] + " " + title[nation.end :].removeprefix("'s").removeprefix("’s")
    return title


class _Groups:
    """Actors taken for one, each group with its first member at its head; grows while the rules are tried."""

    def __init__(self, seen: Sequence[_Seen], apart: Iterable[RefPair]) -> None:
        self.seen = seen
        self.apart: dict[Ref, set[Ref]] = defaultdict(set)
        for one, other in apart:
            self.apart[one].add(other)
            self.apart[other].add(one)
        self.home: dict[Ref, list[_Seen]] = {s.ref: [s] for s in seen}
        self.name: dict[Ref, str] = {}
        self.reasons: dict[Ref, tuple[Reason, str]] = {}

    def of(self, some: Iterable[_Seen]) -> list[list[_Seen]]:
        """The groups of some actors, in the order of their first members."""
        groups = {id(g): g for g in (self.home[s.ref] for s in some)}
        return sorted(groups.values(), key=lambda g: g[0].ref)

    def parted(self, some: Sequence[_Seen], others: Sequence[_Seen]) -> bool:
        """Whether a person set one of these apart from one of the others."""
        held = [self.apart[s.ref] for s in min(some, others, key=len) if s.ref in self.apart] if self.apart else []
        return bool(held) and any(t.ref in refs for refs in held for t in max(others, some, key=len))

    def join(self, left: list[_Seen], right: list[_Seen], reason: Reason, because: str) -> bool:
        """Makes two groups one, unless knowledge or a person's judgment holds them apart."""
        if left is right:
            return True
        names = sorted({self.name[g[0].ref] for g in (left, right) if g[0].ref in self.name})
        if (len(names) > 1 and reason != "judgment") or self.parted(left, right):
            return False
        first, second = (left, right) if left[0].ref < right[0].ref else (right, left)
        self.reasons[second[0].ref] = (reason, because)
        for s in second:
            self.home[s.ref] = first
        first.extend(second)
        if names:
            self.name[first[0].ref] = names[0]
        return True

    def keys(self) -> ActorKeys:
        keys: dict[Ref, str] = {}
        used: set[str] = set()
        for group in self.of(self.seen):
            key = self.name.get(group[0].ref) or _spelled(group)
            if key in used:
                key = f"{key}#{group[0].ref[0]}/{group[0].ref[1]}"
            used.add(key)
            keys.update((s.ref, key) for s in group)
        merges = (
            ActorMerge(*s.ref, keys[s.ref], *self.reasons[s.ref][:1], self.home[s.ref][0].ref, self.reasons[s.ref][1])
            for s in self.seen
            if s.ref in self.reasons
        )
        return ActorKeys({s.ref: keys[s.ref] for s in self.seen}, tuple(merges))


def _spelled(group: Sequence[_Seen]) -> str:
    """A key that can be read: kind, name and country; what has no name of its own is only itself."""
    best = max(group, key=lambda s: (s.named, len(s.words), s.words))
    told = Counter(s.country for s in group if s.country)
    country = min(told, key=lambda land: (-told[land], land), default="")  # that which most reports give
    plain = f"{best.actor.kind}:{' '.join(best.words)}:{country}"
    own = len(group) == 1 and not best.named
    return f"{plain}#{best.ref[0]}/{best.ref[1]}" if own else plain


# --- the rules ---------------------------------------------------------------------------------------------------------


def _blocks(groups: _Groups, key: Callable[[_Seen], object]) -> list[list[_Seen]]:
    found: dict[object, list[_Seen]] = defaultdict(list)
    for s in groups.seen:
        if (value := key(s)) is not None:
            found[value].append(s)
    return list(found.values())


def _by_knowledge(groups: _Groups, knowledge: Knowledge) -> None:
    def entry(s: _Seen) -> str | None:
        if s.actor.known:
            return s.actor.known
        state = knowledge.country(s.country) if s.actor.kind == "country" and s.country else None
        return state.id if state else None

    for block in _blocks(groups, entry):
        id = entry(block[0]) or ""
        for s in block:
            if not groups.parted([s], block):
                groups.name[s.ref] = id
                groups.join(_home_of(groups, block), groups.home[s.ref], "knowledge", f"both are the entry {id} of the knowledge")


def _home_of(groups: _Groups, block: Sequence[_Seen]) -> list[_Seen]:
    """The group of the first of a block that has a name already."""
    return groups.home[next(s.ref for s in block if s.ref in groups.name)]


_OF_A_STATE = frozenset({"government", "ministry", "military"})


def _by_wording(groups: _Groups) -> None:
    """Bodies by their name, or by "the coast guard" with their state; other words without a name tell nothing over reports."""

    def key(s: _Seen) -> tuple[str, str] | None:
        if s.actor.kind == "person" or s.actor.known or s.actor.kind == "country":
            return None
        tells = s.country or len(s.words) > 1 or is_acronym(fold(s.actor.name))  # "the Union" may be any
        if s.words and ((s.named and tells) or (s.actor.kind in _OF_A_STATE and s.country)):
            return " ".join(s.words), s.country or ""
        return None

    for block in _blocks(groups, key):
        for s in block[1:]:
            whose = f" of {s.country}" if s.country else ""
            groups.join(groups.home[block[0].ref], groups.home[s.ref], "wording", f"both are called {s.actor.name!r}{whose}")


def _full(s: _Seen) -> tuple[str, str] | None:
    """First and last word of a person's full name; middle names come and go."""
    words = [w for w in s.words if w not in ("al", "el", "ul")]
    return (words[0], words[-1]) if s.actor.kind == "person" and s.named and len(words) > 1 else None


def _by_full_name(groups: _Groups) -> None:
    for block in _blocks(groups, _full):
        states: dict[str, list[_Seen]] = defaultdict(list)
        for s in block:
            states[s.country or ""].append(s)
        stateless = states.pop("", [])
        for country, same in states.items():
            for s in same[1:]:
                groups.join(groups.home[same[0].ref], groups.home[s.ref], "name", f"the same full name, both of {country}")
        for left, right in combinations(states.values(), 2):
            _across(groups, left, right)
        for n, s in enumerate(stateless):
            _of_no_state(groups, s, [*states.values(), *([t] for t in stateless[:n])])


def _across(groups: _Groups, left: Sequence[_Seen], right: Sequence[_Seen]) -> None:
    """Bearers of one name whom reports give two states: one person where two reports share company."""
    if len(left) * len(right) <= MOST_PAIRS:
        for a, b in product(left, right):
            if len(a.company & b.company) >= COMPANY:
                groups.join(groups.home[a.ref], groups.home[b.ref], "name", f"the same full name, both with {_list(a.company & b.company)}")


def _of_no_state(groups: _Groups, s: _Seen, others: Sequence[Sequence[_Seen]]) -> None:
    """A bearer whose state is not told is of those with whom it shares company or office, where these are of one state."""
    fits = [(_shared(s, g), any(s.offices & t.offices for t in g), g) for g in others]
    fits = [fit for fit in fits if fit[0] or fit[1]]
    if len({groups.home[g[0].ref][0].ref for _, _, g in fits}) == 1:
        shared, _, group = max(fits, key=lambda fit: fit[0])
        near = max(group, key=lambda t: len(s.company & t.company))
        because = f"both with {_list(s.company & near.company)}" if shared else "both of one office"
        groups.join(groups.home[group[0].ref], groups.home[s.ref], "name", f"the same full name, {because}")


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)[:3])


def _apart_in_days(s: _Seen, group: Iterable[_Seen]) -> int:
    return min((abs((s.day - t.day).days) for t in group if s.day and t.day), default=10**6)


def _by_family_name(groups: _Groups) -> None:
    """A family name alone is the one bearer of it who keeps the report's company, is of one country with it, at that time."""
    bearers: dict[str, list[_Seen]] = defaultdict(list)
    for s in groups.seen:
        if (full := _full(s)) is not None:
            bearers[full[1]].append(s)
    alone = [s for s in groups.seen if s.actor.kind == "person" and s.named and _full(s) is None and s.actor.name[:1].isupper() and s.words]
    for s in alone:
        near = [g for g in groups.of(bearers[s.words[-1]]) if _keeps_company(s, g) and _apart_in_days(s, g) <= SURNAME_DAYS]
        near = [g for g in near if all(t.ref[0] != s.ref[0] for t in g)]
        if len(near) > 1:
            most = max(_shared(s, g) for g in near)
            near = [g for g in near if most and _shared(s, g) == most]
        if len(near) == 1:
            full_name = max(near[0], key=lambda t: (len(t.words), t.words)).actor.name
            groups.join(
                near[0], groups.home[s.ref], "family name", f"{full_name} is the only one of that family name in such company at the time"
            )
    _alone(groups, [s for s in alone if len(groups.home[s.ref]) == 1])


def _shared(s: _Seen, group: Iterable[_Seen]) -> int:
    return max(len(s.company & t.company) for t in group)


def _keeps_company(s: _Seen, group: Sequence[_Seen]) -> bool:
    countries = {t.country for t in group if t.country}
    if s.country and countries:
        return s.country in countries or _shared(s, group) >= COMPANY
    return _shared(s, group) > 0 or any(s.offices & t.offices for t in group)


def _alone(groups: _Groups, some: Sequence[_Seen]) -> None:
    """Family names without a bearer: one where country and company agree and the time is near."""
    same: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for s in some:
        same[s.words[-1], s.country or ""].append(s)
    for block in same.values():
        for n, s in enumerate(block):
            for t in block[:n]:
                if s.company & t.company and s.ref[0] != t.ref[0] and _apart_in_days(s, [t]) <= OFFICE_DAYS:
                    because = f"the same family name, both with {_list(s.company & t.company)}"
                    groups.join(groups.home[t.ref], groups.home[s.ref], "family name", because)


def _by_office(groups: _Groups) -> None:
    """ "The foreign minister" of a state is who held the office in the reports nearest in time, where that is one person."""
    holders: dict[tuple[str, str], list[tuple[date, Ref, str]]] = defaultdict(list)
    for s in groups.seen:
        if s.named and s.actor.kind == "person" and s.country and s.day:
            for held in s.offices:
                holders[held, s.country].append((s.day, s.ref, s.actor.name))
    for some in holders.values():
        some.sort()
    for s in groups.seen:
        if not s.named and not s.actor.known and s.actor.kind in ("person", "office") and s.day and s.country and len(s.offices) == 1:
            _to_holder(groups, s, s.day, _within(holders.get((min(s.offices), s.country), []), s.day))


def _within(told: Sequence[tuple[date, Ref, str]], day: date) -> Sequence[tuple[date, Ref, str]]:
    days = [d for d, _, _ in told]
    return told[bisect_left(days, day - timedelta(OFFICE_DAYS)) : bisect_right(days, day + timedelta(OFFICE_DAYS))]


def _to_holder(groups: _Groups, s: _Seen, day: date, near: Sequence[tuple[date, Ref, str]]) -> None:
    """Joins an office to its holder, where the reports near in time name one and this report does not name it beside."""
    homes = {groups.home[ref][0].ref for _, ref, _ in near}
    if len(homes) == 1 and s.ref[0] not in {ref[0] for _, ref, _ in near}:
        _, ref, name = min(near, key=lambda told: (abs((told[0] - day).days), told))
        because = f"the {min(s.offices)} of {s.country} was {name} at the time (report {ref[0]})"
        groups.join(groups.home[ref], groups.home[s.ref], "office", because)


def _by_judgment(groups: _Groups, rulings: Rulings) -> None:
    for one, other in sorted(rulings.together):
        if one in groups.home and other in groups.home:
            groups.join(groups.home[one], groups.home[other], "judgment", "a person judged them to be one")
