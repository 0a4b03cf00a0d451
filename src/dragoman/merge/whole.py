"""All of it at once: readings in, everything that they hold together out."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.knowledge import Knowledge
from dragoman.merge.actors import actor_keys
from dragoman.merge.claims import find_claims
from dragoman.merge.copies import find_copies
from dragoman.merge.forums import find_forums
from dragoman.merge.happenings import find_happenings
from dragoman.merge.sketch import sketch
from dragoman.merge.stories import find_stories
from dragoman.record import Reading
from dragoman.record.merged import Merged


def merge(readings: Iterable[Reading], knowledge: Knowledge) -> Merged:
    """What readings hold together; the same whatever their order. One reading for each report."""
    given = sorted(readings, key=lambda reading: reading.report.id)
    sketches = [sketch(reading) for reading in given]
    copies = find_copies(sketches)
    stories = find_stories(sketches, copies)
    keys = actor_keys(given, knowledge).keys
    return Merged(
        stories=stories,
        copies=copies,
        happenings=find_happenings(given, stories, copies, keys),
        claims=find_claims(given, stories, keys, copies),
        forums=find_forums(given, keys, knowledge),
    )
