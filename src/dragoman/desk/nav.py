"""What every page links to, in order: address and name."""

from __future__ import annotations

MAIN: tuple[tuple[str, str], ...] = (
    ("/", "Home"),
    ("/search", "Search"),
    ("/map", "Map"),
    ("/calendar", "Calendar"),
    ("/forums", "Forums"),
    ("/claims", "Claims"),
    ("/review", "Review"),
    ("/method", "Method"),
)
