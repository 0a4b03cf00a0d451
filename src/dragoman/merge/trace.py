"""What merging needs of one report: all that its reading is compared with others by, small enough to be kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge import Knowledge
from dragoman.merge.accounts import Account, Keys, accounts
from dragoman.merge.sittings import Sitting, sittings_of
from dragoman.merge.sketch import Sketch, sketch
from dragoman.record import Reading


@dataclass(frozen=True, slots=True)
class Trace:
    """A report as merging sees it: a pure function of its reading and the knowledge."""

    sketch: Sketch
    accounts: tuple[Account, ...]
    sittings: tuple[Sitting, ...]

    @property
    def report(self) -> str:
        """The report's id."""
        return self.sketch.report


def trace(reading: Reading, knowledge: Knowledge, keys: Keys) -> Trace:
    """The trace of a reading; `keys` are those of actors whom a person has named."""
    return Trace(sketch(reading), accounts(reading, keys), sittings_of(reading, keys, knowledge))
