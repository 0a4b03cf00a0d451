"""How names are compared: folding of accents, hyphens, quotes, full stops and case.

Two keys stand for a surface. The *folded* key is in lower case and finds names of several words and capitalised
single words. The *exact* key keeps case; acronyms and other short names in capitals ("IS", "WHO", "US") are found
by it alone, so that "is", "who" and "us" are never taken for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_STROKES = {ord(a): b for a, b in zip("ıłøđðħŧßæœþ", ("i", "l", "o", "d", "d", "h", "t", "ss", "ae", "oe", "th"), strict=True)}
_STROKES |= {ord(a): b for a, b in zip("İŁØĐÐĦŦÆŒÞ", ("I", "L", "O", "D", "D", "H", "T", "AE", "OE", "TH"), strict=True)}
_MARKS: dict[int, str | None] = {ord(c): " " for c in "-‐‑‒–—−/_,;:()[]\u00a0\n\t"}
_MARKS |= {ord(c): None for c in ".'\"‘’‚‛“”„ʻʼʽʾʿ`´\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"}
_MARKS |= {ord("&"): " and "}
_TABLE = _MARKS | _STROKES
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
ACRONYM_LENGTH = 6  # capitals up to this length are taken for an acronym; longer ones for a headline in capitals
TITLE_CASE_LENGTH = 4  # from this length on, newspapers write acronyms as words: "Nato", "Unicef"; shorter ones are words


@lru_cache(maxsize=32_768)
def fold(surface: str) -> str:
    """The surface without accents, punctuation, double blanks, a leading "the" and a final possessive; case is kept."""
    if surface[-2:-1] in "'’ʼ" or surface[-1:] in "'’ʼ":
        surface = _POSSESSIVE.sub("", surface)
    if not surface.isascii():
        surface = "".join(c for c in unicodedata.normalize("NFKD", surface) if not unicodedata.combining(c))
    words = surface.translate(_TABLE).split()
    if len(words) > 1 and words[0] in ("the", "The", "THE"):
        del words[0]
    return " ".join(words)


def is_acronym(folded: str) -> bool:
    """Whether a folded name is short, one word and without small letters."""
    return len(folded) <= ACRONYM_LENGTH and " " not in folded and folded == folded.upper()


def keys_of_name(name: str) -> Iterator[str]:
    """The index keys under which a name of the knowledge is stored. Exact keys begin with "="."""
    folded = fold(name)
    if not folded:
        return
    if is_acronym(folded):
        yield "=" + folded
        if len(folded) >= TITLE_CASE_LENGTH:
            yield "=" + folded.capitalize()
    elif folded[0].islower() and " " not in folded:
        yield "=" + folded
        yield folded.lower()
    else:
        yield folded.lower()


def keys_of_surface(surface: str) -> tuple[str, ...]:
    """The index keys to look up for words of a text, never more than two. A lone word in small letters has only the exact one."""
    folded = fold(surface)
    if not folded:
        return ()
    if folded[0].islower() and " " not in folded:
        return ("=" + folded,)
    return ("=" + folded, folded.lower())
