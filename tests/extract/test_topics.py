from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.topics import find_topics, topic_of
from dragoman.ontology import load, phrase_forms
from dragoman.record import Report
from tests.casefile import Case, read_cases
from tests.clock import seconds


@pytest.mark.parametrize("case", read_cases("topics.md"), ids=lambda case: case.title)
def test_topics_of_a_report(case: Case) -> None:
    report = case.report()
    found = [
        (topic.id, "; ".join(span.of(report.text).replace("\n", "/") for span in topic.evidence)) for topic in find_topics(report, load())
    ]
    assert tuple(f"{name}: {words}" for name, words in found) == case.expected


@pytest.mark.parametrize("case", read_cases("topic-of.md"), ids=lambda case: case.title)
def test_topic_of_an_agenda_item(case: Case) -> None:
    assert topic_of(case.input, load()) == (case.expected[0] if case.expected else None)


@pytest.mark.parametrize("topic", load().topics.values(), ids=lambda topic: topic.id)
def test_every_wording_shows_its_own_topic_and_no_other(topic) -> None:
    for wording in topic.words:
        for form in phrase_forms(wording):
            assert [found.id for found in find_topics(Report("r", f"They spoke of {form}."), load())] == [topic.id], form
    for wording in topic.words + topic.agenda:
        assert topic_of(wording, load()) == topic.id


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(["border security", "Women’s rights", "WTO", ""]))
def test_evidence_lies_in_the_text_and_does_not_overlap(text: str, words: str) -> None:
    report = Report("r", f"{text} {words} {text}")
    spans = sorted(span for topic in find_topics(report, load()) for span in topic.evidence)
    assert all(span.end <= len(report.text) and span.of(report.text).strip() for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_time_is_linear_in_the_text() -> None:
    text = "border peace water human trade talks, cross-border cross-border of the " * 1000  # long enough that the clock can tell

    once, eight = (seconds(partial(find_topics, Report("r", text * times), load())) for times in (1, 8))
    assert eight < 40 * max(once, 0.002)
