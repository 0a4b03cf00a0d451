"""From the scores of a tag head to spans."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dragoman.encoding import TAGS, Encoding, Floats, softmax
from dragoman.record import Span

# Pieces that are surely outside any span are not searched: below this probability of being inside, nothing is ever found.
_INSIDE = 0.02


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span that a tag head found, its label, and the mean probability of its pieces to bear it."""

    span: Span
    label: str
    confidence: float


def find_tagged(text: str, encoding: Encoding, head: str, caution: float = 0.0) -> tuple[Tagged, ...]:
    """The spans of one tag head in the order of the text; `caution` is added to the score of "outside"."""
    scores = encoding.tags[head].copy()
    scores[:, 0] += caution
    probabilities = softmax(scores)
    found = []
    for first, last, kind in decode(probabilities):
        inside = probabilities[first:last, 1 + 2 * kind : 3 + 2 * kind].sum(axis=1)
        found.append(Tagged(whole_words(text, encoding.span(first, last)), TAGS[head][kind], float(inside.mean())))
    by_span = {tagged.span: tagged for tagged in reversed(found)}
    return tuple(by_span[span] for span in apart(tagged.span for tagged in found))  # stretching may have made neighbours overlap


def decode(probabilities: Floats) -> list[tuple[int, int, int]]:
    """The best labelling (O, B, I) as ranges [first, last) with their kind: an I follows only a B or I of its kind."""
    found: list[tuple[int, int, int]] = []
    busy = np.flatnonzero(1 - probabilities[:, 0] > _INSIDE)
    if not len(busy):
        return found
    breaks = np.flatnonzero(np.diff(busy) > 1) + 1
    for stretch in np.split(busy, breaks):
        first, last = int(stretch[0]), int(stretch[-1]) + 1
        found += [(first + a, first + b, k) for a, b, k in _viterbi(np.log(probabilities[first:last] + 1e-9))]
    return found


def _viterbi(scores: Floats) -> list[tuple[int, int, int]]:
    length, labels = scores.shape
    inner = np.arange(2, labels, 2)
    best = scores[0].copy()
    best[inner] = -1e9
    back = np.zeros((length, labels), np.int32)
    for at in range(1, length):
        top = int(best.argmax())
        new = scores[at] + best[top]
        back[at] = top
        begun = best[inner - 1] >= best[inner]
        new[inner] = scores[at, inner] + np.where(begun, best[inner - 1], best[inner])
        back[at, inner] = np.where(begun, inner - 1, inner)
        best = new
    path = [int(best.argmax())]
    for at in range(length - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return _ranges(path[::-1])


def _ranges(path: list[int]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for at, label in enumerate(path):
        if label % 2 == 1:
            found.append((at, at + 1, (label - 1) // 2))
        elif label:
            first, _, kind = found[-1]
            found[-1] = (first, at + 1, kind)
    return found


def whole_words(text: str, span: Span) -> Span:
    """The span stretched to the ends of the words that it cuts."""
    start, end = span.start, span.end
    while start > 0 and _is_inner(text[start]) and _is_inner(text[start - 1]):
        start -= 1
    while end < len(text) and _is_inner(text[end - 1]) and _is_inner(text[end]):
        end += 1
    return Span(start, end)


def _is_inner(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, ascending, without those that share characters with the one before."""
    kept: list[Span] = []
    for span in spans:
        if not kept or not kept[-1].overlaps(span):
            kept.append(span)
    return tuple(kept)
