"""Keys: names of a reading's items that hold across readers.

A key names the item by kind, report and words, "event/talks/104-112", and by nothing that a newer reader may see otherwise:
neither by its type nor by its id. Where several items of a kind share their words, the second is "event/talks/104-112#2".
A text's second version is another text: its keys name the version, "event/talks@2/104-112".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.record import Reading, Span, Statement

_ENDS_LIKE_A_VERSION = re.compile(r"@\d+$")
_SPAN = re.compile(r"/(\d+)-(\d+)(?:#\d+)?$")


def home_of(report: str, version: int) -> str:
    """A report's text in keys; no two reports and versions have the same."""
    return report if version == 1 and not _ENDS_LIKE_A_VERSION.search(report) else f"{report}@{version}"


def keys_of(reading: Reading, version: int) -> dict[str, str]:
    """The key of each event, statement, meeting, mechanism, actor and mention, by its id."""
    home, taken, keys = home_of(reading.report.id, version), dict[str, int](), dict[str, str]()
    for kind, id, span, name in _named(reading):
        base = f"{kind}/{home}/-/{name}" if span is None else f"{kind}/{home}/{span.start}-{span.end}"
        nth = taken[base] = taken.get(base, 0) + 1
        keys[id] = base if nth == 1 else f"{base}#{nth}"
    return keys


def span_of(key: str) -> Span | None:
    """The words that a key names."""
    found = _SPAN.search(key)
    return Span(int(found[1]), int(found[2])) if found else None


def report_in(key: str) -> str | None:
    """The id of the report that a key names: of an item, or "report/ID"."""
    kind, _, rest = key.partition("/")
    if kind == "report":
        return rest or None
    home = home_in(key)
    return re.sub(r"@\d+$", "", home) if home is not None else None


def home_in(key: str) -> str | None:
    """The report's text that the key of an item names, as `home_of` writes it."""
    rest = key.partition("/")[2]
    found = _SPAN.search(rest) or re.search(r"/-/.*$", rest, re.DOTALL)
    return rest[: found.start()] if found else None


def words_of(statement: Statement) -> Span | None:
    """The words that stand for a statement: its cue, else its content, else its source."""
    return min(statement.cue or statement.content or statement.source, default=None)


def first_mentions(reading: Reading) -> dict[str, Span]:
    """Where each actor is first mentioned."""
    first: dict[str, Span] = {}
    for mention in reading.mentions:
        span = first.get(mention.actor)
        if span is None or mention.span < span:
            first[mention.actor] = mention.span
    return first


def _named(reading: Reading) -> Iterator[tuple[str, str, Span | None, str]]:
    """(kind, id, words, what it is called where there are no words) of each item."""
    triggers = {event.id: event.trigger for event in reading.events}
    first = first_mentions(reading)
    yield from (("event", event.id, event.trigger, "") for event in reading.events)
    yield from (("statement", said.id, words_of(said), "") for said in reading.statements)
    yield from (("meeting", meeting.id, triggers.get(meeting.event), "") for meeting in reading.meetings)
    yield from (("mechanism", forum.id, _first(forum.mentions), forum.name) for forum in reading.mechanisms)
    yield from (("actor", actor.id, first.get(actor.id), actor.name) for actor in reading.actors)
    yield from (("mention", mention.id, mention.span, "") for mention in reading.mentions)


def _first(spans: Iterable[Span]) -> Span | None:
    return min(spans, default=None)
