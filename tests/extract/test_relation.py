"""What one marked actor does to another."""

from __future__ import annotations

import pytest

from dragoman.encoding import TYPES
from dragoman.extract.relation import NOTHING, relate
from dragoman.record import Span
from tests.fake_encoder import Linked, at, by_chance, by_hand

TEXT = "Arden accused Belmar of lies."
ENDS = at(TEXT, "Arden"), at(TEXT, "Belmar")


def told(*links: Linked) -> tuple[str, dict[str, float]]:
    return relate(by_hand(TEXT, pairs={"relation": list(links)}), *ENDS)


def test_the_likeliest_type() -> None:
    found, scores = told(("Arden", "Belmar", "ACCUSE"))
    assert found == "ACCUSE"
    assert set(scores) == {"NONE", *TYPES}
    assert sum(scores.values()) == pytest.approx(1, abs=0.002)
    assert scores["ACCUSE"] > 0.9


def test_none_where_nothing_is_said() -> None:
    assert told()[0] == "NONE"


def test_none_needs_to_be_likely() -> None:
    # NONE has a score of 6: beside 6.2 it has a half and is not said, beside 5 it has three quarters and is.
    found, scores = told(("Arden", "Belmar", "REJECT", 5.9))
    assert found == "REJECT"
    assert scores["REJECT"] < scores["NONE"] < NOTHING
    found, scores = told(("Arden", "Belmar", "REJECT", 5.0))
    assert found == "NONE"
    assert scores["NONE"] >= NOTHING


def test_order_counts() -> None:
    encoding = by_hand(TEXT, pairs={"relation": [("Arden", "Belmar", "ACCUSE")]})
    assert relate(encoding, *ENDS[::-1])[0] == "NONE"


@pytest.mark.parametrize(("source", "target"), [(None, ENDS[1]), (ENDS[0], None), (None, None)])
def test_an_actor_that_is_not_named(source: Span | None, target: Span | None) -> None:
    found, scores = relate(by_chance(TEXT, 3), source, target)
    assert found in scores
    assert sum(scores.values()) == pytest.approx(1, abs=0.002)


def test_what_is_not_named_is_spoken_for_by_the_summary() -> None:
    encoding = by_hand(TEXT, pairs={"relation": [("SUMMARY", "Belmar", "THREATEN")]})
    assert relate(encoding, None, ENDS[1])[0] == "THREATEN"


def test_a_text_without_words_is_borne() -> None:
    assert relate(by_chance(" ", 1), Span(0, 1), None)[0] in {"NONE", *TYPES}
