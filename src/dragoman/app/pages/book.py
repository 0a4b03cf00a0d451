"""What pages are composed of: the merged things with look-ups, entries on demand, and the knowledge for names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol, TypeVar

from dragoman.app.pages.names import side_of
from dragoman.casebook import Casebook
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record.entry import Entry
from dragoman.record.merged import Claim, Forum, Happening, Merged, Story

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its view, which is worth keeping: it holds the text's sentences."""

    entry: Entry
    view: View


def shown_of(casebook: Casebook, ids: Collection[str]) -> dict[str, Shown]:
    """The present entries of reports, by id, as they are in the casebook."""
    return {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in casebook.entries(ids)} if ids else {}


@dataclass(frozen=True, slots=True)
class Whole:
    """The merged things of a casebook, by what they are looked up by."""

    merged: Merged
    stories: Mapping[str, Story]
    happenings: Mapping[str, Happening]
    claims: Mapping[str, Claim]
    forums: Mapping[str, Forum]
    story_of: Mapping[str, Story]  # by report
    told_in: Mapping[str, tuple[Happening, ...]]  # by report
    claimed_in: Mapping[str, tuple[Claim, ...]]  # by report
    copies_of: Mapping[str, tuple[str, ...]]  # by the first of them: the others
    first_of: Mapping[str, str]  # by each copy: the first

    @classmethod
    def of(cls, merged: Merged) -> Whole:
        """The look-ups over merged things."""
        return cls(
            merged,
            {row.id: row for row in merged.stories},
            {row.id: row for row in merged.happenings},
            {row.id: row for row in merged.claims},
            {row.id: row for row in merged.forums},
            {report: story for story in merged.stories for report in story.reports},
            grouped(merged.happenings, reports_of),
            grouped(merged.claims, claim_reports),
            {group.reports[0]: group.reports[1:] for group in merged.copies},
            {report: group.reports[0] for group in merged.copies for report in group.reports[1:]},
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of an event without opening its report: `site` is name, country, latitude and longitude of its place."""

    confidence: float
    vouched: bool  # by the report itself
    site: tuple[str, str | None, float, float] | None


class Facts(Protocol):
    """Facts of events of the present entries, so that a page on thousands of reports opens those alone that it quotes."""

    def event(self, report: str, event: str) -> Fact | None:
        """What is known of an event of a report."""
        ...

    def published(self, report: str) -> str:
        """The ISO day on which a report came out, "" where it is not told."""
        ...


@dataclass(frozen=True)  # without slots: what is worked out of it is kept in it
class Book:
    """A casebook as pages see it, at one moment. `load` gives the present entries of some reports; what is not there is left out.

    Where `facts` are not at hand, entries are loaded instead.
    """

    whole: Whole
    knowledge: Knowledge
    load: Callable[[Collection[str]], Mapping[str, Shown]]
    facts: Facts | None = None

    @cached_property
    def between(self) -> Mapping[tuple[str, str], tuple[Happening, ...]]:
        """Happenings by the two sides that they are between, in order of their names."""
        side = cache(lambda key: side_of(key, self.knowledge))
        return grouped(self.whole.merged.happenings, lambda row: pairs(row, side))

    @cached_property
    def of_actor(self) -> Mapping[str, tuple[Happening, ...]]:
        """Happenings by the keys of those who take part."""
        return grouped(self.whole.merged.happenings, lambda row: dict.fromkeys((*row.sources, *row.recipients)))

    @cached_property
    def claims_by(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by the keys of those who make them."""
        return grouped(self.whole.merged.claims, lambda row: row.speakers)

    @cached_property
    def claims_of_side(self) -> Mapping[str, tuple[Claim, ...]]:
        """Claims by the sides of those who make them."""
        side = cache(lambda key: side_of(key, self.knowledge))
        return grouped(self.whole.merged.claims, lambda row: dict.fromkeys(side(key) for key in row.speakers))

    @cached_property
    def latest(self) -> tuple[Happening, ...]:
        """All happenings, those that more than one voice tells first, then by day, the latest first."""
        rows = self.whole.merged.happenings
        return tuple(sorted(rows, key=lambda row: (row.independent > 1, row.date, row.id), reverse=True))

    @cached_property
    def contested(self) -> tuple[Claim, ...]:
        """All claims, those that are denied or borne out first, then by how many reports carry them."""
        weight = {row.id: (not row.denials and not row.corroborated, -len(claim_reports(row)), row.id) for row in self.whole.merged.claims}
        return tuple(sorted(self.whole.merged.claims, key=lambda row: weight[row.id]))


# What those who act are in with one another.
_TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE", "RETREAT"})


def pairs(row: Happening, side: Callable[[str], str]) -> set[tuple[str, str]]:
    """The pairs of sides that a happening is between, each in order."""
    sources, recipients = ({side(key) for key in keys} for keys in (row.sources, row.recipients))
    both = {(min(a, b), max(a, b)) for a in sources for b in recipients if a != b}
    return both | {(a, b) for a in sources for b in sources if a < b} if row.type in _TOGETHER else both


def reports_of(happening: Happening) -> tuple[str, ...]:
    """The reports that tell of it, each once."""
    return tuple(dict.fromkeys(support.report for support in happening.supports))


def claim_reports(claim: Claim) -> tuple[str, ...]:
    """The reports that carry a claim, its denials or what bears it out, each once."""
    words = [row.report for row in (*claim.statements, *claim.denials)]
    return tuple(dict.fromkeys([*words, *(row.report for row in claim.corroborated)]))


def grouped(rows: Iterable[T], names: Callable[[T], Iterable[K]]) -> dict[K, tuple[T, ...]]:
    """Rows by each of their names, in their order."""
    found: dict[K, list[T]] = defaultdict(list)
    for row in rows:
        for name in names(row):
            found[name].append(row)
    return {name: tuple(told) for name, told in found.items()}
