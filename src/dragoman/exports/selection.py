"""What is exported: entries, what they hold together, and what is asked for of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter, Sieve
from dragoman.exports.line import Line, lines
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries are gone through once by each writer, and never held. `only` names events by report and id, None stands for all."""

    entries: Iterable[Entry]
    facts: Facts
    merged: Merged = field(default_factory=Merged)
    filter: Filter = field(default_factory=Filter)
    only: Container[tuple[str, str]] | None = None

    def lines(self) -> Iterator[Line]:
        """The events that are asked for."""
        sieve = Sieve(self.filter, self.facts)
        found = lines(self.entries, self.merged)
        if self.only is not None:
            found = (line for line in found if (line.reported.report.id, line.event.id) in self.only)
        return (line for line in found if sieve.passes(line))
