from __future__ import annotations

import pytest

from dragoman.extract.roles import attach_roles, find_roles
from dragoman.record import Mention, Span
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


def finds(text: str, *names: str) -> list[str]:
    mentions = [Mention(f"A{n}.1", Span(at := text.index(name), at + len(name)), "name", f"A{n}") for n, name in enumerate(names)]
    kinds = {mention.actor: "person" for mention in mentions}
    return [span.of(text) for span in find_roles(text, [Span(0, len(text))], mentions, kinds)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Caretaker Foreign Minister Jalal Abbasi left.", ["Caretaker Foreign Minister"]),
        ("Jalal Abbasi, the deputy interior minister, left.", ["deputy interior minister"]),
        ("Jalal Abbasi, the governor of Herat and the deputy head of the guard, left.", ["governor", "deputy head"]),
        ("Minister of Information Jalal Abbasi left.", ["Minister of Information"]),
        ("Jalal Abbasi met a minister.", []),
        ("The ministerial Jalal Abbasi left.", []),
    ],
)
def test_office_words_are_found_at_a_name(text: str, found: list[str]) -> None:
    assert finds(text, "Jalal Abbasi") == found


def test_a_word_of_the_name_is_no_office() -> None:
    assert finds("Chief Ouma left.", "Chief Ouma") == []


def test_other_offices_may_be_given() -> None:
    text = "The bailiff Jalal Abbasi left."
    mention = Mention("A1.1", Span(12, 24), "name", "A1")
    assert [s.of(text) for s in find_roles(text, [Span(0, 30)], [mention], {"A1": "person"}, {"bailiff"})] == ["bailiff"]
