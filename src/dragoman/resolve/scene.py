"""A scene: what a report as a whole tells about who can be meant in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.knowledge import Knowledge, Nation
from dragoman.record import Place, Report, Span
from dragoman.resolve.cluster import Cluster

_BREAK = re.compile(r"[.!?;]\s|\n")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """The report, the words in it that name states, how often each state is named, and the year."""

    report: Report
    knowledge: Knowledge
    nations: tuple[Nation, ...]  # in the order of the text
    counts: Counter[str]  # ISO code -> how many words name it
    year: int | None

    @property
    def text(self) -> str:
        """The report's text."""
        return self.report.text

    def within(self, start: int, end: int) -> tuple[Nation, ...]:
        """The nations whose words lie in [start, end)."""
        first = bisect_left(self.nations, start, key=lambda nation: nation.start)
        last = bisect_right(self.nations, end, key=lambda nation: nation.start)
        return tuple(nation for nation in self.nations[first:last] if nation.end <= end)

    def before(self, place: int, reach: int = 80) -> str:
        """The text that ends at `place`, no longer than `reach`, of the same sentence."""
        window = self.text[max(0, place - reach) : place]
        breaks = list(_BREAK.finditer(window))
        return window[breaks[-1].end() :] if breaks else window

    def pick(self, nation: Nation) -> str:
        """The state that a word stands for: the likeliest, but one that the report names in other words comes first."""
        if len(nation.countries) == 1:
            return nation.countries[0]
        return max(nation.countries, key=lambda iso: (self.counts[iso], -nation.countries.index(iso)))

    def nearest(self, span: Span) -> str | None:
        """The state named last before a place in the text, or else first after it."""
        place = bisect_left(self.nations, span.start, key=lambda nation: nation.start)
        if place:
            return self.pick(self.nations[place - 1])
        return self.pick(self.nations[0]) if self.nations else None


def make_scene(report: Report, knowledge: Knowledge, clusters: Sequence[Cluster], places: Sequence[Place]) -> Scene:
    """The scene of a report. `places`, where they were read already, say of what country a town or a district is."""
    nations = _with_places(_outside_people(knowledge.nations(report.text), clusters), places)
    # A word of several states ("Congolese") counts for none: it is what the count has to decide.
    counts = Counter(nation.countries[0] for nation in nations if len(nation.countries) == 1)
    year = _YEAR.match(report.published or "")
    return Scene(report, knowledge, nations, counts, int(year[0]) if year else None)


def _outside_people(nations: tuple[Nation, ...], clusters: Sequence[Cluster]) -> tuple[Nation, ...]:
    """Without those that are part of a person's name: "Jordan" Hill, "Israel" Vargas; an adjective is none, but before it."""
    people = [mention.span for cluster in clusters if cluster.kind == "person" for mention in cluster.names]
    taken = {place for span in people for place in range(span.start, span.end)}
    begins = {span.start for span in people}
    return tuple(n for n in nations if n.start not in taken or (n.start in begins and not n.is_name))


def _with_places(nations: tuple[Nation, ...], places: Sequence[Place]) -> tuple[Nation, ...]:
    taken = {nation.start for nation in nations}
    found = [
        Nation(place.span.start, place.span.end, (place.country,), is_name=False)
        for place in places
        if place.country is not None and place.span.start not in taken
    ]
    return tuple(sorted((*nations, *found), key=lambda nation: nation.start))
