"""What fits a question, as a selection that the formats of exports write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.app.search.finder import Answer
from dragoman.casebook import Casebook
from dragoman.exports.facts import Facts
from dragoman.exports.formats import Format
from dragoman.exports.selection import Selection
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged

_BATCH = 200  # reports whose entries are asked for at once


def picked(answer: Answer, casebook: Casebook, facts: Facts, made: Format, merged: Merged) -> Selection:
    """The events of an answer for a format; a claim is no more exported as a happening than elsewhere."""
    asked = made.filter(answer.wanted.filter())
    if not answer.wanted.asks:
        return Selection(casebook.entries(), facts, merged, asked)
    pairs = answer.pairs()
    return Selection(_entries(casebook, list(dict.fromkeys(report for report, _ in pairs))), facts, merged, asked, frozenset(pairs))


def _entries(casebook: Casebook, ids: Sequence[str]) -> Iterator[Entry]:
    for start in range(0, len(ids), _BATCH):
        yield from casebook.entries(ids[start : start + _BATCH])
