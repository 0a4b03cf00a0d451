"""The page of the map: where what fits a question happened, in clusters at the scale of the window that is looked through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot, isfinite
from urllib.parse import urlencode

from dragoman.app.pages.book import Book
from dragoman.app.pages.search import Asked, asked_of, title_of
from dragoman.app.search.finder import Answer
from dragoman.app.search.views import Month, Point, months, points
from dragoman.app.search.wanted import UnfitError, Wanted

CELLS = 60  # of a grid over the width of a window; what shares a cell is one cluster at once
NEAR = 0.06  # of the width: clusters that near would be drawn over one another
LISTED = 200  # places that the list has
_LEAST = 2.0  # degrees of the smallest window; the outlines are coarser than that


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the world is shown, in degrees."""

    west: float = -180.0
    south: float = -60.0
    east: float = 180.0
    north: float = 84.0

    @property
    def width(self) -> float:
        """From west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """From south to north."""
        return self.north - self.south

    def holds(self, point: Point) -> bool:
        """Whether a place lies in it."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    def written(self) -> str:
        """As an address has it: west, south, east, north."""
        return ",".join(f"{value:g}" for value in (self.west, self.south, self.east, self.north))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places near each other. Where there is only one, `place` is its name; `query` leads into the cluster or to its events."""

    lat: float
    lon: float
    cooperation: int
    conflict: int
    places: int
    place: str
    query: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the list; `query` is that of the search for its events."""

    point: Point
    query: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map. `happenings` are those in the window, `unplaced` how many events of all have no place with coordinates."""

    title: str
    wanted: Wanted
    query: str
    asked: tuple[Asked, ...]
    window: Window
    clusters: tuple[Cluster, ...]
    spots: tuple[Spot, ...]
    more: int
    happenings: int
    months: tuple[Month, ...]
    out: str  # query of the window twice as wide
    world: str


def window_of(text: str) -> Window | None:
    """The window of an address; None for none. Raises UnfitError for what is none."""
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UnfitError("window: four numbers are wanted, west, south, east, north, such as 60,23,80,40") from None
    if not all(map(isfinite, (west, south, east, north))) or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UnfitError("window: west and south come before east and north, within 180 and 90 degrees")
    return Window(west, south, east, north)


def map_page(answer: Answer, book: Book, window: Window | None = None) -> MapPage:
    """The map of an answer."""
    found = points(answer)
    shown = window or Window()
    inside = [point for point in found if shown.holds(point)]
    wanted = answer.wanted
    made = tuple(_cluster(group, shown, wanted) for group in _groups(inside, shown))
    spots = tuple(Spot(point, wanted.query(place=(point.place,))) for point in inside[:LISTED])
    return MapPage(
        title_of(wanted, answer.snapshot, book), wanted, wanted.query(), asked_of(wanted, answer.snapshot, book), shown, made, spots,
        max(0, len(inside) - LISTED), sum(point.count for point in inside), months(answer),
        _query(wanted, _wider(shown)), _query(wanted, None),
    )  # fmt: skip


def _groups(inside: Iterable[Point], window: Window) -> list[list[Point]]:
    """Places that are one cluster: those of a cell of a grid, and of cells too near to a fuller one."""
    size = window.width / CELLS
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in inside:
        cells[int((point.lon - window.west) / size), int((point.lat - window.south) / size)].append(point)
    found: list[tuple[float, float, list[Point]]] = []
    for group in sorted(cells.values(), key=lambda group: (-_total(group), group[0].place)):
        lat, lon = _middle(group)
        near = next((held for y, x, held in found if hypot(y - lat, x - lon) < NEAR * window.width), None)
        if near is None:
            found.append((lat, lon, list(group)))
        else:
            near += group
    return [group for _, _, group in found]


def _total(group: Sequence[Point]) -> int:
    return sum(point.count for point in group)


def _middle(group: Sequence[Point]) -> tuple[float, float]:
    """Latitude and longitude of the middle of a cluster, by how much happened where."""
    total = _total(group)
    return sum(point.lat * point.count for point in group) / total, sum(point.lon * point.count for point in group) / total


def _cluster(group: Sequence[Point], window: Window, wanted: Wanted) -> Cluster:
    lat, lon = _middle(group)
    alone = len({point.place for point in group}) == 1
    narrow = window.width <= _LEAST * 2
    query = wanted.query(place=(group[0].place,)) if alone else _query(wanted, _around(group)) if not narrow else _all(group, wanted)
    return Cluster(
        round(lat, 3), round(lon, 3), sum(point.cooperation for point in group), sum(point.conflict for point in group),
        len(group), group[0].place if alone else "", query,
    )  # fmt: skip


def _all(group: Sequence[Point], wanted: Wanted) -> str:
    return wanted.query(place=tuple(point.place for point in group[:20]))


def _around(group: Sequence[Point]) -> Window:
    """A window that holds a cluster with some room about it, in the proportions of the world."""
    lats, lons = [point.lat for point in group], [point.lon for point in group]
    width = max(_LEAST, (max(lons) - min(lons)) * 1.5, (max(lats) - min(lats)) * 1.5 * 2.5)
    return _about((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2, width)


def _wider(window: Window) -> Window | None:
    if window.width >= 180:
        return None
    return _about(window.west + window.width / 2, window.south + window.height / 2, window.width * 2)


def _about(lon: float, lat: float, width: float) -> Window:
    """A window of some width around a point, moved where it would leave the world."""
    height = min(width / 2.5, 144.0)
    west = min(max(lon - width / 2, -180.0), 180.0 - width)
    south = min(max(lat - height / 2, -60.0), 84.0 - height)
    return Window(*(round(value, 2) for value in (west, south, west + width, south + height)))


def _query(wanted: Wanted, window: Window | None) -> str:
    return urlencode([*replace(wanted, sort=None).pairs(), *([("window", window.written())] if window else [])])
