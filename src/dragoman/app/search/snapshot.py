"""A state of the lines with what is worked out of it once: orders, days, who is called what, and the happening of each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.app.search.columns import Columns, Filed, Ints
from dragoman.knowledge.names import fold
from dragoman.record.merged import Happening

LATE = np.int32(2**31 - 1)  # sorts what has no day behind all that has


class Snapshot:
    """Lines at one number of the log. Nothing in it changes; what is worked out is kept."""

    def __init__(self, columns: Columns, happenings: Sequence[Happening], reach: int) -> None:
        self.columns, self.happenings, self.reach = columns, happenings, reach

    @cached_property
    def number(self) -> Ints:
        """Of each line: the number of its report."""
        return self.columns.of_reports([report.number for report in self.columns.reports])

    @cached_property
    def ordinal(self) -> Ints:
        """Of each line: its place in its report."""
        starts = self.columns.of_reports([report.start for report in self.columns.reports])
        return np.arange(self.columns.total, dtype=np.int32) - starts

    @cached_property
    def publisher(self) -> Ints:
        """Of each line: the number of its publisher."""
        return self.columns.of_reports([report.publisher for report in self.columns.reports])

    @cached_property
    def newest(self) -> NDArray[np.intp]:
        """The lines, the newest day first."""
        return np.lexsort((self.ordinal, -self.number, -self.columns.one["day"]))

    @cached_property
    def oldest(self) -> NDArray[np.intp]:
        """The lines, the oldest day first, those without a day last."""
        return np.lexsort((self.ordinal, self.number, self.dayed))

    @cached_property
    def dayed(self) -> Ints:
        """Days, with LATE where nothing tells."""
        day = self.columns.one["day"]
        return np.where(day == 0, LATE, day).astype(np.int32)

    @cached_property
    def happening(self) -> Ints:
        """Of each line: the place of its happening in `happenings`, -1 where it belongs to none."""
        columns, words = self.columns, self.columns.names["event"]
        home = {columns.reports[place].id: place for place in columns.places.values()}
        told: dict[int, int] = {}  # place of the report and number of the event in one, to the happening
        for place, row in enumerate(self.happenings):
            for support in row.supports:
                report, event = home.get(support.report), words.find(support.event)
                if report is not None and event is not None:
                    told[report * len(words) + event] = place
        found = np.full(columns.total, -1, dtype=np.int32)
        if told:
            keys = np.fromiter(told, dtype=np.int64, count=len(told))
            by = np.argsort(keys)
            mine = columns.report.astype(np.int64) * len(words) + columns.one["event"]
            at = np.minimum(np.searchsorted(keys[by], mine), len(keys) - 1)
            same = keys[by][at] == mine
            found[same] = np.fromiter(told.values(), dtype=np.int32, count=len(told))[by][at][same]
        return found

    @cached_property
    def independent(self) -> Ints:
        """Of each line: how many independent sources tell of its happening; 1 where it belongs to none."""
        counts = np.array([row.independent for row in self.happenings] + [1], dtype=np.int32)
        return counts[self.happening]

    @cached_property
    def sides(self) -> Mapping[str, list[int]]:
        """The numbers of the actors that stand for a side of pairs."""
        return self._grouped({id: [who.side] for id, who in self.columns.people.items()})

    @cached_property
    def called(self) -> Mapping[str, list[int]]:
        """The numbers of the actors of a name, folded, or of an id."""
        return self._grouped({id: [folded(who.name), folded(id)] for id, who in self.columns.people.items()})

    def _grouped(self, keys: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for id, named in keys.items():
            number = self.columns.names["actor"].find(id)
            if number is not None:
                for key in dict.fromkeys(named):
                    found[key].append(number)
        return found

    @cached_property
    def placed(self) -> Mapping[str, list[int]]:
        """The numbers of the places of a name, folded, with its country or without."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.columns.names["place"].words):
            for key in dict.fromkeys((folded(name), folded(name.rpartition(", ")[0] or name))):
                found[key].append(number)
        return found

    def report(self, line: int) -> Filed:
        """The report of a line."""
        return self.columns.reports[int(self.columns.report[line])]

    def event(self, line: int) -> str:
        """The id of a line's event in its reading."""
        return self.columns.names["event"].words[int(self.columns.one["event"][line])]


def folded(name: str) -> str:
    """A name in the form in which names are compared."""
    return fold(name).casefold()
