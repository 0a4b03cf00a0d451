"""Reading anew what the present reader has not read, and what that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.app.read import Reads, read_report
from dragoman.casebook import Casebook, Difference
from dragoman.casebook.difference import difference
from dragoman.errors import InputError


@dataclass(frozen=True, slots=True)
class Reread:
    """One report that was read anew, and what differs from its reading before; nothing where it had none."""

    report: str
    differences: tuple[Difference, ...]


def reread(casebook: Casebook, reader: Reads) -> Iterator[Reread | InputError]:
    """One outcome per report that this reader has not read, each kept as soon as it is there, so that it can be stopped at any time.

    A report that the reader refuses keeps its older reading.
    """
    for report in casebook.unread(reader.versions):
        reading = read_report(reader, report)
        if isinstance(reading, InputError):
            yield reading
            continue
        before = casebook.reading(report.id) if casebook.readers(report.id) else None
        casebook.keep_reading(reading)
        yield Reread(report.id, difference(before, reading) if before else ())


def how(found: Difference) -> str:
    """What became of an item: new, gone or otherwise."""
    return "new" if found.before is None else "gone" if found.after is None else "otherwise"


class Sum:
    """Counts differences by kind and by what became of the items."""

    def __init__(self) -> None:
        self.reports = 0
        self.changed = 0
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, done: Reread) -> None:
        """Takes one report."""
        self.reports += 1
        self.changed += bool(done.differences)
        self.counts.update((found.kind, how(found)) for found in done.differences)

    def lines(self) -> Iterator[str]:
        """The sum in words: of each kind how many are new, gone and otherwise."""
        yield f"{self.reports} read anew, {self.changed} of them otherwise than before"
        for kind in dict.fromkeys(kind for kind, _ in sorted(self.counts)):
            yield f"  {kind}: " + ", ".join(f"{self.counts[kind, what]} {what}" for what in ("new", "gone", "otherwise"))
