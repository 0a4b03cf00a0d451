"""The page of a claim: who said it first, through which outlets, how the wording moved, who denies it, who bears it out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.app.pages.book import Book, Shown, claim_reports
from dragoman.app.pages.evidence import Evidence, event_of, of_event, of_words, statement_at, words_evidence
from dragoman.app.pages.names import Named, name_all
from dragoman.app.pages.story import ClaimLine, claim_line
from dragoman.exports.phrases import act_phrase
from dragoman.record import Span
from dragoman.record.merged import Claim, Words

_WORD = re.compile(r"\w+")
MOST = 25  # claims on one page of the list


@dataclass(frozen=True, slots=True)
class Telling:
    """One time that the claim is told or denied: whose word, through whom, in what act; lit in the evidence are words that are new."""

    act: str | None
    chain: str | None
    evidence: Evidence
    again: tuple[str, ...]  # ids of reports that print the same


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim."""

    title: str
    speakers: tuple[Named, ...]
    tellings: tuple[Telling, ...]
    denials: tuple[Telling, ...]
    corroborated: tuple[Evidence, ...]
    outlets: tuple[str, ...]  # publishers in the order in which they came out with it
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """A list of claims; `more` come after those of this page."""

    title: str
    claims: tuple[ClaimLine, ...]
    total: int
    after: int
    more: int


def claims_page(book: Book, after: int = 0) -> ClaimsPage:
    """The claims, those that were answered first, then by how many reports carry them."""
    rows = book.contested
    part = rows[after : after + MOST]
    shown = book.load({report for row in part for report in claim_reports(row)})
    return ClaimsPage("Claims", tuple(claim_line(row, book, shown) for row in part), len(rows), after, max(0, len(rows) - after - MOST))


def claim_page(id: str, book: Book) -> ClaimPage | None:
    """The page of a claim; None where there is none of that id."""
    row = book.whole.claims.get(id)
    if row is None:
        return None
    shown = book.load(claim_reports(row))
    tellings = _tellings(row.statements, book, shown)
    speakers = name_all(row.speakers, book, shown)
    voices = [one.name for one in speakers] or [one.evidence.voice for one in tellings if one.evidence.voice]
    return ClaimPage(
        f"Claim by {', '.join(dict.fromkeys(voices)) or 'somebody unnamed'}", speakers, _moved(tellings),
        _tellings(row.denials, book, shown), _borne_out(row, shown),
        tuple(dict.fromkeys(one.evidence.report.publisher for one in tellings if one.evidence.report.publisher)),
        tuple(dict.fromkeys(book.whole.story_of[id].id for id in claim_reports(row) if id in book.whole.story_of)),
    )  # fmt: skip


def _tellings(words: Sequence[Words], book: Book, shown: Mapping[str, Shown]) -> tuple[Telling, ...]:
    """Each telling in the order of days; copies are folded under the report that they print."""
    own = {row.report for row in words}
    kept = [row for row in words if book.whole.first_of.get(row.report) not in own]
    order = words_evidence(kept, shown)
    return tuple(_telling(one, book, shown[one.report.id]) for one in order)


def _telling(one: Evidence, book: Book, shown: Shown) -> Telling:
    said = statement_at(shown.view, one.span)
    act, chain = (act_phrase(said.act), shown.view.voice(said.id)) if said else (None, None)
    return Telling(act, chain, one, book.whole.copies_of.get(one.report.id, ()))


def _moved(tellings: Sequence[Telling]) -> tuple[Telling, ...]:
    """The tellings with those words lit that none before had; in the first, nothing is new."""
    known: set[str] = set()
    made = []
    for number, one in enumerate(tellings):
        words = [Span(*found.span()) for found in _WORD.finditer(one.evidence.text)]
        said = [word for word in words if any(part.contains(word) for part in one.evidence.lit)]
        fresh = [word for word in said if word.of(one.evidence.text).casefold() not in known]
        known |= {word.of(one.evidence.text).casefold() for word in said}
        made.append(replace(one, evidence=replace(one.evidence, lit=tuple(fresh) if number else one.evidence.lit)))
    return tuple(made)


def _borne_out(row: Claim, shown: Mapping[str, Shown]) -> tuple[Evidence, ...]:
    """What reports of their own say; a support may point at an event or at plain words."""
    made = []
    for support in row.corroborated:
        pair = event_of(support, shown)
        if pair:
            made.append(of_event(*pair))
        elif support.report in shown:
            made.append(of_words(shown[support.report], support.span))
    return tuple(made)
