"""Running the model's graph over windows, and loading its files, with a stand-in for the graph."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dragoman.encoder import SOURCE, TARGET, Card, Encoder, load_encoder
from dragoman.encoder.model import FORMAT, load_heads
from dragoman.encoder.pieces import END, START, WINDOW
from dragoman.encoding import TAGS, Heads, PairHead, SpanHead
from dragoman.errors import ModelError
from dragoman.text.sentences import split_sentences
from tests.fake_encoder import TOKENIZER, at

WIDTH = 3
SCORES = sum(1 + 2 * len(kinds) for kinds in TAGS.values())


class FakeSession:
    """A graph whose states are the piece's id, its place in the window and its mark; its scores count the columns."""

    def __init__(self) -> None:
        self.given: list[Mapping[str, np.ndarray]] = []

    def run(self, outputs: None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        self.given.append(given)
        ids = given["ids"].astype(np.float32)
        places = np.arange(ids.shape[1], dtype=np.float32)[None]
        hidden = np.stack([ids, places, given["marks"].astype(np.float32)], axis=2)
        return [hidden, np.broadcast_to(np.arange(SCORES, dtype=np.float32), (1, ids.shape[1], SCORES))]


def zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)


def encoder() -> tuple[Encoder, FakeSession]:
    session = FakeSession()
    heads = Heads({"kind": SpanHead(zeros(WIDTH, 2), zeros(2), zeros(2, 4), zeros(4))}, {}, {})
    return Encoder(session, TOKENIZER, heads, Card("v", {})), session  # type: ignore[arg-type]


def encode(text: str, marks: Sequence[Any] = ()) -> tuple[Any, FakeSession]:
    made, session = encoder()
    return made.encode(text, split_sentences(text), marks), session


def test_states_are_those_of_the_pieces_without_the_ends() -> None:
    encoding, session = encode("The talks.")
    (given,) = session.given
    assert given["ids"].shape == (1, 5)
    assert (given["ids"][0, 0], given["ids"][0, -1]) == (START, END)
    assert encoding.hidden[:, 1].tolist() == [1, 2, 3]
    assert encoding.hidden[:, 0].tolist() == given["ids"][0, 1:-1].tolist()
    assert all(given[name][0, 0] == given[name][0, -1] == 0 for name in ("shapes", "gaps", "marks"))


def test_scores_are_parted_by_head() -> None:
    encoding, _ = encode("The talks.")
    assert tuple(encoding.tags) == tuple(TAGS)
    assert np.concatenate([encoding.tags[head][0] for head in TAGS]).tolist() == list(range(SCORES))
    assert all(encoding.tags[head].shape == (3, 1 + 2 * len(kinds)) for head, kinds in TAGS.items())


def test_a_long_text_is_read_in_windows() -> None:
    text = "the " * (2 * WINDOW + 9) + "."
    encoding, session = encode(text)
    assert [given["ids"].shape[1] - 2 for given in session.given] == [WINDOW, WINDOW, 10]
    assert len(encoding.hidden) == len(encoding.pieces) == 2 * WINDOW + 10
    assert encoding.hidden[:, 1].max() == WINDOW
    assert encoding.summary.shape == (WIDTH,)


def test_a_text_without_words_needs_no_graph() -> None:
    encoding, session = encode(" \n")
    assert session.given == []
    assert encoding.hidden.shape == (0, WIDTH)
    assert encoding.summary.shape == (WIDTH,)
    assert all(encoding.tags[head].shape == (0, 1 + 2 * len(kinds)) for head, kinds in TAGS.items())


def test_marks_stand_on_the_arguments() -> None:
    text = "The talks said."
    encoding, _ = encode(text, [(at(text, "The"), SOURCE), (at(text, "said"), TARGET)])
    assert encoding.hidden[:, 2].tolist() == [SOURCE, 0, TARGET, 0]


# --- the files -----------------------------------------------------------------------------------------------------------


def heads_file(folder: Path) -> Path:
    path = folder / "heads.npz"
    spans = {f"spans.kind.{part}": np.full((2, 2), i, np.float16) for i, part in enumerate(("w1", "b1", "w2", "b2"))}
    pairs = {f"pairs.via.{part}": np.full((2, 2), i, np.float16) for i, part in enumerate(("a", "b", "p", "q", "d", "b1", "w2", "b2"))}
    np.savez(path, **spans, **pairs, **{"labels.act": np.array(["say", "deny"])})
    return path


def test_heads_are_loaded_by_name(tmp_path: Path) -> None:
    heads = load_heads(heads_file(tmp_path))
    assert (set(heads.spans), set(heads.pairs), heads.labels) == ({"kind"}, {"via"}, {"act": ("say", "deny")})
    assert [array[0, 0] for array in (heads.spans["kind"].w1, heads.spans["kind"].b2)] == [0, 3]
    via: PairHead = heads.pairs["via"]
    assert [array[0, 0] for array in (via.a, via.b, via.p, via.q, via.d, via.b1, via.w2, via.b2)] == list(range(8))
    assert via.a.dtype == heads.spans["kind"].w1.dtype == np.float32


CARD = json.dumps({"format": FORMAT, "version": "v"})


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        load_encoder(tmp_path)


@pytest.mark.parametrize("missing", ["encoder.onnx", "tokenizer.json", "heads.npz"])
def test_a_missing_file_is_told(missing: str, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(CARD)
    # Whatever stands before it in the order of loading is broken too, where no model ships with the tests: still one clear error.
    for name in {"encoder.onnx", "tokenizer.json", "heads.npz"} - {missing}:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelError):
        load_encoder(tmp_path)


@pytest.mark.parametrize("card", ["", "{", "[]", "{}", "null", '{"format": "1"}', json.dumps({"format": FORMAT + 1, "version": "v"})])
def test_a_card_that_does_not_fit(card: str, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(card)
    with pytest.raises(ModelError):
        load_encoder(tmp_path)


def test_another_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(json.dumps({"format": FORMAT + 1, "version": "v"}))
    with pytest.raises(ModelError, match=f"format {FORMAT + 1}.*format {FORMAT}"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"version https://git-lfs.github.com/spec/v1\n"])
def test_a_broken_graph_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(CARD)
    (tmp_path / "encoder.onnx").write_bytes(content)
    with pytest.raises(ModelError):
        load_encoder(tmp_path)
