"""Meetings: who sat down with whom, under which heads, where, when, for how long, in which forum and about what.

A meeting is built around one event of type CONSULT. Who takes part is the event's sources and recipients; a person or a
delegation stands for its country or body, so that a party of a meeting is a state, an organisation or a movement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dragoman.extract.agenda import STOP, agendas_of
from dragoman.extract.ground import Ground, distance
from dragoman.extract.mechanisms import ORDINALS, session_of
from dragoman.extract.parties import parties_of, told_apart, under_states, with_heads
from dragoman.record import AgendaItem, Event, Mechanism, Meeting, Party, Span, Statement

# Status of events that are no encounter: kept up as a habit, or refused.
_NO_ENCOUNTER = frozenset({"habitual", "denied"})


def find_meetings(
    ground: Ground,
    events: Sequence[Event],
    statements: Sequence[Statement],
    mechanisms: Sequence[Mechanism],
    agenda: Sequence[Span],
    topic_of: Callable[[str], str | None],
) -> tuple[Meeting, ...]:
    """The encounters of a report, one for each event that is one and has a party, in the order of the events.

    `agenda` are spans of things talked about that a tagger found, `topic_of` gives the ontology's topic of such words.
    """
    encounters = [event for event in events if event.type == "CONSULT" and event.status not in _NO_ENCOUNTER]
    by_id = {event.id: event for event in encounters}
    words = [span for event in encounters for span in event.evidence]
    drafts = [_draft(ground, f"M{number}", event, mechanisms, words) for number, event in enumerate(encounters, 1)]
    talked = agendas_of(ground, encounters, statements, agenda)
    actors = {actor.id: actor for actor in ground.actors}
    states = {m.id: {actors[p].country or "": p for p in m.parties if p in actors and actors[p].kind == "country"} for m in mechanisms}
    drafts = [replace(m, parties=under_states(m.parties, states.get(m.mechanism or "", {}), actors)) for m in drafts]
    headed = (replace(m, parties=told_apart(_united(m.parties), actors)) for m in with_heads(ground, drafts, by_id))
    told = [meeting for meeting in _next_sessions(ground, list(headed), by_id) if meeting.parties]
    return tuple(
        replace(
            meeting,
            id=f"M{number}",
            agenda=tuple(AgendaItem(topic_of(span.of(ground.text)), span, said_by) for span, said_by in talked[meeting.event]),
        )
        for number, meeting in enumerate(told, 1)
    )


def _united(parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties with those made one that have one head: a movement that governs, and its state."""
    found: dict[str, Party] = {}
    for party in parties:
        first = found.setdefault(party.head or party.actor, party)
        if first is not party:
            delegates = dict.fromkeys((*first.delegates, *party.delegates))
            found[party.head or party.actor] = replace(first, delegates=tuple(delegates))
    return tuple(found.values())


def _draft(ground: Ground, number: str, event: Event, mechanisms: Sequence[Mechanism], others: Sequence[Span]) -> Meeting:
    sentences = tuple(dict.fromkeys(ground.sentence(span) for span in event.evidence))
    parties = parties_of(ground, event)
    mechanism = _mechanism(ground, event, mechanisms, others)
    return Meeting(
        id=number,
        event=event.id,
        parties=parties,
        host=_host(ground, event, parties, sentences),
        place=event.place,
        time=event.time,
        duration=_duration(ground, event, others),
        mechanism=mechanism,
        session=_session(ground, event, mechanism, others),
        agenda=(),
    )


_HOSTED = re.compile(r"\b(?:hosted|convened|organi[sz]ed)\sby\s(?:the\s)?")


def _host(ground: Ground, event: Event, parties: Sequence[Party], sentences: Sequence[Span]) -> str | None:
    """Who receives: the one that "hosted by" names, the one visited, or the party in whose country they meet."""
    for sentence in sentences:
        for match in _HOSTED.finditer(ground.text, sentence.start, sentence.end):
            named = next((m.actor for m in ground.mentions if 0 <= m.span.start - match.end() < 25), None)
            if named is not None:
                return named
    if event.mode == "visit" and event.recipients:
        return next((p.actor for p in parties for r in event.recipients if r in {p.actor, p.head, *p.delegates}), None)
    actors = {actor.id: actor for actor in ground.actors}
    country = next((place.country for place in ground.places if place.id == event.place), None)
    at_home = [
        p.actor
        for p in parties
        if country and p.actor in actors and actors[p.actor].kind == "country" and actors[p.actor].country == country
    ]
    return at_home[0] if len(at_home) == 1 and len(parties) > 1 else None


_LASTS = re.compile(
    r"(?i)(?:\blast(?:s|ed|ing)?|\bfor|\bafter|\b(?:up|down|off)|\bFriday|\band)\s(?:(?:for|some|about|over|nearly|almost|at\sleast|more\sthan|well\sover)\s)*$"
)
_DISTANT = re.compile(
    r"\s(?:after(?!\sit\sbegan)|before|beforehand|ago|later|late\b|earlier|since|old|from\snow|of\s(?:fighting|war|conflict))\b"
)
_SINCE = re.compile(r"(?i)\b(?:in|within|(?:past|last|next|recent|every|than|previous))\s$")


