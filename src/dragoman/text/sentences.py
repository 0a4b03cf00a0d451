"""Sentence borders: where a report's text may be cut without parting words that belong together."""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.record import Span

# What may end a sentence: a stop, perhaps a closing quote or bracket, then white space; or a line break.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n")
# Words before a full stop that does not end a sentence when more follows.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Brig|Rep|Sen|Gov|Pres|Amb|Sec|Hon|Rev|St|Mt|Ft|Jr|Sr|vs|etc|No|Nos|Art|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|approx|est|cf|al)"
    r"|\b(?:[A-Z]\.)*[A-Z]|\b[ap]\.m)\.$"
)
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
# A line this long that stops in mid sentence was wrapped by a program, not ended by a writer: newswire wraps at 65 to 80 columns.
_WRAPPED = 55


@lru_cache(16)  # the steps of reading, and of merging, each ask for those of the report at hand
def split_sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences in the order of the text, without the white space around them.

    Every character that is not white space is in exactly one of them. A blank line always ends a sentence; a single
    line break does, unless the line looks wrapped.
    """
    found: list[Span] = []
    start = 0
    for hit in _END.finditer(text):
        if _ends(text, start, hit):
            _add(found, text, start, hit.end())
            start = hit.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, start: int, hit: re.Match[str]) -> bool:
    if hit.group() == "\n":
        return not _is_wrapped(text, start, hit.start())
    after = text[hit.end() : hit.end() + 3].lstrip()
    if hit.group() == "." and _ABBREVIATION.search(text[max(start, hit.start() - 12) : hit.end()]):
        # "U.S. The ..." cannot be told from "U.S. Army": only a line break settles it.
        return "\n" in text[hit.end() : hit.end() + 1]
    return not (after[:1].islower() and hit.group() != "...")


def _is_wrapped(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 200) : at]
    line = before.rpartition("\n")[2]
    after = text[at + 1 : at + 2]
    if not after or after.isspace() or not before.strip():
        return False
    if after.islower() or line.rstrip().endswith((",", "-")):
        return True
    return len(line) >= _WRAPPED and at - start < 1000 and not _TERMINAL.search(line)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        found.append(Span(start + left, start + right))
