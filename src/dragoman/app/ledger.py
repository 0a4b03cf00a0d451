"""What the user is told while it runs: progress, each refusal in one line, and how it went. All on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from dragoman.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


class Ledger:
    """Counts what is read and what is refused. With `progress`, a bar shows how far it is; `total` None is not known."""

    def __init__(self, total: int | None = None, progress: bool = False) -> None:
        self.read = 0
        self.refused = 0
        self._bar = _bar(total) if progress and total != 1 else None

    def __enter__(self) -> Ledger:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()
        if self.refused and self.read + self.refused > 1:
            self.say(f"{self.done()}, {self.refused} refused")

    def done(self) -> str:
        """What has been done so far, in words."""
        return f"{self.read} read"

    def passed(self, outcomes: Iterable[T | InputError]) -> Iterator[T]:
        """What was read, as it comes; refusals are told and counted on the way."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self.refused += 1
                self.say(str(outcome))
            else:
                yield outcome
                self.read += 1
            if self._bar:
                self._bar.update(self._bar.task_ids[0], advance=1, refused=self.refused)

    def say(self, message: str) -> None:
        """One line on standard error, whatever the message holds, above the bar where there is one."""
        line = one_line(message)
        if self._bar:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{line}\n")


def one_line(message: str) -> str:
    """The message with line breaks and control characters spelled out: names of files may hold them."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in message)


def _bar(total: int | None) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[refused]} refused"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("reading", total=total, refused=0)
    return bar
