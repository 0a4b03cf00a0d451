from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.dates import Dated, dated, day_of, period


@pytest.mark.parametrize(
    ("told", "published", "day", "basis"),
    [
        ("2025-03-11", "2025-03-13", "2025-03-11", "text"),
        ("2025-03-11TEV", "2025-03-13", "2025-03-11", "text"),
        ("2025-03", "2025-03-13", "2025-03-13", "period"),
        ("2025-02", "2025-03-13", "2025-02-01", "period"),
        ("2024", "2025-03-13T10:00:00Z", "2024-01-01", "period"),
        ("2025-W11", "2025-03-13", "2025-03-13", "period"),
        ("2025-Q2", "2025-03-13", "2025-04-01", "period"),
        ("P3D", "2025-03-13", "2025-03-13", "published"),
        ("XXXX-06", "2025-03-13", "2025-03-13", "published"),
        (None, "2025-03-13", "2025-03-13", "published"),
        ("2025-13-40", None, "", "none"),
        ("2024-W60", "soon", "", "none"),
    ],
)
def test_the_day_of_an_event(told: str | None, published: str | None, day: str, basis: str) -> None:
    assert dated(told, published) == Dated(day, basis)  # type: ignore[arg-type]


@given(st.text(max_size=12) | st.from_regex(r"\d{4}(-[WQH]?\d{1,2}(-\d\d)?)?", fullmatch=True))
def test_no_value_is_too_odd(value: str) -> None:
    found = period(value)
    assert found is None or found[0] <= found[1]
    assert day_of(value) == "" or period(value[:10]) is not None
