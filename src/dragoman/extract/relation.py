"""What one marked actor does to another in a sentence."""

from __future__ import annotations

import numpy as np

from dragoman.encoding import TYPES, Encoding, Floats, softmax
from dragoman.record import Span

# "NONE" is said where it is at least this likely: whoever marks two actors mostly has a relation in mind.
NOTHING = 0.6


def relate(encoding: Encoding, source: Span | None, target: Span | None) -> tuple[str, dict[str, float]]:
    """The likeliest type, or "NONE", and the probability of each; an actor that is not named is None.

    The encoding must have been made with marks on the two spans.
    """
    ends = [_end(encoding, span) for span in (source, target)]
    probabilities = softmax(encoding.heads.pairs["relation"](*ends)[0, 0])
    scores = dict(zip(("NONE", *TYPES), np.round(probabilities, 4).tolist(), strict=True))
    if scores["NONE"] >= NOTHING:
        return "NONE", scores
    return max(TYPES, key=scores.__getitem__), scores


def _end(encoding: Encoding, span: Span | None) -> Floats:
    summary = encoding.summary[None]
    return summary + encoding.pool([span]) if span else summary
