"""Adding what the reader missed: a person picks words of a report and says what event, or which actor, they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.app.judging import draft
from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.keys import home_of
from dragoman.errors import CasebookError
from dragoman.record import Span
from dragoman.record.entry import Entry

_AT = re.compile(r"\s*(\d{1,9})-(\d{1,9})(?:\s.*)?", re.DOTALL)
_AROUND = 40  # characters on either side that tell one occurrence of words from another


class SeveralError(CasebookError):
    """Words that stand in a report more than once; `spans` says where."""

    def __init__(self, words: str, text: str, spans: Sequence[Span]) -> None:
        told = "; ".join(f"{span.start}-{span.end} in “{around(text, span)}”" for span in spans[:5])
        super().__init__(f"{words!r} stands in the report {len(spans)} times: say which by its characters, {told}")
        self.spans = tuple(spans)


@dataclass(frozen=True, slots=True)
class Missed:
    """What a person says was missed. `words` are words of the report or characters of it, such as 104-112: the first those that name
    the actor or tell of the event, others further evidence. `fields` are those that a correction has.
    """

    kind: str
    report: str
    words: tuple[str, ...]
    fields: Mapping[str, Any]


def add(casebook: Casebook, missed: Missed, by: tuple[str, str]) -> Judgment:
    """Keeps an addition and gives it back. `by` is who and why. Raises CasebookError where it does not fit the report."""
    read = next(casebook.as_read([missed.report]), None)
    if read is None:
        raise CasebookError(f"{missed.report}: there is no such report in this casebook, or it was not read")
    made = draft("add", *_said(casebook, read, missed), by)
    casebook.judge(made)
    return made


def _said(casebook: Casebook, read: Entry, missed: Missed) -> tuple[str, dict[str, Any]]:
    """The key that the item gets, and its fields."""
    if not missed.words:
        raise CasebookError("pick the words of the report that tell of it")
    spans = [span_for(read.reading.report.text, words) for words in missed.words]
    present = casebook.entry(missed.report)
    taken = {*read.keys.values(), *present.keys.values(), *(j.on for j in casebook.present_judgments() if j.what == "add")}
    version = len(casebook.versions(missed.report) or ()) or 1
    key = _free(f"{missed.kind}/{home_of(missed.report, version)}/{spans[0].start}-{spans[0].end}", taken, missed.kind)
    fields = dict(missed.fields)
    if len(spans) > 1:
        fields["evidence"] = [[span.start, span.end] for span in spans[1:]]
    if missed.kind == "event" and "asserted_by" not in fields:
        fields["asserted_by"] = speaker_of(present, spans[0])
    return key, fields


def _free(key: str, taken: Iterable[str], kind: str) -> str:
    """The key, numbered where an event of the same words has it; an actor of the same words is the same actor."""
    used = set(taken)
    if kind != "event" or key not in used:
        return key
    return next(one for one in (f"{key}#{number}" for number in range(2, len(used) + 3)) if one not in used)


def speaker_of(entry: Entry, span: Span) -> str | None:
    """The key of the statement within whose words a span stands, the narrowest of several: it is that speaker who tells of it."""
    around = [
        (content.end - content.start, said.id)
        for said in entry.reading.statements
        for content in said.content
        if content.start <= span.start and span.end <= content.end
    ]
    return entry.keys[min(around)[1]] if around else None


def span_for(text: str, words: str) -> Span:
    """Where words stand. Raises CasebookError where they do not, and SeveralError where they do more than once."""
    if found := _AT.fullmatch(words):
        start, end = int(found[1]), int(found[2])
        if start < end <= len(text):
            return trimmed(text, Span(start, end))
        raise CasebookError(f"{words.strip()}: the report has {len(text)} characters")
    spans = where(text, words)
    if not spans:
        raise CasebookError(f"the report does not say {words!r}")
    if len(spans) > 1:
        raise SeveralError(words, text, spans)
    return spans[0]


def where(text: str, words: str) -> tuple[Span, ...]:
    """All places at which words stand, whole and in their case; blanks and line ends between them are alike."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return ()
    sought = r"\s+".join(parts)
    return tuple(Span(*found.span()) for found in re.finditer(rf"(?<!\w){sought}(?!\w)", text))


def trimmed(text: str, span: Span) -> Span:
    """The span without blanks at its ends, as it is where there is nothing else."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else span


def around(text: str, span: Span) -> str:
    """Words with some before and behind them, on one line."""
    return " ".join(text[max(0, span.start - _AROUND) : span.end + _AROUND].split())
