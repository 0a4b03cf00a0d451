from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.quotes import find_quotes
from tests.casefile import Case, read_cases
from tests.clock import seconds

MARKS = "\"“”„«»'‘’`"


@pytest.mark.parametrize("case", read_cases("quotes.md"), ids=lambda case: case.title)
def test_quotes(case: Case) -> None:
    assert tuple(span.of(case.input).replace("\n", "/") for span in find_quotes(case.input)) == case.expected


@given(st.text(alphabet=st.sampled_from(f"ab S.,\n{MARKS}\u0301\u202e\u200b😀"), max_size=80))
def test_spans_hold_words_begin_with_a_mark_and_do_not_overlap(text: str) -> None:
    spans = find_quotes(text)
    for span in spans:
        words = span.of(text)
        assert words[0] in MARKS
        assert words == words.strip()
        assert any(c.isalnum() for c in words)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@given(st.lists(st.sampled_from(["We go.", "They stay, we go", "no", "it's the ministers' day"]), max_size=6))
def test_well_formed_quotes_are_all_found(contents: list[str]) -> None:
    for left, right in ('""', "“”", "«»"):
        quoted = [f"{left}{content}{right}" for content in contents]
        text = "She said " + " and then ".join(quoted) + " today."
        assert [span.of(text) for span in find_quotes(text)] == quoted


@given(st.text(alphabet=st.characters(exclude_characters=f"{MARKS}‟‚‛"), max_size=100))
def test_a_text_without_marks_has_no_quotes(text: str) -> None:
    assert find_quotes(text) == ()


@pytest.mark.parametrize("piece", ['"', "'", "“", "'a' ", "s' ", '"\n', "\n \n", "``", "\n" * 5 + "“"])
def test_time_is_linear_in_the_marks(piece: str) -> None:
    few, many = (seconds(partial(find_quotes, piece * times)) for times in (2_000, 16_000))
    assert many < 40 * max(few, 0.002)
