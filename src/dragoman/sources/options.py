"""What a user says about the reports to come."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """Settings, and what to put into reports whose source states no day or publisher of its own."""

    settings: Settings = field(default_factory=Settings)
    published: str | None = None  # ISO 8601
    publisher: str | None = None
