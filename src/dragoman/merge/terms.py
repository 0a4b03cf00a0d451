"""The words of a text by which it is compared with others, and how rare each is in newswire.

Rarity comes from a fixed table that ships with the package, not from the reports at hand: the likeness of two reports
must not move as others arrive.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
# Endings that make no other word; the longest that fits goes, where enough of the word is left.
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
_LEFT = 3
_KEPT = 100_000  # words that are looked up again and again, as those of a language are


def tokens(text: str) -> list[str]:
    """The words and numbers of a text as they are written, in order, without the possessive 's."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


@lru_cache(_KEPT)
def stem(word: str) -> str:
    """The word in lower case without its ending, so that "attacks", "attacked" and "attacking" are one."""
    low = word.casefold()
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _LEFT:
            return low[: -len(ending)]
    return low


@cache
def _table() -> dict[str, float]:
    """Rarity of the common stems: each line of the file has a rarity and the stems of that rarity."""
    found: dict[str, float] = {}
    for line in files("dragoman.merge").joinpath("rarity.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            level, _, stems = line.partition(" ")
            found.update(dict.fromkeys(stems.split(), float(level)))
    return found


# Of a stem that the table lacks: the natural logarithm of 2,401 reports over 1.5, those of names and of rare words.
UNSEEN = 7.4


@lru_cache(_KEPT)
def rarity(stemmed: str) -> float:
    """Natural logarithm of how many reports there are to one that has the stem; 0 for a stem in every report."""
    return _table().get(stemmed, UNSEEN)