def _duration(ground: Ground, event: Event, others: Sequence[Span]) -> str | None:
    """How long it lasts: "three hours of talks", "a five-day visit", "met for two hours"; the surest, then the nearest."""
    words = event.evidence
    sentences = {ground.sentence(span) for span in words}
    found = []
    for time in ground.times:
        if time.type != "DURATION" or not any(s.contains(time.span) for s in sentences):
            continue
        if _DISTANT.match(ground.text, time.span.end) or _SINCE.search(ground.text, max(0, time.span.start - 12), time.span.start):
            continue
        of_it = [
            w.start - time.span.end
            for w in words
            if 0 <= w.start - time.span.end <= 30 and not STOP.search(ground.text, time.span.end, w.start)
        ]
        nearest = min(others, key=lambda w: distance(w, time.span), default=None)
        lasts = _LASTS.search(ground.text, max(0, time.span.start - 40), time.span.start) and "Y" not in time.value
        if of_it:
            found.append((0, min(of_it), time.id))
        elif lasts and nearest in words:
            found.append((1, distance(nearest, time.span), time.id))
    return min(found)[2] if found else None


_ASIDE = re.compile(r"(?i)\b(?:sidelines?|margins?|ahead|before|after|prior|following|preparation)\s(?:of\s|to\s|for\s)?(?:\w+[\s-]){0,5}$")
_SITS = re.compile(rf"(?i)\b(?:next|earlier|previous|(?:session|round|sitting)s?|{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))\b")
_ATTENDS = re.compile(
    r"(?i)\b(?:attend|participat|tak\w+\spart|took\spart|gather|conven|address|sat\b|sit\b|held|hold|open|kick|h[eo]ld|wrap|clos|clash)"
)


_NEAR, _NEAR_ATTENDING = 60, 90  # characters between a trigger and the forum that it is a sitting of; best on the marked reports


def _mechanism(ground: Ground, event: Event, mechanisms: Sequence[Mechanism], others: Sequence[Span]) -> str | None:
    """The forum named nearest to a trigger in its sentence, else in "It was ..." after it; for "the next round" the last one named."""
    words = event.evidence
    mentions = [(span, mechanism.id) for mechanism in mechanisms for span in mechanism.mentions]
    near = [(distance(span, w), number) for w in words for span, number in mentions if _is_sitting_of(ground, w, span)]
    if near:
        return min(near)[1]
    told = [number for w in words for s in _told_after(ground, w, others) for span, number in mentions if s.contains(span)]
    if told:
        return told[0]
    before = [(span.start, number) for span, number in mentions if span.start < words[0].start]
    return max(before)[1] if before and any(_SITS.search(w.of(ground.text)) for w in words) and _by_name(event) else None


def _is_sitting_of(ground: Ground, word: Span, forum: Span) -> bool:
    reach = _NEAR_ATTENDING if _ATTENDS.search(word.of(ground.text)) else _NEAR
    beside = _ASIDE.search(ground.text, max(0, forum.start - 60), forum.start)
    return distance(forum, word) < reach and ground.sentence(word).contains(forum) and (forum.overlaps(word) or not beside)


def _by_name(event: Event) -> bool:
    """Whether the event may be a sitting of a forum: phone calls and visits of one side are none."""
    return event.mode != "phone" and len((*event.sources, *event.recipients)) != 1


_NEXT = re.compile(r"(?i)\b(?:next|following|upcoming|further|another)\b")
_ONCE = 1  # a first sitting is one of a series only where there is a forum


def _session(ground: Ground, event: Event, mechanism: str | None, others: Sequence[Span]) -> int | None:
    """The number of the sitting: by the trigger that holds it, else by the nearest in a trigger's sentence."""
    words = event.evidence
    holding = (session_of(ground.text, span, span) for span in words)
    near = (session_of(ground.text, ground.sentence(span), span, others) for span in words)
    after = (session_of(ground.text, s, Span(s.start, s.start + 1), others) for span in words for s in _told_after(ground, span, others))
    found = next((number for number in (*holding, *near, *after) if number is not None), None)
    return None if found == _ONCE and mechanism is None else found


_IT_WAS = re.compile(r"(?:It|This|That)\s(?:was|is|will\sbe|would\sbe)\s|(?:The|Their|Its)\s(?=\w+\s(?:session|round|meeting|sitting))")


def _told_after(ground: Ground, word: Span, others: Sequence[Span]) -> tuple[Span, ...]:
    """The sentence after the trigger's where it goes on about the same encounter: "It was the third session"; none or one."""
    number = ground.number(word) + 1
    following = (s for s in ground.sentences[number : number + 1] if _IT_WAS.match(ground.text, s.start))
    return tuple(s for s in following if not any(s.contains(other) for other in others))


def _next_sessions(ground: Ground, meetings: Sequence[Meeting], events: Mapping[str, Event]) -> list[Meeting]:
    """The meetings with the number of "the next session" reckoned from the latest one of the same forum."""
    done = list(meetings)
    for index, meeting in enumerate(done):
        event = events[meeting.event]
        held = [m.session for m in done if m.session is not None and m is not meeting and (m.mechanism == meeting.mechanism)]
        ahead = any(_NEXT.search(ground.text, max(0, w.start - 12), w.end) for w in event.evidence)
        if held and ahead and event.status != "happened":
            done[index] = replace(meeting, session=max(held) + 1)
    return done
