"""The map as SVG made on the server: outlines, and a round for each cluster that leads on by a link, in the order of the list."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos as cosine
from math import pi, sin, sqrt

from markupsafe import Markup

from dragoman.app.pages.map import Cluster, MapPage, Window
from dragoman.app.search.views import Month
from dragoman.desk.outlines import SCALE, outlines

_SMALL, _BIG = 0.009, 0.034  # radii of a cluster, as shares of the window's width


def world(page: MapPage) -> Markup:
    """The map of a page. Its list says the same in words."""
    window = page.window
    most = max((cluster.cooperation + cluster.conflict for cluster in page.clusters), default=1)
    rounds = Markup("").join(_round(cluster, window, most) for cluster in page.clusters)
    label = f"Map of {page.happenings} happenings in {len(page.clusters)} clusters; the list below has the same places."
    return Markup('<svg class="world" viewBox="{} {} {} {}" role="group" aria-label="{}">{}{}{}</svg>').format(
        _n(window.west * SCALE),
        _n(-window.north * SCALE),
        _n(window.width * SCALE),
        _n(window.height * SCALE),
        label,
        _hatch(window),
        _base(),
        rounds,
    )


def _hatch(window: Window) -> Markup:
    """Conflict is hatched, so that colour is not the only sign; as fine at every scale."""
    scale = window.width * SCALE / 900
    return Markup(
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45) scale({})">'
        '<rect class="hatch-ground" width="5" height="5"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>'
    ).format(f"{scale:.3f}")


def _base() -> Markup:
    drawn = outlines()
    return Markup('<g aria-hidden="true"><path class="land" d="{}"/><path class="borders" d="{}"/></g>').format(drawn.land, drawn.borders)


def _round(cluster: Cluster, window: Window, most: int) -> Markup:
    total = cluster.cooperation + cluster.conflict
    unit = window.width * SCALE
    radius = unit * (_SMALL + (_BIG - _SMALL) * sqrt(total / most))
    x, y = cluster.lon * SCALE, -cluster.lat * SCALE
    what = (
        f"{cluster.place or f'{cluster.places} places'}: {total}, of them {cluster.cooperation} cooperation and {cluster.conflict} conflict"
    )
    href = f"/{'search' if cluster.place else 'map'}?{cluster.query}"
    number = Markup('<text class="count" x="{}" y="{}" font-size="{}">{}</text>').format(
        _n(x), _n(y + radius * 0.32), _n(radius * 0.9), total
    )
    return Markup(
        '<a href="{}" class="cluster" aria-label="{}"><title>{}</title><circle class="cooperation" cx="{}" cy="{}" r="{}"/>{}{}</a>'
    ).format(
        href, what, what, _n(x), _n(y), _n(radius), _slice(x, y, radius, cluster.conflict / total), number if radius > unit * 0.012 else ""
    )


def _slice(x: float, y: float, radius: float, share: float) -> Markup:
    """The share of conflict as a part of the round, from the top to the right."""
    if not share:
        return Markup()
    if share >= 1:
        return Markup('<circle class="conflict" cx="{}" cy="{}" r="{}"/>').format(_n(x), _n(y), _n(radius))
    angle = 2 * pi * share
    end_x, end_y = x + radius * sin(angle), y - radius * cosine(angle)
    return Markup('<path class="conflict" d="M{} {}V{}A{} {} 0 {} 1 {} {}Z"/>').format(
        _n(x), _n(y), _n(y - radius), _n(radius), _n(radius), int(share > 0.5), _n(end_x), _n(end_y)
    )


def by_month(months: Sequence[Month]) -> Markup:
    """Bars of how much there is in each month, in a small strip; of long times by year."""
    rows = _filled(months)
    if len(rows) < 2:
        return Markup()
    most = max(count for _, count in rows)
    step = 300 / len(rows)
    bars = Markup("").join(
        Markup('<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>').format(
            _n(at * step), _n(40 - 38 * count / most), _n(max(step - 0.6, 0.6)), _n(38 * count / most), name, count
        )
        for at, (name, count) in enumerate(rows)
        if count
    )
    return Markup(
        '<svg class="tempo" viewBox="0 0 300 40" preserveAspectRatio="none" role="img" aria-label="From {} to {}, at most {}">{}</svg>'
    ).format(rows[0][0], rows[-1][0], most, bars)


def _filled(months: Sequence[Month]) -> list[tuple[str, int]]:
    """Every month from the first to the last, those without anything too; years where there are more than 120 months."""
    counts = {month.month: month.count for month in months}
    if not counts:
        return []
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(counts), max(counts)))
    if last - first < 120:
        names = [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, last + 1)]
        return [(name, counts.get(name, 0)) for name in names]
    years = range(first // 12, last // 12 + 1)
    return [(f"{year:04}", sum(count for name, count in counts.items() if int(name[:4]) == year)) for year in years][-120:]


def _n(value: float) -> str:
    return f"{value:.1f}"
