"""What the supports of a happening say differently."""

from __future__ import annotations

from dataclasses import replace

from dragoman.merge.contradictions import find_contradictions
from dragoman.record import Actor, Event, Mention, Reader, Reading, Report, Span, Time
from dragoman.record.merged import Support


def reading(id: str, text: str, trigger: str, source: str = "", recipient: str = "", day: str = "") -> Reading:
    """One attack, by a country upon another where these are told, on a day where that is."""
    at = {words: Span(text.index(words), text.index(words) + len(words)) for words in (trigger, source, recipient, day[11:]) if words}
    actors = tuple(Actor(f"A{n}", name, "country", country=name[:3].upper()) for n, name in enumerate((source, recipient)) if name)
    mentions = tuple(Mention(f"{a.id}.1", at[a.name], "name", a.id) for a in actors)
    times = (Time("T1", at[day[11:]], "DATE", day[:10], "day", "published"),) if day else ()
    event = Event(
        "E1", "ASSAULT", None, (), "190", -9.0, ("A0",) if source else (), ("A1",) if recipient else (), at[trigger], (at[trigger],), None,
        "T1" if day else None, "happened", None, 0.9,
    )  # fmt: skip
    return Reading(Report(id, text, published="2025-03-14"), Reader("1", "m", "o", "k"), mentions, actors, (), (event,), times=times)


def found(*readings: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = {r.report.id: r for r in readings}
    supports = [Support(r.report.id, "E1", r.events[0].trigger) for r in readings]
    made = find_contradictions(supports, rows)
    assert made == find_contradictions(supports[::-1], dict(reversed(rows.items())))
    return [(c.field, [(w.report, w.span.of(rows[w.report].report.text)) for w in c.values]) for c in made]


def test_numbers_of_dead_that_differ_stand_side_by_side() -> None:
    one = reading("a", "Seven sailors were killed in the raid.", "raid")
    two = reading("b", "The raid killed twelve sailors.", "raid")
    three = reading("c", "The raid left seven dead.", "raid")
    assert found(one, two, three) == [("dead", [("a", "Seven"), ("b", "twelve"), ("c", "seven")])]


def test_what_agrees_is_no_contradiction() -> None:
    assert found(reading("a", "Seven sailors died in the raid.", "raid"), reading("b", "The raid killed 7 men.", "raid")) == []


def test_dead_and_hurt_are_not_set_against_each_other() -> None:
    assert found(reading("a", "Seven sailors died in the raid.", "raid"), reading("b", "The raid wounded nine men.", "raid")) == []


def test_one_report_does_not_contradict_itself() -> None:
    assert found(reading("a", "The raid killed seven men. Others spoke of nine dead.", "raid")) == []


def test_numbers_far_from_a_passing_mention_do_not_count() -> None:
    one = reading("a", "Seven sailors were killed in the raid.", "raid")
    two = reading("b", "Twelve miners died in a flood. Rain fell. Roads closed. It rained after the raid too.", "raid")
    assert found(one, two) == []


def test_a_day_before_or_after_is_a_contradiction_and_the_same_day_is_not() -> None:
    one = reading("a", "The raid was on Monday.", "raid", day="2025-03-10 Monday")
    two = reading("b", "The raid was on Tuesday.", "raid", day="2025-03-11 Tuesday")
    assert found(one, two) == [("day", [("a", "Monday"), ("b", "Tuesday")])]
    assert found(one, reading("b", "On Monday the raid came.", "raid", day="2025-03-10 Monday")) == []


def test_each_side_told_to_have_fired_at_the_other() -> None:
    one = reading("a", "Arden shelled Belland.", "shelled", "Arden", "Belland")
    two = reading("b", "Belland shelled Arden.", "shelled", "Belland", "Arden")
    assert found(one, two) == [("first", [("a", "Arden"), ("b", "Belland")])]
    assert found(one, reading("b", "Arden fired at Belland.", "fired", "Arden", "Belland")) == []


def meeting(id: str, text: str, trigger: str) -> Reading:
    one = reading(id, text, trigger)
    return replace(one, events=tuple(replace(event, type="CONSULT") for event in one.events))


def test_that_they_met_and_that_they_did_not() -> None:
    one = meeting("a", "Envoys of Arden and Belland met in Karsh.", "met")
    two = meeting("b", "Belland said that its envoys had held no talks with Arden.", "talks")
    assert found(one, two) == [("outcome", [("a", "met"), ("b", "no talks")])]
    assert found(one, meeting("b", "The talks in Karsh ended, and no date for further talks was set.", "talks")) == []


def test_numbers_of_a_sitting_that_differ() -> None:
    one = meeting("a", "The fourth round of talks opened in Karsh.", "talks")
    two = meeting("b", "Talks went into a fifth round in Karsh.", "Talks")
    assert found(one, two) == [("session", [("a", "fourth round"), ("b", "fifth round")])]


def test_one_who_was_hurt_need_not_be_all() -> None:
    one = reading("a", "Six sailors were wounded in the raid.", "raid")
    assert found(one, reading("b", "A cook was wounded in the raid.", "raid")) == []


def test_those_who_killed_are_not_the_dead() -> None:
    one = reading("a", "In the raid four boats killed three sailors.", "raid")
    assert found(one, reading("b", "The raid killed three men.", "raid")) == []


def test_a_number_belongs_to_the_event_told_nearest() -> None:
    one = reading("a", "Two barges sank in the raid.", "raid")
    two = reading("b", "Arden seized five barges after the raid.", "raid")
    seized = replace(two.events[0], id="E2", type="COERCE", trigger=Span(6, 12), evidence=(Span(6, 12),))
    assert found(one, two) == [("number", [("a", "Two"), ("b", "five")])]
    assert found(one, replace(two, events=(two.events[0], seized))) == []
