from __future__ import annotations

import pytest

from dragoman.extract.meetings import find_meetings
from dragoman.record import Meeting
from tests.casefile import Case, read_cases
from tests.extract.inline import Marked, read_marks


def no_topic(words: str) -> str | None:
    return None


def meetings(marked: Marked) -> tuple[Meeting, ...]:
    return find_meetings(marked.ground(), marked.events(), marked.statements(), marked.mechanisms(), marked.spans("G"), no_topic)


def lines(marked: Marked) -> list[str]:
    """The meetings as lines of a case, each part on a line of its own."""
    return [line for meeting in meetings(marked) for line in parts(meeting, marked.text)]


def parts(meeting: Meeting, text: str) -> list[str]:
    found = [f"{meeting.id} {meeting.event}"]
    for party in meeting.parties:
        head = f" head {party.head}" if party.head else ""
        found.append(f"party {party.actor}{head}" + (f" with {','.join(party.delegates)}" if party.delegates else ""))
    told = {
        "host": meeting.host,
        "at": meeting.place,
        "on": meeting.time,
        "for": meeting.duration,
        "of": meeting.mechanism,
        "session": meeting.session,
    }
    found += [f"{key} {value}" for key, value in told.items() if value is not None]
    return found + [f"agenda {item.span.of(text)}" + (f" by {item.said_by}" if item.said_by else "") for item in meeting.agenda]


@pytest.mark.parametrize("case", read_cases("meetings.md"), ids=lambda case: case.title)
def test_meetings_are_read(case: Case) -> None:
    assert lines(read_marks(case.input)) == list(case.expected)


def test_the_topic_of_an_agenda_item_is_asked_for() -> None:
    marked = read_marks("A1 country\nA2 country\nE1 CONSULT A1,A2 happened\n\n[Togo]A1 and [Benin]A2 [discussed]E1 the price of fish.")
    (meeting,) = find_meetings(marked.ground(), marked.events(), (), (), (), lambda words: words.upper())
    assert [item.topic for item in meeting.agenda] == ["PRICE OF FISH"]


def test_a_report_without_encounters_has_no_meetings() -> None:
    marked = read_marks("A1 country\n\n[Togo]A1 is at peace.")
    assert meetings(marked) == ()
