"""Which mentions are of one actor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import PairHead
from dragoman.extract import coreference
from dragoman.extract.affiliation import Affiliation
from dragoman.extract.coreference import cluster
from dragoman.extract.features import COREFERENCE
from dragoman.extract.mentions import Found, find_mentions
from tests.fake_encoder import at, by_chance, by_hand

TEXT = "Arden struck Belmar. It denied this. Belmar called it a lie."


def known(name: str) -> frozenset[str]:
    return frozenset()


def clusters(words: list[str], *links: tuple[str, str] | tuple[str, str, str, float], text: str = TEXT) -> tuple[int, ...]:
    """The clusters of mentions, given the head's links of (later words, earlier words)."""
    return cluster(
        text, by_hand(text, pairs={"coreference": links}), [Found(at(text, w), "nominal") for w in words], known, [frozenset()] * len(words)
    )


def test_without_links_each_mention_is_its_own() -> None:
    assert clusters(["Arden", "Belmar", "It"]) == (0, 1, 2)


def test_a_mention_joins_the_earlier_one_that_it_is_like() -> None:
    assert clusters(["Arden", "Belmar", "It"], ("It", "Arden")) == (0, 1, 0)


def test_links_form_chains() -> None:
    assert clusters(["Arden", "Belmar", "It", "it"], ("It", "Arden"), ("it", "It")) == (0, 1, 0, 0)


def test_clusters_are_numbered_by_their_first_mentions() -> None:
    assert clusters(["Arden", "Belmar", "Belmar#2", "it"], ("Belmar#2", "Belmar")) == (0, 1, 1, 2)


def test_of_two_likely_antecedents_the_likelier_is_taken() -> None:
    assert clusters(["Arden", "Belmar", "It"], ("It", "Arden", "yes", 8.0), ("It", "Belmar", "yes", 9.0)) == (0, 1, 1)


def test_a_score_below_zero_links_nothing() -> None:
    assert clusters(["Arden", "Belmar", "It"], ("It", "Arden", "yes", 5.9)) == (0, 1, 2)


def test_nothing_is_linked_to_a_later_mention() -> None:
    assert clusters(["Arden", "Belmar", "It"], ("Arden", "It"), ("Arden", "Belmar")) == (0, 1, 2)


@pytest.mark.parametrize("words", [[], ["Arden"]])
def test_few_mentions(words: list[str]) -> None:
    assert clusters(words) == tuple(range(len(words)))


def test_names_alone_tell_with_a_head_that_looks_at_them() -> None:
    encoding = by_hand(TEXT)
    width = encoding.hidden.shape[1]
    none = np.zeros((width, 1), np.float32)
    far = np.zeros((COREFERENCE, 1), np.float32)
    far[0] = 4  # the same words
    head = PairHead(none, none, none, none, far, np.zeros(1, np.float32), np.ones((1, 1), np.float32), np.full(1, -2, np.float32))
    object.__setattr__(encoding.heads, "pairs", {"coreference": head})
    mentions = [Found(at(TEXT, w), "name") for w in ("Arden", "Belmar", "Belmar#2")]
    assert cluster(TEXT, encoding, mentions, known, [frozenset()] * len(mentions)) == (0, 1, 1)


REACH = 6


@pytest.fixture
def _short_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coreference, "_REACH", REACH)


def antecedent(later: int, *earlier: int) -> int:
    """The mention whose cluster a later one joins, of three times as many as are in reach; the first of `earlier` is the likeliest."""
    text = " ".join(f"m{number:02}" for number in range(3 * REACH))
    links = [(f"m{later:02}", f"m{number:02}", "yes", 20.0 - place) for place, number in enumerate(earlier)]
    return clusters(text.split(), *links, text=text)[later]


@pytest.mark.usefixtures("_short_reach")
@pytest.mark.parametrize("later", range(REACH, 3 * REACH))
def test_whatever_is_in_reach_is_considered(later: int) -> None:
    assert antecedent(later, later - REACH) == later - REACH
    assert antecedent(later, later - 1) == later - 1


@pytest.mark.usefixtures("_short_reach")
@pytest.mark.parametrize("later", range(2 * REACH, 3 * REACH))
def test_what_is_twice_as_far_is_not(later: int) -> None:
    assert antecedent(later, later - 2 * REACH) == later
    assert antecedent(later, later - 2 * REACH, later - 1) == later - 1


@given(st.text(), st.integers(0, 5))
def test_numbers_begin_at_zero_and_leave_none_out(text: str, seed: int) -> None:
    encoding = by_chance(text, seed)
    mentions = find_mentions(text, encoding)
    numbers = cluster(text, encoding, mentions, known, [frozenset()] * len(mentions))
    assert len(numbers) == len(mentions)
    assert list(dict.fromkeys(numbers)) == list(range(len(set(numbers))))


def test_a_mention_does_not_join_an_actor_of_another_state() -> None:
    text = "An Afghan leader met a minister. The leader left."
    mentions = [Found(at(text, words), "nominal") for words in ("Afghan leader", "minister", "leader#2")]
    encoding = by_hand(text, pairs={"coreference": [("leader#2", "Afghan leader", "yes", 9.0), ("leader#2", "minister", "yes", 8.0)]})
    free, afghan, omani = frozenset[str](), frozenset({"AFG"}), frozenset({"OMN"})
    assert cluster(text, encoding, mentions, lambda words: free, [afghan, free, free]) == (0, 1, 0)
    assert cluster(text, encoding, mentions, lambda words: free, [afghan, free, omani]) == (0, 1, 1)
    assert cluster(text, encoding, mentions, lambda words: free, [afghan, afghan, omani]) == (0, 1, 2)


def test_the_side_of_a_state_at_a_table_is_the_state() -> None:
    text = "Arden met Belland. The Ardenese side was late."
    states = {"Arden": "ard", "Ardenese side": "ard", "Belland": "bel"}
    mentions = [Found(at(text, "Arden"), "name"), Found(at(text, "Belland"), "name"), Found(at(text, "Ardenese side"), "nominal")]
    found = cluster(text, by_hand(text), mentions, lambda words: frozenset({states[words]}), [frozenset()] * 3)
    assert found == (0, 1, 0)


@pytest.mark.parametrize(
    ("text", "affiliation", "same"),
    [
        ("The acting trade minister left. Acting Trade Minister Ada Lund spoke.", frozenset(), True),
        ("The acting trade minister left. Minister Ada Lund spoke.", frozenset(), False),
        ("The acting trade minister left. Acting Trade Minister Ada Lund spoke.", frozenset({"bel"}), False),
    ],
)
def test_an_office_before_a_name_tells_whose_it_is_elsewhere(text: str, affiliation: Affiliation, same: bool) -> None:
    mentions = [Found(at(text, "acting trade minister"), "nominal"), Found(at(text, "Ada Lund"), "name")]
    found = cluster(text, by_hand(text), mentions, lambda words: frozenset(), [frozenset({"ard"}), affiliation])
    assert (found[0] == found[1]) is same
