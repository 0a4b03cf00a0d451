from __future__ import annotations

from dragoman.exports.facts import Facts, number


def test_every_code_of_the_ontology_has_a_name_in_cameo(facts: Facts) -> None:
    codes = {event.cameo for event in facts.ontology.events.values()}
    codes |= {mode.cameo for event in facts.ontology.events.values() for mode in event.modes.values()}
    assert codes <= set(facts.cameo_names)


def test_countries_have_their_codes(facts: Facts) -> None:
    assert [facts.fips(iso) for iso in ("DEU", "CHE", "XKX", "GBR", None, "ZZZ")] == ["GM", "SZ", "KV", "UK", "", ""]
    assert [facts.cow(iso) for iso in ("USA", "AFG", None, "ZZZ")] == ["2", "700", "", ""]
    assert facts.country_name("KEN") == "Kenya"


def test_a_place_has_its_levels(facts: Facts) -> None:
    levels = facts.levels(184622)  # Nakuru
    assert (levels.city, levels.feature in ("city", "capital"), levels.province != "") == ("Nakuru", True, True)
    assert facts.levels(-1).city == ""


def test_numbers_are_stable_positive_and_exact_in_other_programs() -> None:
    made = [number("event", str(n)) for n in range(2_000)]
    assert len(set(made)) == 2_000
    assert all(0 < n < 2**53 and float(n) == n for n in made)
    assert number("a", "b") == 8454813271647956 != number("ab")
