"""What a user says about the reports to come, and what is kept of them already."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dragoman.settings import Settings


class Shelf(Protocol):
    """What is kept already. Sources ask it, so that nothing is fetched or taken apart twice."""

    def holds(self, raw: bytes, place: str) -> bool:
        """Whether a report was made of these very bytes of this place, and was read."""
        ...

    def holds_page(self, url: str, changed: str | None) -> bool:
        """Whether the page at an address was kept and read since it `changed` (ISO 8601), as a list of pages tells."""
        ...

    def is_another(self, id: str, place: str, text: str) -> bool:
        """Whether the id is that of another report: neither this text nor from this place."""
        ...


class Nothing:
    """The shelf of those who keep nothing."""

    def holds(self, raw: bytes, place: str) -> bool:
        """No."""
        return False

    def holds_page(self, url: str, changed: str | None) -> bool:
        """No."""
        return False

    def is_another(self, id: str, place: str, text: str) -> bool:
        """No."""
        return False


@dataclass(frozen=True, slots=True)
class Options:
    """Settings, and what to put into reports whose source states no day or publisher of its own."""

    settings: Settings = field(default_factory=Settings)
    published: str | None = None  # ISO 8601
    publisher: str | None = None
    columns: tuple[tuple[str, str], ...] = ()  # key of a report, name of the column of a table
    shelf: Shelf = field(default_factory=Nothing)
    aside: frozenset[Path] = frozenset()  # files in folders that are Dragoman's own, by their whole paths
