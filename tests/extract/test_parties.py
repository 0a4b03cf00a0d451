from __future__ import annotations

from dragoman.extract.parties import parties_of, told_apart, under_states, with_heads
from dragoman.record import Actor, Meeting, Party
from tests.extract.inline import Marked, read_marks

SIDES = "A1 country\nA2 country\nA3 person < A1\nA4 person < A1\nE1 CONSULT A1,A2 happened\n\n"


def headed(marked: Marked) -> tuple[Party, ...]:
    (event,) = marked.events()
    meeting = Meeting("M1", event.id, parties_of(marked.ground(), event), None, None, None, None, None, None, ())
    return with_heads(marked.ground(), [meeting], {event.id: event})[0].parties


def test_a_head_of_a_side_is_no_delegate_of_it() -> None:
    source = "A1 country\nA2 country\nA3 person < A1\nE1 CONSULT A3,A2 happened\n\n[Togo]A1's [Kofi Abalo]A3 [met]E1 [Benin]A2."
    assert headed(read_marks(source)) == (Party("A1", (), "A3"), Party("A2"))


def test_the_first_who_is_said_to_lead_a_side_is_its_head() -> None:
    marked = read_marks(SIDES + "[Togo]A1 and [Benin]A2 [met]E1. [Kofi Abalo]A3 led the team, with [Yao Lawson]A4 heading the experts.")
    assert headed(marked)[0].head == "A3"


def test_a_minister_in_the_sentence_of_the_meeting_heads_his_side() -> None:
    marked = read_marks(SIDES + "After [Togo]A1 and [Benin]A2 [met]E1, [trade minister]R3 [Kofi Abalo]A3 was content.")
    assert headed(marked)[0].head == "A3"


def test_a_spokesman_does_not() -> None:
    marked = read_marks(SIDES + "After [Togo]A1 and [Benin]A2 [met]E1, [spokesman]R3 [Kofi Abalo]A3 was content.")
    assert headed(marked)[0].head is None


def test_an_actor_that_the_reading_lacks_is_a_party_all_the_same() -> None:
    marked = read_marks("A1 country\nE1 CONSULT A1,A9 happened\n\n[Togo]A1 [met]E1 them.")
    assert headed(marked) == (Party("A1"), Party("A9"))


def test_who_is_said_to_lead_a_side_goes_before_whoever_is_named_first() -> None:
    marked = read_marks(
        "A1 country\nA2 country\nA3 person < A1\nA4 person < A1\nA5 group < A1\nE1 CONSULT A3,A4,A2 happened\n\n"
        "[Kofi Abalo]A3 and [Yao Lawson]A4 of [Togo]A1 [met]E1 [Benin]A2, with [Yao Lawson]A4 heading the [team]A5."
    )
    assert headed(marked)[0] == Party("A1", ("A3",), "A4")


def test_a_circle_of_members_ends() -> None:
    marked = read_marks("A1 group < A2\nA2 group < A1\nA3 country\nE1 CONSULT A1,A3 happened\n\n[Envoys]A1 of a [team]A2 [met]E1 [Togo]A3.")
    assert [party.actor for party in headed(marked)] == ["A2", "A3"]


def actor(id: str, kind: str, country: str | None) -> Actor:
    return Actor(id, id, kind, None, None, country, (), None, (), ())


STATES = {"A1": actor("A1", "country", "TGO"), "A2": actor("A2", "country", "BEN")}
PEOPLE = {"A3": actor("A3", "person", "TGO"), "A4": actor("A4", "person", "BEN"), "A5": actor("A5", "person", "BEN")}


def test_people_at_a_session_of_two_states_stand_for_them() -> None:
    parties = under_states([Party("A3"), Party("A4"), Party("A5")], {"TGO": "A1", "BEN": "A2"}, STATES | PEOPLE)
    assert parties == (Party("A1", (), "A3"), Party("A2", ("A5",), "A4"))


def test_a_session_of_one_of_two_states_is_one_of_both() -> None:
    assert under_states([Party("A1", (), "A3")], {"TGO": "A1", "BEN": "A2"}, STATES) == (Party("A1", (), "A3"), Party("A2"))


def test_a_forum_of_one_known_state_leaves_people_as_they_are() -> None:
    assert under_states([Party("A3"), Party("A4")], {"TGO": "A1"}, STATES | PEOPLE) == (Party("A3"), Party("A4"))


def test_the_government_and_the_movement_at_a_session_of_two_states_come_for_them() -> None:
    bodies = {"A6": actor("A6", "government", "TGO"), "A7": actor("A7", "armed_group", "BEN")}
    parties = under_states([Party("A1"), Party("A6"), Party("A7")], {"TGO": "A1", "BEN": "A2"}, STATES | bodies)
    assert {party.actor for party in parties} == {"A1", "A2"}


ALL = {
    "A6": actor("A6", "government", "TGO"),
    "A8": Actor("A8", "both sides", "group"),
    "A9": Actor("A9", "two small kingdoms", "group"),
}


def test_both_sides_and_the_cabinet_are_no_parties_beside_the_states() -> None:
    assert told_apart([Party(a) for a in ("A1", "A2", "A8", "A9", "A6")], STATES | ALL) == (Party("A1"), Party("A2"))


def test_both_sides_stay_where_no_two_others_are_named() -> None:
    assert told_apart([Party("A1"), Party("A8")], STATES | ALL) == (Party("A1"), Party("A8"))
