"""Words and how rare they are."""

from __future__ import annotations

import pytest

from dragoman.merge.terms import UNSEEN, rarity, stem, tokens


def test_tokens_are_words_and_numbers_without_the_possessive() -> None:
    assert tokens("Arden's 14 boats, the sailors’ “co-op” at 6:40") == [
        "Arden",
        "14",
        "boats",
        "the",
        "sailors",
        "co",
        "op",
        "at",
        "6",
        "40",
    ]


def test_forms_of_a_word_share_a_stem() -> None:
    assert len({stem(w) for w in ("attack", "attacks", "Attacked", "attacking")}) == 1
    assert len({stem(w) for w in ("country", "countries")}) == 1


def test_short_words_keep_their_endings() -> None:
    assert stem("Ed") == "ed" and stem("bus") == "bus"


@pytest.mark.parametrize(("common", "rare"), [("the", "minister"), ("minister", "harbour"), ("government", "quillmouth")])
def test_rare_words_are_rarer(common: str, rare: str) -> None:
    assert rarity(stem(common)) < rarity(stem(rare))


def test_a_word_that_newswire_lacks_is_rarest() -> None:
    assert rarity("quillmouth") == UNSEEN
