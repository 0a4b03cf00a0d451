"""The casebook as pages see it, kept at hand: merged things until the log grows, and the entries that were asked for last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from threading import Lock

from dragoman.app.pages.book import Book, Shown, Whole
from dragoman.casebook import Casebook
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.merge.rulings import Ref, RefPair, Rulings
from dragoman.merge.whole import merge
from dragoman.record.merged import Merged

KEPT = 1_000  # entries at hand


class Keeper:
    """Gives the book of the present moment. Requests on several threads share it."""

    def __init__(self, casebook: Casebook, knowledge: Knowledge) -> None:
        self._casebook, self._knowledge = casebook, knowledge
        self._lock = Lock()
        self._at = -1
        self._whole = Whole.of(Merged())
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def book(self) -> Book:
        """The book as of the log's last line."""
        newest = self._casebook.queries.newest()
        with self._lock:
            if newest != self._at:
                self._shown.clear()
                self._whole = Whole.of(self._merged())
                self._at = newest
            return Book(self._whole, self._knowledge, self.load)

    def _merged(self) -> Merged:
        """Everything merged, with what people judged: items corrected or taken out, and what they joined or set apart."""
        entries = list(self._casebook.entries())
        items = {f"report/{entry.reading.report.id}": (entry.reading.report.id, "") for entry in entries}
        items |= {key: (entry.reading.report.id, id) for entry in entries for id, key in entry.keys.items()}
        said = self._casebook.constraints()
        rulings = Rulings(_pairs(said.together, items), _pairs(said.apart, items))
        return merge((entry.reading for entry in entries), self._knowledge, rulings)

    def load(self, ids: Collection[str]) -> Mapping[str, Shown]:
        """The present entries of reports, by id."""
        with self._lock:
            found = {id: self._shown[id] for id in ids if id in self._shown}
        missing = [id for id in ids if id not in found]
        if not missing:
            return found
        fresh = {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in self._casebook.entries(missing)}
        with self._lock:
            self._shown.update(fresh)
            for id in found:
                if id in self._shown:
                    self._shown.move_to_end(id)
            while len(self._shown) > KEPT:
                self._shown.popitem(last=False)
        return found | fresh


def _pairs(said: Iterable[tuple[str, str]], items: Mapping[str, Ref]) -> frozenset[RefPair]:
    """Pairs of keys as pairs of items; those of which one is no more are left out."""
    made = (sorted((items[one], items[other])) for one, other in said if one in items and other in items)
    return frozenset((one, other) for one, other in made)
