from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter, Sieve
from dragoman.exports.line import lines
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged


@pytest.fixture
def found(facts: Facts, entry: Entry, merged: Merged) -> Callable[..., str]:
    """Ids of the events that a filter lets through, in one word."""

    def ids(**asked: object) -> str:
        sieve = Sieve(Filter(**asked), facts)  # type: ignore[arg-type]
        return " ".join(line.event.id for line in lines((entry,), merged) if sieve.passes(line))

    return ids


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({}, "E1 E2 E3 E4 E5"),
        ({"voice": "claims"}, "E3 E5"),
        ({"voice": "happenings"}, "E1 E2 E4"),
        ({"statuses": frozenset({"planned", "denied"})}, "E4 E5"),
        ({"types": frozenset({"ACCUSE", "ASSAULT"})}, "E2 E3"),
        ({"actors": ("Arden",)}, "E1 E2 E5"),
        ({"actors": ("belland", "navies")}, "E1 E2 E3 E4 E5"),
        ({"countries": frozenset({"BEL"})}, "E1 E2 E3 E5"),
        ({"countries": frozenset({"KEN"})}, ""),
        ({"dyad": ("Belland", "Arden")}, "E1 E2 E5"),
        ({"dyad": ("Arden", "navies")}, ""),
        ({"dyad": ("Belgium", "Arden")}, "E1 E2 E5"),  # BEL: a country stands for all its actors
        ({"places": ("port sorrel",)}, "E1"),
        ({"places": ("Belgium",)}, "E1"),
        ({"places": ("Kenya",)}, ""),
        ({"since": "2025-03-12"}, "E2 E3 E4 E5"),
        ({"until": "2025-03-12"}, "E1"),
        ({"since": "2025-05-01", "until": "2025-05-31"}, "E4"),
        ({"sources": 2}, "E1"),
        ({"confidence": 0.91}, ""),
    ],
)
def test_what_is_asked_for_is_let_through(asked: dict[str, object], there: str, found: Callable[..., str]) -> None:
    assert found(**asked) == there


def test_a_dyad_is_of_two_sides_or_of_a_meeting(with_event: Callable[..., Entry], facts: Facts) -> None:
    sieve = Sieve(Filter(dyad=("Arden", "Belland")), facts)

    def passes(sources: tuple[str, ...], recipients: tuple[str, ...]) -> bool:
        return sieve.passes(next(lines((with_event("E1", sources=sources, recipients=recipients),), Merged())))

    assert passes(("A1", "A2"), ())
    assert passes(("A2",), ("A7", "A1"))
    assert not passes(("A1", "A2"), ("A7",))  # both against a third
    assert not passes(("A1",), ())


def test_a_place_lies_in_its_province_and_country(with_place: Callable[..., Entry], facts: Facts) -> None:
    nakuru = with_place(name="Nakuru", geonameid=184622, country="KEN")
    for name, inside in (("Nakuru", True), ("Kenya", True), ("Nairobi", False)):
        assert Sieve(Filter(places=(name,)), facts).passes(next(lines((nakuru,), Merged()))) == inside, name


def test_a_filter_says_what_it_asks_for() -> None:
    asked = Filter(countries=frozenset({"KEN", "BEL"}), sources=2)
    assert list(asked.in_words()) == [("countries", "BEL, KEN"), ("sources", "2")]
    assert asked.asks
    assert Filter(voice="claims").asks
    assert not Filter(voice="both").asks


def test_filters_hold_for_formats(written: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", Filter(voice="claims", types=frozenset({"ASSAULT"}))))))
    assert [row["type"] for row in rows] == ["ASSAULT", "ASSAULT"]
