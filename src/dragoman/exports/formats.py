"""The formats, by name: what each is, what it holds and what writes it. Command line, documentation and tests go through this table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from dragoman.exports import ftm, gdelt, graphml, icews, merged, phoenix, plover, polecat, tidy
from dragoman.exports.columns import Column, Field
from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.selection import Selection

Write = Callable[[Selection, IO[bytes]], int]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `tells_status`: it has a place for the status and for who asserts an event, so that it may hold claims, plans and denials.
    `statuses`: what it takes where nothing is asked for, if not the usual. `needs_merged`: it, and not only a filter, needs
    the merged record. `unit`: what the number that its writer returns counts.
    """

    name: str
    suffix: str
    title: str
    fields: Callable[[Facts], Sequence[Field]]
    write: Write
    tells_status: bool = False
    needs_merged: bool = False
    unit: str = "rows"
    statuses: frozenset[str] = frozenset()

    def filter(self, wanted: Filter) -> Filter:
        """What is asked for, with what the format takes where nothing is."""
        return wanted.for_format(self.tells_status, self.statuses)


def _parquet(selection: Selection, out: IO[bytes]) -> int:
    from dragoman.exports import parquet  # pyarrow is slow to import, and other formats do without

    return parquet.write(selection, out)


def _ics(selection: Selection, out: IO[bytes]) -> int:
    from dragoman.exports import ics  # as is icalendar

    return ics.write(selection, out)


def _calendar(_: Facts) -> Sequence[Field]:
    from dragoman.exports.ics import FIELDS

    return FIELDS


def _graph(_: Facts) -> Sequence[Field]:
    named = (("node", graphml.NODE_FIELDS), ("edge", graphml.EDGE_FIELDS))
    return tuple(Field(f"{of}: {item.name}", item.type, item.meaning) for of, fields in named for item in fields)


def _mentions(_: Facts) -> Sequence[Column[Any]]:
    return gdelt.mention_columns()


def _of(columns: Callable[[Facts], Sequence[Column[Any]]]) -> Callable[[Facts], Sequence[Field]]:
    return lambda facts: [column.field for column in columns(facts)]


# Whether they tell status and speaker, and whether they need the merged record.
_FULL = (True, True)
_MERGED = (False, True)
# What a calendar holds: what took place, and what is to come. It tells the one from the other, but not a claim from either.
_CALENDAR = frozenset({"happened", "ongoing", "planned"})

_ALL = (
    Format("csv", ".csv", "Everything, one row an event, for spreadsheets, R and pandas", _of(tidy.columns), tidy.write_csv, *_FULL),
    Format("parquet", ".parquet", "The same table with types, lists as lists", _of(tidy.columns), _parquet, *_FULL),
    Format("plover", ".jsonl", "PLOVER's JSON record, one a line", lambda _: plover.FIELDS, plover.write, *_FULL, "records"),
    Format("polecat", ".txt", "POLECAT's table of 40 columns", _of(polecat.columns), polecat.write),
    Format("icews", ".tab", "ICEWS's table of 20 columns, one row a pair", _of(icews.columns), icews.write),
    Format("gdelt-events", ".export.CSV", "GDELT 2.0's events, 61 columns", _of(gdelt.event_columns), gdelt.write_events, *_MERGED),
    Format("gdelt-mentions", ".mentions.CSV", "GDELT 2.0's mentions, 16 columns", _of(_mentions), gdelt.write_mentions, *_MERGED),
    Format("phoenix", ".txt", "Phoenix's table of 26 columns, one row a pair", _of(phoenix.columns), phoenix.write),
    Format("ftm", ".ftm.jsonl", "FollowTheMoney entities, one a line", lambda _: ftm.FIELDS, ftm.write, unit="entities"),
    Format("graphml", ".graphml", "The network: who did what kind of thing to whom", _graph, graphml.write, *_MERGED, "edges"),
    Format("ics", ".ics", "A calendar of meetings, and of sessions that are due", _calendar, _ics, *_MERGED, "entries", _CALENDAR),
    Format("record", ".jsonl", "Stories, copies, happenings, claims, forums", lambda _: merged.FIELDS, merged.write_record, *_FULL),
    Format("stories", ".jsonl", "The stories alone", lambda _: merged.STORY_FIELDS, merged.write_stories, *_FULL),
)

FORMATS = {made.name: made for made in _ALL}
