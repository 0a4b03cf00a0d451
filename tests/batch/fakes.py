"""Readers that die, break or are slow, for processes that are started anew: they are loaded by name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import ModelError
from dragoman.record import Event, Reader, Reading, Report
from tests.app.fake import VERSIONS, FakeReader


class Eventful(FakeReader):
    """Finds an event in each report beside its first word; dies or is slow where a report says so."""

    versions: Reader = VERSIONS

    def read(self, report: Report) -> Reading:
        if "SIGKILL" in report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        found = super().read(report)
        self.read_ids.clear()
        span = found.mentions[0].span
        event = Event("E1", "CONSULT", None, (), "040", 1.0, ("A1",), (), span, (span,), None, None, "happened", None, 0.5)
        return Reading(report, VERSIONS, found.mentions, found.actors, events=(event,))


@dataclass(frozen=True)
class DiesOnce:
    """Loads a reader that kills its process at the first report that says so; a file keeps that it has done it."""

    mark: Path

    def __call__(self) -> Eventful:
        return _DyingOnce(self.mark)


class _DyingOnce(Eventful):
    def __init__(self, mark: Path) -> None:
        super().__init__()
        self._mark = mark

    def read(self, report: Report) -> Reading:
        if "SIGKILL" in report.text:
            if not self._mark.exists():
                self._mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            report = Report(report.id, report.text.replace("SIGKILL", "SIGNALS"), published=report.published)
        return super().read(report)


@dataclass(frozen=True)
class Slow:
    """Loads a reader that takes its time."""

    seconds: float = 0.02

    def __call__(self) -> Eventful:
        return _Sleeping(self.seconds)


class _Sleeping(Eventful):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def read(self, report: Report) -> Reading:
        time.sleep(self._seconds)
        return super().read(report)


def broken() -> FakeReader:
    raise ModelError("model: no usable model here")


def stillborn() -> FakeReader:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
