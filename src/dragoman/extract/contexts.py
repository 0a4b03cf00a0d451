"""Contexts of a report: what fields of politics it belongs to."""

from __future__ import annotations

from dragoman.encoding import Encoding, sigmoid

LIKELY = 0.5
MOST = 4  # a report has one to four contexts (the codebook's rule for the marked reports)


def find_contexts(encoding: Encoding) -> tuple[str, ...]:
    """The likeliest contexts, at most `MOST`, the surest first."""
    if not len(encoding.pieces):
        return ()
    probabilities = sigmoid(encoding.heads.spans["context"](encoding.summary[None])[0])
    labels = encoding.heads.labels["context"]
    ordered = sorted(zip(probabilities.tolist(), labels, strict=True), reverse=True)
    return tuple(label for probability, label in ordered[:MOST] if probability > LIKELY)
