"""Copies: one text under several names."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from dragoman.merge.copies import copy, find_copies, shared
from dragoman.merge.sketch import MOST_SHINGLES, Sketch, sketch
from dragoman.record import Reader, Reading, Report
from dragoman.record.merged import Copies

READER = Reader("1", "m", "o", "k")
SENTENCES = (
    "PORT SORREL (SNA) - Two sailors from Arden drowned on Monday when a Belland patrol boat rammed their cutter, the coast guard said.",
    "The cutter had been fishing for herring inside a zone that both sides claim under the treaty of Low Ferry.",
    "Envoy Mara Venn called the ramming deliberate and asked for an inquiry under a neutral judge.",
    "Belland's navy ministry said that the cutter had ignored three warnings and a flare.",
)
OTHER = "A choir of forty lighthouse keepers sang in Quillmouth on Monday, to raise money for the families of drowned sailors."


def made(id: str, text: str, published: str | None = "2025-03-13") -> Sketch:
    return sketch(Reading(Report(id, text, published=published), READER))


def found(*sketches: Sketch) -> list[Copies]:
    return list(find_copies(sketches, [(a.report, b.report) for a, b in combinations(sketches, 2) if copy(a, b)]))


FULL = made("agency", " ".join(SENTENCES), "2025-03-12")
CUT = made("paper", SENTENCES[0].replace("Two", "Three").replace("PORT SORREL (SNA) - ", "") + " " + SENTENCES[2])
GROWN = made("weekly", " ".join(SENTENCES) + " Prices of herring rose by a tenth at the market of Vessel Green.")
QUOTING = made("rival", OTHER + " Mara Venn called the ramming deliberate, at a hearing, and left by the night train to Arden.")


def test_a_cut_and_a_grown_text_are_copies_and_a_quotation_is_not() -> None:
    assert [c.reports for c in found(QUOTING, GROWN, CUT, FULL)] == [("agency", "weekly", "paper")]


@pytest.mark.parametrize("order", list(permutations([FULL, CUT, GROWN, QUOTING])))
def test_the_order_given_does_not_matter(order: tuple[Sketch, ...]) -> None:
    assert found(*order) == found(FULL, CUT, GROWN, QUOTING)


def test_the_first_published_is_the_source_and_of_one_day_the_fullest() -> None:
    early = made("z", " ".join(SENTENCES[:3]), "2025-03-11")
    assert found(FULL, early)[0].reports == ("z", "agency")
    short = made("a", " ".join(SENTENCES[:3]), "2025-03-12")
    assert found(FULL, short)[0].reports == ("agency", "a")


def test_set_phrases_weeks_apart_make_no_copy_but_a_reprint_is_one() -> None:
    later = made("later", SENTENCES[0] + " " + SENTENCES[1] + " " + OTHER, "2025-06-01")
    sooner = made("sooner", SENTENCES[0] + " " + SENTENCES[1] + " " + OTHER, "2025-03-14")
    assert copy(FULL, sooner) and not copy(FULL, later)
    assert [c.reports for c in found(FULL, made("reprint", " ".join(SENTENCES), "2026-03-12"))] == [("agency", "reprint")]


def test_undated_copies_are_found() -> None:
    assert len(found(made("a", " ".join(SENTENCES), None), made("b", " ".join(SENTENCES), None))) == 1


def test_long_reports_are_compared_by_a_sample() -> None:
    words = [f"word{n}" for n in range(3 * MOST_SHINGLES)]
    a = made("a", " ".join(words))
    assert shared(a, made("b", " ".join(words[: len(words) // 2]))) == pytest.approx(1, abs=0.02)
    half = " ".join(words[: len(words) // 2] + [f"more{n}" for n in range(len(words) // 2)])
    assert shared(a, made("c", half)) == pytest.approx(0.5, abs=0.1)


def test_reports_of_few_words_share_nothing() -> None:
    assert shared(made("a", "No news."), made("b", "No news.")) == 0
    assert found() == []
