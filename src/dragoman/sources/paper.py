"""What a PDF or Word file holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """The text, and what the file says of itself."""

    text: str
    title: str | None
    made: str | None  # ISO 8601 day on which the file was made
