"""The page of an actor: what it is called, its offices over time, whose part it is, what it did, and with whom it has most to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.app.pages.book import Book, Shown, claim_reports, reports_of
from dragoman.app.pages.evidence import FEW, Evidence, HappeningLine, happening_line, of_words, to_quote
from dragoman.app.pages.names import Named, named, side_name, side_named, side_of
from dragoman.app.pages.relation import Bar, Side, chart
from dragoman.app.pages.story import ClaimLine, claim_line
from dragoman.exports.phrases import family
from dragoman.knowledge.names import fold
from dragoman.record import Actor
from dragoman.record.merged import Claim, Happening

MOST = 25  # happenings and claims on one page
_NEAR = 10  # relations


@dataclass(frozen=True, slots=True)
class Office:
    """An office as reports give it: the days of the first and last report that do, and the words of the first."""

    title: str
    of: str | None
    first: str
    last: str
    reports: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Relation:
    """Another actor's side with how much there is between the two."""

    side: Side
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor. `names` are what reports call it, the most frequent first; `part_of` are keys with names.

    Of an actor in very many reports, names and offices are those of the reports that the page quotes.
    """

    title: str
    actor: Named
    side: Side
    note: str | None
    wikidata: str | None
    names: tuple[tuple[str, int], ...]
    offices: tuple[Office, ...]
    part_of: tuple[tuple[str, str], ...]
    reports: int
    chart: tuple[Bar, ...]
    relations: tuple[Relation, ...]
    happenings: tuple[HappeningLine, ...]
    total: int
    claims: tuple[ClaimLine, ...]


Seen = list[tuple[Shown, Actor]]


def actor_page(key: str, book: Book) -> ActorPage | None:
    """The page of an actor by its key over reports; None where nothing tells of it and the knowledge does not know it."""
    told, claims = book.of_actor.get(key, ()), book.claims_by.get(key, ())
    entry = book.knowledge.entry(key.partition("#")[0])
    if not told and not claims and entry is None:
        return None
    latest = sorted(told, key=lambda row: (row.date, row.id), reverse=True)[:MOST]
    every = _reports(told, claims)
    shown = book.load(every if book.facts is None or len(every) <= FEW else to_quote(latest, book) | _reports((), claims[:MOST]))
    seen = _seen(key, shown)
    who, side = named(key, book, shown), side_of(key, book.knowledge)
    return ActorPage(
        who.name, who, Side(side, side_name(side, book.knowledge) if side != key else who.name),
        entry.note if entry else None, entry.wikidata if entry else None, _names(seen), _offices(seen), _part_of(key, seen, book),
        len(every), chart(told, book, shown), _relations(key, told, book, shown),
        tuple(happening_line(row, book, shown) for row in latest), len(told),
        tuple(claim_line(row, book, shown) for row in claims[:MOST]),
    )  # fmt: skip


def _reports(told: Iterable[Happening], claims: Iterable[Claim]) -> set[str]:
    return {id for row in told for id in reports_of(row)} | {id for row in claims for id in claim_reports(row)}


def _seen(key: str, shown: Mapping[str, Shown]) -> Seen:
    """The actor in each report, in the order in which they came out."""
    plain, _, ref = key.partition("#")
    kind, _, rest = plain.partition(":")
    words = rest.rpartition(":")[0]
    return [
        (one, actor)
        for one in sorted(shown.values(), key=lambda one: one.view.reading.report.published or "9")
        for actor in one.view.reading.actors
        if (f"{one.view.reading.report.id}/{actor.id}" == ref if ref else _is(actor, plain, kind, words))
    ]


def _is(actor: Actor, plain: str, kind: str, words: str) -> bool:
    if actor.known:
        return actor.known == plain
    if words:
        return actor.kind == kind and fold(actor.name).casefold().endswith(words)
    return actor.kind == "country" and (actor.country or "").casefold() == plain


def _names(seen: Seen) -> tuple[tuple[str, int], ...]:
    told: Counter[str] = Counter()
    for one, actor in seen:
        text = one.view.reading.report.text
        told.update(" ".join(m.span.of(text).split()) for m in one.view.reading.mentions if m.actor == actor.id and m.form != "pronoun")
    return tuple(told.most_common(20))


def _offices(seen: Seen) -> tuple[Office, ...]:
    found: dict[tuple[str, str | None], Office] = {}
    for one, actor in seen:
        day = (one.view.reading.report.published or "")[:10]
        for role in actor.roles:
            title, of = " ".join(role.title.split()), one.view.name(role.of) if role.of else None
            old = found.get((title.casefold(), of))
            found[title.casefold(), of] = (
                Office(title, of, old.first, day, old.reports + 1, old.evidence)
                if old
                else Office(title, of, day, day, 1, of_words(one, role.span))
            )
    return tuple(found.values())


def _part_of(key: str, seen: Seen, book: Book) -> tuple[tuple[str, str], ...]:
    """What it belongs to: by the knowledge, and by what reports say that is itself known."""
    entry = book.knowledge.entry(key.partition("#")[0])
    known = [one.view.actors[id].known for one, actor in seen for id in actor.member_of if id in one.view.actors]
    keys = dict.fromkeys([*([entry.part_of] if entry and entry.part_of else []), *(id for id in known if id)])
    return tuple((id, found.name) for id in keys if id != key and (found := book.knowledge.entry(id)))


def _relations(key: str, told: Iterable[Happening], book: Book, shown: Mapping[str, Shown]) -> tuple[Relation, ...]:
    """The sides that it has most to do with."""
    own = side_of(key, book.knowledge)
    counts: dict[str, Counter[str]] = {}
    for row in told:
        others = row.recipients if key in row.sources and row.recipients else (*row.sources, *row.recipients)
        for side in {side_of(other, book.knowledge) for other in others if other != key} - {own}:
            counts.setdefault(side, Counter())[family(row.type)] += 1
    ranked = sorted((side for side in counts if "#" not in side), key=lambda side: (-counts[side].total(), side))[:_NEAR]
    return tuple(
        Relation(Side(side, side_named(side, book, shown)), counts[side]["cooperation"], counts[side]["conflict"]) for side in ranked
    )
