"""Happenings over several readings made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

from dragoman.knowledge import Knowledge
from dragoman.merge.happenings import group_events
from dragoman.merge.rulings import NONE, Rulings
from dragoman.merge.whole import merge
from dragoman.record import Actor, Event, Place, Reader, Reading, Report, Span, Statement, Time
from dragoman.record.merged import Happening

KNOWLEDGE = Knowledge.load()
HEAD = "Guards shelled a ferry off Port Sorrel on Monday, killing two sailors"


def reading(id: str, text: str, trigger: str, *, by: str | None = None, kind: str = "ASSAULT", title: str | None = None) -> Reading:
    """One event in Port Sorrel on Monday."""
    at = {words: Span(text.index(words), text.index(words) + len(words)) for words in (trigger, "Port Sorrel", "Monday")}
    event = Event("E1", kind, None, (), "190", -9.0, (), (), at[trigger], (at[trigger],), "P1", "T1", "happened", by, 0.9)
    said = (Statement(by, (), (), (), (at[trigger],), (), "claim"),) if by else ()
    return Reading(
        Report(id, text, title=title, published="2025-03-11", publisher=f"Paper {id}"),
        Reader("1", "m", "o", "k"),
        statements=said,
        events=(event,),
        places=(Place("P1", at["Port Sorrel"], "Port Sorrel", 77, "ARD", 1.0, 1.0),),
        times=(Time("T1", at["Monday"], "DATE", "2025-03-10", "day", "published"),),
    )


A = reading("a", f"{HEAD}.", "shelled")
B = reading("b", "Guards shelled the ferry Mara off Port Sorrel on Monday and killed four sailors.", "shelled")
TALKS = reading("t", "Envoys met in Port Sorrel on Monday over fish.", "met", kind="CONSULT")


def happenings(readings: Iterable[Reading], rulings: Rulings = NONE) -> tuple[Happening, ...]:
    return merge(readings, KNOWLEDGE, rulings).happenings


def reports(happening: Happening) -> set[str]:
    return {support.report for support in happening.supports}


def test_events_of_two_reports_that_agree_are_one_happening() -> None:
    (made,) = happenings([A, B])
    assert reports(made) == {"a", "b"}
    assert (made.type, made.date, made.place, made.country, made.status) == ("ASSAULT", "2025-03-10", "Port Sorrel", "ARD", "happened")
    assert made.independent == 2
    assert [c.field for c in made.contradictions] == ["dead"]
    texts = {"a": A.report.text, "b": B.report.text}
    assert all(s.event == "E1" and s.span.of(texts[s.report]) == "shelled" for s in made.supports)


def test_deeds_and_talks_at_one_place_and_day_are_two() -> None:
    assert sorted(h.type for h in happenings([A, TALKS])) == ["ASSAULT", "CONSULT"]


def test_a_claim_alone_is_no_happening_but_supports_one_that_a_report_vouches_for() -> None:
    claimed = reading("b", B.report.text, "shelled", by="S1")
    assert happenings([claimed]) == ()
    (made,) = happenings([A, claimed])
    assert reports(made) == {"a", "b"}


def test_what_all_deny_is_kept_as_denied() -> None:
    denied = replace(A, events=(replace(A.events[0], status="denied"),))
    (made,) = happenings([denied])
    assert made.status == "denied"


def test_events_that_a_person_joined_or_set_apart_stand_so() -> None:
    parted = Rulings(apart=frozenset({(("a", "E1"), ("b", "E1"))}))
    assert [reports(h) for h in happenings([A, B], parted)] in ([{"a"}, {"b"}], [{"b"}, {"a"}])
    joined = Rulings(together=frozenset({(("a", "E1"), ("t", "E1"))}))
    assert {"a", "t"} <= set().union(*(reports(h) for h in happenings([A, TALKS], joined) if len(reports(h)) > 1))


def test_the_id_keeps_while_later_reports_join_and_the_order_of_readings_does_not_matter() -> None:
    later = replace(B, report=replace(B.report, published="2025-03-12"))
    assert happenings([A])[0].id == happenings([A, later])[0].id
    expected = happenings([A, B, TALKS])
    assert all(happenings(order) == expected for order in permutations([A, B, TALKS]))


def test_a_chain_of_events_is_grouped_by_its_mean() -> None:
    nodes = [("a", "E1"), ("b", "E1"), ("c", "E1")]
    chances = {(nodes[0], nodes[1]): 0.9, (nodes[1], nodes[2]): 0.12}
    assert group_events(nodes, chances) == [[nodes[0], nodes[1]], [nodes[2]]]
    assert group_events([], {}) == []


def test_the_sides_are_those_that_two_reports_give() -> None:
    crew = Actor("A2", "Mara", "company", country="ARD")
    guards = Actor("A1", "Guard Corps", "military", country="BEL")
    some = [replace(one, actors=(guards, crew)) for one in (A, B)]
    some = [replace(r, events=(replace(r.events[0], sources=by),)) for r, by in zip(some, (("A1",), ("A1", "A2")), strict=True)]
    (agreed,) = happenings(some)
    assert [key.partition(":")[0] for key in agreed.sources] == ["military"]
    (alone,) = happenings(some[1:])
    assert len(alone.sources) == 2
