"""All of it at once: readings in, everything that they hold together out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.knowledge import Knowledge
from dragoman.merge.actors import actor_keys
from dragoman.merge.bonds import Bond, bonds
from dragoman.merge.claims import find_claims
from dragoman.merge.copies import find_copies
from dragoman.merge.forums import find_forums
from dragoman.merge.happenings import Told, group_events, happening, stands
from dragoman.merge.rulings import NONE, RefPair, Rulings
from dragoman.merge.stories import find_stories
from dragoman.merge.trace import Trace, trace
from dragoman.record import Reading
from dragoman.record.merged import Claim, Copies, Forum, Happening, Merged, Story


def merge(readings: Iterable[Reading], knowledge: Knowledge, rulings: Rulings = NONE) -> Merged:
    """What readings hold together; the same whatever their order. One reading for each report."""
    given = {reading.report.id: reading for reading in sorted(readings, key=lambda reading: reading.report.id)}
    traces = {id: trace_of(reading, knowledge, rulings) for id, reading in given.items()}
    found = tuple(bonds(traces.values()))
    copies = copies_of(traces, found)
    stories = stories_of(traces, found, copies, rulings)
    standing = happenings_of(traces, found, rulings)
    made = [happening_of(group, given, copies, knowledge, rulings) for group in standing]
    claims = [claim for story in stories for claim in claims_of(story, given, copies, knowledge, rulings)]
    return Merged(
        stories=stories,
        copies=copies,
        happenings=tuple(sorted(made, key=lambda row: row.id)),
        claims=tuple(sorted(claims, key=lambda row: row.id)),
        forums=forums_of(traces, found, rulings),
    )


# --- the steps, for all reports or for those that hang together -----------------------------------------------------------


def trace_of(reading: Reading, knowledge: Knowledge, rulings: Rulings) -> Trace:
    """The trace of a reading: its actors as it names them, and as people have named them."""
    return trace(reading, knowledge, actor_keys([reading], knowledge, rulings).keys)


def copies_of(traces: Mapping[str, Trace], found: Iterable[Bond]) -> tuple[Copies, ...]:
    """The copies among some reports, given all bonds between them."""
    return find_copies((one.sketch for one in traces.values()), ((bond.one, bond.other) for bond in found if bond.copy))


def stories_of(traces: Mapping[str, Trace], found: Iterable[Bond], copies: Iterable[Copies], rulings: Rulings) -> tuple[Story, ...]:
    """The stories of some reports, given all bonds between them."""
    alike = {(bond.one, bond.other): bond.alike for bond in found if bond.alike}
    return find_stories((one.sketch for one in traces.values()), alike, copies, rulings)


def happenings_of(traces: Mapping[str, Trace], found: Iterable[Bond], rulings: Rulings) -> list[Told]:
    """The accounts of each happening that stands, of some reports, given all bonds between them."""
    told = {(id, account.event): account for id, one in traces.items() for account in one.accounts}
    chances: dict[RefPair, float] = {((b.one, e), (b.other, f)): value for b in found for e, f, value in b.deeds}
    groups = [[(ref[0], told[ref]) for ref in group] for group in group_events(told, chances, rulings)]
    return [group for group in groups if stands(group)]


def forums_of(traces: Mapping[str, Trace], found: Iterable[Bond], rulings: Rulings) -> tuple[Forum, ...]:
    """The forums of some reports, given all bonds between them."""
    told = {(id, n): sitting for id, one in traces.items() for n, sitting in enumerate(one.sittings)}
    links = {((b.one, i), (b.other, j)): score for b in found for i, j, score in b.sittings}
    return find_forums(told, links, rulings)


def happening_of(
    group: Told, readings: Mapping[str, Reading], copies: Iterable[Copies], knowledge: Knowledge, rulings: Rulings
) -> Happening:
    """A happening from its accounts; actors are told apart and joined over the reports that tell of it."""
    own = [readings[id] for id in sorted({report for report, _ in group})]
    return happening(group, readings, _concerned(own, copies), actor_keys(own, knowledge, rulings).keys)


def claims_of(
    story: Story, readings: Mapping[str, Reading], copies: Iterable[Copies], knowledge: Knowledge, rulings: Rulings
) -> tuple[Claim, ...]:
    """The claims of a story; actors are told apart and joined over its reports."""
    own = [readings[id] for id in sorted(story.reports)]
    return find_claims(own, [story], actor_keys(own, knowledge, rulings).keys, _concerned(own, copies))


def _concerned(readings: Iterable[Reading], copies: Iterable[Copies]) -> list[Copies]:
    ids = {reading.report.id for reading in readings}
    return [group for group in copies if not ids.isdisjoint(group.reports)]
