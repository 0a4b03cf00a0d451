"""Forums over reports: sittings told of by several papers, kept apart from their like, and the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, permutations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.merge.forums import find_forums, is_core, related, spanning
from dragoman.merge.groups import components
from dragoman.merge.rhythm import next_session
from dragoman.merge.rulings import NONE, Rulings
from dragoman.merge.sittings import proper_names, sittings_of
from dragoman.record import Actor, Event, Meeting, Mention, Place, Reader, Reading, Report, Span, Time
from dragoman.record.merged import Forum, NextSession, Session
from tests.merge.made import archive

STATES = {"Chile": "CHL", "Chilean": "CHL", "Peru": "PER", "Peruvian": "PER", "Bolivia": "BOL"}
TOWNS = {"Arica": ("CHL", 1), "Tacna": ("PER", 2), "Lima": ("PER", 3)}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def reading(id: str, published: str, text: str, trigger: str, when: tuple[str, str] | None, status: str = "happened") -> Reading:
    """A report of one meeting, in the first of the towns that it names."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    actors = [Actor(f"A{n}", w, "country", country=c) for n, (w, c) in enumerate(STATES.items()) if w in text]
    people = [Actor(f"P{n}", w, "person") for n, w in enumerate(("Elena Quispe", "Tomas Rojas")) if w in text]
    places = tuple(Place(f"L{n}", span(w), w, g, c, None, None) for n, (w, (c, g)) in enumerate(TOWNS.items()) if w in text)
    times = (Time("T1", span(when[0]), "DATE", when[1], "day", None),) if when else ()
    words = span(trigger)
    event = Event("E1", "CONSULT", None, (), "040", 1.0, (), (), words, (words,), None, None, status, None, 0.9)  # type: ignore[arg-type]
    where = min(places, key=lambda p: p.span.start).id if places else None
    return Reading(
        Report(id, text, published=published),
        Reader("1", "m", "o", "k"),
        mentions=tuple(Mention(f"{a.id}.1", span(a.name), "name", a.id) for a in (*actors, *people)),
        actors=(*actors, *people),
        events=(event,),
        meetings=(Meeting("M1", "E1", (), None, where, "T1" if when else None, None, None, None, ()),),
        places=places,
        times=times,
    )


FIRST = reading(
    "r1", "2021-03-10",
    "ARICA - Chile and Peru opened the fourth session of the Joint Anchovy Committee in Arica on Tuesday. Elena Quispe spoke of quotas.",
    "session", ("Tuesday", "2021-03-09"),
)  # fmt: skip
FIRST_AGAIN = reading(
    "r2", "2021-03-11",
    "The anchovy committee of the Peruvian and Chilean fleets met in Arica on 10 March, Elena Quispe said. Quotas filled two days.",
    "met", ("10 March", "2021-03-10"),
)  # fmt: skip
SECOND = reading(
    "r3", "2021-09-16",
    "In Tacna Peru received Chile on Tuesday for the fifth session of the Anchovy Committee, with Elena Quispe and Tomas Rojas.",
    "session", ("Tuesday", "2021-09-14"),
)  # fmt: skip
THIRD = reading(
    "r4", "2022-03-09",
    "Arica again had the Anchovy Committee of Chile and Peru as a guest on Tuesday: the sixth session settled quotas, Tomas Rojas said.",
    "session", ("Tuesday", "2022-03-08"),
)  # fmt: skip
FOURTH = reading(
    "r5", "2022-09-14",
    "Chile and Peru closed the seventh session of the Anchovy Committee in Tacna on Tuesday. Tomas Rojas praised the quotas.",
    "session", ("Tuesday", "2022-09-13"),
)  # fmt: skip
OTHER = reading(
    "x1", "2021-09-20",
    "The second session of the Mining Council of Chile and Peru ended in Lima on Friday. Elena Quispe did not attend.",
    "session", ("Friday", "2021-09-17"),
)  # fmt: skip
PUT_OFF = reading(
    "x2", "2022-08-31", "Chile and Peru called off the session of the Anchovy Committee in Tacna on Tuesday. Tomas Rojas gave no reason.",
    "session", ("Tuesday", "2022-08-30"),
)  # fmt: skip
ALL = (FIRST, FIRST_AGAIN, SECOND, THIRD, FOURTH, OTHER, PUT_OFF)


