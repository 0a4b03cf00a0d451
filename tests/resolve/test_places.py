"""Toponyms are resolved by what the report says: words beside them, other places, countries, publisher, size."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.gazetteer import Gazetteer, load_gazetteer
from dragoman.record import Place, Report, Span
from dragoman.resolve.places import resolve_places


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def resolve(text: str, names: list[str], gazetteer: Gazetteer, *countries: str, publisher: str | None = None) -> list[Place]:
    spans = [Span(match.start(), match.end()) for name in names for match in re.finditer(re.escape(name), text)]
    report = Report("r", text, publisher=publisher)
    return list(resolve_places(spans, report, gazetteer, countries))


@pytest.mark.parametrize(
    ("text", "name", "country", "near"),
    [
        ("Fighting went on near Kandahar, Afghanistan.", "Kandahar", "AFG", (31.6, 65.7)),
        ("The mayor of Springfield, Illinois, spoke.", "Springfield", "USA", (39.8, -89.6)),
        ("The mayor of Springfield, Mass., spoke.", "Springfield", "USA", (42.1, -72.6)),
        ("The Syrian city of Tripoli is none; the Lebanese city of Tripoli is one.", "Tripoli", "LBN", (34.4, 35.8)),
        ("Shots were heard in Hyderabad, a city in Pakistan's Sindh province.", "Hyderabad", "PAK", (25.4, 68.4)),
        ("Shots were heard in Hyderabad. Indian police held two men.", "Hyderabad", "IND", (17.4, 78.5)),
        ("They met in London.", "London", "GBR", (51.5, -0.1)),
        ("Ships left the Strait of Hormuz.", "Strait of Hormuz", None, (26.6, 56.5)),
        ("They met in Gaza.", "Gaza", "PSE", (31.4, 34.4)),
        ("The army shelled Kunduz province.", "Kunduz", "AFG", (36.8, 68.9)),
    ],
)
def test_context_decides(text: str, name: str, country: str | None, near: tuple[float, float], gazetteer: Gazetteer) -> None:
    place = resolve(text, [name], gazetteer)[0]
    assert place.country == country
    assert place.lat == pytest.approx(near[0], abs=0.7)
    assert place.lon == pytest.approx(near[1], abs=0.7)


def test_places_of_one_report_support_each_other(gazetteer: Gazetteer) -> None:
    text = "From Knoxville the road leads to Athens and on to Chattanooga. All of Tennessee knows it."
    places = {place.name: place for place in resolve(text, ["Knoxville", "Athens", "Chattanooga", "Tennessee"], gazetteer)}
    assert places["Athens"].country == "USA"
    assert places["Athens"].lat == pytest.approx(35.4, abs=0.3)


def test_the_country_named_by_the_caller_decides(gazetteer: Gazetteer) -> None:
    assert resolve("A bomb went off in Hyderabad.", ["Hyderabad"], gazetteer, "PAK")[0].country == "PAK"


def test_the_publisher_decides(gazetteer: Gazetteer) -> None:
    text = "Georgia is to vote on Tuesday, and Athens too."
    assert resolve(text, ["Georgia"], gazetteer, publisher="ajc.com")[0].country == "USA"
    assert resolve(text, ["Georgia"], gazetteer, publisher="civil.ge")[0].country == "GEO"


def test_countries_have_their_geonames_id(gazetteer: Gazetteer) -> None:
    place = resolve("He left Afghanistan.", ["Afghanistan"], gazetteer)[0]
    assert (place.geonameid, place.country) == (1149361, "AFG")


def test_a_name_has_one_sense_in_a_report(gazetteer: Gazetteer) -> None:
    text = "Cairo, Illinois, was flooded. Boats came to Cairo. CAIRO needs help."
    places = resolve(text, ["Cairo", "CAIRO"], gazetteer)
    assert len(places) == 3
    assert len({(place.lat, place.lon) for place in places}) == 1
    assert places[0].country == "USA"


@pytest.mark.parametrize("name", ["Qwrtzville", "the capital", "South", "city", "Bara"])
def test_what_is_not_known_is_not_guessed(name: str, gazetteer: Gazetteer) -> None:
    place = resolve(f"They walked to {name} at night.", [name], gazetteer)[0]
    assert (place.lat, place.lon, place.geonameid, place.country) == (None, None, None, None)
    assert place.name == name


def test_the_capital_of_a_named_nation(gazetteer: Gazetteer) -> None:
    place = resolve("Talks opened in the Omani capital.", ["Omani capital"], gazetteer)[0]
    assert (place.name, place.country) == ("Muscat", "OMN")


def test_rows_are_in_the_order_of_the_text(gazetteer: Gazetteer) -> None:
    text = "From Herat to Kabul"
    places = resolve_places([Span(14, 19), Span(5, 10)], Report("r", text), gazetteer)
    assert [(place.id, place.span.of(text)) for place in places] == [("P1", "Herat"), ("P2", "Kabul")]


def test_no_spans_no_places(gazetteer: Gazetteer) -> None:
    assert resolve_places([], Report("r", ""), gazetteer) == ()


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_text_gives_one_row_a_span(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=4))
    spans = [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]
    report = Report("r", text, publisher=data.draw(st.text(max_size=20)), url=data.draw(st.text(max_size=20)))
    places = resolve_places(spans, report, load_gazetteer(), data.draw(st.lists(st.text(max_size=3), max_size=3)))
    assert {place.span for place in places} == set(spans)
    assert all((place.lat is None) == (place.lon is None) for place in places)
