"""The casebook as pages see it, kept at hand: merged things until the log grows, and the entries that were asked for last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock

from dragoman.app.merge import EVERY, bring_up_to_date
from dragoman.app.pages.book import Book, Shown, Whole, shown_of
from dragoman.app.pages.facts import LineFacts
from dragoman.app.search import Finder
from dragoman.casebook import Casebook
from dragoman.knowledge import Knowledge
from dragoman.record.merged import Merged

KEPT = 1_000  # entries at hand


class Keeper:
    """Gives the book of the present moment. Requests on several threads share it.

    Where it `settles`, what changed is merged before a page shows it, as after a judgment; more than EVERY reports are left to
    whoever adds them, and pages show what is merged by then.
    """

    def __init__(self, casebook: Casebook, knowledge: Knowledge, finder: Finder, settles: bool = True) -> None:
        self._casebook, self._knowledge, self._finder, self._settles = casebook, knowledge, finder, settles
        self._lock = Lock()
        self._at = -1
        self._book = Book(Whole.of(Merged()), knowledge, self.load)
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def book(self) -> Book:
        """The book as of the log's last line."""
        with self._lock:
            if self._casebook.queries.newest() != self._at:
                if self._settles and 0 < self._casebook.unsettled() <= EVERY:
                    bring_up_to_date(self._casebook, self._knowledge)
                # Asked for before the merged things are: what comes between the two is seen the next time.
                self._at = self._casebook.queries.newest()
                self._shown.clear()
                whole = Whole.of(self._casebook.merged())
                facts = LineFacts(self._finder.snapshot(whole.merged.happenings))
                self._book = Book(whole, self._knowledge, self.load, facts)
            return self._book

    def load(self, ids: Collection[str]) -> Mapping[str, Shown]:
        """The present entries of reports, by id."""
        with self._lock:
            found = {id: self._shown[id] for id in ids if id in self._shown}
        missing = [id for id in ids if id not in found]
        if not missing:
            return found
        fresh = shown_of(self._casebook, missing)
        with self._lock:
            self._shown.update(fresh)
            for id in found:
                if id in self._shown:
                    self._shown.move_to_end(id)
            while len(self._shown) > KEPT:
                self._shown.popitem(last=False)
        return found | fresh