def forums(readings: Iterable[Reading], knowledge: Knowledge, rulings: Rulings = NONE) -> tuple[Forum, ...]:
    told = {(r.report.id, n): sitting for r in readings for n, sitting in enumerate(sittings_of(r, {}, knowledge))}
    links = {(a, b): score for a, b in combinations(sorted(told), 2) if (score := related(told[a], told[b]))}
    return find_forums(told, links, rulings)


def only(found: tuple[Forum, ...]) -> Forum:
    assert len(found) == 1
    return found[0]


def test_a_session_told_of_twice_is_one_from_its_first_day(knowledge: Knowledge) -> None:
    forum = only(forums(ALL, knowledge))
    assert forum.name == "Joint Anchovy Committee"
    assert forum.parties == ("CHL", "PER")
    assert [(s.number, s.date, s.venue, s.reports) for s in forum.sessions] == [
        (4, "2021-03-09", "Arica", ("r1", "r2")),
        (5, "2021-09-14", "Tacna", ("r3",)),
        (6, "2022-03-08", "Arica", ("r4",)),
        (7, "2022-09-13", "Tacna", ("r5",)),
    ]


def test_the_next_is_due_by_rhythm_and_turn(knowledge: Knowledge) -> None:
    assert only(forums(ALL, knowledge)).next == NextSession("2023-02", "2023-04", "Arica")


def test_the_order_of_readings_does_not_matter(knowledge: Knowledge) -> None:
    expected = forums(ALL[:5], knowledge)
    assert expected
    assert all(forums(order, knowledge) == expected for order in permutations(ALL[:5]))


def test_one_postponed_and_one_of_another_body_are_left_out(knowledge: Knowledge) -> None:
    told = {r for f in forums(ALL, knowledge) for s in f.sessions for r in s.reports}
    assert not told & {"x1", "x2"}


def test_a_session_between_two_numbers_has_the_number_between(knowledge: Knowledge) -> None:
    unnumbered = reading(
        "r3", "2021-09-16", SECOND.report.text.replace("the fifth session", "a session"), "session", ("Tuesday", "2021-09-14")
    )
    forum = only(forums((FIRST, unnumbered, THIRD), knowledge))
    assert [s.number for s in forum.sessions] == [4, 5, 6]


def test_a_wrong_number_yields_to_the_order(knowledge: Knowledge) -> None:
    wrong = reading("r6", "2022-03-10", THIRD.report.text.replace("sixth", "seventh"), "session", ("Tuesday", "2022-03-08"))
    forum = only(forums((FIRST, SECOND, THIRD, wrong, FOURTH), knowledge))
    assert [(s.number, s.reports) for s in forum.sessions][2:] == [(6, ("r4", "r6")), (7, ("r5",))]


def test_an_announcement_alone_is_no_session(knowledge: Knowledge) -> None:
    announced = reading(
        "r7", "2022-09-05", FOURTH.report.text.replace("closed", "prepare"), "session", ("Tuesday", "2022-09-13"), status="planned"
    )
    alone = only(forums((FIRST, SECOND, THIRD, announced), knowledge))
    assert [s.number for s in alone.sessions] == [4, 5, 6]
    kept = only(forums((FIRST, SECOND, THIRD, FOURTH, announced), knowledge))
    assert kept.sessions[-1].reports == ("r5", "r7")


def test_one_meeting_makes_no_forum(knowledge: Knowledge) -> None:
    assert forums((FIRST, FIRST_AGAIN), knowledge) == ()


def session(number: int | None, day: str, venue: str | None = None, country: str | None = None) -> Session:
    return Session(number, day, venue, country, ("r",))


def test_an_uneven_rhythm_widens_the_interval() -> None:
    even = next_session([session(1, "2020-01-15"), session(2, "2020-07-15"), session(3, "2021-01-15"), session(4, "2021-07-15")])
    uneven = next_session([session(1, "2020-01-15"), session(2, "2020-05-15"), session(3, "2021-01-15"), session(4, "2021-07-15")])
    assert even == NextSession("2021-12", "2022-02", None)
    assert uneven is not None
    assert (uneven.earliest, uneven.latest) == ("2021-10", "2022-04")


