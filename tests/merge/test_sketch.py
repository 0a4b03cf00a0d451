"""Sketches: small and storable."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from dragoman.merge.sketch import MOST_SHINGLES, Sketch, apart, sketch
from dragoman.record import Actor, Place, Reader, Reading, Report, Span, Time

READER = Reader("1", "m", "o", "k")
TEXT = (
    "PORT SORREL, March 12 (SNA) - Arden's envoy Mara Venn met fishermen from Belland on Tuesday, a ministry said. "
    "The talks covered 14 seized boats. Police kept protesters away from the harbour. They will meet again in Quillmouth."
)


def reading(id: str, text: str = TEXT, published: str | None = "2025-03-13", **more: object) -> Reading:
    return Reading(Report(id, text, title="Envoy meets fishermen", published=published), READER, **more)  # type: ignore[arg-type]


def time(id: str, words: str, value: str) -> Time:
    start = TEXT.index(words)
    return Time(id, Span(start, start + len(words)), "DATE", value, "day", "published")


def terms(weights: tuple[tuple[str, float], ...]) -> set[str]:
    return {term for term, _ in weights}


def test_names_are_words_with_a_capital_and_numbers() -> None:
    names = terms(sketch(reading("a")).names)
    assert {"venn", "belland", "quillmouth", "14", "12"} <= names
    assert not {"polic", "they", "tuesda", "fishermen", "boat"} & names


def test_the_title_is_among_the_words() -> None:
    titled = Reading(Report("a", TEXT, title="Zephyrs over the strait"), READER)
    assert "zephyr" in terms(sketch(titled).words)
    assert "zephyr" not in terms(sketch(reading("b")).words)


def test_rare_words_weigh_more_than_common_ones_and_the_lead_more_than_the_rest() -> None:
    names = dict(sketch(reading("a")).names)
    words = dict(sketch(reading("a")).words)
    assert words["fishermen"] > words["polic"] > words["the"]
    assert names["venn"] > names["quillmouth"]


def test_weights_have_length_one() -> None:
    made = sketch(reading("a"))
    for weights in (made.names, made.words):
        assert sum(w * w for _, w in weights) == pytest.approx(1, abs=0.01)


def test_countries_come_from_actors_and_places() -> None:
    made = sketch(
        reading(
            "a",
            actors=(Actor("A1", "Arden", "country", country="ARD"), Actor("A2", "a man", "person")),
            places=(Place("P1", Span(0, 11), "Port Sorrel", None, "BEL", None, None),),
        )
    )
    assert made.countries == ("ARD", "BEL")


def test_the_main_day_stands_in_the_lead_near_before_publication() -> None:
    dateline, talks = time("T1", "March 12", "2025-03-12"), time("T2", "Tuesday", "2025-03-11")
    assert sketch(reading("a", times=(dateline, talks))).day == "2025-03-11"
    old, coming = time("T1", "March 12", "2024-03-12"), time("T2", "Tuesday", "2025-03-18")
    assert sketch(reading("a", times=(old, coming))).day == ""
    late = time("T1", "again", "2025-03-12")
    assert sketch(reading("a", times=(late,))).day == ""


def test_a_time_of_day_has_its_day_and_a_month_has_none() -> None:
    assert sketch(reading("a", times=(time("T1", "Tuesday", "2025-03-11T09:00"),))).day == "2025-03-11"
    assert sketch(reading("a", times=(time("T1", "Tuesday", "2025-03"),))).day == ""


@pytest.mark.parametrize("published", [None, "", "soon"])
def test_a_report_without_a_date_has_none(published: str | None) -> None:
    assert sketch(reading("a", published=published)).published == ""


def test_a_sketch_survives_json() -> None:
    made = sketch(reading("a", times=(time("T1", "Tuesday", "2025-03-11"),)))
    stored = json.loads(json.dumps(asdict(made)))
    stored = {k: tuple(tuple(x) if isinstance(x, list) else x for x in v) if isinstance(v, list) else v for k, v in stored.items()}
    assert Sketch(**stored) == made


def test_an_empty_report_has_a_sketch() -> None:
    made = sketch(Reading(Report("a", ""), READER))
    assert made.words == made.names == () and made.shingles == made.minima == ()


def test_of_a_long_report_the_smallest_hashes_are_kept() -> None:
    made = sketch(reading("a", text=" ".join(f"word{n} other{n}" for n in range(900))))
    assert len(made.shingles) == MOST_SHINGLES and list(made.shingles) == sorted(made.shingles)


def test_days_apart_have_no_sign() -> None:
    assert apart("2025-02-27", "2025-03-02") == apart("2025-03-02", "2025-02-27") == 3
