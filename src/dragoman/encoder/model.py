"""The trained model: one ONNX graph for the states and tag scores, and a file of arrays for the small heads."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from dragoman.encoder.pieces import END, START, Pieces, load_tokenizer, missing_stops, split_pieces, windows
from dragoman.encoding import TAGS, Encoding, Floats, Heads, PairHead, SpanHead
from dragoman.errors import ModelError
from dragoman.record import Span

FOLDER = Path(__file__).parent.parent / "model"
FORMAT = 2  # raised when graph or heads change so that an older reader could not use them

# Marks on the pieces of the two arguments of a relation.
SOURCE, TARGET = 1, 2


@dataclass(frozen=True, slots=True)
class Card:
    """What the model says of itself: its version (a hash of its files) and how it was made."""

    version: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded model. `encode` is a pure function of its arguments."""

    session: ort.InferenceSession
    tokenizer: Tokenizer
    heads: Heads
    card: Card

    def encode(self, text: str, sentences: Sequence[Span], marks: Sequence[tuple[Span, int]] = ()) -> Encoding:
        """The encoding of a text whose sentences are given; `marks` point at the arguments of a relation."""
        pieces = split_pieces(text, sentences, self.tokenizer, missing_stops(text, sentences))
        marked = _marked(pieces, marks)
        parts = [self._window(pieces, marked, first, last) for first, last in windows(pieces)]
        width = next(iter(self.heads.spans.values())).w1.shape[0]
        if not parts:
            empty = np.zeros((0, width), np.float32)
            tags = {name: np.zeros((0, 1 + 2 * len(kinds)), np.float32) for name, kinds in TAGS.items()}
            return Encoding(pieces.offsets, pieces.sentence, empty, tags, np.zeros(width, np.float32), self.heads)
        hidden = np.concatenate([h[1:-1] for h, _ in parts])
        scores = np.concatenate([t[1:-1] for _, t in parts])
        summary: Floats = np.mean([h[0] for h, _ in parts], axis=0)
        return Encoding(pieces.offsets, pieces.sentence, hidden, _by_head(scores), summary, self.heads)

    def count(self, text: str) -> int:
        """How many word pieces a text has: what the time that it takes goes by."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def _window(self, pieces: Pieces, marked: Any, first: int, last: int) -> tuple[Floats, Floats]:
        # One window at a time: the graph scales its int8 numbers by the largest of what it is given together, so that windows
        # of other reports, or padding, would change a report's reading (states by up to 0.4 and more, where they are some 1).
        inputs = np.zeros((4, 1, last - first + 2), np.int64)
        inputs[0, 0, 0], inputs[0, 0, -1] = START, END
        for row, values in enumerate((pieces.ids, pieces.shapes, pieces.gaps, marked)):
            inputs[row, 0, 1:-1] = values[first:last]
        hidden, tags = self.session.run(None, dict(zip(("ids", "shapes", "gaps", "marks"), inputs, strict=True)))
        return hidden[0], tags[0]


def _marked(pieces: Pieces, marks: Sequence[tuple[Span, int]]) -> Any:
    found = np.zeros(len(pieces), np.int32)
    for span, mark in marks:
        found[(pieces.offsets[:, 0] < span.end) & (pieces.offsets[:, 1] > span.start)] = mark
    return found


def _by_head(scores: Floats) -> dict[str, Floats]:
    borders = np.cumsum([1 + 2 * len(kinds) for kinds in TAGS.values()])[:-1]
    return dict(zip(TAGS, np.split(scores, borders, axis=1), strict=True))


def load_encoder(folder: Path = FOLDER, threads: int | None = None, gpu: bool = False) -> Encoder:
    """The model in a folder, on as many threads as the process may use. Raises ModelError where files lack or do not fit.

    With `gpu` it runs on one where the runtime can (the package onnxruntime-gpu); ModelError where it cannot.
    """
    try:
        details = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        if details["format"] != FORMAT:
            raise ModelError(f"{folder}: a model of format {details['format']}; this version reads format {FORMAT}")
        options = ort.SessionOptions()
        # onnxruntime counts the machine's cores, not those that the process may use, and then waits for the others.
        options.intra_op_num_threads = threads or usable_cores()
        options.inter_op_num_threads = 1
        session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=_providers(gpu))
        calibration = {part: (float(slope), float(shift)) for part, (slope, shift) in details.get("calibration", {}).items()}
        tokenizer, heads = load_tokenizer(folder / "tokenizer.json"), replace(load_heads(folder / "heads.npz"), calibration=calibration)
        return Encoder(session, tokenizer, heads, Card(details["version"], details))
    except ModelError:
        raise
    except Exception as error:  # onnxruntime, tokenizers and numpy each have exceptions of their own for a broken file
        raise ModelError(f"{folder}: no usable model here ({error})") from error


def _providers(gpu: bool) -> list[str]:
    cpu = "CPUExecutionProvider"
    if not gpu:
        return [cpu]
    if "CUDAExecutionProvider" not in ort.get_available_providers():
        raise ModelError("onnxruntime finds no GPU here; the package onnxruntime-gpu in the place of onnxruntime does")
    return ["CUDAExecutionProvider", cpu]


def version(folder: Path, calibration: Mapping[str, Any]) -> str:
    """The version of a model: a hash of its files and of its curves."""
    digest = hashlib.sha256(json.dumps(calibration, sort_keys=True).encode() if calibration else b"")
    for name in ("encoder.onnx", "heads.npz", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def usable_cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load_heads(path: Path) -> Heads:
    """The small heads from an archive of arrays named `spans.NAME.w1`, `pairs.NAME.a` ..., and their labels."""
    with np.load(path) as archive:
        arrays = {name: archive[name].astype(np.float32) for name in archive.files if not name.startswith("labels.")}
        named = [name for name in archive.files if name.startswith("labels.")]
        labels = {name.removeprefix("labels."): tuple(str(value) for value in archive[name]) for name in named}
    found: dict[str, dict[str, dict[str, Floats]]] = {"spans": {}, "pairs": {}}
    for name, array in arrays.items():
        group, head, part = name.split(".")
        found[group].setdefault(head, {})[part] = array
    return Heads(
        {name: SpanHead(**{f.name: parts[f.name] for f in fields(SpanHead)}) for name, parts in found["spans"].items()},
        {name: PairHead(**{f.name: parts[f.name] for f in fields(PairHead)}) for name, parts in found["pairs"].items()},
        labels,
    )
