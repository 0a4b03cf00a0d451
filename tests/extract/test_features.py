"""Features of pairs: distance, order, and what two mentions have in common."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.extract import features
from dragoman.extract.features import COREFERENCE, DISTANCE, ORDER, coreference, distance, order, standing
from dragoman.record import Span
from tests.fake_encoder import at

EQUAL, LAST, PART, ACRONYM, KNOWN, UNLIKE, APART, SHARED, APPOSITION = range(9)
PIECES = DISTANCE - 10  # the first features tell the distance in pieces, the last ten that in sentences


def far(left: tuple[int, int], right: tuple[int, int], sentences: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """The places of the two ones in the features of one pair."""
    found = distance(np.array([left]), np.array([right]), np.array([sentences[0]]), np.array([sentences[1]]))
    assert found.shape == (1, 1, DISTANCE)
    assert found.dtype == np.float32
    ones = np.flatnonzero(found[0, 0]).tolist()
    assert len(ones) == 2
    assert found.sum() == 2
    return ones[0], ones[1]


def ranked(left: list[int], right: list[int]) -> np.ndarray:
    """The features of order of spans of one piece, given where they begin."""
    a, b = (np.array([(at, at + 1) for at in starts]) for starts in (left, right))
    found = order(standing(a, a, b), standing(b, a, b))
    assert found.shape == (len(left), len(right), ORDER)
    assert (found.sum(axis=-1) == 2).all()
    return found


def test_the_nearest_on_each_side_is_told_from_those_behind_it() -> None:
    # Mentions at 1, 4, 8 and 12 about a trigger at 6.
    second_before, first_before, first_after, second_after = ranked([6], [1, 4, 8, 12])[0]
    assert len({tuple(row) for row in (second_before, first_before, first_after, second_after)}) == 4
    # How far away they stand makes no difference, only who stands between.
    assert (ranked([6], [5])[0, 0] == first_before).all()
    assert (ranked([6], [300])[0, 0] == first_after).all()


def test_a_trigger_between_is_counted() -> None:
    alone, parted = ranked([6], [20])[0, 0], ranked([6, 15], [20])[0, 0]
    assert (alone != parted).any()
    assert (ranked([6, 15], [20])[1, 0] == alone).all()
    assert (ranked([6, 30], [20])[0, 0] == alone).all()
    before, parted_before = ranked([20], [6])[0, 0], ranked([20, 15], [6])[0, 0]
    assert (before != parted_before).any()


def test_the_order_in_which_spans_are_given_makes_no_difference() -> None:
    there, back = ranked([6, 15], [1, 8, 20]), ranked([15, 6], [20, 8, 1])
    assert (there == back[::-1, ::-1]).all()


def test_order_is_told() -> None:
    assert far((0, 1), (3, 4)) != far((3, 4), (0, 1))


def test_overlapping_ranges_have_no_distance() -> None:
    assert far((2, 5), (2, 5))[0] == far((2, 5), (4, 9))[0] == far((4, 9), (2, 5))[0] == 0


def test_ranges_side_by_side_do_not_overlap() -> None:
    assert far((0, 2), (2, 4))[0] not in (0, far((0, 2), (3, 4))[0])


@pytest.mark.parametrize("gap", [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 32, 33, 64, 65, 128, 129, 100_000])
def test_every_distance_has_a_bucket_on_each_side(gap: int) -> None:
    after, before = far((0, 1), (1 + gap, 2 + gap))[0], far((1 + gap, 2 + gap), (0, 1))[0]
    assert 0 < after < PIECES
    assert 0 < before < PIECES
    assert after != before


def test_buckets_grow_with_the_distance() -> None:
    buckets = [far((0, 1), (1 + gap, 2 + gap))[0] for gap in range(200)]
    assert buckets == sorted(buckets)
    assert len(set(buckets)) == 9


@pytest.mark.parametrize("apart", [0, 1, 2, 3, 5, 6, 1000])
def test_sentences_apart_are_told_with_their_order(apart: int) -> None:
    on, back = far((0, 1), (9, 10), (0, apart))[1], far((9, 10), (0, 1), (apart, 0))[1]
    assert PIECES <= on < DISTANCE
    assert PIECES <= back < DISTANCE
    assert (on == back) == (apart == 0)


def test_all_pairs_are_told_of() -> None:
    left, right = np.array([[0, 1], [5, 7]]), np.array([[2, 3], [5, 7], [9, 12]])
    found = distance(left, right, np.array([0, 1]), np.array([0, 1, 2]))
    assert found.shape == (2, 3, DISTANCE)
    assert (found.sum(axis=2) == 2).all()


# --- coreference ---------------------------------------------------------------------------------------------------------

KNOWN_NAMES = {"Arden": {"arden"}, "Republic of Arden": {"arden"}, "Belmar": {"belmar"}, "Ardenia": {"arden"}}


def alias(name: str) -> frozenset[str]:
    return frozenset(KNOWN_NAMES.get(name, ()))


def alike(text: str, later: str, earlier: str, forms: tuple[str, str] = ("name", "name")) -> set[int]:
    """Which features of agreement in words hold between two mentions of a text."""
    spans = [(at(text, earlier), forms[1]), (at(text, later), forms[0])]
    found = coreference(text, spans, np.zeros(2, np.int32), alias)
    assert found.shape == (2, 2, COREFERENCE)
    assert found.dtype == np.float32
    assert not found[0, :, :9].any(), "only the later of two looks back"
    return set(np.flatnonzero(found[1, 0, :9]).tolist())


def test_the_same_name() -> None:
    assert alike("Mr Doran came. Doran left.", "Doran#2", "Doran") == {EQUAL, LAST}


def test_a_possessive_and_a_capital_make_no_difference() -> None:
    assert alike("Doran came. DORAN's aide left.", "DORAN's", "Doran") == {EQUAL, LAST}


def test_an_article_makes_no_difference() -> None:
    assert EQUAL in alike("The Front fought. Front men fled.", "Front#2", "The Front")


def test_the_last_name_of_a_whole_name() -> None:
    assert alike("Elna Doran came. Doran left.", "Doran#2", "Elna Doran") == {LAST, PART}


def test_the_same_description() -> None:
    assert alike("The old envoy came. The envoy left.", "The envoy", "The old envoy", ("nominal", "nominal")) == {LAST, SHARED}


@pytest.mark.parametrize("short", ["APF", "A.P.F."])
def test_an_acronym_of_a_name(short: str) -> None:
    assert ACRONYM in alike(f"The Arden Peoples Front struck. The {short} denied it.", short, "Arden Peoples Front")


def test_a_name_for_which_an_acronym_stood() -> None:
    assert ACRONYM in alike("The APF struck, the Arden Peoples Front said.", "Arden Peoples Front", "APF")


@pytest.mark.parametrize("short", ["APG", "Apf", "X"])
def test_what_is_no_acronym_of_the_name(short: str) -> None:
    assert ACRONYM not in alike(f"The Arden Peoples Front struck. {short} denied it.", short, "Arden Peoples Front")


def test_two_names_of_one_known_actor() -> None:
    assert alike("Arden struck. Ardenia denied it.", "Ardenia", "Arden#1") == {KNOWN, APART}


def test_names_of_two_known_actors() -> None:
    assert alike("Arden struck. Belmar denied it.", "Belmar", "Arden") == {UNLIKE, APART}


def test_descriptions_are_not_looked_up() -> None:
    assert KNOWN not in alike("Arden struck. Ardenia denied it.", "Ardenia", "Arden", ("nominal", "name"))


def test_apposition() -> None:
    assert APPOSITION in alike("Elna Doran, the envoy of Arden, came.", "envoy of Arden", "Elna Doran", ("nominal", "name"))
    assert APPOSITION in alike("The Arden Front (AF) struck.", "AF", "Arden Front")


def test_words_between_are_no_apposition() -> None:
    assert APPOSITION not in alike("Elna Doran met the envoy.", "the envoy", "Elna Doran", ("nominal", "name"))
    assert APPOSITION not in alike("Elna Doran and the envoy.", "the envoy", "Elna Doran", ("nominal", "name"))


def test_pronouns_agree_with_nothing_in_words() -> None:
    assert alike("He came. He left.", "He#2", "He", ("pronoun", "pronoun")) == set()


def test_pronouns_of_one_person_agree() -> None:
    text = "He came. She saw him."
    spans = [(at(text, words), "pronoun") for words in ("He", "She", "him")]
    agree = coreference(text, spans, np.zeros(3, np.int32), alias)[..., -1]
    assert agree[2].tolist() == [1, 0, 1]


def test_a_pronoun_is_read_as_one_only_where_it_is_one() -> None:
    text = "US troops left us."
    spans = [(at(text, "US"), "name"), (at(text, "us"), "pronoun")]
    assert coreference(text, spans, np.zeros(2, np.int32), alias)[1, 0, -1] == 0


@pytest.mark.parametrize("text", ["", "\u0301", "'", "’s", "...", "\u202e\u200b", "İ"])
def test_mentions_without_words_are_borne(text: str) -> None:
    spans = [(Span(0, len(text)), "name")] * 2 if text else []
    assert np.isfinite(coreference(text, spans, np.zeros(len(spans), np.int32), alias)).all()


def test_the_size_is_that_of_the_layers() -> None:
    assert coreference("", [], np.zeros(0, np.int32), alias).shape == (0, 0, features.COREFERENCE)
