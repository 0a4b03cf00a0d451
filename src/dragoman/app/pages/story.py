"""The page of a story: its reports in order, copies folded under what they copy, and where the reports differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown, reports_of
from dragoman.app.pages.evidence import Evidence, HappeningLine, ReportLine, happening_line, report_line, words_evidence
from dragoman.app.pages.happening import Difference, differences
from dragoman.app.pages.names import Named, name_all
from dragoman.exports.view import masthead
from dragoman.record.merged import Claim, Story

_BYLINE = 40  # characters: a line with the writer's name is shorter, a sentence of news seldom is


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list: its first and its last wording, and who denies it."""

    id: str
    speakers: tuple[Named, ...]
    first: Evidence | None
    denial: Evidence | None
    repeated: int
    denied: int
    corroborated: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A report of a story: how it begins, how many of the story's happenings it tells, and which of them it alone tells."""

    report: ReportLine
    lead: str
    tells: int
    alone: tuple[str, ...]  # ids of happenings


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story."""

    title: str
    tellings: tuple[Telling, ...]
    happenings: tuple[HappeningLine, ...]
    claims: tuple[ClaimLine, ...]
    differences: tuple[tuple[str, Difference], ...]  # each with the id of its happening


def story_page(id: str, book: Book) -> StoryPage | None:
    """The page of a story; None where there is none of that id."""
    story = book.whole.stories.get(id)
    if story is None:
        return None
    whole = book.whole
    told = {row.id: row for report in story.reports for row in whole.told_in.get(report, ())}
    shown = book.load({*story.reports, *(report for row in told.values() for report in reports_of(row))})
    tellings = _tellings(story, book, shown)
    claims = {row.id: row for report in story.reports for row in whole.claimed_in.get(report, ())}
    return StoryPage(
        tellings[0].report.title if tellings else id,
        tellings,
        tuple(happening_line(row, book, shown) for row in sorted(told.values(), key=lambda row: (row.date or "9", row.id))),
        tuple(claim_line(row, book, shown) for row in claims.values()),
        tuple((row.id, one) for row in told.values() for one in differences(row, shown)),
    )


def claim_line(claim: Claim, book: Book, shown: Mapping[str, Shown]) -> ClaimLine:
    """A claim as lists show it; of `shown` only what is at hand is quoted."""
    said, denied = words_evidence(claim.statements, shown), words_evidence(claim.denials, shown)
    return ClaimLine(
        claim.id, name_all(claim.speakers, book, shown), said[0] if said else None, denied[0] if denied else None,
        len(claim.statements), len(claim.denials), len(claim.corroborated),
    )  # fmt: skip


def _tellings(story: Story, book: Book, shown: Mapping[str, Shown]) -> tuple[Telling, ...]:
    first_of, copies_of = book.whole.first_of, book.whole.copies_of
    there = [shown[id] for id in story.reports if id in shown and first_of.get(id) not in story.reports]
    there.sort(key=lambda row: (row.view.reading.report.published or "9", row.view.reading.report.id))
    return tuple(_telling(row, copies_of.get(row.view.reading.report.id, ()), book) for row in there)


def _telling(shown: Shown, copies: tuple[str, ...], book: Book) -> Telling:
    report = shown.view.reading.report
    told = book.whole.told_in.get(report.id, ())
    voices = {report.id, *copies}
    alone = tuple(row.id for row in told if set(reports_of(row)) <= voices)
    return Telling(report_line(shown, copies), _lead(shown), len(told), alone)


def _lead(shown: Shown) -> str:
    """The first sentence behind the title and the byline, on one line."""
    view = shown.view
    title = masthead(view.reading.report)[0]
    texts = (view.words([span]) for span in view.sentences)
    return next((text for text in texts if text != title and len(text) > _BYLINE), "")[:400]
