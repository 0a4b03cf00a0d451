"""The casebook as sources see it: what is kept already, so that it is not fetched, taken apart or read again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.casebook import Casebook
from dragoman.casebook.store import hash_of


@dataclass(frozen=True, slots=True)
class CasebookShelf:
    """Answers out of a casebook; see `sources.Shelf`."""

    casebook: Casebook

    def holds(self, raw: bytes, place: str) -> bool:
        """Whether a report was made of these very bytes of this place, and was read."""
        return self.casebook.holds(raw, origin_of(place))

    def holds_page(self, url: str, changed: str | None) -> bool:
        """Whether the page at an address was kept and read since it `changed`; what was forgotten is not fetched again."""
        versions = self.casebook.versions(url)
        if not versions:
            return versions is None
        last = versions[-1]
        # A day in the future says nothing, and would have the page fetched time and again.
        return last.read and (changed is None or not _time(last.fetched) < _time(changed) <= datetime.now(UTC))

    def is_another(self, id: str, place: str, text: str) -> bool:
        """Whether the id is that of another report: neither this text nor from this place."""
        versions = self.casebook.versions(id)
        if not versions:
            return False
        origin, digest = origin_of(place), hash_of(text)
        return not any(version.origin == origin or version.hash == digest for version in versions)


def origin_of(place: str) -> str:
    """A place as it is kept: the file's whole path, so that it means the same wherever one stands."""
    return place if "://" in place or place == "standard input" else os.path.abspath(place)  # noqa: PTH100 (a path does not hold ":3")


def _time(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
