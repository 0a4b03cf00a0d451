"""A small graph as SVG: an actor in the middle, around it those with whom it has most to do."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from markupsafe import Markup

from dragoman.app.pages.actor import ActorPage, Relation
from dragoman.exports.markup import safe

_WIDTH, _HEIGHT = 480, 250
_LONG = 17  # characters of a name


def around(page: ActorPage) -> Markup:
    """The graph; the list below it says the same in words."""
    most = max((row.cooperation + row.conflict for row in page.relations), default=1)
    spokes = Markup("").join(_spoke(row, number, len(page.relations), most) for number, row in enumerate(page.relations))
    middle = Markup('<circle class="middle" cx="{}" cy="{}" r="7"/>').format(_WIDTH // 2, _HEIGHT // 2)
    return Markup('<svg class="graph" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        _WIDTH, _HEIGHT, f"Relations of {safe(page.title)}; the list below has them in words.", spokes, middle
    )


def _spoke(row: Relation, number: int, total: int, most: int) -> Markup:
    """A line as thick as there is much between the two: whole for mostly cooperation, broken for mostly conflict."""
    angle = 2 * pi * number / total - pi / 2
    x, y = _WIDTH / 2 + 112 * cos(angle), _HEIGHT / 2 + 88 * sin(angle)
    count = row.cooperation + row.conflict
    kind = "cooperation" if row.cooperation >= row.conflict else "conflict"
    anchor = "middle" if abs(cos(angle)) < 0.3 else "start" if cos(angle) > 0 else "end"
    shift = 0 if anchor == "middle" else 8 if anchor == "start" else -8
    below = 16 if sin(angle) > 0.3 else -9 if sin(angle) < -0.3 else 4
    name = row.side.name if len(row.side.name) <= _LONG else row.side.name[: _LONG - 1] + "…"
    return Markup(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{}"/><circle class="node" cx="{}" cy="{}" r="4"/>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text>'
    ).format(
        kind,
        _WIDTH // 2,
        _HEIGHT // 2,
        _n(x),
        _n(y),
        _n(1 + 5 * sqrt(count / most)),
        _n(x),
        _n(y),
        _n(x + shift),
        _n(y + below),
        anchor,
        safe(name),
    )


def _n(value: float) -> str:
    return f"{value:.1f}"
