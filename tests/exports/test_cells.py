from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.cells import cell, inert, joined, whole


@given(st.text())
def test_a_cell_is_one_line_without_tabs_and_keeps_its_letters(text: str) -> None:
    made = cell(text)
    assert len(made.splitlines()) <= 1
    assert "\t" not in made
    assert [char for char in made if char.isalpha()] == [char for char in text if char.isalpha()]
    made.encode()


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    made = inert(cell(text))
    assert not made.lstrip().startswith(("=", "+", "-", "@"))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([made, "x"])
    assert next(csv.reader(io.StringIO(out.getvalue()))) == [made, "x"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert inert(cell(text)).startswith("'")


def test_a_list_can_be_taken_apart_again() -> None:
    assert joined(["a; b", "c"]).split("; ") == ["a, b", "c"]
    assert whole("a\ud800b\x00") == "a\ufffdb\x00"
