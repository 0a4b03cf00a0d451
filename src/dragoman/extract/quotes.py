"""Quoted passages: where quotation marks open and close, whatever marks a publisher uses.

Double marks ("…", “…”, „…“, «…», ``…'') and single ones ('…', ‘…’) are paired apart, each in one pass over the marks, since an
apostrophe must not disturb the pairing of double marks. What stands before and after a mark, and what is open, decide what it
does. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from dragoman.record import Span

Does = Literal["open", "close", "may close", "nothing"]

_DOUBLE = re.compile(r"``|''|[\"“”„‟«»]|\n\s*")
_SINGLE = re.compile(r"(?<!')'(?!')|(?<!`)`(?!`)|[‘’‚‛]|\n\s*")
_DOUBLE_OPENS = re.compile(r"``|''|[\"“„‟«]")
_SINGLE_OPENS = re.compile(r"'(?!')|`(?!`)|[‘‚‛]")
# Words that lose their beginning to an apostrophe: 'twas, rock 'n' roll, the '90s.
_ELISION = re.compile(r"(?:\d\ds?|tis|twas|em|til|till|cause|bout|n|round)\b", re.IGNORECASE)
# Longest passage, in characters, that a mark after an s and before a blank may close when no better mark follows: "the 'rebels'
# fled" is a quote, while a name that begins with an apostrophe and a plural's apostrophe far behind it are none.
_LONGEST_IN_DOUBT = 60


def find_quotes(text: str) -> tuple[Span, ...]:
    """Quoted passages in the order of the text, with their marks; none overlaps another (of nested ones the outermost stands).

    A quote that goes on over paragraphs, each of which opens anew, is one span a paragraph; those before the last have no
    closing mark. A mark that is never closed and never taken up again opens no quote, since nothing says where it would end.
    """
    spans = [*_pairs(text, _DOUBLE.finditer(text), _double, _DOUBLE_OPENS), *_pairs(text, _SINGLE.finditer(text), _single, _SINGLE_OPENS)]
    return tuple(_outermost(sorted(spans, key=lambda span: (span.start, -span.end))))


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _pairs(
    text: str, marks: Iterable[re.Match[str]], does: Callable[[str, re.Match[str], int | None], Does], opens: re.Pattern[str]
) -> Iterator[Span]:
    """The quotes of one kind of marks. `opened` is where the open one begins, `doubt` where it may have closed already."""
    opened: int | None = None
    doubt: int | None = None
    for mark in marks:
        line_end = mark.group()[0] == "\n"
        if line_end and doubt is None and opens.match(text, mark.end()):
            yield from _quote(text, opened, mark.start())  # the next paragraph takes it up
            opened = None
            continue
        if line_end and mark.group().count("\n") == 1:
            continue  # a wrapped line
        what = "nothing" if line_end else does(text, mark, opened)
        if line_end or what == "open":
            yield from _doubtful(text, opened, doubt)
            opened, doubt = (mark.start() if what == "open" else None), None
        elif what == "close":
            yield from _quote(text, opened, mark.end())
            opened = doubt = None
        elif what == "may close":
            doubt = mark.end()
    yield from _doubtful(text, opened, doubt)


def _quote(text: str, opened: int | None, end: int) -> Iterator[Span]:
    """The quote from where it opened up to an end, unless none is open or it holds no word."""
    words = "" if opened is None else text[opened:end].rstrip()
    if opened is not None and any(c.isalnum() for c in words):
        yield Span(opened, opened + len(words))


def _doubtful(text: str, opened: int | None, doubt: int | None) -> Iterator[Span]:
    """The quote that ends at the last mark that may have closed it."""
    if opened is not None and doubt is not None and doubt - opened <= _LONGEST_IN_DOUBT:
        yield from _quote(text, opened, doubt)


def _double(text: str, mark: re.Match[str], opened: int | None) -> Does:
    sign, before, after = mark.group(), *_sides(text, mark)
    if sign == "“" and opened is not None and text[opened] == "„":
        return "close"
    if sign in "“„‟«``":
        return "open"
    if opened is None:
        opens = before.isspace() if sign in "”»" else not before.isalnum()
        return "open" if opens and (before == "\n" or not after.isspace()) else "nothing"
    if sign in "”»":
        return "close"
    if before.isspace() and after.isalnum():
        return "open"  # a new quote: what was open is never closed
    return "nothing" if before.isdigit() and after.isalnum() else "close"  # inches


def _single(text: str, mark: re.Match[str], opened: int | None) -> Does:
    sign, before, after = mark.group(), *_sides(text, mark)
    if sign != "’" and not before.isalnum() and (after.isalnum() or _DOUBLE_OPENS.match(after)) and (opened is None or before.isspace()):
        return "nothing" if _ELISION.match(text, mark.end()) else "open"
    if opened is None or sign not in "'’" or before.isspace() or after.isalnum():
        return "nothing"
    return "may close" if before in "sS" and after.isspace() else "close"  # "the ministers' talks"


def _sides(text: str, mark: re.Match[str]) -> tuple[str, str]:
    """The characters before and after the mark; a line end at the ends of the text."""
    return text[mark.start() - 1] if mark.start() else "\n", text[mark.end()] if mark.end() < len(text) else "\n"
