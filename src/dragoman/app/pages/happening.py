"""The page of a happening: every account of it, how independent they are, and where they contradict one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown, reports_of
from dragoman.app.pages.evidence import Evidence, HappeningLine, accounts, happening_line, of_event, of_words
from dragoman.exports.phrases import event_phrase
from dragoman.record import Event
from dragoman.record.merged import Happening

FIELDS = {
    "dead": "the dead", "hurt": "the hurt", "number": "a number", "day": "the day", "place": "the place", "who": "who did it",
    "first": "who was first", "length": "how long", "outcome": "the outcome", "session": "the session", "other": "something else",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """What accounts say differently, each value with its sentence."""

    field: str
    values: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One report's account: type, mode and status as that report has them, with its sentence."""

    type: str
    mode: str | None
    status: str
    evidence: Evidence
    copies: tuple[str, ...]  # ids of reports that print the same
    copy_of: str | None


@dataclass(frozen=True, slots=True)
class HappeningPage:
    """One happening. `meeting` says whether it was an encounter that has a page as such."""

    title: str
    happening: HappeningLine
    accounts: tuple[Account, ...]
    differences: tuple[Difference, ...]
    stories: tuple[str, ...]
    meeting: bool


def happening_page(id: str, book: Book) -> HappeningPage | None:
    """The page of a happening; None where there is none of that id."""
    row = book.whole.happenings.get(id)
    if row is None:
        return None
    shown = book.load(reports_of(row))
    told = accounts(row, shown)
    line = happening_line(row, book, shown)
    return HappeningPage(
        title_of(line), line, tuple(_account(one, event, book) for one, event in told), differences(row, shown),
        tuple(dict.fromkeys(book.whole.story_of[report].id for report in reports_of(row) if report in book.whole.story_of)),
        any(meeting.event == event.id for one, event in told for meeting in one.view.reading.meetings),
    )  # fmt: skip


def title_of(line: HappeningLine) -> str:
    """A happening in a few words: "Moldova → Russia: expel"."""
    sides = [", ".join(one.name for one in side[:3]) + (" …" if len(side) > 3 else "") for side in (line.sources, line.recipients)]
    who = " → ".join(side for side in sides if side)
    phrase = event_phrase(line.type, line.mode)
    return f"{who}: {phrase}" if who else phrase.capitalize()


def differences(row: Happening, shown: Mapping[str, Shown]) -> tuple[Difference, ...]:
    """The contradictions of a happening with their sentences."""
    return tuple(
        Difference(FIELDS[one.field], tuple(of_words(shown[words.report], words.span) for words in one.values if words.report in shown))
        for one in row.contradictions
    )


def _account(shown: Shown, event: Event, book: Book) -> Account:
    report = shown.view.reading.report.id
    copies = book.whole.copies_of.get(report, ())
    return Account(event.type, event.mode, event.status, of_event(shown, event), copies, book.whole.first_of.get(report))
