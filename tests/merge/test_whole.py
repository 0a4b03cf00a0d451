"""All steps together, over readings made by hand."""

from __future__ import annotations

from itertools import permutations

from dragoman.knowledge import Knowledge
from dragoman.merge.whole import merge
from dragoman.record import Actor, Event, Mention, Reader, Reading, Report, Span

KNOWLEDGE = Knowledge.load()


def reading(id: str, text: str, publisher: str, day: str) -> Reading:
    """A reading of one sentence in which Boko Haram killed Nigerian soldiers."""
    at = {words: Span(text.index(words), text.index(words) + len(words)) for words in ("Boko Haram", "killed", "soldiers")}
    actors = (Actor("A1", "Boko Haram", "armed_group", country="NGA"), Actor("A2", "soldiers", "military", country="NGA"))
    mentions = (Mention("N1", at["Boko Haram"], "name", "A1"), Mention("N2", at["soldiers"], "nominal", "A2"))
    event = Event(
        "E1", "ASSAULT", "firearms", (), "190", -9.0, ("A1",), ("A2",), at["killed"], (at["killed"],), None, None, "happened", None, 0.9,
    )  # fmt: skip
    report = Report(id, text, published=day, publisher=publisher)
    return Reading(report, Reader("1", "m", "o", "k"), mentions=mentions, actors=actors, events=(event,))


READINGS = (
    reading(
        "a",
        "Boko Haram killed nine soldiers near Monguno in Borno on Monday night, a commander told Gombe Radio.",
        "Gombe Radio",
        "2031-03-04",
    ),
    reading("b", "Fighters of Boko Haram killed nine soldiers in an ambush near Monguno in Borno state.", "Lagos Ledger", "2031-03-05"),
    reading("c", "Boko Haram killed four soldiers at a bridge in Diffa, far to the north of Monguno.", "Zinder Post", "2031-09-20"),
)


def test_every_report_is_in_one_story_and_reports_of_one_attack_share_it() -> None:
    merged = merge(READINGS, KNOWLEDGE)
    assert sorted(report for story in merged.stories for report in story.reports) == ["a", "b", "c"]
    assert ("a", "b") in {story.reports for story in merged.stories}
    (shared,) = [h for h in merged.happenings if {s.report for s in h.supports} == {"a", "b"}]
    assert (shared.type, shared.independent, len(shared.sources)) == ("ASSAULT", 2, 1)


def test_the_order_of_the_readings_makes_no_difference() -> None:
    expected = merge(READINGS, KNOWLEDGE)
    assert all(merge(order, KNOWLEDGE) == expected for order in permutations(READINGS))
