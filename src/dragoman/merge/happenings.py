"""Happenings: what the events of several readings agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from dragoman.merge.accounts import Account, Keys
from dragoman.merge.contradictions import find_contradictions
from dragoman.merge.groups import linked
from dragoman.merge.rulings import NONE, Ref, RefPair, Rulings
from dragoman.merge.voices import Voices
from dragoman.record import Event, Reading, Span
from dragoman.record.merged import Copies, Happening, Support

# The least average chance at which two groups of events are one happening, and how much more it must be of groups of several (see
# `groups.average_linkage`): of a few values the best in F1 of pairs by cross-validation, both as the story sets are dated (.60; .57 with
# WARY 0 and the best JOINED for it) and with all moved into one fortnight (.58; .55).
JOINED = 0.1
WARY = 0.5
# Chances at which chains of events are made, beside each event's best (see groups.chained). Nothing is lost by it on those sets; with all
# moved into one fortnight no chain has more than 39 of their 1,138 events (at .5, 93; with all pairs from JOINED on, 815).
SURE = 0.65

Told = Sequence[tuple[str, Account]]  # accounts, each with the id of its report


def group_events(events: Iterable[Ref], chances: Mapping[RefPair, float], rulings: Rulings = NONE) -> list[list[Ref]]:
    """The events of one happening each, by (report id, event id). `chances` are those of pairs of events, in order; others count as 0.

    Each chain (see `groups.chained`) may be worked out alone.
    """
    given = sorted(events)
    place = {event: n for n, event in enumerate(given)}
    pairs = {(place[a], place[b]): value for (a, b), value in chances.items()}
    return [[given[n] for n in group] for group in linked(len(given), pairs, (JOINED, SURE), *rulings.among(place), WARY)]


def stands(group: Told) -> bool:
    """Whether a report vouches for it, or all deny it: what speakers alone assert is a claim."""
    return any(a.vouched and a.status != "denied" for _, a in group) or all(a.status == "denied" for _, a in group)


def happening(group: Told, readings: Mapping[str, Reading], copies: Iterable[Copies], keys: Keys) -> Happening:
    """What accounts of one happening agree on. `readings` are those of their reports by id, `keys` those of actors."""
    events = {(r, e.id): e for r in {report for report, _ in group} for e in readings[r].events}
    told = [(readings[report], events[report, account.event], account) for report, account in group]
    supports = tuple(sorted((Support(r.report.id, e.id, span) for r, e, _ in told for span in e.evidence), key=_order))
    kind = _most(e.type for _, e, _ in told)
    places = [p for r, e, _ in told for p in r.places if p.id == e.place]
    name = _most(p.name for p in places)
    own = {support.report: readings[support.report] for support in supports}
    return Happening(
        id=_id(told),
        type=kind,
        mode=_most(e.mode for _, e, _ in told if e.type == kind and e.mode) or None,
        date=_date(group),
        place=name or None,
        country=_most(p.country for p in places if p.name == name and p.country) or None,
        status=_status(group),
        sources=_agreed(((r.report.id, actor) for r, e, _ in told for actor in e.sources), keys),
        recipients=_agreed(((r.report.id, actor) for r, e, _ in told for actor in e.recipients), keys),
        supports=supports,
        independent=Voices(own.values(), copies).count(own),
        contradictions=find_contradictions(supports, own),
    )


def _order(support: Support) -> tuple[str, Span, str]:
    return (support.report, support.span, support.event)


def _id(told: Iterable[tuple[Reading, Event, Account]]) -> str:
    """From the words of the report that came out first: later reports, the usual case, leave it as it is."""
    first = min(((r.report.published or "9"), r.report.id, e.trigger) for r, e, _ in told)
    return "H" + blake2b(repr(first).encode(), digest_size=8).hexdigest()


def _agreed(actors: Iterable[Ref], keys: Keys) -> tuple[str, ...]:
    """The keys of one side that two reports and more give; where there is none, all that any gives."""
    told: dict[str, set[str]] = defaultdict(set)
    for report, actor in actors:
        if (key := keys.get((report, actor))) is not None:
            told[key].add(report)
    return tuple(sorted(key for key in told if len(told[key]) > 1) or sorted(told))


def _most(values: Iterable[str | None]) -> str:
    """The most frequent value, the least of several; "" where there is none."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _date(group: Told) -> str:
    """The day that most reports tell, else the month, else that before the first of them came out."""
    days = {(report, a.first) for report, a in group if a.dated}
    months = {(report, a.first[:7]) for report, a in group if a.first}
    return _most(day for _, day in days) or _most(month for _, month in months)


def _status(group: Told) -> str:
    vouched = [a.status for _, a in group if a.vouched] or [a.status for _, a in group]
    return "happened" if "happened" in vouched else _most(vouched)
