from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge, index
from dragoman.knowledge.compile import WITHDRAWN, check, check_igo_codes, compile_actors, iso_codes
from dragoman.knowledge.entry import Entry
from dragoman.knowledge.loader import read_file, read_words
from dragoman.knowledge.names import fold


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("a", "A", "ngo", "ZZZ"), "'ZZZ' is no ISO 3166 code"),
        (Entry("a", "A", "ngo", part_of="b"), "there is no 'b'"),
        (Entry("a", "A", "igo", members=("FRA", "c")), "there is no 'c'"),
    ],
)
def test_references_to_nothing_are_refused(entry: Entry, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        check([entry])


def test_codes_of_unknown_organisations_are_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"igo\.none"):
        check_igo_codes([Entry("igo.un", "United Nations", "igo")], ["igo.un", "igo.none"])


def test_compiling_again_gives_the_version_that_is_loaded(knowledge: Knowledge, tmp_path: Path) -> None:
    made = compile_actors(tmp_path)
    assert made.version == knowledge.version
    assert index.read(tmp_path) == made


def test_every_source_file_says_where_its_facts_come_from() -> None:
    for path in index.sources():
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        assert any("Written for this project" in line for line in head if line.startswith("#")), path


def test_iso_codes_are_those_of_a_kept_up_library(knowledge: Knowledge) -> None:
    used = {entry.country for entry in knowledge if entry.country is not None}
    assert used <= iso_codes() | WITHDRAWN
    assert not iso_codes() - used - {"SCG", "ANT"}  # every code has an entry, but those of states gone by


def test_correlates_of_war_numbers_are_of_one_state(knowledge: Knowledge) -> None:
    states = {str(entry.country): entry.cow for entry in knowledge if entry.id == str(entry.country).lower() and entry.kind == "country"}
    assert (states["USA"], states["SRB"], states["XKX"], states["SUN"], states["YUG"]) == (2, 345, 347, 365, 345)
    carried_on = {"SUN", "YUG", "SCG"}  # Russia and Serbia have their numbers
    numbers = [number for iso, number in states.items() if number is not None and iso not in carried_on]
    assert len(numbers) == len(set(numbers)) and all(2 <= number < 1000 for number in numbers)


def test_no_two_entries_of_a_state_are_the_same_thing(knowledge: Knowledge) -> None:
    seen: dict[tuple[str, str | None, str], str] = {}
    for entry in knowledge:
        if entry.kind != "person":  # there are namesakes among people
            key = (fold(entry.name).lower(), entry.country, entry.kind)
            assert seen.setdefault(key, entry.id) == entry.id, (seen[key], entry.id)


def test_notes_name_entries_that_exist(knowledge: Knowledge) -> None:
    assert not [entry.id for entry in knowledge if entry.note is not None and "same as" in entry.note]


def test_words_yaml_is_read(tmp_path: Path) -> None:
    words = read_words(index.WORDS)
    assert {row["id"] for row in words["bodies"]} >= {"mfa", "mod", "parliament", "police", "army"}
    assert read_file(index.ACTORS / "states.yaml")[0].kind == "country"
