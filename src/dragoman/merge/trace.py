"""What merging needs of one report: all that its reading is compared with others by, small enough to be kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge import Knowledge
from dragoman.merge.accounts import Account, Keys, accounts
from dragoman.merge.sittings import Sitting, sittings_of
from dragoman.merge.sketch import Sketch, sketch, telling
from dragoman.merge.terms import rarity
from dragoman.record import Reading

NAMED = 4.0  # rarity from which a word says whose matter it is: it is in one report of fifty or fewer


@dataclass(frozen=True, slots=True)
class Trace:
    """A report as merging sees it: a pure function of its reading and the knowledge."""

    sketch: Sketch
    accounts: tuple[Account, ...]
    sittings: tuple[Sitting, ...]
    named: frozenset[str]  # its rare words

    @property
    def report(self) -> str:
        """The report's id."""
        return self.sketch.report


def trace(reading: Reading, knowledge: Knowledge, keys: Keys) -> Trace:
    """The trace of a reading; `keys` are those of actors whom a person has named."""
    made = sketch(reading)
    named = frozenset(term for term, _ in made.words if rarity(term) >= NAMED and telling(term))
    return Trace(made, accounts(reading, keys), sittings_of(reading, keys, knowledge), named)
