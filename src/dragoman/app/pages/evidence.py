"""The words behind a line of a page: a sentence of a report with what is meant lit, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.app.pages.book import Book, Facts, Shown, reports_of
from dragoman.app.pages.names import Named, name_all
from dragoman.exports.phrases import family
from dragoman.exports.view import View, masthead, standing
from dragoman.record import Event, Span, Statement, cover
from dragoman.record.merged import Happening, Support, Words

FEW = 60  # reports that a page opens at once: opening one takes some 2 ms, and a page has 150
_LONG = 600  # characters of evidence that are shown whole; see exports.view

Standing = Literal["happening", "planned", "claim", "denied"]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list. `copies` are the ids of reports that print the same."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report in their sentence: `lit` are the words within `text`, `span` is where they stand in the report."""

    report: ReportLine
    span: Span
    text: str
    lit: tuple[Span, ...]
    standing: Standing | None = None  # of an event: what its report vouches for
    voice: str | None = None  # whose word it is, where it is not the report's
    confidence: float | None = None  # of an event: that it is one, of its type
    added: bool = False  # an event that a person added


@dataclass(frozen=True, slots=True)
class HappeningLine:
    """A happening in a list, with the sentence of the report that told of it first."""

    id: str
    type: str
    mode: str | None
    family: str
    date: str
    place: str | None
    country: str | None
    status: str
    sources: tuple[Named, ...]
    recipients: tuple[Named, ...]
    independent: int
    reports: int
    contradictions: int
    confidence: float
    evidence: Evidence | None


def report_line(shown: Shown, copies: tuple[str, ...] = ()) -> ReportLine:
    """A report as lists show it."""
    report = shown.view.reading.report
    return ReportLine(report.id, masthead(report)[0], report.publisher, report.published, copies)


def of_event(shown: Shown, event: Event) -> Evidence:
    """The sentence that tells of an event."""
    view = shown.view
    sentence = view.sentence(event)
    voice = view.voice(event.asserted_by) if event.asserted_by else None
    lit = view.highlights(event)
    made = _evidence(shown, sentence, lit, event.trigger, (standing(event), voice, event.confidence))
    return replace(made, added=shown.entry.keys.get(event.id) in shown.entry.added)


def of_words(shown: Shown, span: Span) -> Evidence:
    """Words in the sentences that hold them; of a statement among them it says whose it is."""
    said = statement_at(shown.view, span)
    sentences = [one for one in shown.view.sentences if one.overlaps(span)] or [span]
    around = cover([span, *sentences])
    around = around if len(around) <= _LONG else span
    return _evidence(shown, around, (span,), span, (None, shown.view.speaker(said.id) if said else None, None))


def _evidence(
    shown: Shown, around: Span, lit: Iterable[Span], span: Span, said: tuple[Standing | None, str | None, float | None]
) -> Evidence:
    text = around.of(shown.view.reading.report.text)
    within = tuple(Span(one.start - around.start, one.end - around.start) for one in lit if around.contains(one))
    return Evidence(report_line(shown), span, text, within, *said)


def statement_at(view: View, span: Span) -> Statement | None:
    """The statement that words belong to: the one that shares most with them."""

    def shared(row: Statement) -> int:
        parts = (*row.cue, *row.content, *row.source)
        return sum(min(one.end, span.end) - max(one.start, span.start) for one in parts if one.overlaps(span))

    best = max(view.reading.statements, key=shared, default=None)
    return best if best and shared(best) else None


def event_of(support: Support, shown: Mapping[str, Shown]) -> tuple[Shown, Event] | None:
    """The event that a support points at, where its report is at hand."""
    row = shown.get(support.report)
    event = row.view.events.get(support.event) if row else None
    return (row, event) if row and event else None


def accounts(happening: Happening, shown: Mapping[str, Shown]) -> list[tuple[Shown, Event]]:
    """The events of a happening, each once, the earliest report first."""
    found = {(s.report, s.event): event_of(s, shown) for s in happening.supports}
    there = [pair for pair in found.values() if pair]
    return sorted(there, key=lambda pair: (pair[0].view.reading.report.published or "9", pair[0].view.reading.report.id, pair[1].trigger))


def to_quote(happenings: Collection[Happening], book: Book) -> set[str]:
    """The reports to open for lines on happenings: all of them while they are few, else the one of each that is quoted."""
    every = {report for row in happenings for report in reports_of(row)}
    if book.facts is None or len(every) <= FEW:
        return every
    return {_first(row, book.facts) for row in happenings}


def _first(happening: Happening, facts: Facts) -> str:
    """The report that told of it first, of those that vouch for it where there are such."""

    def rank(support: Support) -> tuple[bool, str, str]:
        fact = facts.event(support.report, support.event)
        return (fact is None or not fact.vouched, facts.published(support.report) or "9", support.report)

    return min(happening.supports, key=rank).report


def chance(happening: Happening, book: Book, shown: Mapping[str, Shown]) -> float:
    """How likely it is that at least one account of a happening is read rightly, taken as independent."""
    miss = 1.0
    for report, event in {(support.report, support.event) for support in happening.supports}:
        miss *= 1 - _confidence(report, event, book, shown)
    return 1 - miss


def _confidence(report: str, event: str, book: Book, shown: Mapping[str, Shown]) -> float:
    if book.facts is not None:
        fact = book.facts.event(report, event)
        return fact.confidence if fact else 0.0
    found = shown[report].view.events.get(event) if report in shown else None
    return found.confidence if found else 0.0


def happening_line(happening: Happening, book: Book, shown: Mapping[str, Shown]) -> HappeningLine:
    """A happening as lists show it; `shown` holds its reports, or the one that is quoted."""
    told = accounts(happening, shown)
    vouched = [pair for pair in told if standing(pair[1]) != "claim"] or told
    own = {id: shown[id] for id in reports_of(happening) if id in shown}
    return HappeningLine(
        happening.id, happening.type, happening.mode, family(happening.type), happening.date, happening.place, happening.country,
        happening.status, name_all(happening.sources, book, own), name_all(happening.recipients, book, own), happening.independent,
        len(reports_of(happening)), len(happening.contradictions), round(chance(happening, book, shown), 3),
        of_event(*vouched[0]) if vouched else None,
    )  # fmt: skip


def words_evidence(words: Iterable[Words], shown: Mapping[str, Shown]) -> tuple[Evidence, ...]:
    """The evidence of words of several reports, in the order in which the reports came out."""
    found = [of_words(shown[row.report], row.span) for row in words if row.report in shown]
    return tuple(sorted(found, key=lambda row: (row.report.published or "9", row.report.id, row.span)))
