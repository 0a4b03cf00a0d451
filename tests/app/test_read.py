from __future__ import annotations

from dragoman.app.read import readings
from dragoman.errors import InputError
from dragoman.record import Reading, Report
from tests.app.fake import FakeReader


def test_one_outcome_per_report_in_their_order() -> None:
    refused = InputError("b.txt", "the text is empty")
    outcomes = list(readings(FakeReader, [Report("a", "Arden talks."), refused, Report("c", "Belland talks.")]))
    assert [getattr(outcome, "report", outcome) for outcome in outcomes] == [
        Report("a", "Arden talks."),
        refused,
        Report("c", "Belland talks."),
    ]


def test_a_fault_in_the_reader_costs_one_report() -> None:
    broken, good = readings(FakeReader, [Report("a", "ZeroDivisionError"), Report("b", "Arden talks.")])
    assert isinstance(broken, InputError)
    assert str(broken) == "report a: not read, through a fault in Dragoman (ZeroDivisionError: as told)"
    assert isinstance(good, Reading)


def test_the_reader_is_loaded_once_and_only_for_a_report() -> None:
    loaded: list[FakeReader] = []

    def load() -> FakeReader:
        loaded.append(FakeReader())
        return loaded[-1]

    assert len(list(readings(load, [InputError("a", "x")]))) == 1
    assert not loaded
    assert len(list(readings(load, [Report("a", "Arden."), Report("b", "Belland.")]))) == 2
    assert [reader.read_ids for reader in loaded] == [["a", "b"]]
