"""Scores of pairs of spans, with the features that the link heads were trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.encoding import Encoding, Floats, Ints, sigmoid
from dragoman.extract import features
from dragoman.record import Span


def ranges(encoding: Encoding, spans: Sequence[Span]) -> Ints:
    """The ranges of pieces [n, 2] of spans; never empty."""
    last = max(len(encoding.pieces) - 1, 0)
    found = [(min(a, last), max(b, min(a, last) + 1)) for a, b in map(encoding.locate, spans)]
    return np.array(found, np.int32).reshape(-1, 2)


def sentences(encoding: Encoding, at: Ints) -> Ints:
    """The sentence of the first piece of each range."""
    return encoding.sentence[at[:, 0]] if len(encoding.sentence) else np.zeros(len(at), np.int32)


def pair_scores(encoding: Encoding, head: str, left: Sequence[Span], right: Sequence[Span]) -> Floats:
    """Raw scores [n, m, labels] of a link head."""
    net = encoding.heads.pairs[head]
    if not left or not right:
        return np.zeros((len(left), len(right), net.w2.shape[1]), np.float32)
    a, b = ranges(encoding, left), ranges(encoding, right)
    far = features.distance(a, b, sentences(encoding, a), sentences(encoding, b))
    return net(encoding.pool(left), encoding.pool(right), far)


@dataclass(frozen=True, slots=True)
class Groups:
    """Spans that stand for a smaller number of things: the mentions of actors, the words for places or for times."""

    spans: tuple[Span, ...]
    group: tuple[int, ...]  # of each span, from 0 to count - 1
    count: int

    @classmethod
    def single(cls, spans: Sequence[Span]) -> Groups:
        """Each span stands for itself."""
        return cls(tuple(spans), tuple(range(len(spans))), len(spans))


def linked(encoding: Encoding, head: str, left: Sequence[Span], right: Groups) -> Floats:
    """Probabilities [n, groups, labels] that a left span is linked to each group: a noisy or over its spans."""
    scores = pair_scores(encoding, head, left, right.spans)
    none = np.zeros((len(left), right.count, scores.shape[2]), np.float32)
    for column, group in enumerate(right.group):
        none[:, group] += np.log1p(-np.minimum(sigmoid(scores[:, column]), 1 - 1e-6))
    probability: Floats = 1 - np.exp(none)
    return probability
