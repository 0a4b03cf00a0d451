"""Facts of events out of the lines that search keeps of each report."""

from __future__ import annotations

from dragoman.app.pages.book import Fact
from dragoman.app.search.columns import VOICES, Filed, iso_day
from dragoman.app.search.snapshot import Snapshot

_CODE = 3  # letters of a country's code, with which the name of a place ends


class LineFacts:
    """Answers out of a snapshot; see `book.Facts`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._columns = snapshot.columns
        reports = snapshot.columns.reports
        self._filed: dict[str, Filed] = {reports[place].id: reports[place] for place in snapshot.columns.places.values()}

    def published(self, report: str) -> str:
        """The ISO day on which a report came out, "" where it is not told."""
        filed = self._filed.get(report)
        return iso_day(filed.published) if filed else ""

    def event(self, report: str, event: str) -> Fact | None:
        """What is known of an event of a report."""
        filed, number = self._filed.get(report), self._columns.names["event"].find(event)
        if filed is None or number is None:
            return None
        held = self._columns.one["event"][filed.start : filed.end].tolist()
        return self._fact(filed.start + held.index(number)) if number in held else None

    def _fact(self, line: int) -> Fact:
        one, names = self._columns.one, self._columns.names
        vouched = names["voice"].words[int(one["voice"][line])] == VOICES[0]
        place, lat, lon = names["place"].words[int(one["place"][line])], float(one["lat"][line]), float(one["lon"][line])
        site = (*_named(place), lat, lon) if place and lat == lat and lon == lon else None  # what has no coordinates is not a number
        return Fact(float(one["confidence"][line]), vouched, site)


def _named(place: str) -> tuple[str, str | None]:
    """Name and country of "Karsh, ARD"."""
    name, _, code = place.rpartition(", ")
    return (name, code) if name and len(code) == _CODE and code.isupper() else (place, None)
