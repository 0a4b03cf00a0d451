"""Cutting an archive into parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.batch import part
from dragoman.batch.part import Part, cut
from dragoman.errors import InputError
from dragoman.sources.draft import Draft
from dragoman.sources.units import Unit


def unit(number: int, month: int = 1, length: int = 10) -> Unit:
    draft = Draft(f"file:{number}", (f"r{number}",), "x" * length, published=f"2024-{month:02}-01")
    return Unit("file", f"r{number}", draft, "text", number.to_bytes(16, "big"))


def parts(found: list[Unit | InputError], size: int) -> list[Part]:
    return [item for item in cut(found, size) if isinstance(item, Part)]


@given(st.lists(st.integers(1, 12), max_size=60), st.integers(1, 7))
def test_each_report_is_in_one_part_and_no_part_is_too_large(months: list[int], size: int) -> None:
    given_units = [unit(number, month) for number, month in enumerate(months)]
    made = parts(list(given_units), size)
    assert sorted(one.id for each in made for one in each.units) == sorted(one.id for one in given_units)
    assert all(1 <= len(each.units) <= size for each in made)
    assert made == parts(list(given_units), size)


def test_reports_of_one_month_go_together() -> None:
    made = parts([unit(number, number % 2 + 1) for number in range(12)], 3)
    assert all(len({one.month for one in each.units}) == 1 for each in made)
    assert len(made) == 4


def test_refusals_are_passed_on_in_their_place() -> None:
    wrong = InputError("file:7", "no text")
    found = list(cut([unit(1), wrong, unit(2)], 1))
    assert found[1] is wrong
    assert [type(item) for item in found] == [Part, InputError, Part]


def test_the_key_tells_of_the_reports_and_their_order_of_coming() -> None:
    (one,), (same,), (other,) = parts([unit(1), unit(2)], 2), parts([unit(1), unit(2)], 2), parts([unit(1), unit(3)], 2)
    assert one.key == same.key != other.key


def test_what_is_held_back_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(part, "HELD_BYTES", 100)
    taken = []

    def coming():
        for number in range(40):
            taken.append(number)
            yield unit(number, number % 12 + 1, 20)

    next(cut(coming(), 1000))
    assert len(taken) == 6  # 6 * 20 > 100, though no month has more than one


def test_a_part_is_no_larger_than_what_is_sent_in_one_piece(monkeypatch) -> None:
    monkeypatch.setattr(part, "MOST_BYTES", 50)
    assert [len(each.units) for each in parts([unit(number, 1, 20) for number in range(5)], 100)] == [2, 2, 1]
