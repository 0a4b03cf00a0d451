"""The ground on which meetings and mechanisms are found: what was read of the report before them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from dragoman.record import Actor, Mention, Place, Span, Time

REACH = 1000  # characters to either side of a span; all but a few sentences of the marked reports are shorter


@dataclass(frozen=True, slots=True)
class Ground:
    """What was read of a report before its meetings: the text and what is found in it, in the order of the text."""

    text: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]

    def sentence(self, span: Span) -> Span:
        """The sentence in which the span begins, or the span itself where none holds it.

        Of a sentence without end (a table, a list) only the words within REACH of the span.
        """
        number = self.number(span)
        if number < 0 or span.start >= self.sentences[number].end:
            return span
        whole = self.sentences[number]
        return Span(max(whole.start, span.start - REACH), min(whole.end, span.end + REACH))

    def number(self, span: Span) -> int:
        """The place in `sentences` of the last one that begins before the span does; -1 where none does."""
        return bisect_right(self.sentences, span.start, key=_start) - 1


def _start(span: Span) -> int:
    return span.start


def distance(left: Span, right: Span) -> int:
    """Characters between two spans, 0 where they overlap."""
    return 0 if left.overlaps(right) else max(left.start - right.end, right.start - left.end)
