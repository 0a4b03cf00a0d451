"""Merging brought up to date: what reports that came, were read anew or judged since hang together with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.app.ledger import Ledger
from dragoman.casebook import Casebook

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

EVERY = 200  # reports merged in one transaction; other writers wait that long
KINDS = {"story": "stories", "copies": "groups of copies", "happening": "happenings", "claim": "claims", "forum": "forums"}


class MergeLedger(Ledger):
    """Counts what is merged."""

    def __init__(self, total: int, progress: bool) -> None:
        super().__init__(total, progress)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], description="merging")

    def __enter__(self) -> MergeLedger:
        super().__enter__()
        return self

    def tick(self) -> None:
        """One report more."""
        self.read += 1
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=1)

    def done(self) -> str:
        """What has been done so far, in words."""
        return f"{self.read} merged"


def bring_up_to_date(casebook: Casebook, knowledge: Knowledge, progress: Callable[[], None] = lambda: None) -> int:
    """Merges all reports that changed since the last time with what is there; how many. `progress` is called for each.

    A kill loses the transaction at hand, of at most EVERY reports, and no more; the same call goes on. Raises CasebookError.
    """
    merged = 0
    while count := casebook.settle(knowledge, EVERY, progress):
        merged += count
    return merged


def merger(casebook: Casebook, knowledge_files: Sequence[Path]) -> Callable[[], None]:
    """What brings merging up to date whenever it is called; the knowledge is loaded when there is something to merge."""

    @cache
    def loaded() -> Knowledge:
        from dragoman.knowledge import Knowledge

        return Knowledge.load(knowledge_files)

    def follow() -> None:
        if casebook.unsettled():
            bring_up_to_date(casebook, loaded())

    return follow


def summary(casebook: Casebook) -> dict[str, int]:
    """How many things of each kind the casebook holds together, by their names."""
    counted = casebook.counts()
    return {name: counted.get(kind, 0) for kind, name in KINDS.items()}
