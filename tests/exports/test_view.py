"""Look-ups over a reading: voices, standings, sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dragoman.exports.view import View, join, masthead, merge, standing
from dragoman.record import Event, Reading, Report, Span


@pytest.mark.parametrize(
    ("status", "asserted_by", "expected"),
    [
        ("happened", None, "happening"),
        ("habitual", None, "happening"),
        ("possible", None, "planned"),
        ("happened", "S1", "claim"),
        ("planned", "S1", "claim"),
        ("denied", "S1", "denied"),
        ("denied", None, "denied"),
    ],
)
def test_standing(reading: Reading, status: str, asserted_by: str | None, expected: str) -> None:
    event: Event = replace(reading.events[0], status=status, asserted_by=asserted_by)  # type: ignore[arg-type]
    assert standing(event) == expected


def test_voice_follows_the_chain_both_ways(reading: Reading) -> None:
    view = View.of(reading)
    assert view.voice("S2") == "Belland radio, citing officials"
    assert view.voice("S1") == "officials, through Belland radio"
    assert view.voice(None) == view.voice("S99") == "the report"


def test_a_statement_without_speakers_has_its_source_words(reading: Reading) -> None:
    bare = replace(reading.statements[0], speakers=())
    view = View.of(replace(reading, statements=(bare, replace(bare, id="S9", source=()))))
    assert (view.speaker("S1"), view.speaker("S9")) == ("officials", "somebody unnamed")


def test_sentence_and_highlights_of_an_event(reading: Reading, find: Callable[..., Span]) -> None:
    view = View.of(reading)
    sentence = find("Venn accused Belland of shelling a lighthouse.")
    event = replace(view.events["E3"], evidence=(find("shelling"), find("lighthouse"), find("Zxqv"), sentence))
    assert view.sentence(event) == sentence
    assert view.highlights(event) == (find("shelling"), find("lighthouse"))
    assert view.highlights(event, whole=True) == (find("shelling"), find("lighthouse"), find("Zxqv"))


def test_of_an_endless_sentence_the_words_nearby_are_shown(reading: Reading) -> None:
    text = "word " * 4000 + "met " + "word " * 4000
    event = replace(reading.events[0], trigger=Span(20000, 20003), evidence=(Span(20000, 20003),))
    view = View.of(replace(reading, report=Report("r", text)))
    shown = view.sentence(event)
    assert shown.contains(event.trigger) and 500 < len(shown) < 700
    assert text[shown.start - 1] == " " and text[shown.end] == " "
    assert view.sentence(replace(event, trigger=Span(0, 4))).start == 0
    assert view.sentence(replace(event, trigger=Span(len(text) - 5, len(text) - 1))).end == len(text) - 1


def test_glimpse_of_long_words_has_both_ends(reading: Reading) -> None:
    view = View.of(replace(reading, report=Report("r", "a" + "x" * 5000 + "z")))
    assert (view.glimpse(Span(0, 10)), len(view.glimpse(Span(0, 5002)))) == ("axxxxxxxxx", 303)
    assert view.glimpse(Span(0, 5002)).startswith("ax") and view.glimpse(Span(0, 5002)).endswith("xz")


def test_events_of_one_sentence_stand_together(reading: Reading) -> None:
    view = View.of(reading)
    groups = [" ".join(event.id for event in together) for _, together in view.sentence_groups(reading.events)]
    assert groups == ["E1", "E2 E3", "E4", "E5"]


def test_also_called_leaves_out_pronouns_and_repetitions(reading: Reading) -> None:
    pronoun = replace(reading.mentions[7], form="pronoun")
    assert View.of(reading).also_called("A3") == ("Venn",)
    assert View.of(replace(reading, mentions=(*reading.mentions[:7], pronoun))).also_called("A3") == ()


def test_actors_without_a_part_are_only_mentioned(reading: Reading) -> None:
    events = tuple(event for event in reading.events if event.id != "E4")
    active, mentioned = View.of(replace(reading, events=events)).active_actors()
    assert [actor.id for actor in mentioned] == ["A7"] and len(active) == 6


def test_masthead_falls_back_to_the_text() -> None:
    assert masthead(Report("r", "One\ntwo three")) == ("One two three", "")


def test_merge_and_join() -> None:
    assert merge([Span(5, 7), Span(0, 2), Span(1, 3), Span(3, 4)]) == (Span(0, 4), Span(5, 7))
    assert [join([]), join(["A"]), join(["A", "B", "C"])] == ["", "A", "A, B and C"]
