from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.times import Found, find_times, join
from dragoman.extract.timex.context import Meaning
from dragoman.record import Report, Span, Time
from tests.casefile import Case, read_cases

CASES = read_cases("times.md")
FRAGMENTS = (
    "Monday last next the a of in on at Nov. May March 18 2006 31 0400 GMT p.m. 10:30 two half hours year week early mid- ' ago later "
    "every \n\n , . - 1990s '99 second twenty- and \u0301 \u200b \u202e 𝟙 ١ 日 e\u0301"
)
WORDS = FRAGMENTS.split(" ")


def times(text: str, published: str | None = "2024-01-03", spans: tuple[Span, ...] = (), **options: bool) -> tuple[Time, ...]:
    return find_times(Report(id="r", text=text, published=published), spans, **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.line}: {case.title}")
def test_case(case: Case) -> None:
    report = case.report()
    found = [f"{' '.join(found.span.of(report.text).split())} = {found.value}" for found in find_times(report)]
    assert found == list(case.expected)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


def test_types_and_granularity() -> None:
    found = times("On Monday night and in 2006, for two hours, every week, in recent years, in the third quarter.")
    assert [(one.type, one.granularity) for one in found] == [
        ("TIME", "part"), ("DATE", "year"), ("DURATION", "hour"), ("SET", "week"), ("DATE", ""), ("DATE", "quarter"),
    ]  # fmt: skip


def test_ids_are_in_the_order_of_the_text() -> None:
    found = times("Monday, May 5, 2003, last week, 1999")
    assert [one.id for one in found] == [f"T{number}" for number in range(1, len(found) + 1)]
    assert [one.span for one in found] == sorted(one.span for one in found)


def test_anchor_tells_from_what_a_value_is_reckoned() -> None:
    found = times("They met on Monday. The next day they left. In 1999 they had met on May 2, 1998.")
    assert [one.anchor for one in found] == ["published", "T1", None, None]


def test_anchor_is_the_dateline_where_there_is_no_day_of_publication() -> None:
    assert [one.anchor for one in times("KABUL, January 3, 2024 - They met on Tuesday.", published=None)] == [None, "dateline"]


def test_publication_may_have_a_time_of_day() -> None:
    assert [one.value for one in times("It was shut yesterday.", published="2024-01-03T02:00:00Z")] == ["2024-01-02"]


def test_publication_that_is_no_date_counts_as_none() -> None:
    assert [one.value for one in times("It was shut on Tuesday.", published="soon")] == ["XXXX-WXX-2"]


def test_tagged_span_makes_the_unsure_sure() -> None:
    text = "The daily was closed on the 23rd floor by six."
    assert times(text) == ()
    assert [one.value for one in times(text, spans=(Span(text.index("six"), len(text) - 1),))] == ["2024-01-03T06:00"]


def test_tagged_span_with_wrong_borders_takes_those_of_the_grammar() -> None:
    text = "They met on Tuesday night."
    (found,) = times(text, spans=(Span(text.index("on"), text.index("day") + 1),))
    assert (found.span.of(text), found.value) == ("Tuesday night", "2024-01-02TNI")


def test_tagged_span_that_nobody_can_read_is_dropped() -> None:
    text = "They met on the eve of battle."
    assert times(text, spans=(Span(text.index("battle"), len(text) - 1),)) == ()


@pytest.mark.parametrize(("text", "value"), [("The bells rang at six.", ["2024-01-03T06:00"]), ("The six bells rang.", [])])
def test_a_number_that_counts_is_no_hour(text: str, value: list[str]) -> None:
    assert [one.value for one in times(text, spans=(Span(text.index("six"), text.index("six") + 3),))] == value


def test_trusted_tagger_leaves_out_what_it_did_not_tag() -> None:
    text = "They met on Tuesday and in 1999."
    tagged = (Span(text.index("1999"), text.index("1999") + 4),)
    assert [one.value for one in times(text, spans=tagged)] == ["1999"]
    assert [one.value for one in times(text, spans=tagged, trust_tagger=False)] == ["2024-01-02", "1999"]


def test_anchor_that_does_not_count_is_not_pointed_at() -> None:
    text = "They met on Jan. 1. The next day they left."
    (found,) = times(text, spans=(Span(text.index("next"), text.index("next") + 8),))
    assert (found.value, found.anchor) == ("2024-01-02", None)


def test_join_keeps_sure_phrases_where_nothing_is_tagged() -> None:
    found = [Found(Span(0, 3), Meaning("DATE", "2024")), Found(Span(5, 8), Meaning("DATE", "2023", sure=False))]
    assert join(found, (), trust_tagger=True) == [0]
    assert join(found, (Span(6, 7),), trust_tagger=True) == [1]
    assert join(found, (Span(6, 7),), trust_tagger=False) == [0, 1]


def test_reading_is_the_same_twice() -> None:
    text = "On Monday, two days later, last week, at noon."
    assert times(text) == times(text)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join), st.lists(st.sampled_from(WORDS)).map("".join)), st.booleans())
def test_spans_hold_on_any_text(text: str, published: bool) -> None:
    found = times(text, published="2024-02-29" if published else None)
    for one in found:
        assert one.span.of(text).strip() == one.span.of(text) != ""
        assert one.value
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))


@given(st.dates().map(lambda day: day.isoformat()), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_any_day_of_publication_can_be_reckoned_from(published: str, text: str) -> None:
    assert all(one.value for one in times(f"{text} last century, next decade, ten years ago, tomorrow, next month", published))


@given(st.text(alphabet="ab 12Monday.\n", min_size=1), st.data())
def test_any_tagged_span_is_tolerated(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    assert all(one.span.overlaps(span) for one in times(text, spans=(span,)))


@pytest.mark.parametrize("piece", ["a", "1", "two and ", "the ", "on Monday, ", "Nov. 18-", "12:", "twenty-", "\n \n", "early "])
def test_long_lines_take_time_in_proportion(piece: str) -> None:
    began = time.process_time()
    times(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 8
