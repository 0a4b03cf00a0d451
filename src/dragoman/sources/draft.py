"""A report on its way in, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """What one source found. `ids` are tried in turn until one is free; a source that states an id gives just that one."""

    place: str  # file or address, with the line where there is one
    ids: tuple[str, ...]
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
