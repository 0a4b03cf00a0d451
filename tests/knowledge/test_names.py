from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.names import fold, keys_of_name, keys_of_surface


@pytest.mark.parametrize(
    ("surface", "folded"),
    [
        ("the United Nations", "United Nations"),
        ("The Gambia", "Gambia"),
        ("N’Djamena", "NDjamena"),
        ("Côte d'Ivoire", "Cote dIvoire"),
        ("U.S.", "US"),
        ("al- Aqsa  Martyrs' Brigades", "al Aqsa Martyrs Brigades"),
        ("Tehreek–e–Taliban\nPakistan", "Tehreek e Taliban Pakistan"),
        ("Afghanistan's", "Afghanistan"),
        ("Wałęsa", "Walesa"),
        ("Black & White", "Black and White"),
        ("the", "the"),
        ("'", ""),
    ],
)
def test_folding_removes_what_writers_differ_in(surface: str, folded: str) -> None:
    assert fold(surface) == folded


def found(name: str, surface: str) -> bool:
    return bool(set(keys_of_name(name)) & set(keys_of_surface(surface)))


@pytest.mark.parametrize(
    ("name", "surface"),
    [
        ("Security Council", "SECURITY COUNCIL"),
        ("Security Council", "the security council"),
        ("Taliban", "TALIBAN"),
        ("TTP", "TTP"),
        ("NATO", "Nato"),
        ("U.N.", "UN"),
        ("bin Laden's network", "bin Laden’s network"),
    ],
)
def test_a_name_is_found_in_other_writings(name: str, surface: str) -> None:
    assert found(name, surface)


@pytest.mark.parametrize(
    ("name", "surface"),
    [("WHO", "who"), ("WHO", "Who"), ("IS", "is"), ("US", "us"), ("Amnesty", "amnesty"), ("Solidarity", "solidarity"), ("NATO", "nato")],
)
def test_a_short_name_is_not_taken_from_common_words(name: str, surface: str) -> None:
    assert not found(name, surface)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_but_further_possessives(text: str) -> None:
    once = fold(text)
    assert fold(once).lower() in (once.lower(), fold(once.removeprefix("the ").removeprefix("The ").removeprefix("THE ")).lower())
    assert len(keys_of_surface(text)) <= 2
