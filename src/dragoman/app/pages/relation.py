"""The page of a relationship: what two sides did together and to one another, over time, and what they say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from dragoman.app.pages.book import Book, Shown, claim_reports, reports_of
from dragoman.app.pages.evidence import Evidence, HappeningLine, chance, event_of, happening_line, statement_at, to_quote, words_evidence
from dragoman.app.pages.names import OF_A_STATE, Named, name_all, side_name
from dragoman.exports.phrases import family
from dragoman.record import Statement
from dragoman.record.merged import Claim, Forum, Happening, Support, Words

KINDS = {
    "meetings": frozenset({"CONSULT"}),
    "agreements": frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}),
    "charges": frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "PROTEST"}),
    "force": frozenset({"SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}),
}
Kept = Callable[[Sequence[str]], Mapping[str, str]]  # ISO 8601 times by id of the report
MOST = 30  # happenings and claims that one page shows; each comes with its sentence
_EXAMINED = 100  # claims of one side that are looked at for what they say of the other
_SURE = 1.96  # standard deviations on either side: 95 of 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a relationship is asked for: kinds and types (all where empty), days from and to, what is new since a day, a place in it."""

    kinds: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    changed: str = ""  # the day since which a report was kept that tells of it
    after: int = 0
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a country's code or an actor's key."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Happenings of a month, quarter or year: how many are to be expected by their confidences, and the interval of that number."""

    period: str
    cooperation: float
    conflict: float
    cooperation_range: tuple[float, float]
    conflict_range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Facing:
    """A claim of one side and what is said against it."""

    id: str
    speakers: tuple[Named, ...]
    said: tuple[Evidence, ...]
    denials: tuple[Evidence, ...]
    corroborated: int


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the relationship's happenings on the map: coordinates in degrees."""

    name: str
    country: str | None
    lat: float
    lon: float
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class RelationPage:
    """A relationship. `counts` are of all its happenings by kind, `total` of those that the choice lets through."""

    title: str
    sides: tuple[Side, Side]
    choice: Choice
    counts: Mapping[str, int]
    total: int
    chart: tuple[Bar, ...]
    timeline: tuple[HappeningLine, ...]
    claims: tuple[tuple[Facing, ...], tuple[Facing, ...]]  # of the one side, of the other
    forums: tuple[Forum, ...]
    sites: tuple[Site, ...]
    more: int  # happenings of the choice that come after those of the timeline


def relation_page(one: str, other: str, book: Book, choice: Choice, kept: Kept = lambda ids: {}) -> RelationPage:
    """The relationship of two sides; `kept` says when reports came into the casebook."""
    found = happenings_between(one, other, book)
    chosen = [row for row in found if _chosen(row, choice)]
    if choice.changed:
        days = kept(sorted({report for row in chosen for report in reports_of(row)}))
        chosen = [row for row in chosen if any(days.get(report, "") >= choice.changed for report in reports_of(row))]
    chosen.sort(key=lambda row: (row.date or "0", row.id), reverse=True)
    part = chosen[choice.after : choice.after + MOST]
    shown = book.load(to_quote(part, book))
    told = shown if book.facts else book.load({report for row in chosen for report in reports_of(row)})
    near = {report for row in found for report in reports_of(row)}
    sides = Side(one, side_name(one, book.knowledge)), Side(other, side_name(other, book.knowledge))
    return RelationPage(
        f"{sides[0].name} and {sides[1].name}", sides, choice,
        {name: sum(row.type in types for row in found) for name, types in KINDS.items()}, len(chosen),
        chart(chosen, book, told), tuple(happening_line(row, book, shown) for row in part),
        (_facing(one, other, book, near), _facing(other, one, book, near)), _forums(one, other, book), _sites(chosen, book, told),
        max(0, len(chosen) - choice.after - MOST),
    )  # fmt: skip


def happenings_between(one: str, other: str, book: Book) -> list[Happening]:
    """The happenings in which one side does something to the other, or both do something together."""
    return list(book.between.get((min(one, other), max(one, other)), ()))


def _chosen(row: Happening, choice: Choice) -> bool:
    fits = not choice.kinds or any(row.type in KINDS[kind] for kind in choice.kinds)
    fits = fits and (not choice.types or row.type in choice.types)
    return fits and (not choice.since or row.date >= choice.since) and (not choice.until or "" < row.date <= choice.until + "~")


# --- the chart -----------------------------------------------------------------------------------------------------------


