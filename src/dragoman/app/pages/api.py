"""What the HTTP API and the tools of the MCP server answer: plain rows, each with the words of the reports that support it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown, claim_reports, reports_of
from dragoman.app.pages.events import EventLine
from dragoman.app.pages.evidence import Evidence, accounts, happening_line, of_event, of_words
from dragoman.app.pages.names import Named, name_all
from dragoman.app.search.columns import Filed, iso_day
from dragoman.app.search.finder import Answer
from dragoman.exports.phrases import family
from dragoman.record.merged import Claim, Forum, Happening


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor. `key` is "" for one without a name, who cannot be told from others."""

    key: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of a report. `start` and `end` are where the words that matter stand in the report's text, in code points."""

    report: str
    publisher: str | None
    published: str | None
    text: str
    start: int
    end: int
    voice: str | None  # whose word it is, where it is not the report's own


@dataclass(frozen=True, slots=True)
class EventRow:
    """One report's account of an event."""

    key: str
    report: str
    event: str  # id in the reading
    type: str
    mode: str | None
    family: str
    status: str
    claim: bool
    date: str
    place: str | None
    country: str | None
    sources: tuple[ActorRow, ...]
    recipients: tuple[ActorRow, ...]
    happening: str | None
    independent: int
    judged: bool
    added: bool  # by a person: the reader missed it
    confidence: float
    sentence: SentenceRow


@dataclass(frozen=True, slots=True)
class HappeningRow:
    """What the events of several readings agree on, with the sentence of each account."""

    id: str
    type: str
    mode: str | None
    family: str
    date: str
    place: str | None
    country: str | None
    status: str
    sources: tuple[ActorRow, ...]
    recipients: tuple[ActorRow, ...]
    independent: int
    contradictions: int
    confidence: float
    sentences: tuple[SentenceRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A charge or contested assertion with its repetitions, denials and what bears it out."""

    id: str
    speakers: tuple[ActorRow, ...]
    statements: tuple[SentenceRow, ...]
    denials: tuple[SentenceRow, ...]
    corroborated: tuple[SentenceRow, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One meeting of a forum."""

    number: int | None
    date: str
    venue: str | None
    country: str | None
    reports: tuple[str, ...]
    sentences: tuple[SentenceRow, ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """When and where a forum is due: months, the first and the last."""

    earliest: str
    latest: str
    venue: str | None


@dataclass(frozen=True, slots=True)
class ForumRow:
    """A recurring forum with its sessions in order."""

    id: str
    name: str
    parties: tuple[str, ...]
    sessions: tuple[SessionRow, ...]
    next: DueRow | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report without its text."""

    id: str
    publisher: str | None
    published: str | None


def sentence(one: Evidence) -> SentenceRow:
    """Evidence as a row."""
    text = " ".join(one.text.split())
    return SentenceRow(one.report.id, one.report.publisher, one.report.published, text, one.span.start, one.span.end, one.voice)


def actor(one: Named) -> ActorRow:
    """A name as a row."""
    return ActorRow(one.key, one.name, one.country)


def event(line: EventLine) -> EventRow:
    """An event as a row."""
    return EventRow(
        line.key, line.report, line.event, line.type, line.mode, line.family, line.status, line.claim, line.date, line.place, line.country,
        tuple(map(actor, line.sources)), tuple(map(actor, line.recipients)), line.happening, line.independent, line.judged,
        line.evidence.added, line.evidence.confidence or 0.0, sentence(line.evidence),
    )  # fmt: skip


def happenings(rows: Sequence[Happening], book: Book) -> tuple[HappeningRow, ...]:
    """Happenings as rows."""
    shown = book.load(list({report for row in rows for report in reports_of(row)}))
    return tuple(_happening(row, book, shown) for row in rows)


def _happening(row: Happening, book: Book, shown: Mapping[str, Shown]) -> HappeningRow:
    line = happening_line(row, book, shown)
    told = tuple(sentence(of_event(one, event)) for one, event in accounts(row, shown))
    return HappeningRow(
        row.id, row.type, row.mode, family(row.type), row.date, row.place, row.country, row.status,
        tuple(map(actor, line.sources)), tuple(map(actor, line.recipients)), row.independent,
        len(row.contradictions), line.confidence, told,
    )  # fmt: skip


def claims(rows: Sequence[Claim], book: Book) -> tuple[ClaimRow, ...]:
    """Claims as rows."""
    shown = book.load(list({report for row in rows for report in claim_reports(row)}))
    return tuple(
        ClaimRow(
            row.id, tuple(map(actor, name_all(row.speakers, book, shown))), _words(row.statements, shown), _words(row.denials, shown),
            _words(row.corroborated, shown),
        )
        for row in rows
    )  # fmt: skip


def _words(words: Iterable[object], shown: Mapping[str, Shown]) -> tuple[SentenceRow, ...]:
    """The sentences of words or supports, which both have a report and a span."""
    pairs = ((one.report, one.span) for one in words)  # type: ignore[attr-defined]
    return tuple(sentence(of_words(shown[report], span)) for report, span in pairs if report in shown)


def forums(rows: Sequence[Forum], book: Book) -> tuple[ForumRow, ...]:
    """Forums as rows; each session with the sentences of reports that name it."""
    shown = book.load(list({report for row in rows for session in row.sessions for report in session.reports}))
    return tuple(_forum(row, shown) for row in rows)


def _forum(row: Forum, shown: Mapping[str, Shown]) -> ForumRow:
    sessions = tuple(
        SessionRow(one.number, one.date, one.venue, one.country, one.reports, _meetings(one.reports, shown)) for one in row.sessions
    )
    due = DueRow(row.next.earliest, row.next.latest, row.next.venue) if row.next else None
    return ForumRow(row.id, row.name, row.parties, sessions, due)


def _meetings(reports: Iterable[str], shown: Mapping[str, Shown]) -> tuple[SentenceRow, ...]:
    found = []
    for one in (shown[id] for id in reports if id in shown):
        ids = [meeting.event for meeting in one.view.reading.meetings if meeting.mechanism]
        found += [sentence(of_event(one, one.view.events[id])) for id in ids if id in one.view.events]
    return tuple(found)


def report(filed: Filed, answer: Answer) -> ReportRow:
    """A report of an answer as a row."""
    publisher = answer.snapshot.columns.names["publisher"].words[filed.publisher]
    return ReportRow(filed.id, publisher or None, iso_day(filed.published) or None)
