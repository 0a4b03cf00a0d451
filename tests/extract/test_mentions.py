"""Mentions of actors and the kinds of the actors."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import KINDS
from dragoman.extract.mentions import Found, find_mentions, kinds_of, without_pieces
from dragoman.record import Span
from tests.fake_encoder import at, by_chance, by_hand

TEXT = "Arden's envoy Elna Doran came. She met the ministers' aides."


def found(text: str, *tags: tuple[str, str]) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.form) for m in find_mentions(text, by_hand(text, {"mention": tags}))]


def test_forms_are_kept() -> None:
    tags = [("envoy", "nominal"), ("Elna Doran", "name"), ("She", "pronoun")]
    assert found(TEXT, *tags) == tags


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_ending_is_no_part_of_a_name(mark: str) -> None:
    text = f"Arden{mark}s envoy came."
    assert found(text, (f"Arden{mark}s", "name")) == [("Arden", "name")]


def test_an_apostrophe_after_a_plural_stays() -> None:
    assert found(TEXT, ("the ministers'", "nominal")) == [("the ministers'", "nominal")]


def test_an_ending_alone_is_not_trimmed_away() -> None:
    assert found("It 's", ("'s", "name")) == [("'s", "name")]


def kinds(text: str, said: list[tuple[str, str, float]], *clusters: list[tuple[str, str]]) -> list[str]:
    """The likeliest kind of each cluster of (words, form)."""
    rows = sorted((at(text, words), form, number) for number, cluster in enumerate(clusters) for words, form in cluster)
    scores = kinds_of(by_hand(text, spans={"kind": said}), [Found(span, form) for span, form, _ in rows], [n for _, _, n in rows])  # type: ignore[arg-type]
    assert all(tuple(row) == KINDS and sum(row.values()) == pytest.approx(1, abs=1e-5) for row in scores)
    return [max(row, key=row.__getitem__) for row in scores]


def test_each_cluster_has_its_kind() -> None:
    said = [("Arden", "country", 9.0), ("Elna Doran", "person", 9.0)]
    assert kinds(TEXT, said, [("Arden", "name")], [("Elna Doran", "name"), ("She", "pronoun")]) == ["country", "person"]


def test_a_name_outweighs_its_pronouns() -> None:
    said = [("Doran", "person", 9.0), ("She", "country", 9.0)]
    assert kinds(TEXT, said, [("Doran", "name"), ("She", "pronoun")]) == ["person"]


def test_several_descriptions_outweigh_one_name() -> None:
    said = [("Doran", "person", 9.0), ("envoy", "office", 9.0), ("aides", "office", 9.0)]
    assert kinds(TEXT, said, [("Doran", "name"), ("envoy", "nominal"), ("aides", "nominal")]) == ["office"]


def test_without_mentions_there_are_no_kinds() -> None:
    assert kinds_of(by_hand(TEXT), [], []) == ()


@given(st.text(alphabet="aA's’ \n\u0301.中"), st.integers(0, 5))
def test_mentions_lie_apart_in_the_text(text: str, seed: int) -> None:
    mentions = find_mentions(text, by_chance(text, seed))
    assert all(m.span.end <= len(text) and m.span.of(text).strip() for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(mentions))


def test_pieces_of_names_are_no_mentions() -> None:
    text = "The Ardenese-Belland Joint Border Commission met."
    forum = at(text, "Ardenese-Belland Joint Border Commission")
    mentions = [Found(Span(4, 13), "name"), Found(at(text, "Belland"), "name"), Found(at(text, "Joint"), "name")]
    kept = without_pieces(text, mentions, [forum], lambda words: frozenset({"bel"} if words == "Belland" else ()))
    assert [one.span.of(text) for one in kept] == ["Belland"]
