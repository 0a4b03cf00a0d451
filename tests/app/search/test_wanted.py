"""Questions and the addresses that ask them."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.app.search.cursor import numbers_of, word_of, written
from dragoman.app.search.wanted import FACETS, UnfitError, Wanted, wanted_of

WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
MANY = st.lists(WORDS, max_size=3, unique=True).map(sorted).map(tuple)
QUESTIONS = st.builds(
    Wanted,
    words=st.one_of(st.just(""), WORDS), actor=MANY, topic=MANY, place=MANY, publisher=MANY, mode=MANY,
    country=st.sampled_from([(), ("AFG",), ("AFG", "PAK")]), type=st.sampled_from([(), ("CONSULT",)]),
    status=st.sampled_from([(), ("denied", "happened")]), voice=st.sampled_from([(), ("claim",)]),
    dyad=st.sampled_from([(), ("PAK", "Afghan Taliban")]), since=st.sampled_from(["", "2024-01-01"]),
    until=st.sampled_from(["", "2024-12-31"]),
    sources=st.integers(1, 9), confidence=st.sampled_from([0.0, 0.5, 0.75]), judged=st.sampled_from([(), ("yes",)]),
    sort=st.sampled_from([None, "newest", "oldest"]), show=st.sampled_from(["events", "reports"]),
)  # fmt: skip


@given(QUESTIONS)
def test_an_address_asks_the_question_that_it_was_made_of(wanted: Wanted) -> None:
    assert wanted_of(parse_qsl(wanted.query())) == wanted


@given(QUESTIONS)
def test_a_value_that_is_put_in_and_out_again_changes_nothing(wanted: Wanted) -> None:
    for facet in FACETS:
        value = {"sources": "11", "confidence": "0.9"}.get(facet, "zzz")
        if facet in ("sources", "confidence"):
            assert wanted.toggled(facet, value).toggled(facet, value) == Wanted(
                **{**_fields(wanted), facet: 1 if facet == "sources" else 0.0}
            )
        else:
            assert wanted.toggled(facet, value).toggled(facet, value) == wanted


def _fields(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}


def test_the_order_of_an_address_does_not_matter_and_strange_names_are_passed_over() -> None:
    assert wanted_of([("type", "consult"), ("utm", "x"), ("q", " talks ")]) == wanted_of(
        [("q", "talks"), ("type", "CONSULT"), ("actor", "")]
    )


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("status", "sure", "none of happened"),
        ("since", "2024-02-30", "no day"), ("sources", "0", "no number"), ("confidence", "nan", "no number"),
        ("dyad", "PAK", "comma"),
        ("sort", "best", "none of"), ("voice", "both", "none of"),
        ("q", "a\x00b", "control"), ("q", "\ud800", "halves"),
        ("actor", "x" * 501, "500"), ("judged", "maybe", "none of"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_name_and_reason(name: str, value: str, reason: str) -> None:
    with pytest.raises(UnfitError, match=reason) as error:
        wanted_of([(name, value)])
    assert str(error.value).startswith(f"{name}:")


def test_days_in_the_wrong_order_and_too_many_values_are_refused() -> None:
    with pytest.raises(UnfitError, match="after"):
        wanted_of([("since", "2024-02-02"), ("until", "2024-02-01")])
    with pytest.raises(UnfitError, match="50"):
        wanted_of([("actor", str(number)) for number in range(51)])


@given(st.lists(st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9), min_size=1, max_size=3))
def test_a_cursor_gives_back_what_was_written(values: list[float]) -> None:
    assert list(numbers_of("events", written("events", values), len(values))) == values


def test_a_cursor_of_a_word_may_hold_any_word() -> None:
    assert word_of("claims", written("claims", ["claim-é/\u202e"])) == "claim-é/\u202e"


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(UnfitError):
        numbers_of("none", text, 3)
