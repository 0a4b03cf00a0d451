"""Characters of a report: the one way in which Dragoman points at words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of one report's text, counted in Unicode code points; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words that the span points at."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share characters."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether all characters of the other are among those of this one."""
        return self.start <= other.start and other.end <= self.end


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of them. Raises ValueError where there are none."""
    spans = tuple(spans)
    return Span(min(s.start for s in spans), max(s.end for s in spans))
