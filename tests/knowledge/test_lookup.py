from __future__ import annotations

import pickle
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge, index


def test_two_names_of_one_actor_share_an_id(knowledge: Knowledge) -> None:
    for one, other in [
        ("TTP", "Tehreek-e-Taliban Pakistan"),
        ("Beijing", "China"),
        ("the Kremlin", "Russia"),
        ("U.N. Security Council", "the Security Council"),
        ("Iranian parliament", "Iran's parliament"),
        ("Pakistan's Foreign Office", "Ministry of Foreign Affairs of Pakistan"),
        ("Lebanon's Hezbollah", "Hizbollah"),
    ]:
        assert knowledge.ids(one) & knowledge.ids(other), (one, other)


def test_namesakes_share_no_id(knowledge: Knowledge) -> None:
    for one, other in [
        ("TTP", "Taliban"),
        ("Pakistani Taliban", "Afghan Taliban"),
        ("Republic of the Congo", "Democratic Republic of the Congo"),
        ("North Korea", "South Korea"),
        ("Niger", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Iranian parliament", "Iraqi parliament"),
        ("Sudan", "South Sudan"),
    ]:
        assert knowledge.ids(one) and knowledge.ids(other), (one, other)
        assert not knowledge.ids(one) & knowledge.ids(other), (one, other)


@cache
def shipped() -> Knowledge:
    """As the fixture, which Hypothesis cannot take."""
    return Knowledge.load()


@given(st.text(max_size=80))
def test_no_words_make_a_lookup_fail(text: str) -> None:
    knowledge = shipped()
    assert isinstance(knowledge.ids(text), frozenset)
    assert all(0 <= nation.start < nation.end <= len(text) and nation.countries for nation in knowledge.nations(text))
    knowledge.describe(text)
    knowledge.family(text)


def test_pronouns_and_common_words_denote_nobody(knowledge: Knowledge) -> None:
    assert not any(map(knowledge.ids, ["who", "us", "is", "he", "they", "it", "the", "", " ", "march", "delegation", "officials"]))


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Afghan", "AFG"), ("Afghans", "AFG"), ("Afghanistan's", "AFG"), ("Sino-German", "CHN"), ("US", "USA"), ("U.S.", "USA"),
        ("Britons", "GBR"), ("Congolese", "COD"), ("North Korean", "PRK"), ("South Korean", "KOR"), ("us", None), ("polish", None),
        ("Martian", None), ("Nigerien", "NER"), ("Kosovar", "XKX"),
    ],
)  # fmt: skip
def test_nationality(knowledge: Knowledge, words: str, iso: str | None) -> None:
    assert knowledge.nationality(words) == iso


def test_a_word_of_two_states_names_both(knowledge: Knowledge) -> None:
    assert knowledge.nationalities("Congolese") == ("COD", "COG")


@pytest.mark.parametrize(
    ("words", "kind", "country", "sector", "id"),
    [
        ("Pakistan's Foreign Office", "ministry", "PAK", "GOV", "pak.mfa"),
        ("Ministry of Foreign Affairs of Bhutan", "ministry", "BTN", "GOV", "btn.mfa"),
        ("the Ukrainian defense ministry", "ministry", "UKR", "GOV", "ukr.mod"),
        ("Iranian parliament", "government", "IRN", "LEG", "irn.parliament"),
        ("Fiji's Supreme Court", "government", "FJI", "JUD", "fji.supreme-court"),
        ("Afghan national police", "military", "AFG", "COP", "afg.police"),
        ("South Korean army", "military", "KOR", "MIL", "kor.army"),
        ("Chad's new transitional government", "government", "TCD", "GOV", "tcd.government"),
        ("Togolese intelligence service", "military", "TGO", "SPY", "tgo.intelligence"),
        ("US troops", "military", "USA", "MIL", "usa.armed-forces"),
        ("Afghan delegation", "group", "AFG", "GOV", None),
        ("Kremlin spokesman", "person", "RUS", None, None),
        ("12 Peruvian lawmakers", "group", "PER", "LEG", None),
        ("residents of Kabul", "group", "AFG", "CVL", None),
        ("Ministry of Fisheries", "ministry", None, "GOV", None),
    ],
)  # fmt: skip
def test_wordings_that_hold_for_every_state(
    knowledge: Knowledge, words: str, kind: str, country: str | None, sector: str | None, id: str | None
) -> None:
    described = knowledge.describe(words)
    assert described is not None
    assert (described.kind, described.id, next(iter(described.sectors), None)) == (kind, id, sector)
    assert described.countries == ((country,) if country else ())


