"""Text to word pieces in windows: what the encoder's graph takes in.

Training and reading share this file, so that both see the same pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from dragoman.encoding import Ints
from dragoman.record import Span

START, PAD, END = 0, 1, 2  # <s>, <pad> and </s> in the vocabulary of MPNet
WINDOW = 510  # pieces; the base model's positions end at 512, two of them are <s> and </s>

# The vocabulary knows no capitals, so the shape of each piece's word is given beside it.
SHAPES = ("other", "lower", "title", "upper", "mixed", "initial", "number")
GAPS = ("none", "space", "line", "paragraph")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text: ids, characters [n, 2], shapes, the white space before each, and their sentences."""

    ids: Ints
    offsets: Ints
    shapes: Ints
    gaps: Ints
    sentence: Ints

    def __len__(self) -> int:
        return len(self.ids)


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer without padding, truncation and special tokens of its own."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def split_pieces(text: str, sentences: Sequence[Span], tokenizer: Tokenizer, stops: Sequence[int] = ()) -> Pieces:
    """The word pieces of a text. Characters that make no piece (white space, controls) are in none.

    At each place of `stops`, ascending, a full stop is put that the text lacks: a piece of no characters.
    """
    shown = "".join(text[a:b] + "." for a, b in pairwise((0, *stops))) + text[stops[-1] if stops else 0 :]
    encoded = tokenizer.encode(shown, add_special_tokens=False)
    kept = [(i, s, e) for i, (s, e) in zip(encoded.ids, encoded.offsets, strict=True) if s < e]
    ids = np.array([i for i, _, _ in kept], np.int32)
    seen = np.array([(s, e) for _, s, e in kept], np.int32).reshape(-1, 2)
    put = np.array(stops, np.int32) + np.arange(len(stops), dtype=np.int32)
    offsets = (seen - np.searchsorted(put, seen)).astype(np.int32)
    starts = np.array([s.start for s in sentences] or [0], np.int32)
    sentence = np.maximum(np.searchsorted(starts, offsets[:, 0], side="right") - 1, 0).astype(np.int32)
    return Pieces(ids, offsets, _shapes(shown, seen), _gaps(shown, seen), sentence)


_RUNNING = 110  # characters; of headings and items of lists, which need no stop, few are as long


def missing_stops(text: str, sentences: Sequence[Span]) -> list[int]:
    """The ends of paragraphs of running text that lack their full stop, as on pages that leave it out.

    The model was trained on texts that have it, and finds a quotation's end, and with it the quotation, by it.
    """
    borders = pairwise((*sentences, Span(len(text), len(text) + 1)))
    return [
        here.end
        for here, after in borders
        if len(here) >= _RUNNING and text[here.end - 1].isalnum() and (after.start == len(text) or "\n" in text[here.end : after.start])
    ]


def windows(pieces: Pieces, size: int = WINDOW) -> list[tuple[int, int]]:
    """Ranges [first, last) of pieces that fill the windows: as many whole sentences as fit, long sentences cut."""
    borders = [0, *(np.flatnonzero(np.diff(pieces.sentence)) + 1).tolist(), len(pieces)]
    found: list[tuple[int, int]] = []
    start = 0
    for left, right in pairwise(borders):
        if right - start > size and left > start:
            found.append((start, left))
            start = left
        while right - start > size:
            found.append((start, start + size))
            start += size
    if start < len(pieces):
        found.append((start, len(pieces)))
    return found


_WORD = re.compile(r"\w+(?:['’.&-]\w+)*\.?")


def _shapes(text: str, offsets: Ints) -> Ints:
    words = [(hit.start(), hit.end(), _shape(hit.group())) for hit in _WORD.finditer(text)]
    starts = np.array([w[0] for w in words] or [0])
    ends = np.array([w[1] for w in words] or [0])
    kinds = np.array([w[2] for w in words] or [0], np.int32)
    at = np.maximum(np.searchsorted(starts, offsets[:, 0], side="right") - 1, 0)
    inside: Ints = np.where((starts[at] <= offsets[:, 0]) & (offsets[:, 0] < ends[at]), kinds[at], 0).astype(np.int32)
    return inside


def _shape(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return SHAPES.index("number") if any(c.isdigit() for c in word) else 0
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return SHAPES.index("lower")
    if upper == len(letters):
        return SHAPES.index("initial" if upper == 1 else "upper")
    return SHAPES.index("title" if upper == 1 and word[0].isupper() else "mixed")


def _gaps(text: str, offsets: Ints) -> Ints:
    found = np.zeros(len(offsets), np.int32)
    last = 0
    for row, (start, end) in enumerate(offsets.tolist()):
        if start > last:
            between = text[last:start]
            lines = between.count("\n")
            found[row] = min(lines, 2) + 1 if lines else int(bool(between.strip() == "" and between))
        elif row == 0:
            found[row] = GAPS.index("paragraph")
        last = end
    return found
