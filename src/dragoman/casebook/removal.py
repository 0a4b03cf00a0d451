"""A reading without some of its items, so that what is left stays consistent. A pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from dragoman.record import Actor, Event, Mechanism, Meeting, Party, Reading, Statement


def without(reading: Reading, ids: Set[str]) -> Reading:
    """The reading without the items of these ids, without what cannot stand without them, and without references to either.

    An event takes its meeting along, an actor its mentions, an only mention its actor. The events of a statement pass to the
    statement that carried it (the one it came `via`); where there is none they are the report's own words. Their status stays
    as it was read.
    """
    gone = _with_dependents(reading, ids)
    heirs = _heirs(reading, gone)
    inherited = {event.id: _heir(event.asserted_by, heirs) for event in reading.events if event.asserted_by in gone}
    return replace(
        reading,
        mentions=tuple(mention for mention in reading.mentions if mention.id not in gone),
        actors=tuple(_actor(actor, gone) for actor in reading.actors if actor.id not in gone),
        statements=tuple(_statement(said, gone, heirs, inherited) for said in reading.statements if said.id not in gone),
        events=tuple(_event(event, gone, inherited) for event in reading.events if event.id not in gone),
        meetings=tuple(_meeting(meeting, gone, heirs) for meeting in reading.meetings if meeting.id not in gone),
        mechanisms=tuple(_mechanism(mechanism, gone) for mechanism in reading.mechanisms if mechanism.id not in gone),
    )


def _with_dependents(reading: Reading, ids: Set[str]) -> Set[str]:
    mentioned = {mention.actor for mention in reading.mentions}
    left = {mention.actor for mention in reading.mentions if mention.id not in ids}
    actors = {actor.id for actor in reading.actors if actor.id in ids} | (mentioned - left)
    mentions = {mention.id for mention in reading.mentions if mention.actor in actors}
    meetings = {meeting.id for meeting in reading.meetings if meeting.event in ids}
    return {*ids, *actors, *mentions, *meetings}


def _heirs(reading: Reading, gone: Set[str]) -> dict[str, str | None]:
    """For each statement that goes the one that carried it, None where nothing did."""
    return {said.id: next(iter(said.via), None) for said in reading.statements if said.id in gone}


def _heir(id: str | None, heirs: Mapping[str, str | None]) -> str | None:
    """The statement itself where it stays, else the nearest carrier that does. A chain that runs in a circle has none."""
    met: set[str] = set()
    while id is not None and id in heirs:
        if id in met:
            return None
        met.add(id)
        id = heirs[id]
    return id


def _kept(ids: Iterable[str], gone: Set[str]) -> tuple[str, ...]:
    return tuple(id for id in ids if id not in gone)


def _or_none(id: str | None, gone: Set[str]) -> str | None:
    return None if id in gone else id


def _actor(actor: Actor, gone: Set[str]) -> Actor:
    roles = tuple(replace(role, of=_or_none(role.of, gone)) for role in actor.roles)
    return replace(actor, member_of=_kept(actor.member_of, gone), roles=roles)


def _statement(said: Statement, gone: Set[str], heirs: Mapping[str, str | None], inherited: Mapping[str, str | None]) -> Statement:
    via = (_heir(id, heirs) for id in said.via)
    mine = [id for id, heir in inherited.items() if heir == said.id]
    return replace(
        said,
        speakers=_kept(said.speakers, gone),
        via=tuple(dict.fromkeys(id for id in via if id is not None and id != said.id)),
        events=_kept(dict.fromkeys((*said.events, *mine)), gone),
        denies=_kept(said.denies, gone),
    )


def _event(event: Event, gone: Set[str], inherited: Mapping[str, str | None]) -> Event:
    sources, source_confidence = _side(event.sources, event.source_confidence, gone)
    recipients, recipient_confidence = _side(event.recipients, event.recipient_confidence, gone)
    return replace(
        event,
        sources=sources,
        recipients=recipients,
        source_confidence=source_confidence,
        recipient_confidence=recipient_confidence,
        asserted_by=inherited.get(event.id, event.asserted_by),
    )


def _side(actors: tuple[str, ...], confidences: tuple[float, ...], gone: Set[str]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The actors that stay, and their confidences, which old readings do not have."""
    kept = [place for place, actor in enumerate(actors) if actor not in gone]
    return tuple(actors[place] for place in kept), tuple(confidences[place] for place in kept if place < len(confidences))


def _meeting(meeting: Meeting, gone: Set[str], heirs: Mapping[str, str | None]) -> Meeting:
    parties = tuple(_party(party, gone) for party in meeting.parties if party.actor not in gone)
    agenda = tuple(replace(item, said_by=_heir(item.said_by, heirs)) for item in meeting.agenda)
    forum = _or_none(meeting.mechanism, gone)
    session = meeting.session if forum == meeting.mechanism else None
    return replace(meeting, parties=parties, host=_or_none(meeting.host, gone), mechanism=forum, session=session, agenda=agenda)


def _party(party: Party, gone: Set[str]) -> Party:
    return replace(party, delegates=_kept(party.delegates, gone), head=_or_none(party.head, gone))


def _mechanism(mechanism: Mechanism, gone: Set[str]) -> Mechanism:
    return replace(mechanism, parties=_kept(mechanism.parties, gone))
