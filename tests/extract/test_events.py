"""Events: triggers, what they are joined to, and who takes part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import TYPES
from dragoman.extract.events import DOUBT, SURE, Draft, Trigger, _gathered, _hosted, _sides, doubtful, find_events, find_triggers
from dragoman.extract.links import Groups
from dragoman.record import Span
from tests.fake_encoder import LABELS, Linked, Said, at, by_chance, by_hand

TEXT = "Arden met Belmar in Selen on Monday. The talks failed, Doran said, and Arden struck Belmar."
ACTORS = [["Arden", "Arden#2"], ["Belmar", "Belmar#2"]]
TRIGGERS = [("met", "CONSULT"), ("talks", "CONSULT"), ("struck", "ASSAULT")]


def group(text: str, groups: list[list[str]]) -> Groups:
    rows = sorted((at(text, words), number) for number, words_of in enumerate(groups) for words in words_of)
    return Groups(tuple(span for span, _ in rows), tuple(number for _, number in rows), len(groups))


def events(
    triggers: list[tuple[str, str]], pairs: dict[str, list[Linked]] | None = None, spans: dict[str, list[Said]] | None = None
) -> tuple[Draft, ...]:
    told: dict[str, list[Said]] = {"event": list(triggers), **(spans or {})}
    encoding = by_hand(TEXT, {"event": triggers}, told, pairs)
    return find_events(
        encoding,
        find_triggers(TEXT, encoding),
        group(TEXT, ACTORS),
        group(TEXT, [["Selen"]]),
        group(TEXT, [["Monday"]]),
        [at(TEXT, "said")],
    )


def test_triggers_stand_in_the_order_of_the_text() -> None:
    found = events(TRIGGERS[::-1])
    assert [(draft.triggers[0].of(TEXT), draft.type) for draft in found] == TRIGGERS
    assert all(draft.confidence > 0.9 for draft in found)


def test_nothing_is_said_of_an_event_that_no_head_says() -> None:
    (draft,) = events(TRIGGERS[:1])
    assert (draft.sources, draft.recipients, draft.place, draft.time, draft.asserted_by) == ((), (), None, None, None)


def test_a_trigger_that_the_event_head_rejects_is_none() -> None:
    encoding = by_hand(TEXT, {"event": TRIGGERS}, {"event": TRIGGERS[:1]})
    met, talks, struck = find_triggers(TEXT, encoding)
    assert met.confidence > 0.9
    assert max(talks.confidence, struck.confidence) < 0.1
    none = Groups.single([])
    assert [draft.triggers[0].of(TEXT) for draft in find_events(encoding, (met, talks, struck), none, none, none, [])] == ["met"]


def test_a_doubtful_trigger_is_listed_and_no_event() -> None:
    triggers = [
        Trigger(at(TEXT, words), "CONSULT", sure) for words, sure in (("met", SURE), ("talks", SURE - 0.01), ("struck", DOUBT - 0.01))
    ]
    (candidate,) = doubtful(triggers, by_hand(TEXT).heads)
    assert candidate.span.of(TEXT) == "talks"
    assert candidate.type == "CONSULT"
    assert DOUBT <= candidate.confidence < SURE  # a model without a curve is taken at its word
    none = Groups.single([])
    (draft,) = find_events(by_hand(TEXT), triggers, none, none, none, [])
    assert draft.triggers == (at(TEXT, "met"),)


def test_the_type_is_the_one_on_which_both_agree_best() -> None:
    encoding = by_hand(TEXT, {"event": [("met", "CONSULT")]}, {"event": [("met", "AGREE", 8.0), ("met", "CONSULT", 7.5)]})
    (trigger,) = find_triggers(TEXT, encoding)
    assert trigger.type == "CONSULT"
    assert trigger.confidence < 0.9


def test_triggers_of_one_event_are_joined_the_surest_first() -> None:
    told: list[Said] = [("met", "CONSULT", 7.0), ("talks", "CONSULT", 12.0)]
    (draft,) = events(TRIGGERS[:2], {"same": [("talks", "met")]}, {"event": told})
    assert [span.of(TEXT) for span in draft.triggers] == ["talks", "met"]


def test_triggers_of_two_types_are_never_joined() -> None:
    assert len(events(TRIGGERS, {"same": [("struck", "met"), ("struck", "talks")]})) == 3


def test_a_trigger_joins_the_event_that_it_is_most_like() -> None:
    triggers = [("met", "CONSULT"), ("talks", "CONSULT"), ("failed", "CONSULT")]
    found = events(triggers, {"same": [("failed", "met", "yes", 7.0), ("failed", "talks", "yes", 9.0)]})
    assert [{span.of(TEXT) for span in draft.triggers} for draft in found] == [{"met"}, {"talks", "failed"}]


def sides(*links: Linked) -> tuple[tuple[int, ...], tuple[int, ...]]:
    (draft,) = events(TRIGGERS[:1], {"argument": list(links)})
    return draft.sources, draft.recipients


def test_sides() -> None:
    assert sides(("met", "Arden", "source"), ("met", "Belmar", "recipient")) == ((0,), (1,))


def test_a_side_may_have_several() -> None:
    assert sides(("met", "Arden", "source"), ("met", "Belmar", "source")) == ((0, 1), ())


def test_an_unlikely_actor_takes_no_part() -> None:
    assert sides(("met", "Arden", "source", 3.0)) == ((), ())
    assert sides(("met", "Arden", "recipient", 5.0)) == ((), ())


def test_the_likeliest_source_counts_where_none_is_likely_enough() -> None:
    assert sides(("met", "Arden", "source", 5.0)) == ((0,), ())


def test_nobody_meets_alone() -> None:
    assert sides(("met", "Arden", "source", 5.0), ("met", "Belmar", "source", 9.0)) == ((0, 1), ())
    assert sides(("met", "Arden", "source", 5.0), ("met", "Belmar", "recipient", 9.0)) == ((0,), (1,))


def test_a_party_stays_where_there_is_no_other() -> None:
    assert _sides(np.array([[0.9, 0.1]], np.float32), 1.0, mutual=True) == ((0,), ())
    assert _sides(np.array([[0.9, 0.1], [0.1, 0.05]], np.float32), 1.0, mutual=True) == ((0,), ())


def test_nobody_is_on_both_sides() -> None:
    assert sides(("met", "Arden", "source", 8.0), ("met", "Arden", "recipient", 7.0)) == ((0,), ())
    assert sides(("met", "Arden", "source", 7.0), ("met", "Arden", "recipient", 8.0)) == ((), (0,))
    assert sides(("met", "Arden", "source", 7.0), ("met", "Arden", "recipient", 7.0)) == ((0,), ())


def test_each_mention_of_an_actor_counts() -> None:
    assert sides(("met", "Belmar#2", "recipient")) == ((), (1,))


def test_what_any_trigger_links_is_the_events() -> None:
    links: dict[str, list[Linked]] = {
        "same": [("talks", "met")],
        "argument": [("talks", "Arden", "source"), ("met", "Belmar", "recipient")],
        "place": [("met", "Selen")],
        "time": [("met", "Monday")],
    }
    (draft,) = events(TRIGGERS[:2], links)
    assert (draft.sources, draft.recipients, draft.place, draft.time) == ((0,), (1,), 0, 0)


def test_a_statement_asserts_an_event() -> None:
    met, struck = events([TRIGGERS[0], TRIGGERS[2]], {"assert": [("struck", "said")]})
    assert (met.asserted_by, struck.asserted_by) == (None, 0)


def test_a_status_is_read() -> None:
    (draft,) = events(TRIGGERS[2:], spans={"status": [("struck", "denied")]})
    assert draft.status == "denied"


def mode(kind: str, *modes: tuple[str, float]) -> str | None:
    (draft,) = events([("struck", kind)], spans={"mode": [("struck", label, score) for label, score in modes]})
    assert draft.type == kind
    return draft.mode


def test_a_mode_is_one_of_its_type() -> None:
    assert mode("ASSAULT", ("ASSAULT/aerial", 3.0), ("CONSULT/visit", 9.0)) == "aerial"


def test_no_mode_where_none_is_likelier() -> None:
    assert mode("ASSAULT", ("ASSAULT/", 3.0), ("ASSAULT/aerial", 2.0)) is None


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_can_be_without_a_mode(kind: str) -> None:
    assert mode(kind, (f"{kind}/", 3.0)) is None


def test_without_triggers_there_are_no_events() -> None:
    assert events([]) == ()


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_texts_without_words(text: str) -> None:
    none = Groups.single([])
    encoding = by_hand(text)
    assert find_events(encoding, find_triggers(text, encoding), none, none, none, []) == ()


@given(st.text(), st.integers(0, 5))
def test_drafts_hold_for_any_text(text: str, seed: int) -> None:
    some = Groups.single([Span(i, i + 1) for i in range(min(3, len(text)))])
    encoding = by_chance(text, seed)
    for draft in find_events(encoding, find_triggers(text, encoding), some, some, some, some.spans):
        assert all(span.end <= len(text) for span in draft.triggers)
        assert not set(draft.sources) & set(draft.recipients)
        assert draft.mode is None or f"{draft.type}/{draft.mode}" in LABELS["mode"]
        assert {draft.place, draft.time, draft.asserted_by} <= {None, *range(some.count)}
        assert 0 < draft.confidence <= 1.0001


def test_of_a_deed_the_likeliest_on_each_side_needs_less_than_a_further_one() -> None:
    few = np.array([[0.5, 0.0], [0.4, 0.0], [0.0, 0.5], [0.0, 0.4]], np.float32)
    assert _sides(few, 1.0) == ((0,), (2,))
    many = np.array([[0.9, 0.0], [0.7, 0.0], [0.0, 0.9], [0.0, 0.7]], np.float32)
    assert _sides(many, 1.0) == ((0, 1), (2, 3))


def test_nobody_surely_takes_part_in_what_is_hardly_an_event() -> None:
    many = np.array([[0.9, 0.0], [0.7, 0.0], [0.0, 0.9], [0.0, 0.7]], np.float32)
    assert _sides(many, 0.4) == ((0,), (2,))
    assert _sides(many, 0.1) == ((), ())


def test_one_of_those_who_are_all_received_comes() -> None:
    received = np.array([[0.1, 0.9], [0.4, 0.8], [0.2, 0.0]], np.float32)
    assert _hosted(((), (0, 1)), received) == ((1,), (0,))
    assert _hosted(((), (0,)), received) == ((), (0,))
    assert _hosted(((2,), (0, 1)), received) == ((2,), (0, 1))


def test_the_guest_of_a_visit_is_its_source() -> None:
    parties: list[Linked] = [("talks", "Arden", "recipient", 9.0), ("talks", "Belmar", "recipient", 9.0)]
    (draft,) = events(TRIGGERS[1:2], {"argument": parties}, {"mode": [("talks", "CONSULT/visit", 9.0)]})
    assert (len(draft.sources), len(draft.recipients)) == (1, 1)


def test_words_for_a_meeting_add_parties_and_a_deeds_surest_word_tells_them() -> None:
    rows = np.array([[[0.9, 0.0], [0.0, 0.0]], [[0.1, 0.0], [0.8, 0.0]]], np.float32)  # two triggers, two actors, two sides
    assert np.allclose(_gathered(rows, "CONSULT")[:, 0], [0.9, 0.8])
    assert np.allclose(_gathered(rows, "ASSAULT")[:, 0], [0.9, 0.0])
