"""What the encoder says of a report: the arrays that every extractor reads.

The encoder runs once over a report and gives each word piece a hidden state and the scores of a few tag heads. The
smaller heads (what kind is this span, does this mention take part in that event) are two-layer perceptrons over
hidden states; they are applied here, by numpy, to just the spans that an extractor asks about. This module needs
neither the model's files nor its runtime, so that extraction can be tested with arrays made by hand.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dragoman.record import Span

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Curve = tuple[float, float]  # slope and shift of a logistic curve over log odds

FORMS = ("name", "nominal", "pronoun")
KINDS = (
    "person", "office", "government", "ministry", "military", "armed_group", "party", "company",
    "igo", "ngo", "media", "group", "population", "country", "organization",
)  # fmt: skip
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
# The tag heads and their labels: "O", then for each kind of span its first piece ("B") and its further ones ("I").
TAGS: Mapping[str, tuple[str, ...]] = {
    "mention": FORMS,
    "place": ("place",),
    "time": ("time",),
    "role": ("role",),
    "mechanism": ("mechanism",),
    "agenda": ("agenda",),
    "cue": ("cue",),
    "content": ("content",),
    "event": TYPES,
}
# Labels of one piece seen from one cue: the first, inner and last pieces of content, the first and inner ones of the source.
FRAME = ("O", "content_first", "content_inner", "content_last", "source_first", "source_inner")


@dataclass(frozen=True, slots=True)
class SpanHead:
    """A perceptron over one pooled span: `relu(h W1 + b1) W2 + b2`. W1 is [width, inner], W2 is [inner, labels]."""

    w1: Floats
    b1: Floats
    w2: Floats
    b2: Floats

    def __call__(self, pooled: Floats) -> Floats:
        """Scores [n, labels] of the spans whose pooled states are given as [n, width]."""
        scores: Floats = np.maximum(pooled @ self.w1 + self.b1, 0) @ self.w2 + self.b2
        return scores


@dataclass(frozen=True, slots=True)
class PairHead:
    """A perceptron over two pooled spans, their product and features of the pair.

    `relu(l A + r B + (l P) * (r Q) + f D + b1) W2 + b2`: A, B, P, Q are [width, inner], D is [features, inner].
    """

    a: Floats
    b: Floats
    p: Floats
    q: Floats
    d: Floats
    b1: Floats
    w2: Floats
    b2: Floats

    def __call__(self, left: Floats, right: Floats, features: Floats | None = None) -> Floats:
        """Scores [n, m, labels] of all pairs of `left` [n, width] and `right` [m, width]; features are [n, m, k]."""
        one, other = left @ self.a + self.b1, right @ self.b
        left_factor, right_factor = left @ self.p, right @ self.q
        scores = np.empty((len(left), len(right), len(self.b2)), np.float32)
        # Row by row, so that what is in between stays in the processor's cache: a third faster than all pairs at once, same bits.
        for row in range(len(left)):
            inner = one[row] + other
            inner += left_factor[row] * right_factor
            if features is not None:
                inner += features[row] @ self.d
            scores[row] = np.maximum(inner, 0, out=inner) @ self.w2
        scores += self.b2
        return scores


@dataclass(frozen=True, slots=True)
class Heads:
    """The small heads of a model, by name."""

    spans: Mapping[str, SpanHead]
    pairs: Mapping[str, PairHead]
    labels: Mapping[str, tuple[str, ...]]  # the labels of heads whose set is the ontology's: mode, context ...
    calibration: Mapping[str, Curve] = field(default_factory=dict)

    def calibrated(self, part: str, probability: float) -> float:
        """The share of answers to be right that the model gives such a probability: event, party, status or statement.

        A logistic curve over the log odds (Platt 1999), fitted on reports that the model was not trained on. A model
        without a curve for the part is taken at its word.
        """
        slope, shift = self.calibration.get(part, (1.0, 0.0))
        bounded = min(max(probability, 1e-6), 1 - 1e-6)
        return round(1 / (1 + math.exp(-slope * math.log(bounded / (1 - bounded)) - shift)), 3)


@dataclass(frozen=True, slots=True)
class Encoding:
    """One report, encoded.

    `pieces` [n, 2] are the characters of the word pieces, ascending; `sentence` [n] the index of each one's sentence;
    `hidden` [n, width] their states; `tags` the raw scores [n, 1 + 2 * kinds] of each head of `TAGS`; `summary` [width]
    the state of the whole report.
    """

    pieces: Ints
    sentence: Ints
    hidden: Floats
    tags: Mapping[str, Floats]
    summary: Floats
    heads: Heads
    # The same few spans are looked for again and again: bisecting lists beats searching arrays, and states are pooled once.
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _ends: list[int] = field(init=False, repr=False, compare=False)
    _pooled: dict[Span, Floats] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", self.pieces[:, 0].tolist())
        object.__setattr__(self, "_ends", self.pieces[:, 1].tolist())
        object.__setattr__(self, "_pooled", {})

    def locate(self, span: Span) -> tuple[int, int]:
        """Indices [first, last) of the pieces that share characters with the span; empty where no piece does."""
        first = bisect_right(self._ends, span.start)
        return first, max(first, bisect_left(self._starts, span.end))

    def span(self, first: int, last: int) -> Span:
        """The characters of the pieces [first, last); of a stop that the text lacks, the one before it."""
        start, end = self._starts[first], self._ends[last - 1]
        return Span(min(start, end - 1), end)

    def pool(self, spans: Sequence[Span]) -> Floats:
        """The mean state of each span's pieces: [n, width]. A span without pieces has the state of its nearest piece."""
        if not spans or not self._starts:
            return np.zeros((len(spans), self.hidden.shape[1]), np.float32)
        return np.stack([self._pool(span) for span in spans])

    def _pool(self, span: Span) -> Floats:
        if (found := self._pooled.get(span)) is None:
            first, last = self.locate(span)
            first = min(first, len(self._starts) - 1)
            found = self._pooled[span] = self.hidden[first : max(last, first + 1)].mean(axis=0)
        return found


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    normed: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return normed


def sigmoid(scores: Floats) -> Floats:
    """Probabilities of independent yes-or-no scores."""
    squashed: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
    return squashed
