"""Rows of a reading, and the ids with which they point at each other."""

from __future__ import annotations

from dragoman.extract import events, statements
from dragoman.extract.links import Groups
from dragoman.extract.mentions import Found
from dragoman.extract.rows import Numbered, event_rows, mention_rows, place_groups, statement_id, statement_rows, time_groups
from dragoman.ontology import cameo, goldstein
from dragoman.record import Event, Place, Span, Time, Topic


def place(name: str, start: int, number: int, geonameid: int | None = None) -> Place:
    return Place(f"P{number}", Span(start, start + len(name)), name, geonameid, None, None, None)


PLACES = (place("Selen", 10, 1, 7), place("Port Selen", 40, 2, 8), place("SELEN", 90, 3, 7))
TIMES = (Time("T1", Span(0, 4), "DATE", "2024-01-03", "day", None), Time("T2", Span(50, 56), "DATE", "2024", "year", None))
NUMBERED = Numbered(PLACES, place_groups(PLACES), TIMES)


def event(*triggers: Span, place: int | None = None, time: int | None = None, by: int | None = None) -> events.Draft:
    return events.Draft(
        "CONSULT", "visit", "planned", triggers or (Span(20, 23),), (1, 0), (2,), place, time, by, 0.988, 0.9, (0.8, 0.7), (0.6,)
    )


def statement(*content: Span, via: tuple[int, ...] = (), denies: tuple[int, ...] = ()) -> statements.Draft:
    return statements.Draft(Span(0, 4), (Span(5, 9),), content or (Span(20, 30),), "claim", True, (0, 2), via, denies, 0.988)


def test_mentions_point_at_their_actors() -> None:
    rows = mention_rows([Found(Span(0, 3), "name"), Found(Span(5, 7), "pronoun"), Found(Span(9, 12), "name")], [0, 0, 1])
    assert [(row.id, row.span, row.form, row.actor) for row in rows] == [
        ("N1", Span(0, 3), "name", "A1"),
        ("N2", Span(5, 7), "pronoun", "A1"),
        ("N3", Span(9, 12), "name", "A2"),
    ]


def test_one_place_under_one_name_is_one_group() -> None:
    assert place_groups(PLACES) == Groups(tuple(p.span for p in PLACES), (0, 1, 0), 2)
    assert place_groups(()) == Groups((), (), 0)


def test_namesakes_are_two_places() -> None:
    assert place_groups([place("Selen", 0, 1, 7), place("Selen", 9, 2, 8), place("Selen", 20, 3)]).count == 3


def test_each_time_is_its_own() -> None:
    assert time_groups(TIMES) == Groups((Span(0, 4), Span(50, 56)), (0, 1), 2)


def test_an_event_has_the_mention_of_its_place_that_is_nearest() -> None:
    early, late = event_rows([event(Span(20, 23), place=0), event(Span(80, 83), place=0)], NUMBERED, ())
    assert (early.place, late.place) == ("P1", "P3")


def test_an_event_row() -> None:
    (row,) = event_rows([event(Span(20, 23), Span(5, 8), time=1, by=3)], NUMBERED, ("diplomatic",))
    assert row == Event(
        id="E1",
        type="CONSULT",
        mode="visit",
        contexts=("diplomatic",),
        cameo=cameo("CONSULT", "visit"),
        goldstein=goldstein("CONSULT", "visit"),
        sources=("A2", "A1"),
        recipients=("A3",),
        trigger=Span(20, 23),
        evidence=(Span(5, 8), Span(20, 23)),
        place=None,
        time="T2",
        status="planned",
        asserted_by="S4",
        confidence=0.988,
        status_confidence=0.9,
        source_confidence=(0.8, 0.7),
        recipient_confidence=(0.6,),
    )


def test_statements_know_the_events_that_they_assert() -> None:
    rows = event_rows([event(by=1), event(), event(by=1)], NUMBERED, ())
    first, second = statement_rows([statement(), statement()], rows, (), ())
    assert (first.events, second.events) == ((), ("E1", "E3"))
    assert {row.asserted_by for row in rows} == {None, second.id}


def test_statements_point_at_each_other() -> None:
    rows = statement_rows([statement(via=(1, 2)), statement(denies=(2,)), statement()], (), (), ())
    assert [row.id for row in rows] == [statement_id(number) for number in range(3)] == ["S1", "S2", "S3"]
    assert (rows[0].via, rows[1].denies) == (("S2", "S3"), ("S3",))
    assert rows[0].speakers == ("A1", "A3")


def test_a_statement_has_the_quotes_and_topics_within_its_words() -> None:
    topics = [Topic("trade", (Span(0, 5), Span(25, 28))), Topic("terrorism", (Span(30, 35),))]
    (row,) = statement_rows([statement(Span(20, 30))], (), topics, [Span(10, 20), Span(29, 40)])
    assert row.quotes == (Span(29, 40),)
    assert row.topics == ("trade",)


def test_without_drafts_there_are_no_rows() -> None:
    assert event_rows([], NUMBERED, ()) == statement_rows([], (), (), ()) == mention_rows([], []) == ()
