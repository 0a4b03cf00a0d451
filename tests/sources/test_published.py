from __future__ import annotations

import pytest

from dragoman.sources.published import published


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-01-31", "2024-01-31"),
        (" 2024-01-31\n", "2024-01-31"),
        ("20240131", "2024-01-31"),
        ("2024-01-31T09:30:00", "2024-01-31T09:30:00"),
        ("2024-01-31 09:30:00+04:30", "2024-01-31T09:30:00+04:30"),
        ("2024-01-31T09:30:00Z", "2024-01-31T09:30:00+00:00"),
        ("Wed, 31 Jan 2024 09:30:00 GMT", "2024-01-31T09:30:00+00:00"),
    ],
)
def test_dates_as_sources_write_them(written: str, day: str) -> None:
    assert published(written) == day


@pytest.mark.parametrize(
    "written", ["2024-02-30", "2024-13-01", "31.01.2024", "2024", "2024-01", "yesterday", "", "99 Jan 2024 25:00:00", "1706659200"]
)
def test_a_date_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no date; wanted is one like 2024-01-31"):
        published(written)
