from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.text.language import foreign

TEXTS = [json.loads(line) for line in Path(__file__).with_name("foreign.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", TEXTS, ids=[case["language"] for case in TEXTS])
def test_a_foreign_text_is_known_by_the_name_of_its_language(case: dict[str, str]) -> None:
    assert foreign(case["text"]) == case["language"]


ENGLISH = [
    "Mullah Shirazi, Sheikh Abdul Karim al-Masri, Nguyễn Văn Thành and Jean-Baptiste Lefèvre met in Ouagadougou.",
    "ARDEN AND BELLAND HELD TALKS ON THE BORDER ON MONDAY, THE MINISTRY SAID.",
    "1. KUNDUZ - 07 May, Chahar Dara: AOG attacked ANP checkpost w/ RPG, small arms; 2 ANP KIA, 3 WIA, no civ cas reported.",
    "« Nous ne céderons pas », the spokesman said in French, and added that Paris would recall its ambassador.",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_read_however_many_foreign_names_it_holds(text: str) -> None:
    assert foreign(text) is None


@pytest.mark.parametrize("text", ["", "12:30", "🙂 ...", "Guten Tag!", "北京会谈", "abc"])
def test_a_text_that_is_too_short_to_judge_passes(text: str) -> None:
    assert foreign(text) is None


def test_a_text_in_two_languages_passes() -> None:
    english = "The minister met the envoy on Monday and said that the border would open. They agreed that talks go on. "
    assert foreign(english + TEXTS[0]["text"]) is None
    assert foreign(TEXTS[0]["text"] + english) is None


def test_a_few_english_names_make_no_english_text() -> None:
    assert foreign(f"{TEXTS[0]['text'] * 3} The Arden Post, The Belland Times") == TEXTS[0]["language"]


def test_the_sample_reports_are_english(root: Path) -> None:
    reports = [json.loads(line) for line in (root / "src/dragoman/samples/reports.jsonl").read_text(encoding="utf-8").splitlines()]
    assert reports
    assert not [report["id"] for report in reports if foreign(report["text"])]


def test_a_huge_text_is_judged_by_its_beginning() -> None:
    assert foreign("The talks with the envoy went on. " + "x" * 5_000_000) is None
