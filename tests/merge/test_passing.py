"""Words that tell of a happening in passing."""

from __future__ import annotations

from dragoman.merge.passing import told_in_passing
from dragoman.record import Span

TEXT = "A raid was rumoured. Mourners spoke of the sinking, and of the raid."


def test_its_own_words_come_before_those_of_its_family() -> None:
    found = told_in_passing(TEXT, "ASSAULT", {"sink"}, ())
    assert found is not None and found.of(TEXT) == "sinking"


def test_words_of_other_events_are_left_to_them() -> None:
    first = told_in_passing(TEXT, "ASSAULT", (), ())
    assert first == Span(2, 6)
    second = told_in_passing(TEXT, "ASSAULT", (), [first])
    assert second is not None and second.start == TEXT.rindex("raid")


def test_none_where_no_word_fits() -> None:
    assert told_in_passing(TEXT, "CONSULT", (), ()) is None
