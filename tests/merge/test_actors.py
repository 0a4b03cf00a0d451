"""Actors over reports: who is the same, who is a namesake, and why."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from dragoman.knowledge import Knowledge
from dragoman.merge.actors import ActorKeys, actor_keys, office
from dragoman.merge.rulings import Rulings
from dragoman.record import Actor, Mention, Reader, Reading, Report, Role, Span


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def report(id: str, published: str, *actors: Actor, nominal: tuple[str, ...] = ()) -> Reading:
    """A reading of a report that names its actors one after the other; those of `nominal` are described only."""
    text = "; ".join(a.name for a in actors)
    mentions, at = [], 0
    for a in actors:
        mentions.append(Mention(f"{a.id}.1", Span(at, at + len(a.name)), "nominal" if a.id in nominal else "name", a.id))
        at += len(a.name) + 2
    return Reading(Report(id, text, published=published), Reader("1", "m", "o", "k"), tuple(mentions), actors)


def person(id: str, name: str, country: str | None = None, *titles: str, **more: Any) -> Actor:
    return Actor(id, name, "person", country=country, roles=tuple(Role(t, None, Span(0, 1)) for t in titles), **more)


def same(keys: ActorKeys, left: str, right: str) -> bool:
    (a, b), (c, d) = left.split("/"), right.split("/")
    return keys.keys[a, b] == keys.keys[c, d]


def test_an_entry_of_the_knowledge_is_one_actor(knowledge: Knowledge) -> None:
    state, other = Actor("A1", "Peru", "country", "per", country="PER"), Actor("A1", "Lima", "country", country="PER")
    keys = actor_keys([report("r1", "2021-01-01", state), report("r2", "2021-02-01", other)], knowledge)
    assert keys.keys == {("r1", "A1"): "per", ("r2", "A1"): "per"}
    assert [m.reason for m in keys.merges] == ["knowledge"]


def test_a_full_name_of_one_country_is_one_person_and_of_two_is_two(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-01", person("A1", "Ana Ríos", "PER")),
        report("r2", "2021-02-01", person("A1", "Dr Ana Rios", "PER")),
        report("r3", "2021-02-01", person("A1", "Ana Ríos", "BOL")),
    ]
    keys = actor_keys(readings, knowledge)
    assert same(keys, "r1/A1", "r2/A1")
    assert not same(keys, "r1/A1", "r3/A1")
    assert keys.why("r2", "A1")[0].because == "the same full name, both of PER"


def test_company_makes_up_for_a_wrong_country(knowledge: Knowledge) -> None:
    company = (person("A2", "Luis Vega", "PER"), person("A3", "Olga Prieto", "PER"))
    readings = [
        report("r1", "2021-01-01", person("A1", "Ana Ríos", "PER"), *company),
        report("r2", "2021-01-03", person("A1", "Ana Ríos", "BOL"), *company),
    ]
    assert same(actor_keys(readings, knowledge), "r1/A1", "r2/A1")


def test_a_family_name_is_its_one_bearer_in_that_company(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-01", person("A1", "Ana Ríos", "PER")),
        report("r2", "2021-01-03", person("A1", "Ríos", "PER")),
        report("r3", "2021-01-03", person("A1", "Ríos", "BOL")),
        report("r4", "2027-01-03", person("A1", "Ríos", "PER")),
    ]
    keys = actor_keys(readings, knowledge)
    assert same(keys, "r1/A1", "r2/A1")
    assert [m.reason for m in keys.why("r2", "A1")] == ["family name"]
    assert not same(keys, "r1/A1", "r3/A1")
    assert not same(keys, "r1/A1", "r4/A1")


def test_a_family_name_of_two_bearers_is_neither(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-01", person("A1", "Ana Ríos", "PER")),
        report("r2", "2021-01-02", person("A1", "Hugo Ríos", "PER")),
        report("r3", "2021-01-03", person("A1", "Ríos", "PER")),
    ]
    keys = actor_keys(readings, knowledge)
    assert len(set(keys.keys.values())) == 3
    assert keys.merges == ()


def test_an_office_is_its_holder_at_the_time(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-10", person("A1", "Ana Ríos", "PER", "foreign minister")),
        report("r2", "2021-03-01", person("A1", "Peruvian foreign minister", "PER"), nominal=("A1",)),
        report("r3", "2023-03-01", person("A1", "Peru's minister of foreign affairs", "PER"), nominal=("A1",)),
        report("r4", "2021-03-01", person("A1", "Peruvian deputy foreign minister", "PER"), nominal=("A1",)),
    ]
    keys = actor_keys(readings, knowledge)
    assert same(keys, "r1/A1", "r2/A1")
    assert keys.why("r2", "A1")[0].because == "the foreign minister of PER was Ana Ríos at the time (report r1)"
    assert not same(keys, "r1/A1", "r3/A1")
    assert not same(keys, "r1/A1", "r4/A1")


def test_an_office_that_changed_hands_about_then_is_nobody(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-10", person("A1", "Ana Ríos", "PER", "foreign minister")),
        report("r2", "2021-03-01", person("A1", "Peruvian foreign minister", "PER"), nominal=("A1",)),
        report("r3", "2021-04-01", person("A1", "Luis Vega", "PER", "new foreign minister")),
    ]
    assert len(set(actor_keys(readings, knowledge).keys.values())) == 3


def test_words_without_a_name_stay_in_their_report(knowledge: Knowledge) -> None:
    crowd, guards = Actor("A1", "protesters", "group", country="PER"), Actor("A2", "coast guard", "military", country="PER")
    readings = [report(id, "2021-01-10", crowd, guards, nominal=("A1", "A2")) for id in ("r1", "r2")]
    keys = actor_keys(readings, knowledge)
    assert not same(keys, "r1/A1", "r2/A1")
    assert same(keys, "r1/A2", "r2/A2")
    assert keys.why("r2", "A2")[0].reason == "wording"


def test_a_judgment_takes_a_merge_back(knowledge: Knowledge) -> None:
    readings = [report(id, "2021-01-01", person("A1", "Ana Ríos", "PER")) for id in ("r1", "r2")]
    keys = actor_keys(readings, knowledge, Rulings(apart=frozenset({(("r1", "A1"), ("r2", "A1"))})))
    assert not same(keys, "r1/A1", "r2/A1")
    assert keys.merges == ()
    known = [report(id, "2021-01-01", Actor("A1", "Peru", "country", "per", country="PER")) for id in ("r1", "r2")]
    assert not same(actor_keys(known, knowledge, Rulings(apart=frozenset({(("r1", "A1"), ("r2", "A1"))}))), "r1/A1", "r2/A1")


def test_the_order_of_readings_does_not_matter(knowledge: Knowledge) -> None:
    readings = [
        report("r1", "2021-01-10", person("A1", "Ana Ríos", "PER", "foreign minister"), person("A2", "Luis Vega")),
        report("r2", "2021-03-01", person("A1", "Peruvian foreign minister", "PER"), person("A2", "Luis Vega", "PER"), nominal=("A1",)),
        report("r3", "2021-03-02", person("A1", "Ríos", "PER"), person("A2", "Vega", "PER")),
        report("r4", "2021-03-02", person("A1", "Ana Ríos"), person("A2", "Luis Vega", "BOL")),
    ]
    expected = actor_keys(readings, knowledge)
    assert expected.merges
    assert all(actor_keys(order, knowledge) == expected for order in permutations(readings))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Peru's minister of foreign affairs", "foreign minister"),
        ("acting Peruvian foreign minister", "foreign minister"),
        ("the premier", "prime minister"),
        ("Defense Minister", "defence minister"),
        ("deputy prime minister", None),
        ("former president", None),
        ("minister", None),
        ("fisherman", None),
    ],
)
def test_offices_in_one_wording(title: str, expected: str | None, knowledge: Knowledge) -> None:
    assert office(title, knowledge) == expected


def test_actors_that_a_person_joined_are_one_whatever_the_rules_say(knowledge: Knowledge) -> None:
    people = (Actor("A1", "Jo Arn", "person", country="ARD"), Actor("A1", "Mo Brenn", "person", country="BEL"))
    readings = [report("r1", "2021-01-01", people[0]), report("r2", "2021-02-01", people[1])]
    assert not same(actor_keys(readings, knowledge), "r1/A1", "r2/A1")
    joined = actor_keys(readings, knowledge, Rulings(together=frozenset({(("r1", "A1"), ("r2", "A1"))})))
    assert same(joined, "r1/A1", "r2/A1")
    assert [m.reason for m in joined.merges] == ["judgment"]
