"""Happenings over several readings made by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from dragoman.merge.happenings import find_happenings
from dragoman.record import Event, Place, Reader, Reading, Report, Span, Time
from dragoman.record.merged import Happening, Story

HEAD = "Guards shelled a ferry off Port Sorrel on Monday, killing two sailors"


def reading(id: str, text: str, trigger: str, *, by: str | None = None, kind: str = "ASSAULT", title: str | None = None) -> Reading:
    """One event in Port Sorrel on Monday."""
    at = {words: Span(text.index(words), text.index(words) + len(words)) for words in (trigger, "Port Sorrel", "Monday")}
    event = Event("E1", kind, None, (), "190", -9.0, (), (), at[trigger], (at[trigger],), "P1", "T1", "happened", by, 0.9)
    return Reading(
        Report(id, text, title=title, published="2025-03-11", publisher=f"Paper {id}"),
        Reader("1", "m", "o", "k"),
        events=(event,),
        places=(Place("P1", at["Port Sorrel"], "Port Sorrel", 77, "ARD", 1.0, 1.0),),
        times=(Time("T1", at["Monday"], "DATE", "2025-03-10", "day", "published"),),
    )


A = reading("a", f"{HEAD}.", "shelled")
B = reading("b", "Guards shelled the ferry Mara off Port Sorrel on Monday and killed four sailors.", "shelled")
TALKS = reading("t", "Envoys met in Port Sorrel on Monday over fish.", "met", kind="CONSULT")
TOGETHER = (Story("s", ("a", "b")),)


def reports(happening: Happening) -> set[str]:
    return {support.report for support in happening.supports}


def test_events_of_one_story_that_agree_are_one_happening() -> None:
    (made,) = find_happenings([A, B], TOGETHER, (), {})
    assert reports(made) == {"a", "b"}
    assert (made.type, made.date, made.place, made.country, made.status) == ("ASSAULT", "2025-03-10", "Port Sorrel", "ARD", "happened")
    assert made.independent == 2
    assert [c.field for c in made.contradictions] == ["dead"]
    texts = {"a": A.report.text, "b": B.report.text}
    assert all(s.span.of(texts[s.report]) == "shelled" for s in made.supports)


def test_deeds_and_talks_at_one_place_and_day_are_two() -> None:
    made = find_happenings([A, TALKS], [Story("s", ("a", "t"))], (), {})
    assert sorted(h.type for h in made if "E1" in {s.event for s in h.supports}) == ["ASSAULT", "CONSULT"]


def test_a_claim_alone_is_no_happening_but_supports_one_that_a_report_vouches_for() -> None:
    claimed = reading("b", B.report.text, "shelled", by="S1")
    assert find_happenings([claimed], [Story("s", ("b",))], (), {}) == ()
    (made,) = find_happenings([A, claimed], TOGETHER, (), {})
    assert reports(made) == {"a", "b"}


def test_a_title_that_tells_it_vouches_and_one_that_gives_a_source_does_not() -> None:
    told = reading("b", B.report.text, "shelled", by="S1", title="Guards shelled ferry, killed four sailors")
    said = reading("b", B.report.text, "shelled", by="S1", title="Arden says guards shelled ferry, killed four sailors")
    assert len(find_happenings([told], (), (), {})) == 1
    assert find_happenings([said], (), (), {}) == ()


def test_what_all_deny_is_kept_as_denied() -> None:
    denied = replace(A, events=(replace(A.events[0], status="denied"),))
    (made,) = find_happenings([denied], (), (), {})
    assert made.status == "denied"


def test_a_report_of_the_story_without_the_event_supports_it_by_its_words() -> None:
    bare = replace(B, events=())
    (made,) = find_happenings([A, bare], TOGETHER, (), {})
    (passing,) = [s for s in made.supports if s.report == "b"]
    assert passing.event == "" and passing.span.of(B.report.text) == "shelled"


def test_order_of_readings_and_stories_does_not_matter() -> None:
    rows, stories = [A, B, TALKS], [*TOGETHER, Story("t", ("t",))]
    made = [find_happenings(order, stories[:: 1 - 2 * (n % 2)], (), {}) for n, order in enumerate(permutations(rows))]
    assert all(other == made[0] for other in made)


def test_nothing_gives_nothing() -> None:
    assert find_happenings([], [], [], {}) == ()
