"""The log of a casebook as it grows, until somebody asks to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from dragoman.app.stop import Stop, Stopped
from dragoman.casebook import Casebook, Change

EVERY = 0.5  # seconds between two looks: one costs a lookup in an index, whoever writes meanwhile


def follow(book: Casebook, since: int, stop: Stop, every: float = EVERY) -> Iterator[tuple[Change, ...]]:
    """The lines of the log after a number, as many at a time as there are; ends where somebody asks to stop."""
    with suppress(Stopped), stop.held():  # whoever asks gets what is at hand, whole
        while True:
            found = tuple(book.changes(since))
            if found:
                since = found[-1].number
                yield found
            stop.wait(every)
