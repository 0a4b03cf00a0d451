"""What is kept, what is passed over, and that nothing is lost or read twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.app.add import Kept, add, add_inputs, opened
from dragoman.app.stop import Stop, Stopped
from dragoman.casebook import Casebook, Origin
from dragoman.errors import CasebookError, InputError
from dragoman.record import Report
from dragoman.sources import Arrival, Known, Options
from tests.app.fake import FakeReader


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    found, made = opened(str(tmp_path / "book.db"))
    assert made
    with found:
        yield found


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


def arrival(id: str, text: str = "Arden talks.", place: str = "a.jsonl:1") -> Arrival:
    return Arrival(Report(id, text), text.encode(), place)


def outcomes(book: Casebook, reader: FakeReader, *found: Arrival | Known | InputError) -> list[str]:
    kept = add(book, lambda: reader, found, Stop())
    return [item.how if isinstance(item, Kept) else str(item) for item in kept]


def test_a_report_is_kept_with_its_reading_its_bytes_and_its_origin(book: Casebook, reader: FakeReader) -> None:
    assert outcomes(book, reader, arrival("a", place="https://wire.example/a")) == ["added"]
    assert book.reading("a") == reader.read(Report("a", "Arden talks."))
    assert book.holds(b"Arden talks.", "https://wire.example/a")


def test_what_is_there_is_passed_over_without_being_read(book: Casebook, reader: FakeReader) -> None:
    outcomes(book, reader, arrival("a"), arrival("b"))
    assert outcomes(book, reader, arrival("a"), Known("b.txt"), arrival("c"), arrival("b")) == ["known", "known", "added", "known"]
    assert reader.read_ids == ["a", "b", "c"]


def test_the_reader_is_not_loaded_where_nothing_is_new(book: Casebook, reader: FakeReader) -> None:
    outcomes(book, reader, arrival("a"))
    list(add(book, lambda: pytest.fail("loaded"), [arrival("a"), Known("x"), InputError("y", "z")], Stop()))


def test_another_text_is_a_new_version(book: Casebook, reader: FakeReader) -> None:
    assert outcomes(book, reader, arrival("a"), arrival("a", "Belland talks.")) == ["added", "changed"]
    assert (book.report("a").text, book.report("a", 1).text) == ("Belland talks.", "Arden talks.")
    assert outcomes(book, reader, arrival("a"), arrival("a", "Belland talks.")) == ["known", "known"]


def test_what_was_kept_unread_is_read(book: Casebook, reader: FakeReader) -> None:
    book.keep(Report("a", "Arden talks."), b"x", Origin("a.txt", "2031-05-01T00:00:00+00:00"))
    assert outcomes(book, reader, arrival("a"), arrival("a")) == ["read", "known"]
    assert book.reading("a").report == Report("a", "Arden talks.")


def test_what_is_refused_is_not_kept_and_the_rest_goes_on(book: Casebook, reader: FakeReader) -> None:
    told = outcomes(book, reader, InputError("x", "empty"), arrival("a", "ZeroDivisionError"), arrival("b"))
    assert told == ["x: empty", "report a: not read, through a fault in Dragoman (ZeroDivisionError: as told)", "added"]
    assert book.versions("a") == ()


def test_what_was_forgotten_is_not_kept_again(book: Casebook, reader: FakeReader) -> None:
    outcomes(book, reader, arrival("a"))
    book.forget("a", "asked to")
    assert outcomes(book, reader, arrival("a")) == ["a.jsonl:1: the report 'a' was forgotten and is not kept again"]
    assert reader.read_ids == ["a"]


def test_a_stop_comes_after_the_report_at_hand(book: Casebook, reader: FakeReader) -> None:
    stop = Stop()
    kept = add(book, lambda: reader, [arrival("a"), arrival("b")], stop)
    assert next(kept) == Kept("a", "added")
    stop.asked = 15
    with pytest.raises(Stopped) as stopped:
        next(kept)
    assert stopped.value.number == 15
    assert [r.report.id for r in book.readings()] == ["a"]


# --- over runs -------------------------------------------------------------------------------------------------------


def run(book: Casebook, reader: FakeReader, *inputs: Path) -> list[tuple[str, str]]:
    kept = add_inputs(book, lambda: reader, [str(path) for path in inputs], Options(), Stop())
    return [(item.name, item.how) if isinstance(item, Kept) else ("refused", str(item)) for item in kept]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_files_of_one_name_stay_apart_over_runs_and_keep_their_ids(tmp_path: Path, book: Casebook, reader: FakeReader) -> None:
    one, other = write(tmp_path / "one" / "a.txt", "Arden talks."), write(tmp_path / "other" / "a.txt", "Belland talks.")
    assert run(book, reader, one) == [("a", "added")]
    assert run(book, reader, other) == [("a.txt", "added")]
    assert run(book, reader, other, one) == [(str(other), "known"), (str(one), "known")]
    write(other, "Belland talks again.")
    assert run(book, reader, other, one) == [("a.txt", "changed"), (str(one), "known")]


def test_an_archive_that_was_moved_is_known(tmp_path: Path, book: Casebook, reader: FakeReader) -> None:
    run(book, reader, write(tmp_path / "old" / "a.txt", "Arden talks.").parent)
    (tmp_path / "old").rename(tmp_path / "new")
    assert run(book, reader, tmp_path / "new") == [("a", "known")]


def test_a_file_is_known_by_whatever_way_it_is_named(
    tmp_path: Path, book: Casebook, reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(book, reader, write(tmp_path / "a.txt", "Arden talks."))
    monkeypatch.chdir(tmp_path)
    assert run(book, reader, Path("a.txt")) == [("a.txt", "known")]


def test_a_place_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    place = write(tmp_path / "a.db", "no database " * 100)
    with pytest.raises(CasebookError):
        opened(str(place))
    found, made = opened(str(tmp_path / "new.db"))
    found.close()
    again, made_again = opened(str(tmp_path / "new.db"))
    again.close()
    assert (made, made_again) == (True, False)


def test_the_same_report_with_other_details_is_known(book: Casebook, reader: FakeReader) -> None:
    outcomes(book, reader, arrival("a"))
    other = replace(arrival("a"), report=Report("a", "Arden talks.", publisher="P"))
    assert outcomes(book, reader, other) == ["known"]
