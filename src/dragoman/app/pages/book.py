"""What pages are composed of: the merged things with look-ups, entries on demand, and the knowledge for names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record.entry import Entry
from dragoman.record.merged import Claim, Forum, Happening, Merged, Story

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its view, which is worth keeping: it holds the text's sentences."""

    entry: Entry
    view: View


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
            _by_report(merged.happenings, reports_of),
            _by_report(merged.claims, claim_reports),
            {group.reports[0]: group.reports[1:] for group in merged.copies},
            {report: group.reports[0] for group in merged.copies for report in group.reports[1:]},
        )


@dataclass(frozen=True, slots=True)
class Book:
    """A casebook as pages see it, at one moment. `load` gives the present entries of some reports; what is not there is left out."""

    whole: Whole
    knowledge: Knowledge
    load: Callable[[Collection[str]], Mapping[str, Shown]]


def reports_of(happening: Happening) -> tuple[str, ...]:
    """The reports that tell of it, each once."""
    return tuple(dict.fromkeys(support.report for support in happening.supports))


def claim_reports(claim: Claim) -> tuple[str, ...]:
    """The reports that carry a claim, its denials or what bears it out, each once."""
    words = [row.report for row in (*claim.statements, *claim.denials)]
    return tuple(dict.fromkeys([*words, *(row.report for row in claim.corroborated)]))


def _by_report(rows: Iterable[T], reports: Callable[[T], Iterable[str]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        for report in reports(row):
            found[report].append(row)
    return {report: tuple(told) for report, told in found.items()}
