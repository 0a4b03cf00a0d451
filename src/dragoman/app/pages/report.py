"""The page of a report: its text and record, and what other reports have to do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown
from dragoman.app.pages.evidence import statement_at
from dragoman.casebook import Version
from dragoman.exports.view import masthead
from dragoman.record import Reading, Span


@dataclass(frozen=True, slots=True)
class Link:
    """An item of the record and the merged thing that it is part of; `reports` is how many reports that rests on."""

    item: str  # id of an event or statement of the reading
    kind: str  # "happening", "meeting" or "claim"
    id: str
    reports: int
    answered: int  # contradictions of a happening, denials of a claim


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report. `keys`, `judged` and `added` are those of its entry; `at` are the words that a reader was sent to."""

    title: str
    imprint: str  # publisher and day
    reading: Reading
    keys: Mapping[str, str]
    judged: frozenset[str]
    added: frozenset[str]
    at: Span | None
    story: str | None
    others: tuple[str, ...]  # ids of the story's other reports
    copies: tuple[str, ...]
    copy_of: str | None
    links: tuple[Link, ...]
    origin: str | None  # file or address that it was read from
    fetched: str | None
    versions: int


def report_page(shown: Shown, book: Book, versions: Sequence[Version], at: Span | None = None) -> ReportPage:
    """The page of a report of a casebook."""
    entry, whole = shown.entry, book.whole
    report = entry.reading.report
    story = whole.story_of.get(report.id)
    last = versions[-1] if versions else None
    return ReportPage(
        *masthead(report), entry.reading, entry.keys, entry.judged, entry.added,
        at if at and at.end <= len(report.text) else None,
        story.id if story else None, tuple(id for id in story.reports if id != report.id) if story else (),
        whole.copies_of.get(report.id, ()), whole.first_of.get(report.id), (*_happenings(shown, book), *_claims(shown, book)),
        last.origin if last else None, last.fetched if last else None, len(versions),
    )  # fmt: skip


def _happenings(shown: Shown, book: Book) -> list[Link]:
    id = shown.entry.reading.report.id
    met = {meeting.event for meeting in shown.entry.reading.meetings}
    found: dict[str, Link] = {}
    for row in book.whole.told_in.get(id, ()):
        for support in row.supports:
            if support.report == id:
                kind = "meeting" if support.event in met else "happening"
                reports = len({one.report for one in row.supports})
                found[support.event] = Link(support.event, kind, row.id, reports, len(row.contradictions))
    return [found[event.id] for event in shown.entry.reading.events if event.id in found]


def _claims(shown: Shown, book: Book) -> list[Link]:
    id = shown.entry.reading.report.id
    found: dict[str, Link] = {}
    for row in book.whole.claimed_in.get(id, ()):
        for words in (*row.statements, *row.denials):
            said = statement_at(shown.view, words.span) if words.report == id else None
            if said:
                found[said.id] = Link(said.id, "claim", row.id, len({one.report for one in row.statements}), len(row.denials))
    return [found[said.id] for said in shown.entry.reading.statements if said.id in found]
