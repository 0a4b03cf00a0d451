"""The book that pages are made of: facts at hand say the same as the entries, and what changes is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dragoman.app.merge import bring_up_to_date
from dragoman.app.pages import evidence, relation
from dragoman.app.pages.actor import actor_page
from dragoman.app.pages.book import Book
from dragoman.app.pages.home import Visit, home_page
from dragoman.app.pages.relation import Choice, relation_page
from dragoman.app.search import Finder
from dragoman.casebook import Casebook, open_casebook
from dragoman.desk.book import Keeper
from dragoman.knowledge import Knowledge
from tests.app.search.made import ORIGIN, fill, reading


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with open_casebook(tmp_path_factory.mktemp("book") / "book.db", create=True) as made:
        fill(made, 60)
        bring_up_to_date(made, Knowledge.load())
        yield made


@pytest.fixture
def book(casebook: Casebook) -> Book:
    return Keeper(casebook, Knowledge.load(), Finder(casebook)).book()


def test_a_relationship_by_facts_is_that_by_entries(book: Book) -> None:
    assert book.between
    for one, other in book.between:
        quick, slow = (relation_page(one, other, made, Choice()) for made in (book, replace(book, facts=None)))
        assert replace(quick, chart=(), sites=()) == replace(slow, chart=(), sites=())
        assert set(quick.sites) == set(slow.sites)
        for mine, theirs in zip(quick.chart, slow.chart, strict=True):
            assert mine.period == theirs.period
            assert (mine.cooperation, mine.conflict) == pytest.approx((theirs.cooperation, theirs.conflict), abs=0.02)


def test_of_many_reports_those_alone_are_opened_that_are_quoted(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []

    def load(ids: object) -> object:
        opened.append(len(ids))  # type: ignore[arg-type]
        return book.load(ids)  # type: ignore[arg-type]

    monkeypatch.setattr(evidence, "FEW", 0)
    monkeypatch.setattr(relation, "MOST", 3)
    watched = replace(book, load=load)  # type: ignore[arg-type]
    (one, other), rows = max(book.between.items(), key=lambda pair: len(pair[1]))
    made = relation_page(one, other, watched, Choice())
    assert len(rows) > 3 and opened[0] <= 3
    assert all(line.evidence and line.evidence.standing for line in made.timeline)
    whole = relation_page(one, other, book, Choice())
    assert [line.id for line in made.timeline] == [line.id for line in whole.timeline]
    assert [line.evidence for line in made.timeline] == [line.evidence for line in whole.timeline]


def test_an_actor_and_the_first_page_by_facts_are_those_by_entries(book: Book) -> None:
    slow = replace(book, facts=None)
    for key in list(book.of_actor)[:5]:
        mine, theirs = actor_page(key, book), actor_page(key, slow)
        assert mine is not None and theirs is not None
        assert replace(mine, chart=()) == replace(theirs, chart=())
    visit = Visit(True, ())
    assert home_page("x", 60, visit, book) == home_page("x", 60, visit, slow)


def test_the_book_stays_while_nothing_changes_and_is_another_when_something_does(casebook: Casebook) -> None:
    keeper = Keeper(casebook, Knowledge.load(), Finder(casebook))
    before = keeper.book()
    assert keeper.book() is before
    fresh = reading(77)
    fresh = replace(fresh, report=replace(fresh.report, id="fresh", published="2032-01-01"))
    casebook.keep(fresh.report, b"raw", ORIGIN, fresh)
    after = keeper.book()
    assert "fresh" in after.whole.story_of and "fresh" not in before.whole.story_of
    assert keeper.load(["fresh"])["fresh"].entry.reading == fresh


def test_a_desk_that_is_read_only_merges_nothing(casebook: Casebook) -> None:
    more = reading(78)
    casebook.keep(replace(more.report, id="more"), b"raw", ORIGIN, replace(more, report=replace(more.report, id="more")))
    keeper = Keeper(casebook, Knowledge.load(), Finder(casebook), settles=False)
    assert "more" not in keeper.book().whole.story_of and casebook.unsettled() == 1
