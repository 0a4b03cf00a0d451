"""The page of a report: its text and record, and what other reports have to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.exports.view import masthead
from dragoman.record import Reading
from dragoman.record.entry import Entry


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report. `keys` and `judged` are those of its entry."""

    title: str
    imprint: str  # publisher and day
    reading: Reading
    keys: Mapping[str, str]
    judged: frozenset[str]


def report_page(entry: Entry) -> ReportPage:
    """The page of an entry."""
    return ReportPage(*masthead(entry.reading.report), entry.reading, entry.keys, entry.judged)
