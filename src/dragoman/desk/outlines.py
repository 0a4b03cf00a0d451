"""The base map: coasts and borders of Natural Earth 1:110m (public domain), as paths in tenths of a degree.

`python -m dragoman.desk.outlines countries-110m.json` makes `outlines.json` anew from the TopoJSON of the world-atlas package.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

SCALE = 10  # units of a path in a degree; x runs east and y south
_FILE = "outlines.json"


@dataclass(frozen=True, slots=True)
class Outlines:
    """Paths of SVG: land with its coasts, and the borders between states."""

    land: str
    borders: str


@cache
def outlines() -> Outlines:
    """The base map."""
    told = json.loads(files("dragoman.desk").joinpath(_FILE).read_text(encoding="utf-8"))
    return Outlines(told["land"], told["borders"])


def made(topology: dict[str, Any]) -> dict[str, str]:
    """The paths of a TopoJSON of countries: what one country alone has is coast, what two share is border."""
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    rings = [ring for shape in topology["objects"]["countries"]["geometries"] for ring in _rings(shape)]
    used = Counter(_arc(number) for ring in rings for number in ring)
    land = "".join(path + "z" for ring in rings for part in _rounds(_joined(ring, arcs)) if (path := _path(part)))
    borders = "".join(_path(arcs[number]) for number, count in sorted(used.items()) if count > 1)
    source = "Natural Earth 1:110m, public domain (naturalearthdata.com); by way of world-atlas 2.0.2"
    return {"source": source, "land": land, "borders": borders}


def _points(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> list[tuple[int, int]]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        found.append((round((x * kx + dx) * SCALE), round(-(y * ky + dy) * SCALE)))
    return found


def _rings(shape: dict[str, Any]) -> Iterable[list[int]]:
    parts: list[list[list[int]]] = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for part in parts for ring in part]


def _arc(number: int) -> int:
    """The arc that a ring names; the ones' complement runs it backwards."""
    return number if number >= 0 else ~number


def _joined(ring: Sequence[int], arcs: Sequence[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in ring:
        part = arcs[_arc(number)]
        found += part if number >= 0 else part[::-1]
    return found


def _rounds(ring: list[tuple[int, int]]) -> Iterable[list[tuple[int, int]]]:
    """A ring cut where it leaps over the edge of the map, so that no line runs through all of it."""
    leaps = [at for at in range(1, len(ring)) if abs(ring[at][0] - ring[at - 1][0]) > 180 * SCALE]
    if not leaps:
        return [ring]
    turned = ring[leaps[0] :] + ring[1 : leaps[0]]  # its first point is its last one too
    cuts = [0, *(at for at in range(1, len(turned)) if abs(turned[at][0] - turned[at - 1][0]) > 180 * SCALE), len(turned)]
    return [turned[start:end] for start, end in pairwise(cuts)]


def _path(points: Sequence[tuple[int, int]]) -> str:
    """Moves from point to point, those left out that the scale does not tell apart; "" where that leaves none."""
    x, y = points[0]
    parts = [f"M{x} {y}l"]
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            parts.append(f"{next_x - x} {next_y - y} ")
            x, y = next_x, next_y
    return "".join(parts).rstrip().replace(" -", "-") if len(parts) > 1 else ""


if __name__ == "__main__":
    target = Path(__file__).with_name(_FILE)
    target.write_text(json.dumps(made(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), indent=0) + "\n", encoding="utf-8")
