"""Which mentions are of the same actor.

Each mention chooses the earlier mention that it continues, or none (Lee et al. 2017, without the search for spans).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dragoman.encoding import Encoding, Floats
from dragoman.extract import features, links
from dragoman.extract.affiliation import Affiliation
from dragoman.extract.mentions import Found

# Each mention sees at least so many before it and fewer than twice as many: it keeps long texts linear.
_REACH = 250


def cluster(
    text: str, encoding: Encoding, mentions: Sequence[Found], alias: features.Alias, affiliations: Sequence[Affiliation]
) -> tuple[int, ...]:
    """The cluster of each mention, numbered in the order of their first mentions.

    A mention never joins a cluster whose affiliation is known and shares nothing with its own.
    """
    numbers: list[int] = []
    known: list[Affiliation] = []
    for start in range(0, len(mentions), _REACH):
        first = max(0, start - _REACH)
        part = mentions[first : start + _REACH]
        scores = _scores(text, encoding, part, alias)
        for row in range(start - first, len(part)):
            mine = affiliations[first + row]
            barred = [bool(mine) and bool(known[n]) and not mine & known[n] for n in numbers[first:]]
            earlier = _antecedent(scores[row, :row], np.array(barred[:row], bool))
            numbers.append(len(known) if earlier is None else numbers[first + earlier])
            if earlier is None:
                known.append(mine)
            elif mine:
                known[numbers[-1]] = known[numbers[-1]] & mine or mine
    return _at_tables(text, mentions, _in_office(text, mentions, numbers, known), alias)


def _in_office(text: str, mentions: Sequence[Found], numbers: Sequence[int], known: Sequence[Affiliation]) -> list[int]:
    """The clusters with "the acting trade minister" in that of the one whose name the same words stand before, earlier or later."""
    named = {n for mention, n in zip(mentions, numbers, strict=True) if mention.form == "name"}
    unnamed = {n: m.span for m, n in zip(reversed(mentions), reversed(numbers), strict=True) if n not in named and m.form == "nominal"}
    moved: dict[int, int] = {}
    for number, span in unnamed.items():
        title = span.of(text).lower()
        held = {
            n
            for mention, n in zip(mentions, numbers, strict=True)
            if mention.form == "name" and text[max(0, mention.span.start - len(title) - 1) : mention.span.start].lower() == f"{title} "
        }
        holder = next(iter(held)) if len(held) == 1 and " " in title else None
        if holder is not None and not (known[number] and known[holder] and not known[number] & known[holder]):
            moved[number] = holder
    return [moved.get(number, number) for number in numbers]


def _at_tables(text: str, mentions: Sequence[Found], numbers: Sequence[int], alias: features.Alias) -> tuple[int, ...]:
    """The clusters with "the Tajik side", where it stands alone, in that of Tajikistan, whose name tells it for sure."""
    words = [mention.span.of(text) for mention in mentions]
    states = {
        ids: number for form, ids, number in zip(mentions, map(alias, words), numbers, strict=True) if form.form == "name" and len(ids) == 1
    }
    spoken: dict[int, list[str]] = {}
    for number, word in zip(numbers, words, strict=True):
        spoken.setdefault(number, []).append(word)
    moved = {n: states.get(alias(said[0]), n) for n, said in spoken.items() if all(word.endswith(" side") for word in said)}
    order: dict[int, int] = {}
    return tuple(order.setdefault(moved.get(number, number), len(order)) for number in numbers)


def _scores(text: str, encoding: Encoding, mentions: Sequence[Found], alias: features.Alias) -> Floats:
    spans = [m.span for m in mentions]
    states = encoding.pool(spans)
    at = links.sentences(encoding, links.ranges(encoding, spans))
    alike = features.coreference(text, [(m.span, m.form) for m in mentions], at, alias)
    scores: Floats = encoding.heads.pairs["coreference"](states, states, alike)[..., 0]
    return scores


def _antecedent(scores: Floats, barred: npt.NDArray[np.bool_]) -> int | None:
    """The earlier mention with the best score, if that is better than none's, which is 0."""
    open_to_it = np.where(barred, -np.inf, scores)
    best = int(np.argmax(open_to_it)) if len(scores) else 0
    return best if len(scores) and open_to_it[best] > 0 else None
