"""The page of a meeting: who met whom, where and when, for how long, and what each side says was talked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown, reports_of
from dragoman.app.pages.evidence import Evidence, HappeningLine, accounts, happening_line, of_event, of_words
from dragoman.app.pages.happening import Difference, differences, title_of
from dragoman.app.pages.names import OF_A_STATE, country_name
from dragoman.exports.phrases import event_phrase
from dragoman.exports.view import join
from dragoman.record import Meeting, Span
from dragoman.record.merged import Happening, Session


@dataclass(frozen=True, slots=True)
class Delegation:
    """One side of a meeting in the words of the reports: names of its head and members."""

    name: str
    country: str | None
    heads: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Something talked about, with the sentence that says so."""

    topic: str | None
    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Readout:
    """What one voice says was talked about: a speaker, or the publisher of a report that says it itself.

    `silent` are the topics that others name and it leaves out.
    """

    voice: str
    items: tuple[Item, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact of the meeting and the words for it."""

    name: str
    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting: a happening that some reading holds as an encounter of parties."""

    title: str
    happening: HappeningLine
    delegations: tuple[Delegation, ...]
    others: tuple[str, ...]  # parties of which nobody is named
    details: tuple[Detail, ...]
    forums: tuple[tuple[str, str], ...]  # id and name
    readouts: tuple[Readout, ...]
    accounts: tuple[Evidence, ...]
    differences: tuple[Difference, ...]


Met = list[tuple[Shown, Meeting]]


def meeting_page(id: str, book: Book) -> MeetingPage | None:
    """The page of a meeting by the id of its happening; None where no reading holds it as a meeting."""
    row = book.whole.happenings.get(id)
    shown = book.load(reports_of(row)) if row else {}
    met = meetings_of(row, shown) if row else []
    if row is None or not met:
        return None
    line = happening_line(row, book, shown)
    told = tuple(of_event(one, event) for one, event in accounts(row, shown))
    forums = tuple((forum.id, forum.name) for forum in book.whole.merged.forums if _held(forum.sessions, row))
    sides = _delegations(met)
    manned, others = (
        tuple(one for one in sides if one.heads or one.members),
        tuple(one.name for one in sides if not (one.heads or one.members)),
    )
    return MeetingPage(_title(line, book), line, manned, others, _details(met), forums, readouts(met), told, differences(row, shown))


def _title(line: HappeningLine, book: Book) -> str:
    """The states that met, where there are two; else as of any happening."""
    states = dict.fromkeys(one.country for one in (*line.sources, *line.recipients) if one.country and one.kind in OF_A_STATE)
    names = [country_name(code, book.knowledge) for code in states]
    return f"{join(names)}: {event_phrase(line.type, line.mode)}" if len(names) > 1 else title_of(line)


def meetings_of(row: Happening, shown: Mapping[str, Shown]) -> Met:
    """The meetings of readings that a happening rests on."""
    events = {(one.view.reading.report.id, event.id) for one, event in accounts(row, shown)}
    return [
        (one, meeting)
        for id in reports_of(row)
        if (one := shown.get(id))
        for meeting in one.view.reading.meetings
        if (id, meeting.event) in events
    ]


def _held(sessions: Iterable[Session], row: Happening) -> bool:
    """Whether one of the sessions is this meeting: told by the same reports, in the same month."""
    own = set(reports_of(row))
    return any(own & set(one.reports) and one.date[:7] == row.date[:7] for one in sessions)


def _delegations(met: Met) -> tuple[Delegation, ...]:
    """The sides, joined over reports by name of the party."""
    found: dict[str, tuple[str | None, dict[str, None], dict[str, None]]] = {}
    for one, meeting in met:
        for party in meeting.parties:
            name = one.view.name(party.actor)
            actor = one.view.actors.get(party.actor)
            _, heads, members = found.setdefault(name, (actor.country if actor else None, {}, {}))
            heads |= {one.view.name(party.head): None} if party.head else {}
            members |= {one.view.name(id): None for id in party.delegates if id != party.head}
    return tuple(
        Delegation(name, country, tuple(heads), tuple(name for name in members if name not in heads))
        for name, (country, heads, members) in found.items()
    )


def _details(met: Met) -> tuple[Detail, ...]:
    """Host, venue, day, length and forum, each value once."""
    found: dict[tuple[str, str], Detail] = {}
    for one, meeting in met:
        for name, value, span in _facts(one, meeting):
            if value and (name, value) not in found:
                found[name, value] = Detail(name, value, of_words(one, span))
    order = ("Host", "Venue", "Day", "Length", "Forum", "Session")
    return tuple(sorted(found.values(), key=lambda row: order.index(row.name)))


def _facts(one: Shown, meeting: Meeting) -> list[tuple[str, str, Span]]:
    view = one.view
    event = view.events[meeting.event].trigger
    place, time, length = view.places.get(meeting.place or ""), view.times.get(meeting.time or ""), view.times.get(meeting.duration or "")
    forum = view.mechanisms.get(meeting.mechanism or "")
    return [
        ("Host", view.name(meeting.host) if meeting.host else "", event),
        ("Venue", view.place(meeting.place), place.span if place else event),
        ("Day", view.time(meeting.time), time.span if time else event),
        ("Length", view.time(meeting.duration), length.span if length else event),
        ("Forum", forum.name if forum else "", min(forum.mentions, default=event) if forum else event),
        ("Session", str(meeting.session) if meeting.session is not None else "", event),
    ]


def readouts(met: Met) -> tuple[Readout, ...]:
    """What was talked about by who says so; what several reports print in the same words is listed once."""
    told: dict[str, dict[str, Item]] = defaultdict(dict)
    for one, meeting in met:
        for item in meeting.agenda:
            report = one.view.reading.report
            said = item.said_by if item.said_by in one.view.statements else None
            voice = one.view.speaker(said) if said else report.publisher or report.id
            words = one.view.words([item.span])
            told[voice].setdefault(words.casefold(), Item(item.topic, words, of_words(one, item.span)))
    topics = {item.topic for items in told.values() for item in items.values() if item.topic}
    return tuple(
        Readout(voice, tuple(items.values()), tuple(sorted(topics - {item.topic for item in items.values()})))
        for voice, items in sorted(told.items())
    )
