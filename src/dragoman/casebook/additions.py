"""What a reader missed and a person added: an event, or an actor with the words that name it. Pure functions.

An addition makes a bare row at the words of its key; its fields are then set as those of a correction are. Where a newer reader
finds an item at these words, that item is the one that was added, and the fields hold for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dragoman.casebook.corrections import UnfitError, Values, check
from dragoman.casebook.keys import home_in, home_of, span_of
from dragoman.ontology import cameo, goldstein, load
from dragoman.record import Actor, Event, Meeting, Mention, Reading, Span

ADDABLE = ("event", "actor")
NEEDED = {"event": ("type",), "actor": ("name", "kind")}
NOT_MET = ("habitual", "denied")  # as the reader has it: these are no encounters

Keys = dict[str, str]


def with_added(reading: Reading, keys: Mapping[str, str], added: Mapping[str, Values]) -> tuple[Reading, Keys]:
    """The reading with a bare row for each key that it has not, and the keys of all rows; fields are for `corrected` to set."""
    made, named = reading, dict(keys)
    there = set(keys.values())
    for key in sorted((key for key in added if key not in there), key=_order):
        span = span_of(key)
        if span is None or not span.of(reading.report.text).strip() or span.end > len(reading.report.text):
            continue
        if key.startswith("actor/"):
            made = _with_actor(made, named, (key, span), added[key])
        elif key.startswith("event/") and added[key].get("type") in load().events:
            made = _with_event(made, named, (key, span), added[key])
    return made, named


def _order(key: str) -> tuple[bool, int, str]:
    """Actors first, which events name; then in the order of the text."""
    span = span_of(key)
    return not key.startswith("actor/"), span.start if span else 0, key


def _with_actor(reading: Reading, named: Keys, at: tuple[str, Span], values: Values) -> Reading:
    key, span = at
    if any(mention.span == span for mention in reading.mentions):
        return reading  # the words name an actor by now, who is found by this key too
    id, mention = _fresh("A", reading.actors), _fresh("N", reading.mentions)
    words = span.of(reading.report.text)
    name = str(values.get("name") or words)  # at once: events name their actors by it
    named |= {id: key, mention: key.replace("actor/", "mention/", 1)}
    row = Mention(mention, span, "nominal" if words.islower() else "name", id)
    mentions = _placed(reading.mentions, row, [one.span for one in reading.mentions], span)
    return replace(reading, actors=(*reading.actors, Actor(id, name, "organization")), mentions=mentions)


def _with_event(reading: Reading, named: Keys, at: tuple[str, Span], values: Values) -> Reading:
    (key, span), id, type = at, _fresh("E", reading.events), str(values["type"])
    evidence = tuple(sorted({span, *_spans(values.get("evidence"), reading.report.text)}))
    named[id] = key
    row = Event(
        id, type, None, (), cameo(type, None), goldstein(type, None), (), (), span, evidence, None, None, "happened", None, 1.0
    )  # fmt: skip
    return replace(reading, events=_placed(reading.events, row, [one.trigger for one in reading.events], span))


def _placed(rows: tuple[Any, ...], row: Any, spans: Sequence[Span], span: Span) -> tuple[Any, ...]:
    """The rows with one more, in the order of the text; those that are there keep theirs."""
    at = next((at for at, other in enumerate(spans) if other > span), len(rows))
    return (*rows[:at], row, *rows[at:])


def _fresh(letter: str, rows: Sequence[Any]) -> str:
    taken = {row.id for row in rows}
    return next(id for id in (f"{letter}{number}" for number in range(len(rows) + 1, 2 * len(rows) + 2)) if id not in taken)


def _spans(value: Any, text: str) -> list[Span]:
    """The spans of a list of pairs of numbers; those that are none, hold no words or lie beyond the text are left out."""
    pairs = value if isinstance(value, list) else []
    fit = (pair for pair in pairs if isinstance(pair, list) and len(pair) == 2 and all(type(one) is int for one in pair))
    return [Span(start, end) for start, end in fit if 0 <= start < end <= len(text) and text[start:end].strip()]


# --- what follows from them ------------------------------------------------------------------------------------------------


def completed(reading: Reading, ids: Sequence[str]) -> Reading:
    """The reading with what follows from the fields of added rows: codes of actors, what a statement tells of."""
    from dragoman.resolve.code import STATELESS
    from dragoman.resolve.sector import BY_KIND

    def known(actor: Actor) -> Actor:
        sectors = (BY_KIND[actor.kind],) if actor.kind in BY_KIND else ()
        code = (actor.country or "") + (sectors[0] if sectors else "") if actor.country else STATELESS.get(actor.kind)
        return replace(actor, sectors=sectors, code=code)

    mine = {event.id: event.asserted_by for event in reading.events if event.id in ids and event.asserted_by}
    statements = tuple(
        replace(said, events=(*said.events, *(id for id, by in mine.items() if by == said.id and id not in said.events)))
        for said in reading.statements
    )
    actors = tuple(known(actor) if actor.id in ids else actor for actor in reading.actors)
    return replace(reading, statements=statements, actors=actors)


def with_meetings(reading: Reading, ids: Sequence[str]) -> Reading:
    """The reading with a meeting for each added event that is an encounter, as the reader makes one of its own events."""
    from dragoman.extract.ground import Ground
    from dragoman.extract.meetings import find_meetings
    from dragoman.text.sentences import split_sentences

    met = [event for event in reading.events if event.id in ids and event.type == "CONSULT" and event.status not in NOT_MET]
    if not met:
        return reading
    text = reading.report.text
    ground = Ground(text, split_sentences(text), reading.mentions, reading.actors, reading.places, reading.times)
    meetings = reading.meetings
    for meeting in find_meetings(ground, met, reading.statements, reading.mechanisms, (), lambda _: None):
        meetings = (*meetings, replace(meeting, id=_fresh("M", meetings)))
    return replace(reading, meetings=meetings)


def meeting_keys(made: Sequence[Meeting], named: Mapping[str, str]) -> Keys:
    """The keys of meetings that additions brought: those of their events, which no other meeting has."""
    return {row.id: named[row.event].replace("event/", "meeting/", 1) for row in made}


# --- what is allowed -------------------------------------------------------------------------------------------------------


def check_addition(reading: Reading, version: int, keys: Mapping[str, str], on: tuple[str, Values]) -> None:
    """Raises UnfitError where an item with this key and these fields cannot be added to a reading; `keys` are those of its items."""
    key, values = on
    kind, span, text = key.partition("/")[0], span_of(key), reading.report.text
    if kind not in ADDABLE or span is None or home_in(key) != home_of(reading.report.id, version):
        raise UnfitError(f"what is added is an {' or an '.join(ADDABLE)} at words of the report's present text")
    if span.end > len(text) or span.of(text) != span.of(text).strip() or not span.of(text):
        raise UnfitError("the words begin and end with no blank, within the text")
    if key in keys.values() or (kind == "actor" and any(mention.span == span for mention in reading.mentions)):
        raise UnfitError(f"the words {span.of(text)!r} are read as an {kind} already: correct what is wrong about it")
    missing = [name for name in NEEDED[kind] if not values.get(name)]
    if missing:
        raise UnfitError(f"an {kind} needs its {' and '.join(missing)}")
    if "evidence" in values and len(_spans(values["evidence"], text)) != len(values["evidence"] or ()):
        raise UnfitError("evidence: wanted are pairs of numbers, first character and the one behind the last, within the text")
    if kind == "event" and values["type"] not in tuple(load().events):
        raise UnfitError(f"type: {values['type']!r} is none of {', '.join(load().events)}")
    made, named = with_added(reading, keys, {key: values})
    id = next(id for id, one in named.items() if one == key)
    check(made, named, id, {name: value for name, value in values.items() if name != "evidence"})
