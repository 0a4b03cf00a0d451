"""What is asked for by name is found, or refused with what may be meant; and pages in the terminal have their words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from dragoman.app.pages.book import Book, Shown, Whole
from dragoman.app.pages.relation import Choice
from dragoman.app.show import LISTED, open_book, show_actor, show_claim, show_dyad, show_forum
from dragoman.app.terminal import Page, write
from dragoman.casebook import Casebook, open_casebook
from dragoman.errors import UnclearError
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record.merged import Happening
from tests.casebook.made import ORIGIN
from tests.desk.made import HOSTILE, merged, readings

ALL = Choice()


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with open_casebook(tmp_path_factory.mktemp("show") / "book.db", create=True) as held:
        for reading in readings():
            held.keep(reading.report, b"raw", ORIGIN, reading)
        yield held


@pytest.fixture(scope="module")
def book(casebook: Casebook) -> Book:
    """Merged things by hand, with states that the knowledge knows, and two people of one name."""
    made = merged()
    shown = {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in casebook.entries()}
    met = made.happenings[0]
    states = replace(met, id="H5", sources=("ken", "person:jane doe:KEN"), recipients=("uga", "person:jane doe:UGA"))
    whole = Whole.of(replace(made, happenings=(*made.happenings, states)))
    return Book(whole, Knowledge.load(), lambda ids: {id: shown[id] for id in ids if id in shown})


def refusal(ask: object, *given: object) -> UnclearError:
    with pytest.raises(UnclearError) as caught:
        ask(*given)  # type: ignore[operator]
    return caught.value


def lines(page: Page, width: int) -> list[str]:
    out = io.StringIO()
    write(page, out, width)
    return out.getvalue().splitlines()


# --- names -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Lamp Commission", "lamp  commission", "the Lamp Commission", "F1", "lamp", "Lamp Belgium"])
def test_a_forum_is_found_by_its_name_by_words_of_it_and_by_its_id(name: str, book: Book) -> None:
    assert show_forum(name, book).title == "Lamp Commission"


def test_a_forum_is_found_by_the_acronym_that_a_report_gives(book: Book) -> None:
    def load(ids: object) -> dict[str, Shown]:
        found = {}
        for id, one in book.load(ids).items():  # type: ignore[arg-type]
            reading = one.view.reading
            rows = tuple(replace(row, acronym="LCX") if row.name == "Lamp Commission" else row for row in reading.mechanisms)
            told = replace(reading, mechanisms=rows)
            found[id] = Shown(one.entry, View.of(told))
        return found

    assert show_forum("LCX", replace(book, load=load)).title == "Lamp Commission"


def test_what_may_be_several_forums_is_listed_with_keys_that_are_taken(book: Book) -> None:
    error = refusal(show_forum, "ARD", book)
    assert "any of these" in str(error) and [line.split()[0] for line in error.choices] == ["F1", "F2"]
    assert [show_forum(line.split()[0], book) for line in error.choices]


def test_what_nobody_goes_by_is_refused_with_names_near_it(book: Book) -> None:
    assert str(refusal(show_forum, "Lamp Comission", book)) == "no forum goes by 'Lamp Comission'; near it: Lamp Commission"
    assert "near it: Kenya" in str(refusal(show_dyad, ("Kenia", "Uganda"), book, ALL))
    assert str(refusal(show_actor, "Zzyzx Qqq", book)) == "no actor goes by 'Zzyzx Qqq'"
    assert str(refusal(show_actor, "", book)) == "no actor goes by ''"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kenya", "Uganda"), ("kenya", "uganda"), ("KEN", "UGA"), ("ke", "UG"), ("uga", "ken"), ("KEN", "person:jane doe:UGA")],
)
def test_sides_go_by_names_codes_keys_and_by_who_belongs_to_them_in_either_order(one: str, other: str, book: Book) -> None:
    page = show_dyad((one, other), book, ALL)
    assert (page.title, page.total) == ("Kenya and Uganda", 1)


def test_a_dyad_is_of_two(book: Book) -> None:
    assert str(refusal(show_dyad, ("KEN", "Kenya"), book, ALL)) == "KEN and Kenya are one side, Kenya; a dyad is of two"


def test_a_dyad_is_narrowed_by_days_and_types(book: Book) -> None:
    def ids(**given: object) -> list[str]:
        return [row.id for row in show_dyad(("country:arden:ARD", "country:belland:BEL"), book, Choice(**given)).timeline]  # type: ignore[arg-type]

    assert ids() == ["H4", "H2", "H1"]
    assert ids(types=("ACCUSE", "CONSULT")) == ["H2", "H1"]
    assert ids(since="2031-05-01", until="2031-05-31") == []  # a month is before its days
    assert ids(since="2031-04-01", until="2031-04-30") == ["H1"]


def test_people_of_one_name_are_told_apart_by_their_keys(book: Book) -> None:
    error = refusal(show_actor, "Doe", book)
    assert [line.split("  ")[1] for line in error.choices] == ["person:jane doe:KEN", "person:jane doe:UGA"]
    assert "Kenya, in 1 happenings" in error.choices[0]
    assert show_actor("person:jane doe:UGA", book).actor.country == "UGA"
    assert show_actor("Venn", book).actor.key == "person:venn:ARD"
    assert show_actor("Kenya", book).actor.key == "ken"


def test_a_long_list_is_cut_and_says_so(book: Book) -> None:
    many = tuple(
        Happening(f"X{n}", "CONSULT", None, "", None, None, "happened", (f"person:ann {n}:KEN",), (), (), 1) for n in range(LISTED + 3)
    )
    error = refusal(show_actor, "Ann", replace(book, whole=Whole.of(replace(book.whole.merged, happenings=many))))
    assert len(error.choices) == LISTED + 1 and error.choices[-1].strip() == "... and 3 more"


def test_a_claim_is_found_by_its_id_and_by_words_in_it(book: Book, casebook: Casebook) -> None:
    assert len(show_claim("C1", book, casebook).tellings) == 3
    assert show_claim("accused SHELLING minister", book, casebook) == show_claim("C1", book, casebook)
    assert "C1" in [line.split()[0] for line in refusal(show_claim, "shelling", book, casebook).choices]
    for words in ("lamp", "nowhere at all", "", "?!"):  # the first stands in the reports, not in what is claimed
        assert str(refusal(show_claim, words, book, casebook)) == f"no claim goes by {words!r}"


# --- merging first -----------------------------------------------------------------------------------------------------------


def test_what_merging_lags_behind_is_merged_first_and_said_once(tmp_path: Path) -> None:
    told: list[str] = []
    knowledge = Knowledge.load()
    with open_casebook(tmp_path / "book.db", create=True) as held:
        for reading in readings()[:2]:
            held.keep(reading.report, b"raw", ORIGIN, reading)
        first = open_book(held, knowledge, told.append)
        assert told == ["2 reports to be merged first"] and first.whole.happenings
        assert open_book(held, knowledge, told.append).whole == first.whole and len(told) == 1
        assert set(first.load(["r1", "none"])) == {"r1"} and first.load([]) == {}


# --- the terminal ------------------------------------------------------------------------------------------------------------


def pages(book: Book, casebook: Casebook) -> list[Page]:
    dyad = show_dyad(("country:arden:ARD", "country:belland:BEL"), book, ALL)
    forums: list[Page] = [show_forum(id, book) for id in ("F1", "F2")]
    return [*forums, dyad, show_claim("C1", book, casebook), show_claim(HOSTILE, book, casebook), show_actor("Venn", book)]


@pytest.mark.parametrize("width", [80, 120])
def test_pages_fit_the_width_and_hold_no_control_characters(width: int, book: Book, casebook: Casebook) -> None:
    for page in pages(book, casebook):
        shown = lines(page, width)
        assert max(map(cell_len, shown)) <= width, page.title
        assert not any(ord(letter) < 32 or letter in "\u202e\ud800" for line in shown for letter in line), page.title


def test_each_line_has_its_report_and_words(book: Book, casebook: Casebook) -> None:
    forum = "\n".join(lines(show_forum("F1", book), 200))
    assert "2: no report" in forum and "Due 2031-09 to 2031-11, Karsh" in forum and "r1" in forum
    dyad = "\n".join(lines(show_dyad(("country:arden:ARD", "country:belland:BEL"), book, ALL), 200))
    assert "3 independent sources" in dyad and "“Arden ‹accused› Belland of" in dyad and "Lamp Commission" in dyad
    claim = "\n".join(lines(show_claim("C1", book, casebook), 200))
    assert "Denied" in claim and "dots.json" in claim and "Borne out" in claim


def test_an_actor_of_whom_no_report_tells_is_known_all_the_same(book: Book) -> None:
    assert any("tells nothing" in line for line in lines(show_actor("Peru", book), 80))
