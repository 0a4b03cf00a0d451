"""Merging that follows the log gives what merging everything at once gives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.casebook import Casebook, Judgment, Origin, open_casebook
from dragoman.knowledge import Knowledge
from dragoman.merge.rulings import NONE, Rulings
from dragoman.merge.whole import merge
from dragoman.record import Reading
from dragoman.record.merged import Merged
from tests.merge.made import archive

KNOWLEDGE = Knowledge.load()
ORIGIN = Origin("wire", "2031-05-01T00:00:00+00:00")
SOME = archive(80, seed=9, per_day=2)


def keep(book: Casebook, readings: Iterable[Reading]) -> None:
    for reading in readings:
        book.keep(reading.report, b"raw", ORIGIN, reading)


def settled(book: Casebook, most: int = 200) -> Merged:
    while book.settle(KNOWLEDGE, most):
        pass
    return book.merged()


def judge(book: Casebook, what: str, *on: str, number: int = 1) -> None:
    value = f'"{on[1]}"' if len(on) > 1 else "null"
    book.judge(Judgment(f"j{number}", "ann", "2031-05-02", "seen", on[0], what, value))  # type: ignore[arg-type]


@pytest.fixture
def made(tmp_path: Path) -> Iterable[Callable[[], Casebook]]:
    books: list[Casebook] = []

    def fresh() -> Casebook:
        books.append(open_casebook(tmp_path / f"book{len(books)}.db", create=True))
        return books[-1]

    yield fresh
    for book in books:
        book.close()


def test_there_is_something_of_each_kind_to_merge() -> None:
    found = merge(SOME, KNOWLEDGE)
    assert found.copies and found.forums
    assert any(len(row.reports) > 2 for row in found.stories)
    assert any(row.independent > 2 and row.contradictions for row in found.happenings)
    assert any(row.denials for row in found.claims)


@pytest.mark.parametrize("seed", range(2))
def test_reports_in_any_order_and_in_pieces_of_any_size_give_what_all_at_once_give(seed: int, made: Callable[[], Casebook]) -> None:
    chance, book = random.Random(seed), made()
    rows: Sequence[Reading] = chance.sample(SOME, len(SOME))
    while rows:
        size = chance.choice([1, 2, 7, 30])
        keep(book, rows[:size])
        settled(book, chance.choice([1, 5, 200]))
        rows = rows[size:]
    assert book.merged() == merge(SOME, KNOWLEDGE)


def test_on_every_database(casebook: Casebook) -> None:
    keep(casebook, SOME[:20])
    settled(casebook)
    keep(casebook, SOME[20:40])
    assert settled(casebook) == merge(SOME[:40], KNOWLEDGE)


def test_what_is_read_anew_is_merged_anew_and_what_was_forgotten_is_let_go(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME)
    settled(book)
    newer = [replace(r, reader=replace(r.reader, version="2"), events=r.events[:1], statements=()) for r in SOME[10:20]]
    for reading in newer:
        book.keep_reading(reading)
    book.forget(SOME[0].report.id, "asked for")
    book.forget(SOME[40].report.id, "asked for")
    left = [*SOME[1:10], *newer, *SOME[20:40], *SOME[41:]]
    assert settled(book) == merge(left, KNOWLEDGE)
    assert not any(SOME[0].report.id in row.reports for row in book.merged().stories)


def test_another_text_under_an_id_takes_the_place_of_the_first(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME[:30])
    settled(book)
    other = replace(SOME[60], report=replace(SOME[60].report, id=SOME[5].report.id))
    keep(book, [other])
    assert settled(book) == merge([*SOME[:5], other, *SOME[6:30]], KNOWLEDGE)


def key(book: Casebook, report: str, item: str) -> str:
    return book.entry(report).keys[item]


def test_what_people_judge_is_obeyed_until_it_is_undone(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME)
    before = settled(book)
    pair = next(row.supports for row in before.happenings if len({s.report for s in row.supports}) > 1)
    one, other = pair[0], next(s for s in pair if s.report != pair[0].report)
    judge(book, "split", key(book, one.report, one.event), key(book, other.report, other.event))
    parted = Rulings(apart=frozenset({((one.report, one.event), (other.report, other.event))}))
    assert settled(book) == merge(SOME, KNOWLEDGE, parted) != before
    judge(book, "undo", "j1", number=2)
    assert settled(book) == before
    first, last = before.stories[0].reports[0], before.stories[-1].reports[-1]
    judge(book, "merge", f"report/{first}", f"report/{last}", number=3)
    low, high = sorted((first, last))
    assert settled(book) == merge(SOME, KNOWLEDGE, Rulings(together=frozenset({((low, ""), (high, ""))}))) != before


def test_a_rejected_event_supports_nothing(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME[:40])
    settled(book)
    judge(book, "reject", key(book, SOME[7].report.id, "E1"))
    left = [entry.reading for entry in book.entries()]
    assert settled(book) == merge(left, KNOWLEDGE, NONE)
    assert not any((s.report, s.event) == (SOME[7].report.id, "E1") for row in book.merged().happenings for s in row.supports)


def test_ids_keep_where_little_changes_and_the_log_tells_of_what_did(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME)
    settled(book)
    ids, end = {row.id for row in book.merged().happenings}, max(change.number for change in book.changes())
    keep(book, archive(85, seed=9, per_day=2)[80:])
    settled(book)
    told = [change for change in book.changes(end) if change.what == "merged"]
    assert told and len(told) < 60
    assert len(ids - {row.id for row in book.merged().happenings}) < 5


def test_nothing_new_changes_nothing_and_merging_anew_gives_the_same(made: Callable[[], Casebook]) -> None:
    book = made()
    keep(book, SOME[:30])
    before = settled(book)
    assert book.unsettled() == 0 == book.settle(KNOWLEDGE)
    end = max(change.number for change in book.changes())
    book.unsettle()
    assert book.unsettled() == 30
    assert settled(book, most=7) == before
    assert [change for change in book.changes(end) if change.kind in ("story", "copies", "forum", "claim")] == []


def test_a_backup_goes_on_where_the_casebook_was(made: Callable[[], Casebook], tmp_path: Path) -> None:
    book = made()
    keep(book, SOME[:20])
    settled(book)
    book.backup(tmp_path / "copy.db")
    with open_casebook(tmp_path / "copy.db") as copy:
        assert copy.merged() == book.merged()
        keep(copy, SOME[20:40])
        assert settled(copy) == merge(SOME[:40], KNOWLEDGE)
        assert copy.check() == ()


def test_what_is_forgotten_leaves_no_word_where_merging_kept_it(made: Callable[[], Casebook], tmp_path: Path) -> None:
    first = SOME[0].report
    told = replace(SOME[0], report=replace(first, text=f"{first.text} Quellimander agreed."))
    book = made()
    keep(book, [told, *SOME[1:10]])
    settled(book)
    word = b"quelli"
    assert word in held(tmp_path, "book0")
    book.forget(SOME[0].report.id, "asked for")
    settled(book)
    book.close()
    assert word not in held(tmp_path, "book0")


def held(folder: Path, name: str) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{name}.db*"))).lower()
