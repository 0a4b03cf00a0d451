"""Features of pairs of spans: what the link heads are told beside the hidden states.

Training and reading share this file. All results are float32 arrays [n, m, k] of zeros and ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from dragoman.encoding import FORMS, Floats, Ints
from dragoman.record import Span

# Upper borders of the buckets of distance, in word pieces and in sentences.
_PIECES = np.array([1, 3, 5, 9, 17, 33, 65, 129])
_SENTENCES = np.array([1, 2, 3, 6])
_MENTIONS = np.array([2, 3, 5, 9, 17])
_RANKS = np.array([1, 2, 3, 5, 9])

Alias = Callable[[str], frozenset[str]]  # surface -> ids of the knowledge entries that it may name


def distance(left: Ints, right: Ints, left_sentence: Ints, right_sentence: Ints) -> Floats:
    """How far apart and in which order: [n, m, DISTANCE].

    `left` [n, 2] and `right` [m, 2] are ranges of pieces, the others the sentence of each.
    """
    gap_after = right[None, :, 0] - left[:, None, 1]  # right begins after left ends
    gap_before = left[:, None, 0] - right[None, :, 1]
    gap = np.maximum(np.maximum(gap_after, gap_before), -1)
    bucket = np.where(gap < 0, 0, 1 + np.digitize(gap, _PIECES))
    signed = np.where(gap_before >= 0, bucket, np.where(gap_after >= 0, bucket + len(_PIECES) + 1, 0))
    apart = right_sentence[None, :] - left_sentence[:, None]
    across = np.digitize(np.abs(apart), _SENTENCES) + np.where(apart < 0, len(_SENTENCES) + 1, 0)
    return np.concatenate([_one_hot(signed, 2 * len(_PIECES) + 3), _one_hot(across, 2 * len(_SENTENCES) + 2)], axis=-1)


DISTANCE = 2 * len(_PIECES) + 3 + 2 * len(_SENTENCES) + 2


def standing(spans: Ints, left: Ints, right: Ints) -> Ints:
    """How many of the left and of the right ranges begin before each range: [n, 2]."""
    counts = [np.searchsorted(np.sort(others[:, 0]), spans[:, 0]) for others in (left, right)]
    return np.stack(counts, axis=1).astype(np.int32)


def order(left: Ints, right: Ints) -> Floats:
    """The how manieth right span before or after the left one each is, and how many left ones lie between: [n, m, ORDER].

    Both are given as they stand, [n, 2] and [m, 2]. In "A told B that C ..." the first before and the first after the verb
    are likelier its parties than those behind them.
    """
    after = right[None, :, 1] - left[:, None, 1]
    rank = np.where(after >= 0, np.digitize(after, _RANKS), len(_RANKS) + 1 + np.digitize(-after - 1, _RANKS))
    between = right[None, :, 0] - left[:, None, 0]
    between = np.where(after >= 0, between - 1, -between)
    return np.concatenate([_one_hot(rank, 2 * len(_RANKS) + 2), _one_hot(np.digitize(between, _RANKS), len(_RANKS) + 1)], axis=-1)


ORDER = 3 * len(_RANKS) + 3
LINK = DISTANCE + ORDER


def _one_hot(index: Ints, size: int) -> Floats:
    return np.eye(size, dtype=np.float32)[index]


# --- coreference ------------------------------------------------------------------------------------------------------

_POSSESSIVE = re.compile(r"['’]s?$")
_LITTLE = frozenset(["the", "a", "an", "of", "and", "for", "in", "on", "to", "de", "al", "el", "la"])
_PERSONS = {
    "he": 1, "him": 1, "his": 1, "himself": 1, "she": 2, "her": 2, "hers": 2, "herself": 2, "it": 3, "its": 3, "itself": 3,
    "they": 4, "them": 4, "their": 4, "theirs": 4, "themselves": 4, "we": 5, "us": 5, "our": 5, "ours": 5, "ourselves": 5,
    "i": 6, "me": 6, "my": 6, "mine": 6, "myself": 6, "who": 7, "which": 7, "whom": 7, "whose": 7, "that": 7, "you": 8, "your": 8,
}  # fmt: skip
_PERSON_KINDS = 9


def coreference(text: str, mentions: Sequence[tuple[Span, str]], sentence: Ints, alias: Alias) -> Floats:
    """Whether two mentions look like the same actor: [n, n, COREFERENCE], row = the later, column = the earlier one.

    `mentions` are spans with their form in the order of the text, `sentence` [n] the sentence of each.
    """
    words = [_words(span.of(text)) for span, _ in mentions]
    forms = np.array([FORMS.index(form) for _, form in mentions], np.int32)
    persons = np.array([_PERSONS.get(span.of(text).casefold(), 0) if form == "pronoun" else 0 for span, form in mentions], np.int32)
    order = np.arange(len(mentions))
    apart = np.abs(sentence[:, None] - sentence[None, :])
    between = np.digitize(np.abs(order[:, None] - order[None, :]), _MENTIONS)
    count = len(mentions)
    layers = [
        _names(text, mentions, words, forms, alias),
        _one_hot(forms[:, None] * 3 + forms[None, :], 9),
        _one_hot(np.digitize(apart, _SENTENCES), len(_SENTENCES) + 1),
        _one_hot(between, len(_MENTIONS) + 1),
        _one_hot(np.broadcast_to(persons[:, None], (count, count)), _PERSON_KINDS),
        _one_hot(np.broadcast_to(persons[None, :], (count, count)), _PERSON_KINDS),
        (persons[:, None] == persons[None, :])[..., None].astype(np.float32),
    ]
    return np.concatenate(layers, axis=-1)


_NAMES = 9
COREFERENCE = _NAMES + 9 + len(_SENTENCES) + 1 + len(_MENTIONS) + 1 + 2 * _PERSON_KINDS + 1


def _words(surface: str) -> tuple[str, ...]:
    split = (_POSSESSIVE.sub("", word.strip(".,\"“”'’()")) for word in surface.split())
    return tuple(word for word in split if word)


def _names(text: str, mentions: Sequence[tuple[Span, str]], words: list[tuple[str, ...]], forms: Ints, alias: Alias) -> Floats:
    """Agreement in words: [n, n, _NAMES]. Pronouns agree with nothing here."""
    count = len(mentions)
    found = np.zeros((count, count, _NAMES), np.float32)
    folded = [tuple(w.casefold() for w in ws if w.casefold() not in _LITTLE) for ws in words]
    known = [alias(span.of(text)) if form == 0 else frozenset() for (span, _), form in zip(mentions, forms.tolist(), strict=True)]
    short = ["".join(w for w in ws).replace(".", "") if len(ws) == 1 else "" for ws in words]
    initials = ["".join(w[0] for w in ws if w[0].isupper()) for ws in words]
    rows = [i for i in range(count) if forms[i] != FORMS.index("pronoun")]
    for i in rows:
        for j in rows:
            if j >= i:
                break
            a, b = folded[i], folded[j]
            if not a or not b:
                continue
            names = forms[i] == 0 and forms[j] == 0
            found[i, j, 0] = a == b
            found[i, j, 1] = a[-1] == b[-1]
            found[i, j, 2] = names and a != b and (set(a) <= set(b) or set(b) <= set(a))
            found[i, j, 3] = names and _is_acronym(short[i], initials[j], short[j], initials[i])
            found[i, j, 4] = bool(known[i] & known[j])
            found[i, j, 5] = bool(known[i]) and bool(known[j]) and not known[i] & known[j]
            found[i, j, 6] = names and not set(a) & set(b)
            found[i, j, 7] = not names and bool(set(a) & set(b))
            found[i, j, 8] = _adjoin(text, mentions[j][0], mentions[i][0])
    return found


def _is_acronym(one: str, its_initials: str, other: str, other_initials: str) -> bool:
    return (len(one) > 1 and one.isupper() and one == its_initials) or (len(other) > 1 and other.isupper() and other == other_initials)


def _adjoin(text: str, earlier: Span, later: Span) -> bool:
    """Whether only a comma, a bracket or an article stands between the two, as in apposition."""
    between = text[earlier.end : later.start]
    return len(between) < 8 and between.strip(" ,(–—-").casefold() in {"", "the", "a", "an"} and any(c in ",(" for c in between)
