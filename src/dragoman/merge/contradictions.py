"""What the supports of a happening say differently, each side with its words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from dragoman.merge.quantities import PERSONS, Quantity, quantities
from dragoman.merge.sittings import ordinals
from dragoman.record import Event, Reading, Span
from dragoman.record.merged import Contradiction, Field, Support, Words
from dragoman.text.sentences import split_sentences

_LEAD = 2  # a report that tells of the happening in its first sentences tells of it throughout
_AFTER = 1  # sentences after one that mentions it in passing
_MANY = 4  # numbers of more kinds of things than this in one report are a list, not a matter of dispute
_DAYS_APART = 2  # days; accounts farther apart tell of different days of a longer happening
# The types of whose makers it is disputed who began.
_VIOLENT = frozenset({"ASSAULT", "COERCE"})


def find_contradictions(supports: Sequence[Support], readings: Mapping[str, Reading]) -> tuple[Contradiction, ...]:
    """The contradictions among the supports of one happening, by field; none where a single report tells of it."""
    reports = sorted({s.report for s in supports})
    if len(reports) < 2:
        return ()
    told = {report: _parts(readings[report], [s for s in supports if s.report == report]) for report in reports}
    violent = any(event.type in _VIOLENT for _, event in _events(supports, readings))
    found = [*_counted(told, supports, readings, violent), *_held(supports, readings), *_numbered(supports, readings)]
    if violent:
        found += [*_dated(supports, readings), *_begun(supports, readings)]
    return tuple(sorted(found, key=lambda c: (c.field, [(w.report, w.span.start) for w in c.values])))


Found = Iterator[Contradiction]
Part = tuple[Span, bool]  # a sentence, and whether it has words for the happening itself


def _parts(reading: Reading, supports: Sequence[Support]) -> list[Part]:
    """The sentences of a report that tell of the happening, those left out that tell of another of its kind."""
    sentences = split_sentences(reading.report.text)
    told = [n for n, s in enumerate(sentences) if any(s.overlaps(support.span) for support in supports)]
    own = {support.event for support in supports}
    kinds = {event.type for event in reading.events if event.id in own}
    others = [event.trigger for event in reading.events if event.id not in own and event.type in kinds]
    throughout = bool(told) and told[0] < _LEAD
    near = [n for n in range(len(sentences)) if throughout or any(0 <= n - t <= _AFTER for t in told)]
    return [(sentences[n], n in told) for n in near if n in told or not any(sentences[n].overlaps(span) for span in others)]


def _counted(told: Mapping[str, Sequence[Part]], supports: Sequence[Support], readings: Mapping[str, Reading], violent: bool) -> Found:
    """Numbers of the same thing that differ; in each report the first of a thing counts."""
    sides: dict[tuple[Field, str], dict[str, Quantity]] = defaultdict(dict)
    own = {(support.report, support.event) for support in supports}
    for report, parts in told.items():
        for part, beside in parts:
            for quantity in quantities(readings[report].report.text, part):
                fits = (violent or quantity.field not in ("dead", "hurt")) and (beside or quantity.of != PERSONS)
                if fits and (quantity.field != "number" or _of(own, readings[report], part, quantity.span)):
                    sides[quantity.field, quantity.of].setdefault(report, quantity)
    for (field, _), by_report in sides.items():
        counted = _whole(by_report, readings) if field in ("dead", "hurt") else by_report
        if len({q.value for q in counted.values()}) > 1:
            yield Contradiction(field, tuple(Words(report, q.span) for report, q in sorted(counted.items())))


def _of(own: Container[tuple[str, str]], reading: Reading, part: Span, number: Span) -> bool:
    """Whether a number is of the happening: in a sentence that tells of others too, that of the event told nearest."""
    near = [event for event in reading.events if part.overlaps(event.trigger)]
    mine = [(reading.report.id, event.id) in own for event in near]
    if not any(mine):
        return True
    away = [max(number.start - event.trigger.end, event.trigger.start - number.end) for event in near]
    return any(is_own for is_own, far in zip(mine, away, strict=True) if far == min(away))


def _whole(counted: Mapping[str, Quantity], readings: Mapping[str, Reading]) -> Mapping[str, Quantity]:
    """Without those of whom only one is told of ("a man was killed"), where others tell of more: one need not be all."""
    if max((q.value for q in counted.values()), default=0) <= 1:
        return counted
    return {report: q for report, q in counted.items() if q.span.of(readings[report].report.text).casefold() not in ("a", "an")}


def _events(supports: Sequence[Support], readings: Mapping[str, Reading]) -> list[tuple[Reading, Event]]:
    pairs = sorted({(s.report, s.event) for s in supports})
    return [(readings[report], event) for report, id in pairs for event in readings[report].events if event.id == id]


def _dated(supports: Sequence[Support], readings: Mapping[str, Reading]) -> Iterator[Contradiction]:
    """Days that differ by little: of what is told with a day of its own."""
    days: dict[str, tuple[str, Words]] = {}
    for reading, event in _events(supports, readings):
        time = next((t for t in reading.times if t.id == event.time), None)
        if time and time.type == "DATE" and event.status == "happened" and _is_day(time.value):
            days.setdefault(reading.report.id, (time.value[:10], Words(reading.report.id, time.span)))
    apart = [abs((date.fromisoformat(a) - date.fromisoformat(b)).days) for (a, _), (b, _) in combinations(days.values(), 2)]
    if apart and 0 < max(apart) < _DAYS_APART:
        yield Contradiction("day", tuple(words for _, (_, words) in sorted(days.items())))


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return len(value) >= len("2000-01-01")


def _begun(supports: Sequence[Support], readings: Mapping[str, Reading]) -> Iterator[Contradiction]:
    """Who began: each side is told to have done it to the other."""
    told: dict[str, list[tuple[frozenset[str], frozenset[str], Words]]] = defaultdict(list)
    for reading, event in _events(supports, readings):
        makers, others, words = _lands(reading, event.sources), _lands(reading, event.recipients), _maker(reading, event)
        if event.type in _VIOLENT and makers and words and not makers & others:
            told[reading.report.id].append((makers, others, words))
    rows = [row for rows in told.values() for row in rows]
    against = [r for r in rows if any(r[0] & other[1] and other[0] & r[1] and r[2].report != other[2].report for other in rows)]
    if against:
        yield Contradiction("first", tuple(row[2] for row in against))


def _lands(reading: Reading, actors: Sequence[str]) -> frozenset[str]:
    return frozenset(a.country for a in reading.actors if a.id in actors and a.country)


def _maker(reading: Reading, event: Event) -> Words | None:
    """The words for a source of the event that are nearest before its trigger, else behind it."""
    near = [m.span for m in reading.mentions if m.actor in event.sources]
    at = event.trigger.start
    return Words(reading.report.id, min(near, key=lambda s: (s.start > at, abs(s.start - at), s.start))) if near else None


# What some tell as done and others say was not.
_DONE = {
    "CONSULT": r"(?:meeting|met|meet|talks|talked|conversation|contact|encounter|spoken|spoke)",
    "AGREE": r"(?:agreement|agreed|accord|deal|promise|consent\w*)",
}
_DONE["SUPPORT"] = _DONE["AGREE"]
_DENIED = r"\b(?:no such|no|nothing|never|not|denied|denies|denying|invent\w*|fictiti\w*)\b"
_PLAN = r"(?!date|next|further|other|more|yet|until|at|in|during|after|before)"
_UNMET = {kind: re.compile(rf"{_DENIED}(?:\s+{_PLAN}[\w’'-]+){{0,5}}?\s+{done}\b", re.IGNORECASE) for kind, done in _DONE.items()}


def _held(supports: Sequence[Support], readings: Mapping[str, Reading]) -> Found:
    """That it took place, and that it did not."""
    told = _events(supports, readings)
    counted = Counter(event.type for _, event in told)
    kind = min(counted, key=lambda one: (-counted[one], one))
    done: dict[str, Span] = {}
    undone: dict[str, Span] = {}
    for reading, event in told:
        if event.type == kind and kind in _UNMET:
            denial = event.trigger if event.status == "denied" else _denial(reading, _UNMET[kind])
            if denial:
                undone.setdefault(reading.report.id, denial)
            elif event.status in ("happened", "ongoing"):
                done.setdefault(reading.report.id, event.trigger)
    sides = {**done, **undone}
    if done and undone and len(sides) > len(undone):
        yield Contradiction("outcome", tuple(Words(report, sides[report]) for report in sorted(sides)))


def _denial(reading: Reading, undone: re.Pattern[str]) -> Span | None:
    """The words by which the report, or somebody in it, says that it did not take place."""
    for sentence in split_sentences(reading.report.text):
        if found := undone.search(sentence.of(reading.report.text)):
            return Span(sentence.start + found.start(), sentence.start + found.end())
    return None


def _numbered(supports: Sequence[Support], readings: Mapping[str, Reading]) -> Found:
    """Numbers of a sitting that differ, of the sentences with words for it."""
    sides: dict[str, tuple[int, Span]] = {}
    for reading, event in _events(supports, readings):
        if event.type == "CONSULT":
            text = reading.report.text
            near = [s for s in split_sentences(text) if s.overlaps(event.trigger)]
            for value, span in ordinals(text, near):
                sides.setdefault(reading.report.id, (value, span))
    if len({value for value, _ in sides.values()}) > 1:
        yield Contradiction("session", tuple(Words(report, span) for report, (_, span) in sorted(sides.items())))
