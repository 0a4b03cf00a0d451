"""A desk whose merged things are made by hand, so that every kind of page has something to show; every text of one report is hostile."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from dragoman.app.pages.book import Book, Shown, Whole
from dragoman.casebook import open_casebook
from dragoman.desk import DeskSettings, make_desk
from dragoman.desk.address import to
from dragoman.desk.state import Desk
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record import Reading, Report
from dragoman.record.merged import (
    Claim,
    Contradiction,
    Copies,
    Forum,
    Happening,
    Merged,
    NextSession,
    Session,
    Story,
    Support,
    Words,
)
from tests.casebook.full import REPORT, at, full
from tests.casebook.made import ORIGIN

BASE = "http://127.0.0.1"
HOSTILE = (
    "</script><script>alert(1)</script>\u202e=cmd|' /C calc'!A0 <img src=x onerror=alert(2)> \x00\x1b[31m \ud800 ]]> {{ 7*7 }} ../../etc"
)
BAD = "bad/<script>\u202e../%2F.json"


def readings() -> tuple[Reading, ...]:
    """Two reports that tell the same, a copy of the first, and one whose texts are all hostile."""
    second = Report("dots.json", REPORT.text, "Karsh talks", "2031-05-02", "Karsh Daily", "https://karsh.example/1")
    copy = replace(REPORT, id="r1-copy", publisher="Orriel Post")
    bad = Report(BAD, f"{REPORT.text} {HOSTILE}", HOSTILE, "2031-05-03", HOSTILE, "javascript:alert(3)")
    told = full()
    whole = replace(told, actors=tuple(replace(actor, country="BEL") if actor.id == "A2" else actor for actor in told.actors))
    made = tuple(replace(whole, report=report) for report in (REPORT, second, copy))
    twisted = whole
    actors = tuple(replace(actor, name=HOSTILE) for actor in twisted.actors)
    forums = tuple(replace(row, name=HOSTILE) for row in twisted.mechanisms)
    places = tuple(replace(row, name=HOSTILE) for row in twisted.places)
    return (*made, replace(twisted, report=bad, actors=actors, mechanisms=forums, places=places))


def merged() -> Merged:
    """One meeting told by all, one charge, one deed on a speaker's word, a claim with a denial, a forum that is due."""
    ids = (REPORT.id, "dots.json", BAD)
    met, charged, shelled = (
        tuple(Support(id, event, at(words)) for id in ids) for event, words in (("E1", "met"), ("E2", "accused"), ("E3", "shelling"))
    )
    length = Contradiction("place", tuple(Words(id, at("Karsh")) for id in ids))
    people = ("person:orr:BEL", "person:venn:ARD"), ("country:arden:ARD", "country:belland:BEL")
    happenings = (
        Happening("H1", "CONSULT", "visit", "2031-04-28", "Karsh", "ARD", "happened", people[0], (), met, 2, (length,)),
        Happening("H2", "ACCUSE", None, "2031-05", None, None, "happened", (people[1][0],), (people[1][1],), charged, 3),
        Happening("H3", "ASSAULT", None, "", None, None, "denied", (people[1][1],), (HOSTILE,), shelled, 1),
        Happening("H4", "AGREE", None, "2031-06-01", None, None, "planned", people[1], (), charged[:1], 1),
    )
    claims = (
        Claim("C1", (people[1][0],), tuple(Words(id, at("accused")) for id in ids), (Words("dots.json", at("said")),), (charged[1],)),
        Claim(HOSTILE, (HOSTILE,), (Words(BAD, at("shelling a village")),), ()),
    )
    sessions = (
        Session(1, "2030-10", "Karsh", "ARD", (REPORT.id,), ("person:venn:ARD",)),
        Session(3, "2031-04-28", "Venlo", "BEL", ids, ("person:orr:BEL",)),
    )
    forums = (
        Forum("F1", "Lamp Commission", ("ARD", "BEL"), sessions, NextSession("2031-09", "2031-11", "Karsh")),
        Forum("F2", HOSTILE, ("ARD", "BEL", "COR"), sessions),
    )
    return Merged((Story("S1", (*ids, "r1-copy")),), (Copies((REPORT.id, "r1-copy")),), happenings, claims, forums)


class Fixed:
    """Stands in for the keeper of the book: always the same merged things."""

    def __init__(self, shown: Mapping[str, Shown]) -> None:
        self._shown = shown
        self._book = Book(Whole.of(merged()), Knowledge.load(), self.load)

    def book(self) -> Book:
        return self._book

    def load(self, ids: Collection[str]) -> Mapping[str, Shown]:
        return {id: self._shown[id] for id in ids if id in self._shown}


@contextmanager
def desk(path: Path, settings: DeskSettings | None = None) -> Iterator[FastAPI]:
    """The app, on a casebook of those reports."""
    with open_casebook(path, create=True) as casebook:
        for reading in readings():
            casebook.keep(reading.report, b"raw", ORIGIN, reading)
        app = make_desk(casebook, settings or DeskSettings())
        shown = {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in casebook.entries()}
        old: Desk = app.state.desk
        app.state.desk = replace(old, keeper=Fixed(shown))  # type: ignore[arg-type]
        yield app


def browser(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)


PAGES = (
    "/", "/relations/ARD/BEL", "/relations/ARD/BEL?kind=meetings&since=2031-01-01&until=2031-12-31&changed=2020-01-01",
    "/happenings/H1", "/happenings/H2", "/happenings/H3", "/meetings/H1", "/stories/S1", "/claims", "/claims/C1", to("claims", HOSTILE),
    "/forums", "/forums/F1", "/forums/F2", "/actors/person:venn:ARD", "/actors/country:belland:BEL", to("actors", HOSTILE),
    "/reports/r1", to("reports", "dots.json"), to("reports", BAD), f"{to('reports', BAD)}?at=0-{len(REPORT.text) + 30}#w-at",
    "/method", "/method/codebook", "/method/changes", "/review/add?report=r1", "/review/add?kind=actor&report=r1", "/settings",
    "/settings/forget?report=r1",
)  # fmt: skip
