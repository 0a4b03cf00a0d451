"""Stopping when asked: what is at hand is finished, and nothing after it is begun."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SLICE = 0.2  # seconds between two looks whether somebody asked, while nothing is done but waiting


class Stopped(KeyboardInterrupt):
    """A signal ended the work; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")
        self.number = number


class Stop:
    """Whether the user or the system asked to stop, by Ctrl-C or SIGTERM. A second signal does not wait."""

    def __init__(self) -> None:
        self.asked: int | None = None
        self._held = False

    @contextmanager
    def listening(self) -> Iterator[Stop]:
        """Takes the signals for as long as it lasts."""
        before = {number: signal.signal(number, self._ask) for number in _SIGNALS}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is done in it is finished, whatever signal comes; elsewhere a signal ends the work where it is."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def check(self) -> None:
        """Raises Stopped where somebody asked meanwhile."""
        if self.asked is not None:
            raise Stopped(self.asked)

    def wait(self, seconds: float) -> None:
        """Sleeps; raises Stopped as soon as somebody asks."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(_SLICE, rest))

    def _ask(self, number: int, frame: FrameType | None) -> None:
        second, self.asked = self.asked is not None, number
        if second or not self._held:
            raise Stopped(number)
