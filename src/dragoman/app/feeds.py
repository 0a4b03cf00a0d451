"""What the feeds of relationships, forums, actors, claims and searches hold, the latest kept first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from dragoman.app.atom import MOST, FeedEntry
from dragoman.app.pages.book import Book, Shown, claim_reports, reports_of
from dragoman.app.pages.events import EventLine, event_lines
from dragoman.app.pages.evidence import Evidence, accounts, happening_line, of_event, of_words
from dragoman.app.pages.happening import title_of
from dragoman.app.pages.names import side_of
from dragoman.app.pages.relation import happenings_between
from dragoman.app.search.finder import Answer
from dragoman.exports.phrases import date_phrase, event_phrase
from dragoman.exports.view import join
from dragoman.record.merged import Forum, Happening, Words

Kept = Callable[[Sequence[str]], Mapping[str, str]]
"""When reports were kept, ISO 8601, by their ids."""
To = Callable[..., str]
"""The path of a thing's page, by kind and ids."""


def of_relation(one: str, other: str, book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...]:
    """The happenings between two sides."""
    return _happenings(happenings_between(one, other, book), book, kept, to)


def of_actor(key: str, book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...]:
    """The happenings that an actor, or those who stand for a state, have part in."""
    rows = [row for row in book.whole.merged.happenings if _has_part(key, row, book)]
    return _happenings(rows, book, kept, to)


def of_forum(id: str, book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...] | None:
    """The sessions of a forum; None where there is none of that id."""
    row = book.whole.forums.get(id)
    if row is None:
        return None
    times = kept([report for session in row.sessions for report in session.reports])
    shown = book.load([report for session in row.sessions[-MOST:] for report in session.reports])
    entries = [_session(row, at, times, (shown, to)) for at in range(len(row.sessions))]
    return _latest(entries)


def of_claim(id: str, book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...] | None:
    """Each time a claim was told, denied or borne out; None where there is none of that id."""
    row = book.whole.claims.get(id)
    if row is None:
        return None
    times, shown = kept(claim_reports(row)), book.load(claim_reports(row))
    told = (("said", row.statements), ("denied", row.denials), ("borne out", tuple(Words(s.report, s.span) for s in row.corroborated)))
    entries = []
    for what, words in ((what, words) for what, some in told for words in some if words.report in shown):
        evidence = of_words(shown[words.report], words.span)
        thing = f"claim/{id}/{what}/{words.report}/{words.span.start}"
        title = f"Claim {what} in {evidence.report.publisher or evidence.report.title}"
        entries.append(FeedEntry(thing, title, to("claims", id), times.get(words.report, ""), (evidence,)))
    return _latest(entries)


def of_search(answer: Answer, book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...]:
    """The events that fit a question."""
    lines = event_lines(answer.latest(MOST), book)
    times = kept([line.report for line in lines])
    return tuple(
        FeedEntry(line.key or f"{line.report}/{line.event}", _title(line), _path(line, to), times.get(line.report, ""), (line.evidence,))
        for line in lines
    )


def _title(line: EventLine) -> str:
    who = " → ".join(part for part in (join([one.name for one in line.sources]), join([one.name for one in line.recipients])) if part)
    phrase = event_phrase(line.type, line.mode)
    standing = {"claim": "claimed", "denied": "denied", "planned": line.status}.get(line.evidence.standing or "", "")
    plain = f"{who}: {phrase}" if who else phrase.capitalize()
    return plain + (f" ({standing})" if standing else "")


def _path(line: EventLine, to: To) -> str:
    span = line.evidence.span
    return f"{to('reports', line.report)}?at={span.start}-{span.end}#w-at"


def _has_part(key: str, row: Happening, book: Book) -> bool:
    return any(key in (one, side_of(one, book.knowledge)) for one in (*row.sources, *row.recipients))


def _happenings(rows: Iterable[Happening], book: Book, kept: Kept, to: To) -> tuple[FeedEntry, ...]:
    rows = list(rows)
    times = kept(list({report for row in rows for report in reports_of(row)}))
    newest = {row.id: max((times.get(report, "") for report in reports_of(row)), default="") for row in rows}
    rows.sort(key=lambda row: (newest[row.id], row.date, row.id), reverse=True)
    shown = book.load(list({report for row in rows[:MOST] for report in reports_of(row)}))
    return tuple(_happening(row, newest[row.id], (book, shown, to)) for row in rows[:MOST])


def _happening(row: Happening, updated: str, at_hand: tuple[Book, Mapping[str, Shown], To]) -> FeedEntry:
    book, shown, to = at_hand
    line = happening_line(row, book, shown)
    day = f", {date_phrase(row.date)}" if row.date else ""
    evidence = tuple(of_event(one, event) for one, event in accounts(row, shown))
    return FeedEntry(f"happening/{row.id}", title_of(line) + day, to("happenings", row.id), updated, evidence)


def _session(row: Forum, at: int, times: Mapping[str, str], at_hand: tuple[Mapping[str, Shown], To]) -> FeedEntry:
    shown, to = at_hand
    session = row.sessions[at]
    number = f"session {session.number}" if session.number else "a session"
    title = f"{row.name}: {number}, {date_phrase(session.date)}" + (f", {session.venue}" if session.venue else "")
    updated = max((times.get(report, "") for report in session.reports), default="")
    return FeedEntry(
        f"forum/{row.id}/{session.number or session.date}",
        title,
        to("forums", row.id),
        updated,
        _meetings(session.reports, session.date, shown),
    )


def _meetings(reports: Iterable[str], date: str, shown: Mapping[str, Shown]) -> tuple[Evidence, ...]:
    """The sentences of the meetings that reports of a session tell of."""
    found = []
    for one in (shown[id] for id in reports if id in shown):
        met = [
            one.view.events[meeting.event]
            for meeting in one.view.reading.meetings
            if meeting.mechanism and meeting.event in one.view.events
        ]
        found += [of_event(one, event) for event in met[:2]]
    return tuple(found)


def _latest(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True)[:MOST])
