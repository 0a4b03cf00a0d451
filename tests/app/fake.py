"""A stand-in for the model: it finds the first word of a report and nothing else, and fails where it is told to."""

from __future__ import annotations

from dragoman.record import Actor, Mention, Reader, Reading, Report, Span

VERSIONS = Reader("0", "fake", "fake", "fake")


class FakeReader:
    versions = VERSIONS

    def __init__(self) -> None:
        self.read_ids: list[str] = []

    def read(self, report: Report) -> Reading:
        self.read_ids.append(report.id)
        if "KeyboardInterrupt" in report.text:
            raise KeyboardInterrupt
        if "ZeroDivisionError" in report.text:
            raise ZeroDivisionError("as told")
        start = len(report.text) - len(report.text.lstrip())
        word = report.text.split()[0]
        mention = Mention("M1", Span(start, start + len(word)), "name", "A1")
        return Reading(report, VERSIONS, mentions=(mention,), actors=(Actor("A1", word, "organization"),))

    def relate(self, text: str, source: Span | None, target: Span | None) -> tuple[str, dict[str, float]]:
        if "ZeroDivisionError" in text:
            raise ZeroDivisionError("as told")
        found = "NONE" if source is None or target is None else "ACCUSE"
        return found, {"ACCUSE": 0.75, "NONE": 0.25}
