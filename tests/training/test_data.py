"""Data sets as training examples."""

from __future__ import annotations

import gzip
import hashlib
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dragoman.encoding import FRAME, KINDS, TAGS, TYPES
from tests.fake_encoder import TOKENIZER, at
from training import data
from training.data import Example, Range, Window
from training.labels import ACTS, CONTEXTS, MODES, STATUSES

TEXT = "Arden talks. It said: the talks ended."


def span(words: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    found = at(text, words)
    return {"start": found.start, "end": found.end, **more}


def window(text: str = TEXT, size: int = 510) -> Window:
    return data.text_windows(text, TOKENIZER, size)[0]


def covered(example_window: Window, ranges: list[Range], text: str = TEXT) -> list[str]:
    return [text[example_window.offsets[a, 0] : example_window.offsets[b - 1, 1]] for a, b in ranges]


def words_of(text: str, labels: np.ndarray, head: str) -> list[tuple[str, str]]:
    """(words, kind) of each span that tag labels make."""
    offsets, found = window(text).offsets, []
    for row, label in enumerate(labels.tolist()):
        if label % 2:
            found.append([offsets[row, 0], offsets[row, 1], (label - 1) // 2])
        elif label:
            assert found and found[-1][2] == label // 2 - 1
            found[-1][1] = offsets[row, 1]
    return [(text[a:b], TAGS[head][kind]) for a, b, kind in found]


# --- what is kept aside --------------------------------------------------------------------------------------------------


def test_a_share_of_the_reports_is_about_as_large_as_asked_and_lies_in_each_larger_one() -> None:
    names = [f"r{number}" for number in range(4_000)]
    eighth, half = ({name for name in names if data.draw(name) < share} for share in (0.125, 0.5))
    assert eighth < half
    assert len(eighth) / 4_000 == pytest.approx(0.125, abs=0.02)
    assert len(half) / 4_000 == pytest.approx(0.5, abs=0.03)
    assert sum(data.is_aside(name) for name in eighth) / len(eighth) == pytest.approx(0.2, abs=0.05)  # the two draws have nothing in common


def test_a_fifth_is_kept_aside_by_the_hash_of_the_id() -> None:
    names = [f"report-{number}" for number in range(2000)]
    aside = [name for name in names if data.is_aside(name)]
    assert 340 < len(aside) < 460
    assert aside == [name for name in names if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 == 0]


def test_rows_are_read_plain_and_gzipped(tmp_path: Path) -> None:
    lines = '{"a": 1}\n\n{"a": 2}\n'
    (tmp_path / "x.jsonl").write_text(lines)
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("x.jsonl", "x.jsonl.gz"):
        assert [row["a"] for row in data.rows(tmp_path / name)] == [1, 2]


# --- spans to pieces -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Arden", "talks", "It said", "the talks ended", "."])
def test_the_pieces_of_a_span(words: str) -> None:
    made = window()
    assert covered(made, made.ranges([span(words)])) == [words]


def test_a_span_without_pieces_has_no_range() -> None:
    assert window().range([5, 6]) is None
    assert window().range([500, 600]) is None


def test_a_span_belongs_to_the_window_in_which_it_begins() -> None:
    text = "the talks. Said ended."
    first, second = data.text_windows(text, TOKENIZER, 5)[:2]
    over = span("talks. Said", text)
    assert first.range(over)
    assert second.range(over) is None
    assert second.range(span("Said", text)) == (0, 1)
    assert first.range(span("Said", text)) is None


def test_tags_mark_first_and_inner_pieces() -> None:
    made = window()
    made.tag("event", [(span("talks"), "CONSULT"), (span("the talks"), "AGREE")])
    assert words_of(TEXT, made.example.tags["event"], "event") == [("talks", "CONSULT"), ("the talks", "AGREE")]


def test_of_overlapping_spans_the_longer_stands_and_the_rest_begins_anew() -> None:
    made = window()
    made.tag("mention", [(span("It said"), "name"), (span("said: the"), "pronoun"), (span("talks#2"), "nominal")])
    assert words_of(TEXT, made.example.tags["mention"], "mention") == [("It", "name"), ("said: the", "pronoun"), ("talks", "nominal")]
    made.tag("mention", [(span("It said: the"), "name"), (span("the talks"), "nominal")])
    assert words_of(TEXT, made.example.tags["mention"], "mention") == [("It said: the", "name"), ("talks", "nominal")]


# --- a marked report -----------------------------------------------------------------------------------------------------


def gold() -> dict[str, Any]:
    event = {"mode": None, "status": "happened", "sources": ["A1"], "recipients": ["A2"], "place": None, "time": None, "asserted_by": None}
    return {
        "report": {"id": "r", "text": TEXT},
        "mentions": [span("Arden", form="name", actor="A1"),
                     span("It", form="pronoun", actor="A1"), span("the", form="nominal", actor="A2")],
        "actors": [{"id": "A1", "kind": "country", "roles": []}, {"id": "A2", "kind": "group", "roles": []}],
        "statements": [
            {"id": "S1", "speakers": ["A1"], "source": [span("It")], "cue": [span("said")],
             "content": [span("the talks ended")], "act": "say",
             "anonymous": False, "via": [], "denies": []},
        ],
        "events": [
            {**event, "id": "E1", "type": "CONSULT", "trigger": span("talks"),
             "evidence": [span("talks"), span("talks#2")], "asserted_by": "S1"},
            {**event, "id": "E2", "type": "RETREAT", "mode": "withdraw", "trigger": span("ended"),
             "evidence": [span("ended")], "status": "ongoing"},
        ],
        "meetings": [], "mechanisms": [], "places": [], "times": [], "contexts": ["diplomatic"],
    }  # fmt: skip


@pytest.fixture(name="example")
def _example() -> Example:
    (made,) = data.marked(gold(), TOKENIZER, lambda name: frozenset(), 510)
    return made


def test_every_tag_head_is_taught(example: Example) -> None:
    assert set(example.tags) == set(TAGS)
    assert words_of(TEXT, example.tags["event"], "event") == [("talks", "CONSULT"), ("talks", "CONSULT"), ("ended", "RETREAT")]
    assert words_of(TEXT, example.tags["content"], "content") == [("the talks ended", "content")]
    assert not example.tags["time"].any()


def test_labels_of_spans(example: Example) -> None:
    def labels(head: str, names: tuple[str, ...]) -> list[str]:
        return [names[number] for number in example.spans[head][1].tolist()]

    assert labels("kind", KINDS) == ["country", "country", "group"]
    assert labels("event", ("NONE", *TYPES)) == ["CONSULT", "CONSULT", "RETREAT"]
    assert labels("mode", MODES) == ["CONSULT/", "CONSULT/", "RETREAT/withdraw"]
    assert labels("status", STATUSES) == ["happened", "happened", "ongoing"]
    assert labels("act", ACTS) == ["say"]
    assert example.contexts is not None
    assert [CONTEXTS[number] for number in np.flatnonzero(example.contexts)] == ["diplomatic"]


def test_links_point_at_groups(example: Example) -> None:
    argument = example.links["argument"]
    assert argument.group == example.clusters == [0, 0, 1]
    assert argument.truth.tolist() == [[[1, 0], [0, 1]]] * 3
    assert argument.features.shape[:2] == (3, 3)
    assert example.links["same"].truth[..., 0].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert example.links["assert"].truth[..., 0].tolist() == [[1], [1], [0]]
    assert example.links["speaker"].truth[0, :, 0].tolist() == [1, 0]
    assert "place" not in example.links, "without a place there is nothing to link"


def test_a_frame_labels_every_piece_seen_from_its_cue(example: Example) -> None:
    assert example.frames is not None
    _, labels, far = example.frames
    pieces = [(TEXT[a:b], FRAME[label]) for (a, b), label in zip(window().offsets.tolist(), labels[0].tolist(), strict=True) if label]
    assert pieces[0] == ("It"[: len(pieces[0][0])], "source_first")
    content = [label for _, label in pieces if label.startswith("content")]
    assert (content[0], content[-1]) == ("content_first", "content_last")
    assert set(content[1:-1]) == {"content_inner"}
    assert far.shape[:2] == labels.shape


def test_relations_of_a_marked_report_name_its_types() -> None:
    found = list(data.marked_relations(gold(), TOKENIZER, random.Random(1)))
    told = [example.relation for example in found]
    assert all(r is not None and r[2].sum() == 1 for r in told)


def test_a_relation_marks_its_ends() -> None:
    made = data.relation(TEXT, [0, 5], [13, 15], ["ACCUSE"], TOKENIZER)
    assert made is not None and made.relation is not None
    assert set(made.marks.tolist()) == {0, 1, 2}
    assert [("NONE", *TYPES)[number] for number in np.flatnonzero(made.relation[2])] == ["ACCUSE"]


def test_a_relation_without_types_is_none() -> None:
    made = data.relation(TEXT, None, [13, 15], [], TOKENIZER)
    assert made is not None and made.relation is not None
    assert made.relation[0] is None
    assert np.flatnonzero(made.relation[2]).tolist() == [0]
    assert set(made.marks.tolist()) == {0, 2}


def test_a_text_without_words_makes_no_relation() -> None:
    assert data.relation(" ", None, None, [], TOKENIZER) is None


def test_yield_stands_for_two_types() -> None:
    assert data.plv_types({"root": "YIELD"}) == ("CONCEDE", "RETREAT")
    assert data.plv_types({"root": "AID"}) == ("AID",)


def test_an_attribution_teaches_cues_contents_and_frames_alone() -> None:
    record = {
        "text": TEXT,
        "attributions": [{"source": [[13, 15]], "cue": [[16, 20]], "content": [[22, 37]]}, {"source": [], "cue": [], "content": [[0, 5]]}],
    }
    (example,) = data.attribution(record, TOKENIZER, 510, 0.5)
    assert set(example.tags) == {"cue", "content"}
    assert words_of(TEXT, example.tags["cue"], "cue") == [("said", "cue")]
    assert example.frames is not None
    assert len(example.frames[0]) == 1
    assert (example.weight, example.contexts, example.links) == (0.5, None, {})


def test_sets_of_names_leave_open_what_they_do_not_mark() -> None:
    text = "Arden met him in Selen."
    record = {"text": text, "entities": [{**span("Arden", text), "type": "PER"}, {**span("Selen", text), "type": "LOC"}]}
    (example,) = data.named(record, TOKENIZER, 510)
    assert example.names_only
    assert words_of(text, np.maximum(example.tags["mention"], 0), "mention") == [("Arden", "name")]
    assert words_of(text, example.tags["place"], "place") == [("Selen", "place")]
    # Whether the location acts the set does not say, so that its pieces teach the mention head nothing.
    (unknown,) = window(text).ranges([span("Selen", text)])
    assert set(example.tags["mention"][slice(*unknown)].tolist()) == {data.UNKNOWN}
    assert (np.delete(example.tags["mention"], range(*unknown)) >= 0).all()
