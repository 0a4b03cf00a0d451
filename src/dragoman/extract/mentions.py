"""Mentions of actors: names, descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from dragoman.encoding import KINDS, Encoding, softmax
from dragoman.extract.features import Alias
from dragoman.extract.tagging import find_tagged, whole_words
from dragoman.record import Form, Span


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before it is known whose it is."""

    span: Span
    form: Form


def find_mentions(text: str, encoding: Encoding) -> tuple[Found, ...]:
    """All mentions in the order of the text."""
    return tuple(Found(_trim(text, tagged.span), cast(Form, tagged.label)) for tagged in find_tagged(text, encoding, "mention"))


def without_pieces(text: str, found: Sequence[Found], forums: Sequence[Span], alias: Alias) -> tuple[Found, ...]:
    """The mentions without mere pieces of names: "Tajik-" of "Tajik-Kyrgyz", and "Joint" within a forum's name.

    What stands in a forum's name and is known by itself ("Kenya" in the "Kenya-Uganda talks") is a mention.
    """
    return tuple(
        one
        for one in found
        if not one.span.of(text).endswith(("-", "–"))
        and (alias(one.span.of(text)) or not any(forum.contains(one.span) and forum != one.span for forum in forums))
    )


def _trim(text: str, span: Span) -> Span:
    """Without a possessive ending, which belongs to the sentence and not to the name."""
    words = span.of(text)
    for ending in ("'s", "’s"):
        if words.endswith(ending) and len(words) > 2:
            return Span(span.start, span.end - 2)
    return whole_words(text, span)


# A pronoun tells little of the kind of its actor, a description some, a name the most.
_WEIGHTS = {"name": 1.0, "nominal": 0.7, "pronoun": 0.2}


def kinds_of(encoding: Encoding, mentions: Sequence[Found], numbers: Sequence[int]) -> tuple[dict[str, float], ...]:
    """For each cluster the probability of each kind of actor: the weighed mean over its mentions."""
    if not mentions:
        return ()
    probabilities = softmax(encoding.heads.spans["kind"](encoding.pool([m.span for m in mentions])))
    weights = np.array([_WEIGHTS[m.form] for m in mentions], np.float32)
    sums = np.zeros((max(numbers) + 1, len(KINDS)), np.float32)
    np.add.at(sums, np.array(numbers), probabilities * weights[:, None])
    return tuple(dict(zip(KINDS, row.tolist(), strict=True)) for row in sums / sums.sum(axis=1, keepdims=True))