def chart(rows: Iterable[Happening], book: Book, shown: Mapping[str, Shown]) -> tuple[Bar, ...]:
    """Cooperation and conflict by month, of long times by quarter or year; what is planned, denied or has no date is left out."""
    dated = [(row, chance(row, book, shown)) for row in rows if len(row.date) >= 7 and row.status in ("happened", "ongoing", "habitual")]
    months = sorted({row.date[:7] for row, _ in dated})
    if not months:
        return ()
    size = _size(_month(months[0]), _month(months[-1]))
    first, last = _month(months[0]) // size, _month(months[-1]) // size
    told: dict[int, list[tuple[str, float]]] = {number: [] for number in range(first, last + 1)}
    for row, sure in dated:
        told[_month(row.date) // size].append((family(row.type), sure))
    return tuple(_bar(number, size, rows) for number, rows in told.items())


def _size(first: int, last: int) -> int:
    """Months to a bar, so that there are not more than some 48."""
    return next((size for size in (1, 3, 12) if (last - first) / size <= 48), 12)


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _bar(number: int, size: int, rows: Iterable[tuple[str, float]]) -> Bar:
    year, month = divmod(number * size, 12)
    period = {1: f"{year:04}-{month + 1:02}", 3: f"{year:04}-Q{month // 3 + 1}", 12: f"{year:04}"}[size]
    rows = list(rows)
    sums = {side: [sure for name, sure in rows if name == side] for side in ("cooperation", "conflict")}
    means = [round(sum(sures), 3) for sures in sums.values()]
    return Bar(period, *means, *(_range(sures) for sures in sums.values()))  # type: ignore[arg-type]


def _range(sures: list[float]) -> tuple[float, float]:
    """The interval of the number of true ones among rows that are true with these chances."""
    mean, spread = sum(sures), _SURE * sqrt(sum(sure * (1 - sure) for sure in sures))
    return round(max(0.0, mean - spread), 3), round(min(float(len(sures)), mean + spread), 3)


# --- claims, forums, places ----------------------------------------------------------------------------------------------


def _facing(one: str, other: str, book: Book, near: set[str]) -> tuple[Facing, ...]:
    """What one side claims of the other, or what the other denies, the latest first.

    Of a side with very many claims, those are looked at that came out last in the reports that are `near`: that tell of both.
    """
    rows: Sequence[Claim] = book.claims_of_side.get(one, ())
    if book.facts is not None and len(rows) > _EXAMINED:
        rows = [row for row in rows if not near.isdisjoint(claim_reports(row))]
        day = book.facts.published
        rows = sorted(rows, key=lambda row: (max(day(id) for id in claim_reports(row)), row.id), reverse=True)[:_EXAMINED]
    shown = book.load({report for row in rows for report in claim_reports(row)})
    about = [row for row in rows if _concerns(row, other, shown, book)]
    made = [_face(row, book, shown) for row in about]
    made.sort(key=lambda row: max((said.report.published or "" for said in row.said), default=""), reverse=True)
    return tuple(made[:MOST])


def _face(row: Claim, book: Book, shown: Mapping[str, Shown]) -> Facing:
    said, denials = words_evidence(row.statements, shown), words_evidence(row.denials, shown)
    return Facing(row.id, name_all(row.speakers, book, shown), said, denials, len(row.corroborated))


def _concerns(row: Claim, other: str, shown: Mapping[str, Shown], book: Book) -> bool:
    """Whether a claim tells of something that the other side did or suffered, or the other side denies it."""
    for words, denial in [*((one, False) for one in row.statements), *((one, True) for one in row.denials)]:
        found = _statement(words, shown)
        if found and other in _sides(found[0], found[1], denial):
            return True
    return False


def _statement(words: Words, shown: Mapping[str, Shown]) -> tuple[Shown, Statement] | None:
    one = shown.get(words.report)
    said = statement_at(one.view, words.span) if one else None
    return (one, said) if one and said else None


def _sides(one: Shown, said: Statement, denial: bool) -> set[str]:
    """The sides that make a denial, or of which a claim tells."""
    view = one.view
    actors = said.speakers if denial else [id for event in view.asserted(said.id) for id in (*event.sources, *event.recipients)]
    rows = [view.actors[id] for id in actors if id in view.actors]
    return {row.country if row.country and row.kind in OF_A_STATE else row.known or row.name for row in rows}


def _forums(one: str, other: str, book: Book) -> tuple[Forum, ...]:
    return tuple(row for row in book.whole.merged.forums if {one, other} <= set(row.parties))


def _sites(rows: Iterable[Happening], book: Book, shown: Mapping[str, Shown]) -> tuple[Site, ...]:
    """The places of happenings that have coordinates, each with how much cooperation and conflict it saw."""
    found: dict[tuple[str, str | None, float, float], list[str]] = {}
    for row in rows:
        for support in row.supports:
            site = _site(support, book, shown)
            if site:
                found.setdefault(site, []).append(family(row.type))
                break
    return tuple(Site(*site, told.count("cooperation"), told.count("conflict")) for site, told in found.items())


def _site(support: Support, book: Book, shown: Mapping[str, Shown]) -> tuple[str, str | None, float, float] | None:
    if book.facts is not None:
        fact = book.facts.event(support.report, support.event)
        return fact.site if fact else None
    pair = event_of(support, shown)
    place = pair[0].view.places.get(pair[1].place or "") if pair else None
    return (place.name, place.country, place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
