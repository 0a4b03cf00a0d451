"""The day on which a report was published, as its source writes it, to ISO 8601."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime

# "Wed, 03 Jan 2024 10:00:00 GMT", as mail, feeds and web servers write it. The library reads much else into a text.
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")


def published(written: str) -> str:
    """ISO 8601 day, with the time where one is written. Raises ValueError where it is no day of the calendar."""
    written = written.strip()
    with suppress(ValueError):
        return date.fromisoformat(written).isoformat()
    with suppress(ValueError):
        return datetime.fromisoformat(written).isoformat()
    if _MAIL.match(written):
        with suppress(ValueError):
            return parsedate_to_datetime(written).isoformat()
    raise ValueError(f"{written!r} is no date; wanted is one like 2024-01-31 or 2024-01-31T09:30:00Z")
