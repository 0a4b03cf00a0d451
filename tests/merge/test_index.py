"""The terms under which reports are looked up, and who meets whom under them."""

from __future__ import annotations

from itertools import permutations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.merge.index import DEED_DAYS, STORY_DAYS, Term, partners, terms
from dragoman.merge.rulings import NONE
from dragoman.merge.trace import Trace
from dragoman.merge.whole import trace_of
from dragoman.record import Event, Reader, Reading, Report, Span

KNOWLEDGE = Knowledge.load()
TEXT = (
    "Arden's envoy Mara Venn met fishermen from Belland in Quillmouth on Tuesday, a ministry said. "
    "The talks covered seized boats. Police kept protesters away from the harbour."
)


def traced(id: str, text: str = TEXT, published: str | None = "2025-03-13", trigger: str | None = None) -> Trace:
    span = Span(text.index(trigger), text.index(trigger) + len(trigger)) if trigger else None
    events = (Event("E1", "CONSULT", None, (), "040", 1.0, (), (), span, (span,), None, None, "happened", None, 0.9),) if span else ()
    return trace_of(Reading(Report(id, text, published=published), Reader("1", "m", "o", "k"), events=events), KNOWLEDGE, NONE)


def meet(*traces: Trace) -> list[tuple[str, str]]:
    return [(traces[a].report, traces[b].report) for a, b in partners([terms(trace) for trace in traces])]


def test_an_empty_report_is_looked_up_under_nothing() -> None:
    assert terms(traced("a", "")) == frozenset()


@pytest.mark.parametrize(("day", "met"), [("2025-03-30", True), ("2025-05-30", False)])
def test_reports_that_share_a_name_meet_within_days(day: str, met: bool) -> None:
    assert bool(meet(traced("a", "Here Mara Venn spoke."), traced("b", "Yesterday Mara Venn sang.", day))) is met


def test_a_later_mention_of_a_rare_name_beside_an_event_meets_what_it_mentions() -> None:
    late = "2025-04-20"  # later than stories reach, sooner than mentions do
    assert STORY_DAYS < 38 < DEED_DAYS
    mention = "Rain fell for days and roads were closed. It was the worst since envoys met at Quillmouth, a farmer said."
    assert meet(traced("a", trigger="met"), traced("b", mention, late, trigger="met"))
    assert not meet(traced("a", trigger="met"), traced("b", mention.replace("Quillmouth", "home"), late, trigger="met"))


def test_a_reprint_long_after_meets_its_source_dated_or_not() -> None:
    assert meet(traced("a"), traced("b", TEXT + " It rained.", "2026-01-01"))
    assert meet(traced("a"), traced("b", TEXT + " It rained.", None))


def test_undated_reports_meet_each_other() -> None:
    assert meet(traced("a", "Mara Venn spoke.", None), traced("b", "Mara Venn sang.", "soon"))
    assert not meet(traced("a", "Mara Venn spoke.", None), traced("b", "Mara Venn sang."))


def test_partners_are_the_same_in_any_order_and_each_pair_comes_once() -> None:
    given = [{Term("x", 10, 5), Term("y", 10, 5)}, {Term("x", 15, 5), Term("y", 15, 5)}, {Term("x", 16, 5)}, {Term("z", 10, 5)}]
    for order in permutations(range(4)):
        found = {tuple(sorted((order[a], order[b]))) for a, b in partners([given[n] for n in order])}
        assert found == {(0, 1), (1, 2)}
    assert partners(given) == [(0, 1), (1, 2)]
