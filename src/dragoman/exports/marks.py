"""The report's text cut into segments for a page: every span of a reading becomes a mark, however they overlap or nest.

HTML elements cannot overlap, spans can. So the text is cut at every border, and each segment lists all marks that
cover it; the narrowest of the most telling kind is the one it links to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.exports.phrases import act_phrase, date_phrase, event_phrase, family, plain_name
from dragoman.exports.view import View, standing
from dragoman.record import Span

# Which mark a segment links to, most telling first; content alone is no link, or every quotation would be one.
_ORDER = (
    "at",
    "trigger",
    "cue",
    "candidate",
    "unread",
    "role",
    "mention",
    "forum",
    "time",
    "place",
    "agenda",
    "topic",
    "source",
    "content",
)
_LINKED = frozenset(_ORDER) - {"at", "source", "content", "topic"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the report that one row of the record rests on. `style` adds CSS classes, `label` is what a reader is told."""

    span: Span
    kind: str
    row: str
    label: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks. `anchors` are rows first shown here, `tags` rows whose words end here."""

    text: str
    classes: str = ""
    rows: tuple[str, ...] = ()
    link: str | None = None
    label: str = ""
    anchors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def marks(view: View) -> list[Mark]:
    """All marks of a reading, in no order that matters."""
    return [*_actor_marks(view), *_statement_marks(view), *_event_marks(view), *_other_marks(view)]


def actor_style(view: View, actor: str) -> str:
    """CSS classes of an actor: a hue and a kind of line, so that colour is not the only sign. Eight hues by three lines."""
    rank = view.ranks.get(actor, 0)
    return f"a{rank % 8} l{rank // 8 % 3}"


def paragraphs(view: View, at: Span | None = None) -> list[list[Segment]]:
    """The text as paragraphs of segments; their texts joined give the report's text without its line breaks.

    `at` are words that a reader was sent to; they are row "at".
    """
    text = view.reading.report.text
    found = [*marks(view), *([Mark(at, "at", "at", "")] if at else [])]
    borders = sorted({at for mark in found for at in (mark.span.start, mark.span.end)})
    sweep, seen = _Sweep(found), set[str]()
    return [[_segment(span, text, sweep.over(span), seen) for span in _cut(line, borders)] for line in _lines(text)]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _cut(line: Span, borders: list[int]) -> Iterator[Span]:
    inside = borders[bisect_right(borders, line.start) : bisect_left(borders, line.end)]
    for start, end in pairwise([line.start, *inside, line.end]):
        yield Span(start, end)


class _Sweep:
    """Goes over the text once, from left to right, and knows which marks cover the words at hand."""

    def __init__(self, found: list[Mark]) -> None:
        self._waiting = sorted(found, key=lambda mark: mark.span, reverse=True)
        self._begun: list[Mark] = []

    def over(self, span: Span) -> list[Mark]:
        """The marks over a span, which must not lie before the one asked for last."""
        while self._waiting and self._waiting[-1].span.start < span.end:
            self._begun.append(self._waiting.pop())
        self._begun = [mark for mark in self._begun if mark.span.end > span.start]
        return self._begun


def _segment(span: Span, text: str, over: list[Mark], seen: set[str]) -> Segment:
    if not over:
        return Segment(span.of(text))
    ranked = sorted(over, key=lambda mark: (_ORDER.index(mark.kind), len(mark.span), mark.row))
    anchors = tuple(dict.fromkeys(mark.row for mark in ranked if mark.row not in seen))
    seen.update(anchors)
    return Segment(
        text=span.of(text),
        classes=" ".join(dict.fromkeys(name for mark in ranked for name in (mark.kind, *mark.style.split()))),
        rows=tuple(dict.fromkeys(mark.row for mark in ranked)),
        link=next((mark.row for mark in ranked if mark.kind in _LINKED), None),
        label="; ".join(dict.fromkeys(mark.label for mark in ranked if mark.label)),
        anchors=anchors,
        tags=tuple(mark.row for mark in ranked if mark.kind in ("trigger", "cue") and mark.span.end == span.end),
    )


def _actor_marks(view: View) -> Iterator[Mark]:
    for mention in view.reading.mentions:
        yield Mark(mention.span, "mention", mention.actor, view.name(mention.actor), actor_style(view, mention.actor))
    for actor in view.reading.actors:
        for role in actor.roles:
            yield Mark(role.span, "role", actor.id, f"role of {view.name(actor.id)}")


def _statement_marks(view: View) -> Iterator[Mark]:
    for row in view.reading.statements:
        label = f"{view.speaker(row.id)} {act_phrase(row.act)}"
        for kind, spans in (("content", row.content), ("cue", row.cue), ("source", row.source)):
            for span in spans:
                yield Mark(span, kind, row.id, label if kind != "source" else "", "")


def _event_marks(view: View) -> Iterator[Mark]:
    for event in view.reading.events:
        label = f"{event.id}: {event_phrase(event.type, event.mode)} ({event.status})"
        for span in view.highlights(event, whole=True):
            yield Mark(span, "trigger", event.id, label, f"{family(event.type)} {standing(event)}")


def _other_marks(view: View) -> Iterator[Mark]:
    reading = view.reading
    for place in reading.places:
        yield Mark(place.span, "place", place.id, f"place: {view.place(place.id)}")
    for time in reading.times:
        yield Mark(time.span, "time", time.id, f"time: {date_phrase(time.value)}")
    for mechanism in reading.mechanisms:
        for span in mechanism.mentions:
            yield Mark(span, "forum", mechanism.id, f"forum: {mechanism.name}")
    for meeting in reading.meetings:
        for item in meeting.agenda:
            yield Mark(item.span, "agenda", meeting.id, "agenda")
    for topic in reading.topics:
        for span in topic.evidence:
            yield Mark(span, "topic", f"topic-{topic.id}", f"topic: {plain_name(topic.id)}")
    yield from _unsure_marks(view)


def _unsure_marks(view: View) -> Iterator[Mark]:
    for number, candidate in enumerate(view.reading.candidates, 1):
        yield Mark(candidate.span, "candidate", f"C{number}", f"perhaps an event: {event_phrase(candidate.type, None)}")
    for number, row in enumerate(view.reading.unread, 1):
        yield Mark(row.span, "unread", f"U{number}", f"not read: {row.reason}")
