"""What the user is told while reports go into a casebook: a bar with the rate and the time left, or JSON Lines for programs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from dragoman.app.add import Kept
from dragoman.app.ledger import Ledger, one_line
from dragoman.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress

_EVERY = 1.0  # seconds between two lines of progress


class Tally(Ledger):
    """Counts outcomes and tells of them. Refusals also go to `refused`, a line each: place, tab, reason.

    With `lines`, progress, refusals and the sum are written there as JSON Lines, and nothing but faults to standard error.
    """

    def __init__(self, bar: Progress | None = None, lines: TextIO | None = None, refused: Path | None = None) -> None:
        super().__init__()
        self._bar, self._lines, self._path = bar, lines, refused
        self._file: TextIO | None = None
        self._counts: dict[str, int] = {"added": 0, "changed": 0, "read": 0, "known": 0}
        self._began = self._told = time.monotonic()

    def __enter__(self) -> Tally:
        if self._path:
            self._file = self._path.open("w", encoding="utf-8")
        super().__enter__()
        return self

    def count(self, outcomes: Iterable[Kept | InputError]) -> None:
        """Takes all outcomes as they come."""
        for outcome in outcomes:
            self.take(outcome)

    def take(self, outcome: Kept | InputError) -> None:
        """Takes one outcome."""
        if isinstance(outcome, InputError):
            self._refuse(outcome)
        else:
            self._counts[outcome.how] += 1
            self.read += outcome.how != "known"
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=1, refused=self.refused)
        if self._lines and time.monotonic() - self._told >= _EVERY:
            self._line("progress")

    def _refuse(self, error: InputError) -> None:
        self.refused += 1
        if self._file:
            self._file.write(f"{one_line(error.place)}\t{one_line(error.reason)}\n")
            self._file.flush()
        if self._lines:
            self._line("refused", place=error.place, reason=error.reason)
        else:
            self.say(str(error))

    def done(self) -> str:
        """What has been done so far, in words."""
        counts = self._counts
        reread = f", {counts['read']} read that had been kept unread" if counts["read"] else ""
        return f"{counts['added']} added, {counts['changed']} changed, {counts['known']} known{reread}"

    def _line(self, kind: str, **more: str) -> None:
        self._told = time.monotonic()
        told: dict[str, str | int | float] = {"kind": kind, **more}
        if not more:
            told |= {**self._counts, "refused": self.refused, "seconds": round(self._told - self._began, 1)}
        assert self._lines
        self._lines.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._lines.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()
        if self._file:
            self._file.close()
        if self._lines:
            self._line("summary")
        elif kind is None:  # else a line of its own tells what ended it
            self.say(f"{self.done()}, {self.refused} refused")


def bar_of(total: int | None) -> Progress:
    """A bar on standard error; `total` None is not known."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Reports a second of late."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    columns = (SpinnerColumn(), TextColumn("adding"), BarColumn(), MofNCompleteColumn(), Rate())
    refused = TextColumn("{task.fields[refused]} refused")
    bar = Progress(*columns, refused, TextColumn("time left"), TimeRemainingColumn(), console=Console(stderr=True), transient=True)
    bar.add_task("adding", total=total, refused=0)
    return bar
