"""The page of a search: what is asked, what fits, and the facets that narrow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.app.pages.book import Book
from dragoman.app.pages.events import EventLine, event_lines
from dragoman.app.pages.evidence import Evidence, ReportLine, of_words, report_line
from dragoman.app.pages.names import country_name
from dragoman.app.search.cursor import numbers_of, written
from dragoman.app.search.facets import Facet
from dragoman.app.search.finder import Answer
from dragoman.app.search.snapshot import Snapshot
from dragoman.app.search.views import Month, months
from dragoman.app.search.wanted import Wanted
from dragoman.exports.phrases import event_phrase, plain_name
from dragoman.knowledge.names import fold
from dragoman.ontology import load
from dragoman.record import Span

LIMIT = 20
TITLES = {
    "actor": "Actor", "country": "Country", "type": "Type", "mode": "Mode", "status": "Status", "voice": "Whose word",
    "topic": "Topic", "place": "Place", "publisher": "Publisher", "sources": "Independent sources", "confidence": "Confidence",
    "judged": "Judged by a person", "words": "Words", "dyad": "Between", "against": "Against", "since": "From", "until": "To",
}  # fmt: skip
_VOICES = {"happening": "the report’s own", "claim": "a speaker’s claim"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as a reader sees it; `query` is that of the address with the value put in, or out where it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: `more` values are not listed."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for; `query` is that of the address without it."""

    title: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class ReportFind:
    """A report that fits, with a sentence that has one of the words."""

    report: ReportLine
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of finds. `query` is that of the address, `next` that of the page after."""

    title: str
    wanted: Wanted
    query: str
    asked: tuple[Asked, ...]
    events: int
    reports: int
    lines: tuple[EventLine, ...]
    finds: tuple[ReportFind, ...]
    facets: tuple[FacetBox, ...]
    months: tuple[Month, ...]
    cursor: str | None
    next: str | None


def search_page(answer: Answer, book: Book, cursor: str | None = None, limit: int = LIMIT) -> SearchPage:
    """The page of an answer from a cursor on. Raises UnfitError for a cursor of another list."""
    wanted = answer.wanted
    reports = answer.reports()
    lines: tuple[EventLine, ...] = ()
    finds: tuple[ReportFind, ...] = ()
    if wanted.show == "reports":
        start = int(numbers_of("reports", cursor, 1)[0]) if cursor else 0
        finds = _finds([report.id for report in reports[start : start + limit]], wanted.words, book)
        following = written("reports", [start + limit]) if start + limit < len(reports) else None
    else:
        hits = answer.hits(cursor, limit)
        lines, following = event_lines(hits.rows, book), hits.next
    title, asked = title_of(wanted, answer.snapshot, book), asked_of(wanted, answer.snapshot, book)
    return SearchPage(
        title,
        wanted,
        wanted.query(),
        asked,
        answer.events,
        len(reports),
        lines,
        finds,
        boxes(answer, book),
        months(answer),
        cursor,
        following,
    )


def boxes(answer: Answer, book: Book) -> tuple[FacetBox, ...]:
    """The facets with names for their values; those without values are left out."""
    return tuple(_box(facet, answer, book) for facet in answer.facets() if facet.counts)


def _box(facet: Facet, answer: Answer, book: Book) -> FacetBox:
    choices = tuple(
        Choice(
            row.value,
            label(facet.name, row.value, answer.snapshot, book),
            row.count,
            row.chosen,
            answer.wanted.toggled(facet.name, row.value).query(),
        )
        for row in facet.counts
    )
    return FacetBox(facet.name, TITLES[facet.name], choices, facet.more)


def label(facet: str, value: str, snapshot: Snapshot, book: Book) -> str:
    """A value of a facet in a reader's words."""
    if facet in ("actor", "against"):
        entry, person = book.knowledge.entry(value), snapshot.columns.people.get(value)
        return entry.name if entry else person.name if person else value
    if facet == "country":
        return country_name(value, book.knowledge)
    if facet in ("type", "mode"):
        return event_phrase(value, None) if facet == "type" else plain_name(value).replace("-", " ")
    if facet == "topic":
        topic = load().topics.get(value)
        return topic.name if topic else plain_name(value)
    return {"voice": _VOICES.get(value, value), "sources": f"at least {value}", "confidence": f"at least {value}"}.get(facet, value)


def asked_of(wanted: Wanted, snapshot: Snapshot, book: Book) -> tuple[Asked, ...]:
    """What is asked for, one by one."""
    found: list[Asked] = []
    for name, value in wanted.pairs():
        field = "words" if name == "q" else name
        if field in ("show", "sort"):
            continue
        held = getattr(wanted, field)
        if isinstance(held, tuple) and field != "dyad":
            found.append(Asked(TITLES[field], label(field, value, snapshot, book), wanted.toggled(field, value).query()))
        else:
            words = " and ".join(wanted.dyad) if field == "dyad" else label(field, value, snapshot, book)
            found.append(Asked(TITLES[field], words, wanted.query(**{field: getattr(_BARE, field)})))
    return tuple(found)


_BARE = Wanted()


def title_of(wanted: Wanted, snapshot: Snapshot, book: Book) -> str:
    """A search in a few words: "border, Pakistan, happened"."""
    plain = [asked.label for asked in asked_of(wanted, snapshot, book)]
    return ", ".join(plain) if plain else "All events"


def _finds(ids: Sequence[str], words: str, book: Book) -> tuple[ReportFind, ...]:
    shown = book.load(list(ids))
    bare = {id: report_line(shown[id]) for id in ids if id in shown}
    return tuple(
        ReportFind(line, of_words(shown[id], span) if (span := _first(words, shown[id].view.reading.report.text)) else None)
        for id, line in bare.items()
    )


def _first(words: str, text: str) -> Span | None:
    """Where the first of the words that is found stands in a text, case and accents aside where the text is plain."""
    low = text.casefold()
    if len(low) != len(text):
        return None
    for word in fold(words).casefold().split():
        at = low.find(word)
        if at >= 0:
            return Span(at, at + len(word))
    return None


def hidden(wanted: Wanted, *without: str) -> Mapping[str, tuple[str, ...]]:
    """What a form has to carry along so that it changes nothing but its own fields."""
    found: dict[str, list[str]] = {}
    for name, value in replace(wanted, show=wanted.show).pairs():
        if name not in without:
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}
