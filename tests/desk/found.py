"""A desk on a casebook of invented reports of every kind, some of them hostile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from dragoman.casebook import Casebook, open_casebook
from dragoman.desk import DeskSettings, make_desk
from dragoman.record import Report
from tests.app.search.made import fill
from tests.casebook.full import REPORT, full
from tests.casebook.made import ORIGIN

HOSTILE = "<script>alert(1)</script>\u202e=cmd|' /C calc'!A0 \x00\x1b \ud800 ]]> &amp; ../../etc/passwd"
BASE = "http://127.0.0.1"


def hostile() -> Report:
    return replace(REPORT, id="bad/<script>\u202e../%2F", title=HOSTILE, publisher=HOSTILE, text=f"{REPORT.text} {HOSTILE}")


@contextmanager
def opened(path: Path, *, read_only: bool = False, many: int = 40) -> Iterator[tuple[Casebook, TestClient]]:
    """An open casebook of `many` readings and three more, and a browser on its desk."""
    with open_casebook(path, create=True) as casebook:
        fill(casebook, many)
        for report in (replace(REPORT, id="full"), replace(REPORT, id="dots.json", publisher="Karsh Daily"), hostile()):
            casebook.keep(report, b"raw", ORIGIN, replace(full(), report=report))
        yield casebook, TestClient(make_desk(casebook, DeskSettings(read_only=read_only)), base_url=BASE)
