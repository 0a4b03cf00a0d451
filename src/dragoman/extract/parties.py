"""The parties of a meeting: whom its people and delegations stand for, and who leads each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.extract.ground import Ground
from dragoman.record import Actor, Event, Meeting, Party, Span

_PEOPLE = frozenset({"person", "office"})
_OF_A_STATE = frozenset({"government", "ministry", "military", "armed_group"})
# Kinds of actor that stand for the country or body that they are part of; all others are a party of their own.
_STANDS_FOR = frozenset({"person", "office", "group"})


def parties_of(ground: Ground, event: Event) -> tuple[Party, ...]:
    """The sides of the event, each person and delegation under the country or body that it stands for."""
    actors = {actor.id: actor for actor in ground.actors}
    mediated = event.mode == "third-party" and len(event.recipients) > 1  # the mediator brings others together
    taking_part = tuple(dict.fromkeys(event.recipients if mediated else (*event.sources, *event.recipients)))
    stands_for = {actor: _stands_for(actor, actors) for actor in taking_part}
    stands_for |= _retinues(event, stands_for, actors)
    at_home = _at_home(event, stands_for, actors)
    folded: dict[str, list[str]] = {}
    for actor in taking_part:
        members = _members(actor, actors)
        for party in members or (actor if stands_for[actor] in at_home else stands_for[actor],):
            folded.setdefault(party, []).extend([] if actor == party or members else [actor])
    return tuple(_party(party, members, actors) for party, members in folded.items())


def _party(party: str, members: Sequence[str], actors: Mapping[str, Actor]) -> Party:
    head = next((m for m in members if _kind(m, actors) in _PEOPLE), None)
    return Party(party, tuple(m for m in members if m != head), head)


def _kind(actor: str, actors: Mapping[str, Actor]) -> str:
    return actors[actor].kind if actor in actors else ""


def _members(actor: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """Those of whom a group like "both sides" or "the three presidents" is made, where it is made of several."""
    parts = actors[actor].member_of if _kind(actor, actors) == "group" else ()
    return tuple(a for a in parts if _kind(a, actors) not in {"", "group", "person"}) if len(parts) > 1 else ()


def _stands_for(actor: str, actors: Mapping[str, Actor]) -> str:
    """The country or body at the top of what a person or a group is part of; itself where it is part of none."""
    if _kind(actor, actors) not in _STANDS_FOR or _held_office(actors[actor]):
        return actor
    at, seen = actor, {actor}
    while at == actor or actors[at].kind not in {"country", "igo"}:
        above = [a for a in actors[at].member_of or tuple(r.of for r in actors[at].roles if r.of) if a in actors and a not in seen]
        above.sort(key=lambda a: actors[a].kind in {"group", "person"})
        if not above or (actors[above[0]].kind == "igo" and _ARE_MEMBERS.search(actors[at].name)):
            break
        at = above[0]
        seen.add(at)
    return at


def _held_office(actor: Actor) -> bool:
    """Whether all that the text calls a person is an office that he held or seeks: he speaks for nobody but himself."""
    return bool(actor.roles) and all(_NO_ENVOY.search(role.title) for role in actor.roles)


_NO_ENVOY = re.compile(r"(?i)\b(?:former|ex|candidate|retired|exiled|ousted)\b")
# The leaders and ministers of the members meet in their own names, not in that of the organisation.
_ARE_MEMBERS = re.compile(r"(?i)\b(?:members?|leaders|ministers|states|governments|countries|nations|chiefs)\b")
_RETINUE = re.compile(r"(?i)\b(?:delegation|entourage|team|aides)\b")


def _retinues(event: Event, stands_for: Mapping[str, str], actors: Mapping[str, Actor]) -> dict[str, str]:
    """A delegation that is part of nothing comes with the person on its side."""
    found = {}
    for side in (event.sources, event.recipients):
        led = next((stands_for.get(a, a) for a in side if _kind(a, actors) in _PEOPLE), None)
        for actor in side:
            if (
                led is not None
                and stands_for.get(actor) == actor
                and _kind(actor, actors) == "group"
                and _RETINUE.search(actors[actor].name)
            ):
                found[actor] = led
    return found


def _at_home(event: Event, stands_for: Mapping[str, str], actors: Mapping[str, Actor]) -> set[str]:
    """The country or body whose own people meet each other: there each is a party himself."""
    sides = [{stands_for[a] for a in side if a in stands_for} for side in (event.sources, event.recipients)]
    shared = sides[0] & sides[1]
    alone = len(stands_for) > 1 and len(set(stands_for.values())) == 1
    return (
        shared | set(stands_for.values())
        if alone and not any(_RETINUE.search(actors[a].name) for a in stands_for if a in actors)
        else shared
    )


def under_states(parties: Sequence[Party], states: Mapping[str, str], actors: Mapping[str, Actor]) -> tuple[Party, ...]:
    """The parties of a session of states, each person and delegation under the state that its country says.

    `states` has the actor of each country that is a party to the forum; fewer than two are no forum of states. Where there
    are just two, a session of one is a session of both.
    """
    if len(states) < 2:
        return tuple(parties)
    # Where two states alone sit, whoever comes from one of them comes for it: its government, the movement that governs it.
    standing = _STANDS_FOR | (_OF_A_STATE if len(states) == 2 else frozenset())
    found: dict[str, Party] = {}
    for party in parties:
        actor = actors.get(party.actor)
        state = states.get(actor.country or "") if actor and actor.kind in standing else None
        found[state or party.actor] = _joined(found.get(state or party.actor), party, state, actors)
    if len(states) == 2 and found.keys() <= set(states.values()):
        found |= {state: Party(state, (), None) for state in states.values() if state not in found}
    return tuple(found.values())


def _joined(into: Party | None, party: Party, state: str | None, actors: Mapping[str, Actor]) -> Party:
    people = (party.actor,) if state and _kind(party.actor, actors) in _PEOPLE else ()
    heads = [head for head in ((into.head if into else None), party.head, *people) if head]
    delegates = dict.fromkeys((*(into.delegates if into else ()), *party.delegates, *heads[1:]))
    return Party(state or party.actor, tuple(d for d in delegates if d != (heads or [None])[0]), heads[0] if heads else None)


_ALL_OF_THEM = re.compile(
    r"(?i)^(?:(?:both|all|the|its|their|other|two|\d+)\s)*(?:[a-z-]+\s)?"
    r"(?:sides|parties|countries|states|nations|neighbou?rs|kingdoms|members|foes|rivals|allies|factions|governments|capitals)$"
)


def told_apart(parties: Sequence[Party], actors: Mapping[str, Actor]) -> tuple[Party, ...]:
    """The parties without those that are others under another name: "both sides", "the two kingdoms"; the cabinet beside its state."""
    states = {actors[p.actor].country: p.actor for p in parties if _kind(p.actor, actors) == "country"}
    found: dict[str, Party] = {}
    for party in parties:
        actor = actors.get(party.actor)
        state = states.get(actor.country) if actor and actor.kind == "government" and actor.country else None
        found[state or party.actor] = _joined(found.get(state or party.actor), party, state, actors)
    named = [p for p in found.values() if p.head or p.delegates or not _is_all_of_them(p.actor, actors)]
    return tuple(named if len(named) > 1 else found.values())


def _is_all_of_them(actor: str, actors: Mapping[str, Actor]) -> bool:
    return _kind(actor, actors) == "group" and not actors[actor].country and bool(_ALL_OF_THEM.match(actors[actor].name))


_LED_BY = re.compile(
    r"\b(?:led|headed|chaired|represented|fronted|under)\b(?:\sby)?(?:\s(?:the\s)?(?:leadership|chairmanship|chair|head)\sof)?\s"
)
_LEADS = re.compile(
    r"\b(?:led|leads|leading|heads|headed|heading|headed\sup|chairs|chaired|chairing)\s(?:(?=(?:the|a|an|its|his|her|their|[A-Z])\b)|(?P<each>for\s))"
)
_CHIEF = re.compile(
    r"(?i)\b(?:negotiator|delegate|(?:head|leader|chief)\sof\s(?:the\s)?(?:\w+\s)?(?:delegation|team)|(?:delegation|team)\s(?:head|leader|chief)|co-chair(?:man|woman)?|chair(?:man|woman)?)\b"
)
_FAR = 12  # sentences between a meeting and the words that tell who led a side of it


def with_heads(ground: Ground, drafts: Sequence[Meeting], events: Mapping[str, Event]) -> list[Meeting]:
    """The meetings with the heads that the text names elsewhere: "led by", "heading the delegation", "chief negotiator"."""
    actors = {actor.id: actor for actor in ground.actors}
    found = list(drafts)
    for person, at, led, reach in (*((*row, _FAR) for row in _leaders(ground, actors)), *((*row, 0) for row in _ranks(ground, actors))):
        for party in dict.fromkeys((led, _stands_for(led, actors) if led else None, _stands_for(person, actors))):
            near = [
                (_rank(ground, events[m.event], at), n)
                for n, m in enumerate(found)
                if party not in {None, person} and _may_lead(m, party, person if led else None)
            ]
            if near and min(near)[0][1] <= reach:
                number = min(near)[1]
                found[number] = replace(
                    found[number], parties=tuple(_headed(p, person) if p.actor == party else p for p in found[number].parties)
                )
                break
    return found


def _may_lead(meeting: Meeting, party: str | None, delegate: str | None) -> bool:
    """Whether the party has no head yet, or another than the delegate whom the text says to lead it."""
    return any(p.actor == party and (p.head is None or delegate in p.delegates) for p in meeting.parties)


def _headed(party: Party, person: str) -> Party:
    others = (*((party.head,) if party.head and party.head != person else ()), *party.delegates)
    return replace(party, head=person, delegates=tuple(d for d in others if d != person))


def _rank(ground: Ground, event: Event, at: Span) -> tuple[bool, int]:
    """What happened before what may come; then by the sentences between."""
    here = ground.number(at)
    return event.status not in {"happened", "ongoing"}, min(abs(here - ground.number(w)) for w in event.evidence)


def _leaders(ground: Ground, actors: Mapping[str, Actor]) -> Iterable[tuple[str, Span, str | None]]:
    """People who lead a side, with the words that say so and whom they lead: by verb first, by office after."""
    people = [m for m in ground.mentions if _kind(m.actor, actors) in _PEOPLE]
    for sentence in ground.sentences:
        here = [m for m in people if sentence.contains(m.span)]
        for match in _LED_BY.finditer(ground.text, sentence.start, sentence.end):
            after = [m for m in here if 0 <= m.span.start - match.end() < 80 and not _crosses(ground.text, match.end(), m.span.start)]
            led = next((m.actor for m in ground.mentions if 0 < match.start() - m.span.end < 8), None)
            yield from ((m.actor, m.span, led) for m in after[:1])
        for match in _LEADS.finditer(ground.text, sentence.start, sentence.end):
            before = [m for m in here if m.span.end <= match.start()]
            led = next((m.actor for m in ground.mentions if 0 <= m.span.start - match.end() < 12), None)
            yield from ((m.actor, m.span, led) for m in before[-1:])
            if match["each"]:
                yield from ((m.actor, m.span, None) for m in here if ground.text.startswith(" for ", m.span.end))
    for actor in ground.actors:
        yield from ((actor.id, role.span, None) for role in actor.roles if _CHIEF.search(ground.text, role.span.start, role.span.end + 40))


def _ranks(ground: Ground, actors: Mapping[str, Actor]) -> Iterable[tuple[str, Span, str | None]]:
    """People of the rank that leads a side, where they stand in the meeting's own sentence."""
    return ((m.actor, m.span, None) for m in ground.mentions if _kind(m.actor, actors) in _PEOPLE and _has_rank(actors[m.actor]))


def _has_rank(actor: Actor) -> bool:
    return any(_RANK.search(role.title) and not _NO_ENVOY.search(role.title) for role in actor.roles)


_RANK = re.compile(
    r"(?i)\b(?:president|prime\sminister|premier|chancellor|king|emir|minister|envoy|secretary-general|secretary\sof\sstate)\b"
)


def _crosses(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"[;:]|\b(?:and|while|with|who|met|said)\b", text[start:end]))
