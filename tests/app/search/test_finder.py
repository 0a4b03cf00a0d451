"""Answers agree with what going through all entries one by one gives, and follow the casebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.app.search import Finder, Wanted
from dragoman.app.search.views import meetings, months, points
from dragoman.app.search.wanted import UnfitError
from dragoman.casebook import Casebook, Judgment, open_casebook
from dragoman.exports.dates import dated
from dragoman.record import Event, Reading
from dragoman.record.merged import Happening, Support
from tests.app.search.made import fill, reading

MANY = 60
Fits = Callable[[Reading, Event], bool]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with open_casebook(tmp_path_factory.mktemp("book") / "book.db", create=True) as made:
        fill(made, MANY)
        yield made


def countries(reading: Reading, event: Event) -> set[str | None]:
    actors = {actor.id: actor.country for actor in reading.actors}
    place = next((row.country for row in reading.places if row.id == event.place), None)
    return {actors[id] for id in (*event.sources, *event.recipients)} | {place}


def day(reading: Reading, event: Event) -> str:
    return dated(next((row.value for row in reading.times if row.id == event.time), None), reading.report.published).day


def between(reading: Reading, event: Event) -> bool:
    sides = (set(event.sources), set(event.recipients))
    pair = {"A0", "A1"}
    if not sides[1]:
        return pair <= sides[0]
    return any(one in sides[0] and other in sides[1] for one, other in (("A0", "A1"), ("A1", "A0")))


QUESTIONS: list[tuple[Wanted, Fits]] = [
    (Wanted(), lambda r, e: True),
    (Wanted(words="lantern"), lambda r, e: "lantern" in r.report.text),
    (Wanted(type=("CONSULT", "AID")), lambda r, e: e.type in ("CONSULT", "AID")),
    (Wanted(status=("planned",), voice=("claim",)), lambda r, e: e.status == "planned" and e.asserted_by is not None),
    (Wanted(voice=("happening",)), lambda r, e: e.asserted_by is None),
    (Wanted(country=("COR",)), lambda r, e: "COR" in countries(r, e)),
    (Wanted(actor=("country:ardenia:ARD",)), lambda r, e: "A0" in (*e.sources, *e.recipients)),
    (Wanted(actor=("ARDENIA",)), lambda r, e: "A0" in (*e.sources, *e.recipients)),
    (Wanted(place=("Karsh",)), lambda r, e: e.place == "P0"),
    (Wanted(place=("Karsh, ARD",)), lambda r, e: e.place == "P0"),
    (Wanted(publisher=("Courier",), topic=("trade",)), lambda r, e: False),
    (Wanted(topic=("trade",)), lambda r, e: bool(r.topics)),
    (Wanted(dyad=("ARD", "Bellandia")), between),
    (Wanted(against=("country:ardenia:ARD",), type=("ACCUSE",)), lambda r, e: e.type == "ACCUSE" and "A0" in e.recipients),
    (Wanted(since="2031-03-02", until="2031-04-30"), lambda r, e: "2031-03-02" <= day(r, e) <= "2031-04-30"),
    (Wanted(confidence=0.5), lambda r, e: e.confidence >= 0.5),
    (Wanted(mode=("visit",), country=("ARD", "BLL")), lambda r, e: e.mode == "visit" and bool({"ARD", "BLL"} & countries(r, e))),
    (Wanted(actor=("nobody",)), lambda r, e: False),
]


@pytest.mark.parametrize(("wanted", "fits"), QUESTIONS, ids=[wanted.query() or "all" for wanted, _ in QUESTIONS])
def test_an_answer_has_the_events_that_fit_and_no_others(book: Casebook, wanted: Wanted, fits: Fits) -> None:
    answer = Finder(book).ask(wanted)
    expected = [(entry.reading.report.id, e.id) for entry in book.entries() for e in entry.reading.events if fits(entry.reading, e)]
    assert answer.pairs() == expected
    counted = {facet.name: {row.value: row.count for row in facet.counts} for facet in answer.facets()}
    kinds = Counter(e.type for entry in book.entries() for e in entry.reading.events if fits(entry.reading, e))
    if not wanted.type:
        assert counted["type"] == dict(kinds)


def test_a_facet_is_counted_among_what_fits_all_else(book: Casebook) -> None:
    finder = Finder(book)
    wanted = Wanted(type=("ACCUSE",), status=("planned",))
    types = next(facet for facet in finder.ask(wanted).facets() if facet.name == "type")
    for row in types.counts:
        assert row.count == finder.ask(Wanted(type=(row.value,), status=("planned",))).events
        assert row.chosen == (row.value == "ACCUSE")


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(sort="oldest"), Wanted(words="lantern"), Wanted(words="harbour", sort="newest")])
def test_pages_of_a_list_have_every_event_once_in_order(book: Casebook, wanted: Wanted) -> None:
    answer = Finder(book).ask(wanted)
    found, cursor = [], None
    while True:
        page = answer.hits(cursor, 7)
        found += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert sorted((hit.report, hit.event) for hit in found) == sorted(answer.pairs())
    if wanted.order != "fit":
        days = [hit.day for hit in found]
        assert days == sorted(days, reverse=wanted.order == "newest")


def test_a_cursor_of_another_list_is_refused(book: Casebook) -> None:
    answer = Finder(book).ask(Wanted())
    other = Finder(book).ask(Wanted(sort="oldest")).hits(None, 3).next
    for cursor in (other, "x", "", "W10", "bnVsbA", "é"):
        if cursor:
            with pytest.raises(UnfitError):
                answer.hits(cursor, 3)


def test_reports_without_events_are_found_by_their_words(book: Casebook) -> None:
    bare = [entry.reading.report.id for entry in book.entries() if not entry.reading.events and "lantern" in entry.reading.report.text]
    assert bare
    assert set(bare) <= {report.id for report in Finder(book).ask(Wanted(words="lantern")).reports()}
    assert not set(bare) & {report.id for report in Finder(book).ask(Wanted(words="lantern", voice=("claim", "happening"))).reports()}


def test_an_answer_follows_the_casebook(tmp_path: Path) -> None:
    with open_casebook(tmp_path / "book.db", create=True) as casebook:
        finder = Finder(casebook)
        assert finder.ask(Wanted()).events == 0
        read = fill(casebook, 20)
        total = sum(len(one.events) for one in read)
        assert finder.ask(Wanted()).events == total
        key = next(key for entry in casebook.entries() for id, key in entry.keys.items() if id.startswith("E"))
        casebook.judge(Judgment("j1", "ann", "2031-06-01", "", key, "accept"))
        assert finder.ask(Wanted(judged=("yes",))).events == 1
        casebook.judge(Judgment("j2", "ann", "2031-06-01", "", key, "reject"))
        assert finder.ask(Wanted()).events == total - 1
        casebook.judge(Judgment("j3", "ann", "2031-06-01", "", "j2", "undo"))
        assert finder.ask(Wanted()).events == total
        casebook.forget("r3", "asked to")
        assert finder.ask(Wanted()).events == total - len(read[3].events)
        assert Finder(casebook).ask(Wanted()).pairs() == finder.ask(Wanted()).pairs()


def test_many_changes_leave_no_more_dead_lines_than_living_ones(tmp_path: Path) -> None:
    with open_casebook(tmp_path / "book.db", create=True) as casebook:
        finder = Finder(casebook)
        fill(casebook, 10)
        key = next(key for entry in casebook.entries() for id, key in entry.keys.items() if id.startswith("E"))
        for number in range(40):
            casebook.judge(Judgment(f"j{number}", "ann", "2031-06-01", "", key, "accept"))
            finder.ask(Wanted())
        columns = finder.snapshot().columns
        assert columns.alive.sum() * 2 >= columns.total


def happenings(book: Casebook) -> tuple[Happening, ...]:
    """All first events of type ASSAULT as one happening of three sources."""
    supports = tuple(
        Support(entry.reading.report.id, e.id, e.trigger) for entry in book.entries() for e in entry.reading.events if e.type == "ASSAULT"
    )
    return (Happening("H1", "ASSAULT", None, "2031-03-01", None, None, "happened", (), (), supports, 3),)


def test_independent_sources_are_those_of_the_happening(book: Casebook) -> None:
    merged = happenings(book)
    answer = Finder(book).ask(Wanted(sources=2), merged)
    assert answer.pairs() == [(support.report, support.event) for support in merged[0].supports]
    assert {hit.happening for hit in answer.hits(None, 100).rows} == {"H1"}
    facet = next(facet for facet in answer.facets() if facet.name == "sources")
    assert [(row.value, row.count) for row in facet.counts] == [("2", answer.events), ("3", answer.events)]


def test_a_happening_is_one_on_the_map_and_in_counts_by_month(book: Casebook) -> None:
    wanted = Wanted(type=("ASSAULT",))
    apart, joined = Finder(book).ask(wanted), Finder(book).ask(wanted, happenings(book))
    placed = [e for entry in book.entries() for e in entry.reading.events if e.type == "ASSAULT" and e.place in ("P0", "P1")]
    assert sum(point.count for point in points(apart)) == len(placed) > 1
    assert {point.place for point in points(apart)} == {"Karsh, ARD", "Venlo, BLL"}
    assert [point.count for point in points(joined)] == [1]
    assert sum(month.count for month in months(joined)) == 1


def test_meetings_of_a_month_come_by_day(book: Casebook) -> None:
    answer = Finder(book).ask(Wanted())
    expected = sorted(
        (day(entry.reading, e), entry.reading.report.id, e.id)
        for entry in book.entries() for e in entry.reading.events
        if e.type == "CONSULT" and day(entry.reading, e).startswith("2031-03")
    )  # fmt: skip
    found = meetings(answer, "2031-03")
    assert sorted((hit.day, hit.report, hit.event) for hit in found) == expected
    assert [hit.day for hit in found] == sorted(hit.day for hit in found)
    assert next(month.count for month in months(answer, meetings=True) if month.month == "2031-03") == len(expected)


def test_readings_made_for_this_test_hold_their_spans() -> None:
    for number in range(5):
        made = reading(number)
        assert all(place.span.of(made.report.text) == place.name[:4] for place in made.places)
