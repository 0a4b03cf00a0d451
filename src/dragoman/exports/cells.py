"""Words made fit for the cells of tables, so that no text of a report can break a row or be taken for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dragoman.exports.safe import for_terminal

# Everything that some reader of tables takes for the end of a cell or row.
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Most cells are plain and need no closer look.
_PLAIN = re.compile("[ -~\xa0-\u200d\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
# What spreadsheets take for the beginning of a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_SURROGATES = re.compile("[\ud800-\udfff]")


def cell(text: str) -> str:
    """Text on one line without tabs: breaks as a space; controls and direction overrides as U+FFFD, as they could disguise other cells."""
    return text if _PLAIN.fullmatch(text) else for_terminal(_BREAKS.sub(" ", text))


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it."""
    if text[:1].isalnum():
        return text
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def joined(items: Iterable[str]) -> str:
    """A list in one cell, with "; " between; a semicolon inside an item becomes a comma, so that the cell can be taken apart again."""
    return "; ".join(item.replace(";", ",") for item in items)


def whole(text: str) -> str:
    """Text as UTF-8 can hold it: lone surrogates, which are no characters, as U+FFFD. Everything else stays as it was."""
    return _SURROGATES.sub("\ufffd", text)
