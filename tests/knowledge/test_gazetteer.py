"""The gazetteer: names lead to the right places, quickly, and wrong entries are refused by line and key."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.knowledge import gazetteer_compile
from dragoman.knowledge.gazetteer import FEATURES, Gazetteer, fold, load_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Kandahār", "kandahar"),
        ("St. Louis", "saint louis"),
        ("U.S.", "us"),
        ("U.S.A.", "usa"),
        ("N'Djamena", "ndjamena"),
        ("N’Djamena", "ndjamena"),
        ("The Hague", "hague"),
        ("Łódź", "lodz"),
        ("Deir ez-Zor", "deir ez zor"),
        ("...", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_fold_never_raises_and_keeps_its_form(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(st.text())
def test_lookup_never_raises(text: str) -> None:
    assert all(site.feature in FEATURES for site in load_gazetteer().lookup(text))


@pytest.mark.parametrize(
    ("name", "feature", "country"),
    [
        ("Afghanistan", "country", "AFG"),
        ("UAE", "country", "ARE"),
        ("Helmand", "province", "AFG"),
        ("Xinjiang", "area", "CHN"),
        ("North Kivu", "province", "COD"),
        ("Punjab", "province", "PAK"),
        ("Punjab", "province", "IND"),
        ("Kabul", "capital", "AFG"),
        ("Mosul", "city", "IRQ"),
        ("Kiev", "capital", "UKR"),
        ("Bombay", "city", "IND"),
        ("Ala.", "province", "USA"),
        ("Rapides Parish", "district", "USA"),
        ("Durand Line", "line", None),
        ("South China Sea", "sea", None),
        ("Golan Heights", "area", "SYR"),
        ("Donbas", "area", "UKR"),
    ],
)
def test_names_lead_to_places(gazetteer: Gazetteer, name: str, feature: str, country: str | None) -> None:
    assert (feature, country) in {(site.feature, site.country) for site in gazetteer.lookup(name)}


def test_a_city_knows_its_province(gazetteer: Gazetteer) -> None:
    kandahar = next(site for site in gazetteer.lookup("Kandahar") if site.feature == "city" and site.country == "AFG")
    assert kandahar.province is not None
    province = gazetteer.site(kandahar.province)
    assert province is not None
    assert province.feature == "province"
    assert abs(province.lat - kandahar.lat) < 3


def test_only_places_of_geonames_have_its_ids(gazetteer: Gazetteer) -> None:
    assert all(site.geonameid is None for site in gazetteer.lookup("Durand Line"))
    assert [site.geonameid for site in gazetteer.lookup("Afghanistan")] == [1149361]


@pytest.mark.parametrize("code", ["IRQ", "IQ", "irq"])
def test_country_by_code(gazetteer: Gazetteer, code: str) -> None:
    country = gazetteer.country(code)
    assert country is not None
    assert country.name == "Iraq"


def test_unknown_codes_and_ids_are_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.country("QQQ") is None
    assert gazetteer.capital("QQQ") is None
    assert gazetteer.site(10**12) is None
    assert gazetteer.seat("nowhere.example") is None
    assert gazetteer.nationality("Wednesday") == ()


def test_every_country_has_a_point_and_most_have_a_capital(gazetteer: Gazetteer) -> None:
    codes = ["AFG", "PAK", "CHN", "RUS", "UKR", "IRN", "IRQ", "SYR", "GBR", "FRA", "SDN", "COD", "KOR", "PRK"]
    assert all(gazetteer.country(code) for code in codes)
    assert all(gazetteer.capital(code) for code in codes)


def test_nationalities(gazetteer: Gazetteer) -> None:
    assert gazetteer.nationality("Iraqi") == ("IRQ",)
    assert set(gazetteer.nationality("Congolese")) == {"COD", "COG"}


@pytest.mark.parametrize("publisher", ["dawn.com", "www.dawn.com", "Dawn"])
def test_publishers_have_seats(gazetteer: Gazetteer, publisher: str) -> None:
    seat = gazetteer.seat(publisher)
    assert seat is not None
    assert (seat.name, seat.country) == ("Karachi", "PAK")


def test_it_opens_fast_and_can_be_sent_to_another_process(gazetteer: Gazetteer) -> None:
    begun = time.perf_counter()
    other = pickle.loads(pickle.dumps(gazetteer))
    assert other.lookup("Kabul") == gazetteer.lookup("Kabul")
    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("- {name: Nowhere, feature: sea, lat: 1}", "lon"),
        ("- {name: Nowhere, feature: sea, lat: 1, lon: 2, depth: 3}", "depth"),
        ("- {name: Nowhere, feature: puddle, lat: 1, lon: 2}", "feature"),
        ("- {name: Nowhere, feature: sea, lat: 91, lon: 2}", "lat"),
        ("- {name: Nowhere, feature: sea, lat: 1, lon: east}", "lon"),
        ("- {name: Nowhere, feature: sea, lat: 1, lon: 2, countries: [QQQ]}", "countries"),
        ("- just words", "entry"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, key: str) -> None:
    (tmp_path / "regions.yaml").write_text(f"# comment\n{entry}\n", encoding="utf-8")
    monkeypatch.setattr(gazetteer_compile, "PLACES", tmp_path)
    with pytest.raises(KnowledgeError) as caught:
        gazetteer_compile.add_regions(gazetteer_compile.Index())
    assert (caught.value.file, caught.value.line, caught.value.key) == ("regions.yaml", 2, key)
