from __future__ import annotations

import pytest

from dragoman.extract.roles import attach_roles
from tests.casefile import Case, read_cases
from tests.extract.inline import Marked, read_marks


def lines(marked: Marked) -> list[str]:
    """The roles as lines of a case: "A1 foreign minister of A2"."""
    ground = marked.ground()
    found = attach_roles(marked.text, ground.sentences, marked.spans("R"), ground.mentions, marked.kinds())
    return [f"{actor} {role.title}" + (f" of {role.of}" if role.of else "") for actor, role in found]


@pytest.mark.parametrize("case", read_cases("roles.md"), ids=lambda case: case.title)
def test_the_holder_of_an_office_is_found(case: Case) -> None:
    assert lines(read_marks(case.input)) == list(case.expected)


def test_a_role_points_at_its_words() -> None:
    marked = read_marks("A1 person\n\nThe [deputy governor]R1, [Oruc Velili]A1, left.")
    ((_, role),) = attach_roles(marked.text, marked.ground().sentences, marked.spans("R"), marked.ground().mentions, marked.kinds())
    assert role.span.of(marked.text) == role.title == "deputy governor"
