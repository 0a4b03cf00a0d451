"""Small functions that templates call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from dragoman.app.pages.evidence import Evidence
from dragoman.app.pages.home import Busy
from dragoman.app.pages.relation import MOST, Choice
from dragoman.app.pages.report import ReportPage
from dragoman.desk.charts import over_time
from dragoman.desk.graph import around
from dragoman.desk.sitemap import place_map
from dragoman.exports.markup import quote
from dragoman.record import Span


def counted(number: int, word: str) -> str:
    """ "1 report", "2 reports"."""
    if number == 1:
        return f"{number} {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("ry") else f"{number} {word}s"


def lit(one: Evidence) -> Markup:
    """A sentence, the words that matter in <mark>, on one line."""
    return quote(one.text, Span(0, len(one.text)), one.lit)


def names_of(rows: Iterable[Busy]) -> list[str]:
    """The names of all sides, each once."""
    return sorted({side.name for row in rows for side in row.sides})


def added_in(page: ReportPage) -> frozenset[str]:
    """The ids of what people added to a report."""
    return frozenset(id for id, key in page.keys.items() if key in page.added)


def earlier(choice: Choice) -> str:
    """The query of the next part of a timeline."""
    more = replace(choice, after=choice.after + MOST)
    named = [
        *(("kind", kind) for kind in more.kinds),
        ("since", more.since),
        ("until", more.until),
        ("changed", more.changed),
        ("after", str(more.after)),
    ]
    return "?" + urlencode([(name, value) for name, value in named if value])


GLOBALS: dict[str, Any] = {
    "counted": counted,
    "lit": lit,
    "names_of": names_of,
    "added_in": added_in,
    "earlier": earlier,
    "chart": over_time,
    "graph": around,
    "place_map": place_map,
    "sites": lambda _: "",
}
