"""Reports to readings, one after the other. A report that fails is a value among the readings, not the end of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dragoman.errors import InputError
from dragoman.record import Reader, Reading, Report, Span


class Reads(Protocol):
    """What reads: a model and knowledge, loaded, or a stand-in for them in tests."""

    @property
    def versions(self) -> Reader:
        """What its readings name as their reader."""
        ...

    def read(self, report: Report) -> Reading:
        """All that is found in one report. Raises InputError where it cannot be taken."""
        ...

    def relate(self, text: str, source: Span | None, target: Span | None) -> tuple[str, dict[str, float]]:
        """The type of what `source` does to `target` ("NONE" for nothing), and each type's score in [0, 1]."""
        ...


def readings(load: Callable[[], Reads], reports: Iterable[Report | InputError]) -> Iterator[Reading | InputError]:
    """One reading or refusal per report, in their order. The reader is loaded when the first report has come."""
    reader: Reads | None = None
    for report in reports:
        if isinstance(report, InputError):
            yield report
            continue
        reader = reader or load()
        yield read_report(reader, report)


def read_report(reader: Reads, report: Report) -> Reading | InputError:
    """The reading of one report, or why there is none."""
    try:
        return reader.read(report)
    except InputError as error:
        return error
    except Exception as error:  # a fault in the reader costs one report, not the archive around it
        return fault(f"report {report.id}", error)


def fault(place: str, error: Exception) -> InputError:
    """The refusal that stands for a fault of our own."""
    return InputError(place, f"not read, through a fault in Dragoman ({type(error).__name__}: {error})")
