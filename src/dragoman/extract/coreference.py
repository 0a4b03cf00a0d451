"""Which mentions are of the same actor.

Each mention chooses the earlier mention that it continues, or none (Lee et al. 2017, without the search for spans).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.encoding import Encoding, Floats
from dragoman.extract import features, links
from dragoman.extract.mentions import Found

# Each mention sees at least so many before it and fewer than twice as many: it keeps long texts linear.
_REACH = 250


def cluster(text: str, encoding: Encoding, mentions: Sequence[Found], alias: features.Alias) -> tuple[int, ...]:
    """The cluster of each mention, numbered in the order of their first mentions."""
    parents: list[int | None] = []
    for start in range(0, len(mentions), _REACH):
        first = max(0, start - _REACH)
        part = mentions[first : start + _REACH]
        scores = _scores(text, encoding, part, alias)
        parents += [_antecedent(scores, row, first) for row in range(start - first, len(part))]
    numbers: list[int] = []
    count = 0
    for parent in parents:
        numbers.append(count if parent is None else numbers[parent])
        count += parent is None
    return tuple(numbers)


def _scores(text: str, encoding: Encoding, mentions: Sequence[Found], alias: features.Alias) -> Floats:
    spans = [m.span for m in mentions]
    states = encoding.pool(spans)
    at = links.sentences(encoding, links.ranges(encoding, spans))
    alike = features.coreference(text, [(m.span, m.form) for m in mentions], at, alias)
    scores: Floats = encoding.heads.pairs["coreference"](states, states, alike)[..., 0]
    return scores


def _antecedent(scores: Floats, row: int, first: int) -> int | None:
    if row == 0:
        return None
    best = int(np.argmax(scores[row, :row]))
    return first + best if scores[row, best] > 0 else None
