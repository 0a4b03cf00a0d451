from __future__ import annotations

import pytest

from dragoman.extract.ground import Ground
from dragoman.extract.mechanisms import choose_forums, find_forums, find_mechanisms, session_of, with_meetings
from dragoman.record import Mechanism, Meeting, Party, Span
from tests.casefile import Case, read_cases
from tests.extract.inline import Marked, read_marks


def no_knowledge(words: str) -> str | None:
    return None


def lines(marked: Marked) -> list[str]:
    """The mechanisms as lines of a case: "JBC Joint Border Committee | parties A1,A2 | venues P1 | mentions 3"."""
    return [line(m) for m in find_mechanisms(marked.ground(), marked.spans("K"), no_knowledge)]


def line(mechanism: Mechanism) -> str:
    parts = [f"{mechanism.acronym} {mechanism.name}" if mechanism.acronym else mechanism.name]
    parts += ["parties " + ",".join(mechanism.parties)] if mechanism.parties else []
    parts += ["venues " + ",".join(mechanism.venues)] if mechanism.venues else []
    return " | ".join((*parts, f"mentions {len(mechanism.mentions)}"))


@pytest.mark.parametrize("case", read_cases("mechanisms.md"), ids=lambda case: case.title)
def test_mentions_of_one_forum_are_joined(case: Case) -> None:
    assert lines(read_marks(case.input)) == list(case.expected)


@pytest.mark.parametrize("case", read_cases("sessions.md"), ids=lambda case: case.title)
def test_the_number_of_a_session_is_read(case: Case) -> None:
    marked = read_marks("A1 person\n\n" + case.input)
    near = marked.spans("K")[0]
    number = session_of(marked.text, marked.ground().sentence(near), near)
    assert ([] if number is None else [str(number)]) == list(case.expected)


def test_an_ordinal_of_another_event_is_not_taken() -> None:
    marked = read_marks("E1 x\nE2 x\n\nThey fixed the [tenth meeting]E1 and a [round]E2 of drafting.")
    (tenth,), (other,) = marked.words["E1"], marked.words["E2"]
    assert session_of(marked.text, marked.ground().sentence(tenth), other, [tenth]) is None
    assert session_of(marked.text, marked.ground().sentence(tenth), tenth, [other]) == 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Kenya-Uganda Joint Border Committee sat", ["Kenya-Uganda Joint Border Committee"]),
        ("a joint working group on water sat; the group rose", ["joint working group on water"]),
        ("the six-party talks broke off", ["six-party talks"]),
        ("at the ASEAN summit, and the summit closed", ["ASEAN summit", "summit"]),
        ("the Summit of the Islands closed", ["Summit of the Islands"]),
        ("the fourth round of direct talks", ["direct talks"]),
        ("they had a composite dialogue", ["composite dialogue"]),
        ("the talks were short", []),
    ],
)
def test_forums_are_found_by_their_wording(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in find_forums(read_marks("A1 country\n\n" + text).ground())] == found


def test_an_actor_is_no_forum() -> None:
    assert find_forums(read_marks("A1 government\n\n[The Joint Border Committee]A1 objected.").ground()) == ()


def test_forums_that_the_knowledge_holds_for_one_are_joined() -> None:
    marked = read_marks("A1 country\n\nThe [Lake Forum]K1 opened. The [Shore Dialogue]K1 is its new name.")
    (mechanism,) = find_mechanisms(marked.ground(), marked.spans("K"), lambda words: "lake-forum")
    assert (mechanism.known, len(mechanism.mentions)) == ("lake-forum", 2)


def test_meetings_add_parties_and_venues() -> None:
    forum = Mechanism("K1", "Joint Border Committee", None, ("A1",), (), ())
    meeting = Meeting("M1", "E1", (Party("A1"), Party("A2")), None, "P3", None, None, "K1", None, ())
    other = Meeting("M2", "E2", (Party("A4"),), None, "P4", None, None, None, None, ())
    (filled,) = with_meetings([forum], [meeting, other], frozenset())
    assert (filled.parties, filled.venues) == (("A1", "A2"), ("P3",))


def test_a_meeting_of_a_forum_that_an_acronym_names_is_no_forum_of_its_own() -> None:
    text = "The JBC meeting opened on time."
    ground = Ground(text, (Span(0, len(text)),), (), (), (), ())
    assert [span.of(text) for span in choose_forums(ground, [Span(4, 15)])] == ["JBC"]


def test_a_name_goes_on_to_the_left_and_leaves_its_article() -> None:
    text = "The Joint Border Commission of Arden and Belland met on Friday."
    assert [span.of(text) for span in find_forums(read_marks("A1 country\n\n" + text).ground())] == [
        "Joint Border Commission of Arden and Belland"
    ]


def test_people_are_no_parties_to_a_forum() -> None:
    forum = Mechanism("K1", "talks", None, (), (), ())
    meeting = Meeting("M1", "E1", (Party("A1"), Party("A2")), None, None, None, None, "K1", None, ())
    (filled,) = with_meetings([forum], [meeting], frozenset({"A2"}))
    assert filled.parties == ("A1",)
