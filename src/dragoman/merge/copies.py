"""Which reports print one text, or nearly: one voice, however many outlets carry it."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.merge.groups import components
from dragoman.merge.sketch import MOST_SHINGLES, Sketch, apart
from dragoman.record.merged import Copies

# The share of the shorter report's rows of words that stand in the longer one as well. Between .15 and .45 every pair of
# 351 short reports is told right, those that a desk has cut and added to among them. In 2,401 newswire reports nearly all pairs
# above .45 are a report and its update; below, market reports and the like share their set phrases over weeks.
COPIED = 0.45
COPIED_WITHIN = 7  # days; what is printed later is a copy only where nearly all of it is the same
REPRINTED = 0.8


def copy(a: Sketch, b: Sketch) -> bool:
    """Whether one of two reports prints the other's text."""
    near = not (a.published and b.published) or apart(a.published, b.published) <= COPIED_WITHIN
    return shared(a, b) >= (COPIED if near else REPRINTED)


def find_copies(sketches: Iterable[Sketch], pairs: Iterable[tuple[str, str]]) -> tuple[Copies, ...]:
    """Groups of two and more reports that copy each other; the first published of each is first. `pairs` are of ids: those that copy.

    A report that copies one of a group belongs to the group, so that a cut version joins the full one with all its copies.
    """
    given = sorted(sketches, key=lambda s: s.report)
    place = {s.report: n for n, s in enumerate(given)}
    found = components(len(given), ((place[a], place[b]) for a, b in pairs))
    groups = (sorted((given[n] for n in group), key=_order) for group in found if len(group) > 1)
    return tuple(sorted((Copies(tuple(s.report for s in g)) for g in groups), key=lambda c: c.reports))


def shared(a: Sketch, b: Sketch) -> float:
    """The share of the shorter report's rows of words that the longer one has too, 0 to 1."""
    left, right = set(a.shingles), set(b.shingles)
    # Of a long report only the smallest hashes are known: both are compared as far as these reach.
    reach = min((max(rows) for rows in (left, right) if len(rows) >= MOST_SHINGLES), default=None)
    if reach is not None:
        left, right = ({row for row in rows if row <= reach} for rows in (left, right))
    fewer = min(len(left), len(right))
    return len(left & right) / fewer if fewer else 0.0


def _order(sketch: Sketch) -> tuple[bool, str, int, str]:
    # On one day the fullest text is taken for the source: desks cut more often than they add.
    return (not sketch.published, sketch.published, -len(sketch.shingles), sketch.report)
