"""Scores of pairs of spans, with the features that the link heads were trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


# Pieces beyond which nothing is linked: three times the longest window, so that a long text takes time by its length only.
REACH = 1530
BLOCK = 512
_NEVER = -30.0  # the score of a pair out of reach, in log odds


def blocks(at: Ints) -> list[slice]:
    """Rows of ranges in the order of the text, cut so that those of one slice begin within BLOCK pieces."""
    cuts = [0]
    for row in range(1, len(at)):
        if at[row, 0] - at[cuts[-1], 0] > BLOCK:
            cuts.append(row)
    return [slice(a, b) for a, b in pairwise([*cuts, len(at)])] if len(at) else []


def pair_scores(encoding: Encoding, head: str, left: Sequence[Span], right: Sequence[Span]) -> Floats:
    """Raw scores [n, m, labels] of a link head; pairs further apart than REACH are never linked."""
    net = encoding.heads.pairs[head]
    found = np.full((len(left), len(right), net.w2.shape[1]), _NEVER, np.float32)
    if not left or not right:
        return found
    a, b = ranges(encoding, left), ranges(encoding, right)
    states, others = encoding.pool(left), encoding.pool(right)
    left_standing, right_standing = features.standing(a, a, b), features.standing(b, a, b)
    for rows in blocks(a):
        near = np.flatnonzero((b[:, 1] > a[rows, 0].min() - REACH) & (b[:, 0] < a[rows, 1].max() + REACH))
        far = features.distance(a[rows], b[near], sentences(encoding, a[rows]), sentences(encoding, b[near]))
        order = features.order(left_standing[rows], right_standing[near])
        found[rows, near] = net(states[rows], others[near], np.concatenate([far, order], axis=-1))
    return found


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
