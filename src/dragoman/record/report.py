"""A report: one text published by one publisher at one time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One text, kept character for character; every span of a reading points into `text`."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None  # ISO 8601 day, with a time where the source gives one
    publisher: str | None = None
    url: str | None = None
    language: str = "en"  # ISO 639-1
