"""Stories: reports about one happening stand together, like happenings near in time apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from dragoman.merge.copies import find_copies
from dragoman.merge.rulings import NONE, Rulings
from dragoman.merge.sketch import Sketch, sketch
from dragoman.merge.stories import SAME, find_stories, likeness
from dragoman.record import Actor, Reader, Reading, Report
from dragoman.record.merged import Copies, Story

READER = Reader("1", "m", "o", "k")


def made(id: str, text: str, published: str | None, *countries: str) -> Sketch:
    actors = tuple(Actor(f"A{n}", c, "country", country=c) for n, c in enumerate(countries))
    return sketch(Reading(Report(id, text, published=published), READER, actors=actors))


RAMMED = made(
    "rammed",
    "PORT SORREL, March 3 - A Belland patrol boat rammed the cutter Heron off Low Ferry on Monday and two men drowned, Odo Brandt said.",
    "2025-03-03", "ARD", "BEL",
)  # fmt: skip
DENIED = made(
    "denied",
    "QUILLMOUTH - The navy of Belland said that the Heron had steered into its boat off Low Ferry and that skipper Odo Brandt was drunk.",
    "2025-03-04", "ARD", "BEL",
)  # fmt: skip
BURIED = made(
    "buried",
    "The two sailors of the cutter Heron were buried in Port Sorrel on Wednesday. Odo Brandt, who had swum ashore, carried a wreath.",
    "2025-03-05", "ARD",
)  # fmt: skip
TWIN = made(
    "twin",
    "NESS HAVEN, March 11 - A Belland patrol boat fired on the trawler Gannet near the Skerries and hurt its cook, skipper Ilse Taub said.",
    "2025-03-11", "ARD", "BEL",
)  # fmt: skip
TWIN_TOO = made(
    "twin-too",
    "The cook of the Gannet lost an eye when Belland shot at the trawler off the Skerries, a doctor in Ness Haven said. Ilse Taub sues.",
    "2025-03-12", "ARD", "BEL",
)  # fmt: skip
CHOIR = made("choir", "Forty lighthouse keepers sang Haydn in the Odeon of Vessel Green to a full house.", "2025-03-03", "GRN")
ALL = (RAMMED, DENIED, BURIED, TWIN, TWIN_TOO, CHOIR)


def stories(sketches: Sequence[Sketch], copies: tuple[Copies, ...] = (), rulings: Rulings = NONE) -> tuple[Story, ...]:
    ordered = sorted(sketches, key=lambda s: s.report)
    return find_stories(sketches, {(a.report, b.report): likeness(a, b) for a, b in combinations(ordered, 2)}, copies, rulings)


def groups(sketches: tuple[Sketch, ...], copies: tuple[Copies, ...] = (), rulings: Rulings = NONE) -> list[tuple[str, ...]]:
    return [story.reports for story in stories(sketches, copies, rulings)]


def test_a_happening_and_its_twin_a_week_later_are_two_stories() -> None:
    assert groups(ALL) == [("choir",), ("rammed", "denied", "buried"), ("twin", "twin-too")]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_given_does_not_matter(seed: int) -> None:
    order = list(ALL)
    random.Random(seed).shuffle(order)
    assert stories(order) == stories(ALL)


def test_likeness_is_the_same_either_way_and_between_0_and_1() -> None:
    for a in ALL:
        for b in ALL:
            assert 0 <= likeness(a, b) <= 1
            assert likeness(a, b) == pytest.approx(likeness(b, a), abs=1e-12)


def test_days_between_publications_and_between_main_days_part_reports() -> None:
    later = replace(DENIED, published="2025-04-20")
    assert likeness(RAMMED, DENIED) > SAME > likeness(RAMMED, later)
    days = (replace(RAMMED, day="2025-03-03"), replace(DENIED, day="2025-03-03"), replace(DENIED, day="2025-02-20"))
    assert likeness(days[0], days[1]) > likeness(days[0], days[2])


def test_without_dates_the_texts_tell() -> None:
    first, second, twin = (replace(s, published="") for s in (RAMMED, DENIED, TWIN))
    copied = replace(first, report="again")
    assert likeness(first, copied) > SAME > likeness(first, twin)
    assert likeness(first, second) > likeness(first, twin)


def test_copies_stand_in_one_story_whatever_their_dates() -> None:
    late = replace(RAMMED, report="reprint", published="2026-01-01")
    copies = find_copies([RAMMED, late], [("rammed", "reprint")])
    assert groups((RAMMED, late, CHOIR), copies) == [("choir",), ("rammed", "reprint")]
    assert groups((RAMMED, late, CHOIR)) == [("choir",), ("rammed",), ("reprint",)]


def test_copies_of_reports_not_given_are_passed_over() -> None:
    assert groups((RAMMED,), (Copies(("rammed", "elsewhere")),)) == [("rammed",)]


def test_a_story_alone_is_the_same_as_among_others() -> None:
    whole = {story.reports: story.id for story in stories(ALL)}
    alone = stories([BURIED, RAMMED, DENIED])
    assert {story.reports: story.id for story in alone} == {("rammed", "denied", "buried"): whole["rammed", "denied", "buried"]}


def test_the_id_of_a_story_keeps_while_later_reports_join_it() -> None:
    assert stories([RAMMED])[0].id == stories([RAMMED, DENIED])[0].id


def test_no_reports_have_no_stories() -> None:
    assert find_stories([], {}) == ()


def test_reports_that_a_person_joined_or_set_apart_stand_so() -> None:
    joined = Rulings(together=frozenset({(("choir", ""), ("rammed", ""))}))
    assert ("choir", "rammed", "denied", "buried") in groups(ALL, rulings=joined)
    parted = Rulings(apart=frozenset({(("denied", ""), ("rammed", ""))}))
    assert not any({"denied", "rammed"} <= set(reports) for reports in groups(ALL, rulings=parted))
