from __future__ import annotations

import pytest

from dragoman.extract.affiliation import affiliations
from dragoman.extract.mentions import Found
from dragoman.knowledge import Knowledge
from tests.fake_encoder import at


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.mark.parametrize(
    ("text", "words", "form", "states"),
    [
        ("The Omani delegation left.", "Omani delegation", "nominal", {"OMN"}),
        ("A senior Hamas official spoke.", "senior Hamas official", "nominal", {"PSE"}),
        ("Oman's deputy foreign minister Badr Said spoke.", "Badr Said", "name", {"OMN"}),
        ("Badr Said, the Taliban governor of Herat, spoke.", "Badr Said", "name", {"AFG"}),
        ("Omani officials, including the finance minister, spoke.", "finance minister", "nominal", {"OMN"}),
        ("The envoy on Sudan Ambassador Mary Jones spoke.", "Mary Jones", "name", set()),
        ("Oman welcomed Badr Said.", "Badr Said", "name", set()),
        ("The Omani left when he could.", "he", "pronoun", set()),
    ],
)
def test_words_tell_the_state(knowledge: Knowledge, text: str, words: str, form: str, states: set[str]) -> None:
    (found,) = affiliations(text, [Found(at(text, words), form)], knowledge)  # type: ignore[arg-type]
    assert found == states