def test_what_a_state_backs_or_leads_is_not_of_that_state(knowledge: Knowledge) -> None:
    backed = knowledge.describe("Iran-backed militia")
    assert backed is not None
    assert (backed.kind, backed.countries) == ("armed_group", ())
    yemeni = knowledge.describe("Iran-backed Yemeni rebels")
    assert yemeni is not None
    assert yemeni.countries == ("YEM",)


def test_every_state_has_the_same_wordings(knowledge: Knowledge) -> None:
    states = [entry for entry in knowledge if entry.kind == "country" and entry.cow is not None and entry.id == str(entry.country).lower()]
    assert len(states) > 190
    for state in states:
        described = knowledge.describe(f"{state.name}'s foreign ministry")
        assert described is not None, state.id
        assert described.kind == "ministry" and described.countries[0] == state.country, state.id


def test_nations_of_a_text(knowledge: Knowledge) -> None:
    text = "The Afghan delegation flew to South Korea, where U.S. envoys and Niger's premier waited with us."
    found = [(text[nation.start : nation.end], nation.countries[0], nation.is_name) for nation in knowledge.nations(text)]
    assert found == [("Afghan", "AFG", False), ("South Korea", "KOR", True), ("U.S.", "USA", True), ("Niger's", "NER", True)]


def test_people_are_found_by_their_family_name(knowledge: Knowledge) -> None:
    assert "igo.person.guterres-a" in {entry.id for entry in knowledge.family("Guterres")}
    assert knowledge.family("Nobody-by-this-name") == ()


def test_a_users_file_adds_and_overrides(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "- {id: own.guard, name: Guard of the Nine Valleys, kind: armed_group, country: TJK, names: [GNV]}\n"
        "- {id: pak.ttp, name: Tehreek-e-Taliban Pakistan, kind: party, country: PAK}\n",
        encoding="utf-8",
    )
    own = Knowledge.load([path])
    assert own.ids("GNV") == {"own.guard"}
    assert own.ids("TTP") == frozenset()
    assert [entry.kind for entry in own.find("Tehreek-e-Taliban Pakistan")] == ["party"]
    assert own.version != knowledge.version == Knowledge.load().version
    assert knowledge.ids("GNV") == frozenset()


def test_knowledge_can_be_sent_to_another_process(knowledge: Knowledge) -> None:
    copy = pickle.loads(pickle.dumps(knowledge))
    assert copy.version == knowledge.version
    assert copy.ids("Beijing") == knowledge.ids("Beijing")


def test_without_index_and_sources_loading_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(index.read, "__defaults__", (tmp_path / "none",))
    monkeypatch.setattr(index, "sources", lambda: ())
    with pytest.raises(KnowledgeError, match="no compiled knowledge"):
        Knowledge.load()


def test_loading_and_looking_up_are_fast(knowledge: Knowledge) -> None:
    start = time.process_time()
    Knowledge.load()
    assert time.process_time() - start < 0.12  # seconds; some 0.02 on an idle core
    start = time.process_time()
    for _ in range(1000):
        knowledge.ids("Tehreek-e-Taliban Pakistan")
    assert time.process_time() - start < 0.1  # 100 microseconds each; some 5 on an idle core
