"""Expressions of time in a report and what they stand for: a grammar's findings, joined with a tagger's spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.extract.timex import values
from dragoman.extract.timex.context import Context, Meaning, Phrase, Told
from dragoman.extract.timex.grammar import GRAMMAR, NAMES
from dragoman.extract.timex.meanings import MEANINGS
from dragoman.extract.timex.tokens import Row, tokenise
from dragoman.record import Report, Span, Time


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the grammar in the text, with its meaning."""

    span: Span
    meaning: Meaning


def find_times(report: Report, spans: Sequence[Span] = (), *, trust_tagger: bool = True) -> tuple[Time, ...]:
    """The report's expressions of time, in the order of the text.

    `spans` are those that a tagger holds to be times; `join` tells how they count. Values are reckoned from
    `report.published`, else from a full date in the first sentence, else left open (XXXX).
    """
    base, anchor = base_day(report)
    found = list(phrases(tokenise(report.text), base, anchor))
    kept = join(found, spans, trust_tagger=trust_tagger)
    ids = {number: f"T{place}" for place, number in enumerate(kept, 1)}
    return tuple(as_time(ids[number], found[number].span, found[number].meaning, ids) for number in kept)


def join(found: Sequence[Found], spans: Sequence[Span], *, trust_tagger: bool) -> list[int]:
    """Which phrases of the grammar count, given a tagger's spans: their numbers.

    Borders and values are always the grammar's; a span that touches no phrase is dropped, since nobody could say when
    it is. A phrase that a span touches counts, also where the grammar is not sure of it. One that no span touches
    counts where the grammar is sure and either there are no spans at all or the tagger is not trusted to miss nothing.
    """
    touched = touching([one.span for one in found], sorted(spans))
    alone = not spans or not trust_tagger
    return [number for number, one in enumerate(found) if number in touched or (alone and one.meaning.sure)]


def touching(spans: Sequence[Span], others: Sequence[Span]) -> set[int]:
    """The numbers of the spans that share characters with one of the others; both in the order of the text, `spans` apart."""
    touched, number = set(), 0
    for other in others:
        while number < len(spans) and spans[number].end <= other.start:
            number += 1
        at = number
        while at < len(spans) and spans[at].start < other.end:
            touched.add(at)
            at += 1
    return touched


def base_day(report: Report) -> tuple[date | None, str | None]:
    """The day from which relative expressions are reckoned, and its name."""
    for day, name in ((report.published or "")[:10], "published"), (_dateline(report.text), "dateline"):
        try:
            return date.fromisoformat(day), name
        except ValueError:
            continue
    return None, None


def _dateline(text: str) -> str:
    """A full date among the first words of a text."""
    row = tokenise(text[:120])
    for match in GRAMMAR.finditer(row.kinds):
        meaning = _meaning(row, match, Context(None, None, Told()))
        if meaning and re.fullmatch(r"\d{4}-\d\d-\d\d", meaning.value):
            return meaning.value
    return ""


def phrases(row: Row, base: date | None, anchor: str | None) -> Iterator[Found]:
    """The phrases of the grammar in a text, read from its beginning to its end."""
    told, number, at = Told(), 0, 0
    while match := GRAMMAR.search(row.kinds, at):
        meaning = _meaning(row, match, Context(base, anchor, told))
        if meaning is None:  # of something else after all; a shorter phrase may begin within it
            at = match.start() + 1
            continue
        yield Found(Span(row.starts[match.start()], row.ends[match.end() - 1]), meaning)
        told = told.after(meaning, number, match.start()) if meaning.sure else told
        number, at = number + 1, match.end()


def _meaning(row: Row, match: re.Match[str], context: Context) -> Meaning | None:
    phrase = Phrase(row, match.start(), match.end(), tuple(row.token(index) for index in range(match.start(), match.end())))
    return MEANINGS[NAMES[(match.lastindex or 1) - 1]](phrase, context)


def as_time(name: str, span: Span, meaning: Meaning, ids: dict[int, str]) -> Time:
    """A phrase as a row of the reading; where the phrase that it is reckoned from does not count, it has no anchor."""
    anchor = ids.get(meaning.anchor) if isinstance(meaning.anchor, int) else meaning.anchor
    return Time(name, span, meaning.type, meaning.value, values.granularity(meaning.value), anchor)
