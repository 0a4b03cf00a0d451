from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ontology import Phrases, phrase_forms
from dragoman.ontology.words import past, plural, present_participle, third_person, verb_forms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("treaty", "treaties"),
        ("convoy", "convoys"),
        ("truce", "truces"),
        ("embargo", "embargoes"),
        ("spokesman", "spokesmen"),
        ("crash", "crashes"),
        ("tax", "taxes"),
        ("IDP", "IDPs"),
    ],
)
def test_plural(word: str, expected: str) -> None:
    assert plural(word) == expected


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("accuse", ("accuses", "accused", "accusing")),
        ("deny", ("denies", "denied", "denying")),
        ("press", ("presses", "pressed", "pressing")),
        ("agree", ("agrees", "agreed", "agreeing")),
        ("veto", ("vetoes", "vetoed", "vetoing")),
        ("survey", ("surveys", "surveyed", "surveying")),
    ],
)
def test_regular_verbs(verb: str, expected: tuple[str, str, str]) -> None:
    assert (third_person(verb), past(verb), present_participle(verb)) == expected


def test_the_first_word_of_a_verb_phrase_changes() -> None:
    assert verb_forms("call on", {}) == ("call on", "calls on", "calling on", "called on")


def test_irregular_forms_replace_the_regular_ones() -> None:
    odd = {"say": ("said",), "admit": ("admitted", "admitting")}
    assert verb_forms("say", odd) == ("say", "says", "saying", "said")
    assert verb_forms("admit", odd) == ("admit", "admits", "admitted", "admitting")


def test_forms_of_a_phrase() -> None:
    assert phrase_forms("cease-fire") == ("cease-fire", "cease-fires", "ceasefire", "ceasefires")
    assert phrase_forms("peace treaty") == ("peace treaty", "peace treaties")


@pytest.fixture(scope="module")
def phrases() -> Phrases[int]:
    return Phrases([("border", 1), ("border guard", 2), ("US", 3), ("head of state", 4), ("U N", 5)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the border guard", [("border guard", 2)]),
        ("the border, guard it", [("border", 1)]),
        ("BORDER-GUARD", [("BORDER-GUARD", 2)]),
        ("us and the US", [("US", 3)]),
        ("borders 2border borderland", []),
        ("head\nof state, head of\n\nstate", [("head\nof state", 4)]),
        ("the U.N. and the U N", [("U.N", 5), ("U N", 5)]),
        ("border\u0301", []),
        ("", []),
    ],
)
def test_phrases_in_a_text(phrases: Phrases[int], text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[start:end], value) for start, end, value in phrases.find(text)] == expected


def test_a_whole_phrase(phrases: Phrases[int]) -> None:
    assert [phrases.whole(text) for text in ("Border guard", "border guards", "the border", "")] == [2, None, None, None]


@given(st.text(alphabet=st.sampled_from("border guad\n-’'US.\u0301"), max_size=60))
def test_what_is_found_are_phrases_that_do_not_overlap(text: str) -> None:
    phrases = Phrases([("border", 1), ("border guard", 2), ("a", 3), ("a b", 4)])
    last = 0
    for start, end, value in phrases.find(text):
        assert start >= last
        assert phrases.whole(text[start:end]) == value
        last = end
