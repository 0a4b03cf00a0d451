from __future__ import annotations

import pytest

from dragoman.extract.agenda import agendas_of
from tests.extract.inline import read_marks

HEAD = "A1 country\nA2 country\nE1 CONSULT A1,A2 happened\n\n"


def items(text: str) -> list[str]:
    marked = read_marks(HEAD + text)
    return [span.of(marked.text) for span, _ in agendas_of(marked.ground(), marked.events(), (), marked.spans("G"))["E1"]]


@pytest.mark.parametrize(
    ("text", "talked_about"),
    [
        ("They [discussed]E1 how to share the river.", ["how to share the river"]),
        ("They held [talks]E1 on grazing rights and on the price of salt.", ["grazing rights", "price of salt"]),
        ("The [meeting]E1 dealt with fishing, visas and the ferry, officials said.", ["fishing", "visas", "ferry"]),
        ("They [met]E1 and exchanged views on the new port.", ["new port"]),
        ("The [talks]E1 focused on mine clearance during the dry season.", ["mine clearance"]),
        ("Their [talks]E1 ended. The agenda included quotas, which both sides want.", ["quotas"]),
        ("The ferry and the bridge were discussed when they [met]E1.", ["ferry", "bridge"]),
        ("They [met]E1 in the hope of peace.", []),
        ("They held [talks]E1 on the sidelines of the fair.", []),
        ("They [discussed]E1 it.", []),
    ],
)
def test_what_was_talked_about(text: str, talked_about: list[str]) -> None:
    assert items(text) == talked_about


def test_what_a_tagger_marked_is_not_doubled_by_the_wording() -> None:
    assert items("They [discussed]E1 [grazing rights along the river]G1.") == ["grazing rights along the river"]


def test_of_two_encounters_the_nearer_one_has_the_item() -> None:
    marked = read_marks("E1 CONSULT happened\nE2 CONSULT happened\n\nThey [met]E1 on Friday, and at a [dinner]E2 they discussed the dam.")
    found = agendas_of(marked.ground(), marked.events(), (), ())
    assert ([s.of(marked.text) for s, _ in found["E1"]], [s.of(marked.text) for s, _ in found["E2"]]) == ([], ["dam"])


def test_the_first_who_said_it_tells_of_it() -> None:
    source = "A1 country\nE1 CONSULT A1 happened\nS1 say\nS2 say\n\nRadio said [[they [discussed]E1 the dam]S1, and left]S2."
    marked = read_marks(source)
    ((_, teller),) = agendas_of(marked.ground(), marked.events(), marked.statements(), ())["E1"]
    assert teller == "S1"
