from __future__ import annotations

from dragoman.app.relate import Relation, relations
from dragoman.errors import InputError
from dragoman.record import Span
from dragoman.sources import Pair
from tests.app.fake import FakeReader


def test_one_answer_per_pair_with_its_id() -> None:
    pairs = [Pair("p:1", 7, "Arden accused Belland.", Span(0, 5), Span(14, 21)), Pair("p:2", "x", "Arden protested.", Span(0, 5), None)]
    assert list(relations(FakeReader, pairs)) == [
        Relation(7, "ACCUSE", {"ACCUSE": 0.75, "NONE": 0.25}),
        Relation("x", "NONE", {"ACCUSE": 0.75, "NONE": 0.25}),
    ]


def test_refusals_and_faults_are_answers_too() -> None:
    refused = InputError("p:1", "no id")
    first, second = relations(FakeReader, [refused, Pair("p:2", 1, "ZeroDivisionError", None, None)])
    assert first is refused
    assert isinstance(second, InputError)
    assert second.place == "p:2"
