"""Text cut into segments: nothing lost, every mark over exactly its words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.marks import actor_style, marks, paragraphs
from dragoman.exports.view import View
from dragoman.record import Actor, Mention, Reader, Reading, Report, Span


def test_segments_cover_their_rows_words(reading: Reading) -> None:
    view = View.of(reading)
    cut = [segment for paragraph in paragraphs(view) for segment in paragraph]
    for mark in marks(view):
        words = "".join(segment.text for segment in cut if mark.row in segment.rows)
        assert mark.span.of(reading.report.text) in words


def test_each_row_is_anchored_once(reading: Reading) -> None:
    anchors = [row for paragraph in paragraphs(View.of(reading)) for segment in paragraph for row in segment.anchors]
    assert len(anchors) == len(set(anchors)) and {"E1", "S4", "A3", "P1", "T2", "K1", "C1", "U1"} <= set(anchors)


def test_actors_differ_in_hue_or_line(reading: Reading) -> None:
    many = tuple(Actor(f"A{n}", f"N{n}", "group") for n in range(24))
    said = tuple(Mention(f"A{n}.1", Span(n, n + 1), "name", f"A{n}") for n in range(24))
    view = View.of(replace(reading, actors=many, mentions=said))
    assert len({actor_style(view, actor.id) for actor in many}) == 24


@given(st.text(min_size=1, max_size=60), st.data())
def test_nothing_is_lost_or_doubled(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8))
    spans = [Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts]
    mentions = tuple(Mention(f"A{n}.1", span, "name", f"A{n}") for n, span in enumerate(spans))
    actors = tuple(Actor(f"A{n}", "N", "group") for n in range(len(spans)))
    cut = paragraphs(View.of(Reading(Report("r", text), Reader("", "", "", ""), mentions, actors)))
    assert ["".join(segment.text for segment in paragraph) for paragraph in cut] == [line for line in text.split("\n") if line.strip()]
    for n, span in enumerate(spans):
        covered = "".join(segment.text for paragraph in cut for segment in paragraph if f"A{n}" in segment.rows)
        assert covered == "".join(line.group() for line in _lines(text, span))


def _lines(text: str, span: Span):  # type: ignore[no-untyped-def]
    import re

    for line in re.finditer(r"[^\n]+", text):
        part = re.compile(r"[^\n]*").match(text, max(line.start(), span.start), max(line.start(), min(line.end(), span.end)))
        if line.group().strip() and part and part.group():
            yield part