def test_no_rhythm_tells_nothing() -> None:
    days = ("2020-01-10", "2020-02-10", "2020-12-10", "2021-01-05", "2022-06-10")
    assert next_session([session(None, day) for day in days]) is None
    assert next_session([session(1, "2020-01-10"), session(2, "2020-07-10")]) is None


def test_a_missing_number_counts_in_the_rhythm_and_the_turn() -> None:
    told = [
        session(1, "2020-01-15", "Arica", "CHL"), session(2, "2020-07-15", "Tacna", "PER"), session(3, "2021-01-15", "Arica", "CHL"),
        session(5, "2022-01-15", "Arica", "CHL"),
    ]  # fmt: skip
    assert next_session(told) == NextSession("2022-06", "2022-08", "Tacna")


def test_names_of_bodies_stop_at_days_and_ordinals() -> None:
    assert proper_names("The Fifth Joint Committee on Sea Lanes opened.") == ["Joint Committee on Sea Lanes"]
    assert proper_names("They ended talks in the Joint Council on Tuesday.") == ["Joint Council"]
    assert proper_names("the committee met") == []


def test_the_id_of_a_forum_keeps_while_later_sessions_join_it(knowledge: Knowledge) -> None:
    assert only(forums(ALL[:4], knowledge)).id == only(forums(ALL, knowledge)).id


def test_a_meeting_without_name_or_number_belongs_to_the_forum_that_meets_then(knowledge: Knowledge) -> None:
    plain = reading(
        "r8", "2021-09-15",
        "Elena Quispe of Peru and her colleague from Chile met in Tacna on Tuesday. She spoke of anchovy quotas and fleets.",
        "met", ("Tuesday", "2021-09-14"),
    )  # fmt: skip
    forum = only(forums((FIRST, SECOND, THIRD, plain), knowledge))
    assert [s.reports for s in forum.sessions] == [("r1",), ("r3", "r8"), ("r4",)]


def test_forums_that_a_person_joined_or_set_apart_stand_so(knowledge: Knowledge) -> None:
    parted = Rulings(apart=frozenset({(("r1", "K1"), ("r4", "K1")), (("r1", "K1"), ("r5", "K1"))}))
    told = [{r for s in forum.sessions for r in s.reports} for forum in forums((FIRST, SECOND, THIRD, FOURTH), knowledge, parted)]
    assert not any({"r1", "r4"} <= some or {"r1", "r5"} <= some for some in told)
    other = ALL[5:]
    joined = Rulings(together=frozenset((("r1", "K1"), (row.report.id, "K1")) for row in other))
    assert forums(ALL, knowledge, joined) != forums(ALL, knowledge)


def test_a_sitting_told_of_by_its_number_weeks_before_is_the_same(knowledge: Knowledge) -> None:
    before = reading(
        "r6", "2021-08-25",
        "LIMA - Peru and Chile looked on Tuesday to the fifth session of the Joint Anchovy Committee, Elena Quispe said of quotas.",
        "session", ("Tuesday", "2021-08-24"),
    )  # fmt: skip
    again = replace(SECOND, report=replace(SECOND.report, id="r7"))
    (forum,) = forums([FIRST, before, SECOND, again, THIRD], knowledge)
    assert [(s.number, s.date) for s in forum.sessions] == [(4, "2021-03-09"), (5, "2021-09-14"), (6, "2022-03-08")]


def test_spanning_pairs_connect_what_all_related_pairs_connect(knowledge: Knowledge) -> None:
    given = archive(150, seed=8, per_day=4, sessions=0.7)
    told = {(r.report.id, n): s for r in given for n, s in enumerate(sittings_of(r, {}, knowledge)) if is_core(s)}
    nodes = sorted(told)
    place = {node: n for n, node in enumerate(nodes)}
    every = [(place[a], place[b]) for a, b in combinations(nodes, 2) if a[0] != b[0] and related(told[a], told[b])]
    few = list(spanning(told))
    assert all(score == round(related(told[a], told[b]), 6) > 0 and a < b for a, b, score in few)
    assert components(len(nodes), [(place[a], place[b]) for a, b, _ in few]) == components(len(nodes), every)
    assert len(few) < len(nodes) < len(every)
