"""Statements: cues, frames, speakers and chains."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.encoding import FRAME
from dragoman.extract.links import Groups
from dragoman.extract.statements import Draft, _path, find_statements
from dragoman.record import Span
from tests.fake_encoder import Linked, Said, at, by_chance, by_hand, frame

TEXT = 'Arden will talk, Doran said. "Belmar lies," he added. It denied that its guards fired.'


def statements(
    text: str,
    frames: list[Linked],
    cues: list[str],
    actors: list[list[str]] | None = None,
    spans: dict[str, list[Said]] | None = None,
    **pairs: list[Linked],
) -> tuple[Draft, ...]:
    encoding = by_hand(text, {"cue": [(cue, "cue") for cue in cues]}, spans, {"frame": frames, **pairs})
    rows = sorted((at(text, words), number) for number, group in enumerate(actors or []) for words in group)
    return find_statements(text, encoding, Groups(tuple(s for s, _ in rows), tuple(n for _, n in rows), len(actors or [])))[0]


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(text) for span in spans]


def test_a_cue_with_its_source_and_content() -> None:
    (draft,) = statements(TEXT, frame("said", ["Arden will talk"], ["Doran"]), ["said"], spans={"act": [("said", "announce")]})
    assert draft.cue.of(TEXT) == "said"
    assert words(TEXT, draft.content) == ["Arden will talk"]
    assert words(TEXT, draft.source) == ["Doran"]
    assert draft.act == "announce"
    assert not draft.anonymous
    assert draft.confidence > 0.99


def test_a_cue_without_content_is_no_statement() -> None:
    assert statements(TEXT, frame("said", [], ["Doran"]), ["said"]) == ()


def test_a_cue_without_content_is_listed_as_unread() -> None:
    encoding = by_hand(TEXT, {"cue": [("said", "cue"), ("added", "cue")]}, pairs={"frame": frame("added", ["Belmar lies"])})
    drafts, unread = find_statements(TEXT, encoding, Groups.single([]))
    assert [draft.cue.of(TEXT) for draft in drafts] == ["added"]
    assert [entry.span.of(TEXT) for entry in unread] == ["said"]
    assert unread[0].reason


def test_without_cues_there_is_nothing() -> None:
    assert statements(TEXT, frame("said", ["Arden will talk"]), []) == ()


def test_a_content_may_come_in_several_pieces() -> None:
    text = '"We agreed", Doran said, "to meet".'
    (draft,) = statements(text, frame("said", ["We agreed", "to meet"]), ["said"])
    assert words(text, draft.content) == ["We agreed", "to meet"]


def test_a_content_may_go_over_the_ends_of_sentences() -> None:
    text = "Doran said: We agreed. We will meet. Then he left."
    (draft,) = statements(text, frame("said", ["We agreed . We#2 will meet"]), ["said"])
    assert words(text, draft.content) == ["We agreed. We will meet"]


def test_a_content_of_one_piece() -> None:
    text = "Doran denied it."
    (draft,) = statements(text, [("denied", "it", "content_first")], ["denied"])
    assert words(text, draft.content) == ["it"]


def test_a_statement_within_a_statement() -> None:
    text = "Radio Port said that Doran denied that guards fired."
    frames = frame("said", ["that Doran denied that#2 guards fired"], ["Radio Port"]) + frame("denied", ["that#2 guards fired"], ["Doran"])
    outer, inner = statements(text, frames, ["said", "denied"])
    assert words(text, outer.content) == ["that Doran denied that guards fired"]
    assert words(text, inner.content) == ["that guards fired"]
    assert outer.content[0].contains(inner.content[0])


def test_two_cues_may_share_one_content() -> None:
    text = "Guards fired, Radio Port reported, citing an aide."
    frames = frame("reported", ["Guards fired"], ["Radio Port"]) + frame("citing", ["Guards fired"], ["an aide"])
    first, second = statements(text, frames, ["reported", "citing"], spans={"anonymous": [("citing", "yes")]}, via=[("reported", "citing")])
    assert first.content == second.content
    assert (first.anonymous, second.anonymous) == (False, True)
    assert (first.via, second.via) == ((1,), ())


def test_a_denial_points_at_what_it_denies() -> None:
    text = "Arden claims guards fired; Belmar denies it."
    frames = [*frame("claims", ["guards fired"]), ("denies", "it", "content_first")]
    claim, denial = statements(text, frames, ["claims", "denies"], denies=[("denies", "claims"), ("denies", "denies")])
    assert (claim.denies, denial.denies) == ((), (0,)), "and never at itself"


def test_links_pass_over_cues_that_are_no_statements() -> None:
    text = "They said. Arden claims guards fired; Belmar denies it."
    frames = [*frame("claims", ["guards fired"]), ("denies", "it", "content_first")]
    claim, denial = statements(text, frames, ["said", "claims", "denies"], denies=[("denies", "claims")])
    assert (claim.cue.of(text), denial.denies) == ("claims", (0,))


# --- speakers ------------------------------------------------------------------------------------------------------------

SPEAKING = frame("said", ["Arden will talk"], ["Doran"])


def speakers(frames: list[Linked], *links: Linked) -> tuple[int, ...]:
    (draft,) = statements(TEXT, frames, ["said"], [["Arden"], ["Doran", "he"], ["Belmar"]], speaker=list(links))
    return draft.speakers


def test_the_actor_named_in_the_source_speaks() -> None:
    assert speakers(SPEAKING, ("said", "Doran")) == (1,)


def test_an_actor_outside_the_source_does_not_speak_where_there_is_one() -> None:
    assert speakers(SPEAKING, ("said", "Arden"), ("said", "Doran", "yes", 4.0)) == (1,)


def test_an_unlikely_actor_in_the_source_does_not_speak() -> None:
    assert speakers(SPEAKING) == ()


def test_without_a_source_the_likeliest_actor_speaks() -> None:
    bare = frame("said", ["Arden will talk"])
    assert speakers(bare, ("said", "Belmar", "yes", 5.5), ("said", "Arden", "yes", 5.2)) == (2,)
    assert speakers(bare, ("said", "Belmar", "yes", 4.0)) == ()


def test_several_speak_where_several_are_sure() -> None:
    bare = frame("said", ["Arden will talk"])
    assert speakers(bare, ("said", "Belmar"), ("said", "Arden")) == (0, 2)


def test_a_source_that_names_no_actor_leaves_the_speaker_open() -> None:
    assert speakers(frame("said", ["Arden will talk"], ["added"]), ("said", "Belmar")) == ()


def test_without_actors_nobody_speaks() -> None:
    (draft,) = statements(TEXT, SPEAKING, ["said"])
    assert draft.speakers == ()


# --- the path of labels --------------------------------------------------------------------------------------------------


def path(*rows: dict[str, float]) -> list[str]:
    probabilities = np.zeros((len(rows), len(FRAME)), np.float32)
    for row, labels in zip(probabilities, rows, strict=True):
        for label, probability in labels.items():
            row[FRAME.index(label)] = probability
        row[0] += 1 - row.sum()
    return [FRAME[label] for label in _path(probabilities).tolist()]


FIRST, INNER, LAST, O = {"content_first": 0.9}, {"content_inner": 0.9}, {"content_last": 0.9}, {"O": 1.0}  # noqa: E741


def test_a_sure_path_is_kept() -> None:
    assert path(O, FIRST, INNER, LAST, O) == ["O", "content_first", "content_inner", "content_last", "O"]


def test_an_inner_piece_is_given_its_beginning() -> None:
    assert path(O, {"content_inner": 0.6, "content_first": 0.3}, INNER, LAST)[1:] == ["content_first", "content_inner", "content_last"]


def test_a_content_without_an_end_is_given_one() -> None:
    assert path(FIRST, INNER, {"content_inner": 0.6, "content_last": 0.3}, O)[2] == "content_last"


def test_a_content_that_the_text_breaks_off_is_given_an_end() -> None:
    assert path(FIRST, INNER, {"content_inner": 0.9, "content_last": 0.05})[2] == "content_last"


def test_a_gap_within_parts_two_contents() -> None:
    assert path(FIRST, LAST, O, FIRST, LAST) == ["content_first", "content_last", "O", "content_first", "content_last"]


@given(st.lists(st.lists(st.floats(-6, 6, width=32), min_size=6, max_size=6), max_size=12))
def test_the_path_is_always_an_allowed_one(scores: list[list[float]]) -> None:
    raised = np.exp(np.array(scores, np.float32).reshape(-1, 6))
    labels = ["O", *(FRAME[label] for label in _path(raised / raised.sum(axis=1, keepdims=True)).tolist()), "O"]
    for before, after in pairwise(labels):
        if after in ("content_inner", "content_last"):
            assert before in ("content_first", "content_inner")
        if before == "content_inner":
            assert after in ("content_inner", "content_last")
        if after == "source_inner":
            assert before in ("source_first", "source_inner")


@given(st.text(), st.integers(0, 5))
def test_drafts_hold_for_any_text(text: str, seed: int) -> None:
    actors = Groups.single([Span(i, i + 1) for i in range(min(3, len(text)))])
    drafts, unread = find_statements(text, by_chance(text, seed), actors)
    assert all(entry.span.end <= len(text) and entry.reason for entry in unread)
    assert list(drafts) == sorted(drafts, key=lambda draft: draft.cue)
    for row, draft in enumerate(drafts):
        assert draft.content
        assert all(span.end <= len(text) for span in (draft.cue, *draft.content, *draft.source))
        assert set(draft.speakers) <= set(range(actors.count))
        assert {*draft.via, *draft.denies} <= set(range(len(drafts))) - {row}


def test_parts_of_one_content_do_not_overlap() -> None:
    # Two pieces of one word, each the beginning of a content of its own: stretched to whole words they are the same.
    text = "Doran denied everything."
    encoding = by_hand(text, {"cue": [("denied", "cue")]}, pairs={"frame": [("denied", "everything", "content_first")]})
    split = np.array([(0, 5), (6, 12), (13, 18), (18, 23), (23, 24)], np.int32)
    doubled = [0, 1, 2, 2, 3]
    encoding = replace(
        encoding,
        pieces=split,
        hidden=encoding.hidden[doubled],
        sentence=encoding.sentence[doubled],
        tags={head: scores[doubled] for head, scores in encoding.tags.items()},
    )
    ((draft,), _) = find_statements(text, encoding, Groups.single([]))
    assert words(text, draft.content) == ["everything"]


@pytest.mark.parametrize("text", ["", "   "])
def test_texts_without_words(text: str) -> None:
    assert find_statements(text, by_hand(text), Groups.single([])) == ((), ())


def test_the_usual_act_of_a_cue_counts_where_the_head_is_unsure() -> None:
    encoding = by_hand(TEXT, {"cue": [("said", "cue")]}, pairs={"frame": frame("said", ["Arden will talk"])})
    ((plain,), _) = find_statements(TEXT, encoding, Groups.single([]))
    ((usual,), _) = find_statements(TEXT, encoding, Groups.single([]), {"said": "deny"}.get)
    assert (plain.act, usual.act) == ("say", "deny")


def test_a_denial_of_nothing_is_of_the_nearest_charge_by_another_speaker() -> None:
    frames = [*frame("said", ["Arden will talk"], ["Doran"]), *frame("denied", ["its guards fired"], ["It"])]
    acts: list[Said] = [("said", "accuse"), ("denied", "deny")]
    actors = [["Doran"], ["It"]]
    speakers: list[Linked] = [("said", "Doran"), ("denied", "It")]
    charge, denial = statements(TEXT, frames, ["said", "denied"], actors, {"act": acts}, speaker=speakers)
    assert (charge.denies, denial.denies) == ((), (0,))
    plain, denial = statements(TEXT, frames, ["said", "denied"], actors, {"act": [("denied", "deny")]}, speaker=speakers)
    assert (plain.denies, denial.denies) == ((), ())
