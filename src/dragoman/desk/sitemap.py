"""The places of a relationship on a small map: a disc for cooperation, a ring for conflict, as large as there is much of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from markupsafe import Markup

from dragoman.app.pages.relation import Site
from dragoman.desk.outlines import SCALE, outlines
from dragoman.exports.markup import safe

_LEAST = 6.0  # degrees of the smallest window's height: states, not streets
_SHAPE = 1.5  # width to height
_MARGIN = 0.15  # of the window, around the outermost places


def place_map(sites: Sequence[Site]) -> Markup:
    """The map; the list below it says the same in words."""
    west, north, width, height = _window(sites)
    most = max(site.cooperation + site.conflict for site in sites)
    discs = Markup("").join(_disc(site, width, most) for site in sorted(sites, key=lambda site: -site.cooperation - site.conflict))
    drawn = outlines()
    box = " ".join(_n(value * SCALE) for value in (west, -north, width, height))
    base = Markup('<g aria-hidden="true"><path class="land" d="{}"/><path class="borders" d="{}"/></g>').format(drawn.land, drawn.borders)
    label = f"Map of {len(sites)} places; the list below has them in words."
    return Markup('<svg class="map" viewBox="{}" role="img" aria-label="{}">{}{}</svg>').format(box, label, base, discs)


def _window(sites: Sequence[Site]) -> tuple[float, float, float, float]:
    """West and north edge, width and height in degrees, around all places."""
    lats, lons = [site.lat for site in sites], [site.lon for site in sites]
    height = max(max(lats) - min(lats), (max(lons) - min(lons)) / _SHAPE, _LEAST) * (1 + 2 * _MARGIN)
    width = height * _SHAPE
    return (max(lons) + min(lons) - width) / 2, (max(lats) + min(lats) + height) / 2, width, height


def _disc(site: Site, width: float, most: int) -> Markup:
    unit = width * SCALE * 0.03
    x, y = site.lon * SCALE, -site.lat * SCALE
    what = f"{safe(site.name)}: cooperation {site.cooperation}, conflict {site.conflict}"
    parts = [
        Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(kind, _n(x), _n(y), _n(unit * sqrt(count / most) + unit * 0.25))
        for kind, count in (("conflict", site.cooperation + site.conflict if site.conflict else 0), ("cooperation", site.cooperation))
        if count
    ]
    return Markup("<g><title>{}</title>{}</g>").format(what, Markup("").join(parts))


def _n(value: float) -> str:
    return f"{value:.2f}"
