from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.record import Report
from dragoman.sources import reports
from dragoman.sources.capture import Capture, capture_of
from tests.sources.made import PAGE

T = "20240103120000"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        (f"web.archive.org/web/{T}/https:/wire.example/a/talks.html", "https://wire.example/a/talks.html"),
        (f"web/{T}id_/http:/wire.example/index.html", "http://wire.example/"),
        (f"saved/{T}/wire.example/talks.html", "http://wire.example/talks.html"),
        (f"wire.example/{T}/a/talks.html", "http://wire.example/a/talks.html"),
        (f"saved/{T}_https%3A%2F%2Fwire.example%2Ftalks%3Fid=1.html", "https://wire.example/talks?id=1"),
        ("2024/01/talks.html", None),
        (f"{T}.html", None),
        (f"saved/{T}/talks.html", None),
        ("saved/20241332000000/wire.example/talks.html", None),
    ],
)
def test_names_that_hold_a_time_and_an_address(path: str, url: str | None) -> None:
    assert capture_of(path) == (Capture(T, url) if url else None)


@given(st.text())
def test_any_name_is_a_capture_or_none(name: str) -> None:
    found = capture_of(f"{T}/{name}")
    assert found is None or "://" in found.url


def test_saved_pages_are_named_by_their_address_with_the_day_of_their_capture(tmp_path: Path) -> None:
    for stamp, day in ((T, "Wednesday"), ("20240105120000", "Friday")):
        path = tmp_path / "wire.example" / stamp / "talks.html"
        path.parent.mkdir(parents=True)
        path.write_text(PAGE.replace("Wednesday", day), encoding="utf-8")
    first, second = reports([str(tmp_path)])
    assert isinstance(first, Report) and isinstance(second, Report)
    url = "http://wire.example/talks.html"
    assert (first.id, first.url, first.published) == (url, url, "2024-01-03")
    assert (second.id, second.url, second.published) == (f"{url}@20240105120000", url, "2024-01-05")
