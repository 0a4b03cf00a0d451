"""Names that are places by the gazetteer and their context; persons and organisations named like places are left alone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.resolve.toponyms import find_places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The envoy flew from Kabul to Islamabad.", ["Kabul", "Islamabad"]),
        ("Gunmen attacked a post in South Waziristan, near the Durand Line.", ["South Waziristan", "Durand Line"]),
        ("QUETTA, Pakistan (Border Post) - Two guards were hurt.", ["QUETTA", "Pakistan"]),
        ("Iraq's parliament met.", ["Iraq"]),
        ("Troops moved on Mosul. They met no one.", ["Mosul"]),
        ("Shells fell in Sangin district.", ["Sangin"]),
        ("Mr. London did not comment.", []),
        ("The Bank of China lent the money.", []),
        ("Police said nothing on Monday in March.", []),
        ("Paris Marlow, a singer, sang.", []),
        ("He said no.", []),
    ],
)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert [span.of(text) for span in find_places(text, load_gazetteer())] == names


@given(st.text(alphabet=st.sampled_from("AaBb KabulIraq.,'’-\n\u0301\u200f🙂"), max_size=60) | st.text(max_size=60))
def test_any_text_gives_spans_that_fit(text: str) -> None:
    spans = find_places(text, load_gazetteer())
    assert all(span.end <= len(text) for span in spans)
    assert all(not left.overlaps(right) for left, right in itertools.pairwise(spans))
