"""How much of a text is read: all of it, or as much as a limit allows, up to the end of a sentence.

The limit holds a reading's time and memory down; what lies behind it is listed as unread, not dropped.
"""

from __future__ import annotations

import unicodedata

from dragoman.record import Span, Unread
from dragoman.text.sentences import split_sentences

# One sentence of this length at most is looked for before the limit; a text without sentence ends is cut at a word.
_WINDOW = 4_000
_AHEAD = 200


def readable(text: str, limit: int) -> Span:
    """The part of `text` that is read: [0, end) with end <= limit, at the end of a sentence, else of a word.

    Raises ValueError for an empty text or a limit below 1.
    """
    if not text or limit < 1:
        raise ValueError(f"nothing to read: {len(text)} characters, a limit of {limit}")
    if len(text) <= limit:
        return Span(0, len(text))
    return Span(0, _last_sentence_end(text, limit) or _last_word_end(text, limit) or _whole_character(text, limit))


def rest(text: str, read: Span) -> tuple[Unread, ...]:
    """What lies behind the part that is read, with the reason; nothing where only white space does."""
    if not text[read.end :].strip():
        return ()
    behind = Span(read.end, len(text))
    return (Unread(behind, f"beyond the length limit: the first {read.end} of {len(text)} characters are read"),)


def _last_sentence_end(text: str, limit: int) -> int:
    start = max(0, limit - _WINDOW)
    # A little of what follows shows whether the last sentence ends at the limit or goes on behind it.
    ends = [start + sentence.end for sentence in split_sentences(text[start : limit + _AHEAD])]
    return max((end for end in ends if end <= limit), default=0)


def _last_word_end(text: str, limit: int) -> int:
    start = max(0, limit - _WINDOW)
    for end in range(limit, start, -1):
        if text[end].isspace():
            return end
    return 0


def _whole_character(text: str, limit: int) -> int:
    """The limit, or a little before it where a letter and its accents would be parted."""
    end = limit
    while end > 1 and limit - end < 64 and unicodedata.combining(text[end]):
        end -= 1
    return end
