from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from dragoman.knowledge import index
from dragoman.knowledge.entry import Entry

NORLAND = Entry("nor", "Norland", "country", "NOR", names=("the Fjords",), adjectives=("Norlander",))
GUARD = Entry("nor.guard", "Norland Guard", "armed_group", "NOR", names=("NG",), since=1990, sectors=("REB",))
OLSEN = Entry("nor.person.olsen-k", "Kåre Olsen", "person", "NOR", office="foreign minister")
ENTRIES = (NORLAND, GUARD, OLSEN)


@pytest.fixture
def made() -> index.Index:
    return index.make(ENTRIES, {"modifiers": []})


def test_a_line_decodes_to_the_entry_that_it_was_made_of() -> None:
    assert all(index.decode(index.encode(entry)) == entry for entry in ENTRIES)


def test_each_sort_of_key_leads_to_its_value(made: index.Index) -> None:
    keys = ["norland guard", "=NG", "kare olsen", "~olsen", "#nor.guard", "@norlander", "@fjords"]
    assert [made.get(key) for key in keys] == ["1", "1", "2", "2", "1", "NOR", "NOR"]
    assert made.get("ng") == made.get("") == made.get("norland guard\t1") == made.get("\ud800") == ""
    assert index.decode(made.line(2)) == OLSEN


def test_what_is_written_is_read_back(made: index.Index, tmp_path: Path) -> None:
    index.write(made, tmp_path / "new" / "folder")
    assert index.read(tmp_path / "new" / "folder") == made


def test_files_of_two_writings_do_not_make_an_index(made: index.Index, tmp_path: Path) -> None:
    index.write(made, tmp_path)
    (tmp_path / "entries.jsonl").write_bytes(made.entries[:-5])
    with pytest.raises(ValueError, match="belong together"):
        index.read(tmp_path)


def test_an_added_entry_is_found_and_the_old_index_stays_as_it_was(made: index.Index) -> None:
    dahl = Entry("nor.person.dahl-a", "Anna Dahl", "person", "NOR")
    grown = index.extend(made, [dahl])
    assert (grown.get("anna dahl"), len(grown), index.decode(grown.line(3))) == ("3", 4, dahl)
    assert (made.get("anna dahl"), len(made)) == ("", 3)
    assert grown.version != made.version
    assert index.extend(grown, [OLSEN]).get("kare olsen") == "2"


def test_an_entry_takes_the_place_of_the_one_with_its_id(made: index.Index) -> None:
    other = Entry("nor.guard", "Free Guard", "party", "NOR", names=("NG",))
    grown = index.extend(made, [other])
    assert (grown.get("norland guard"), grown.get("free guard"), grown.get("=NG"), len(grown)) == ("", "1", "1", 3)
    assert index.decode(grown.line(1)) == other


def test_a_state_that_is_replaced_takes_its_adjectives_with_it(made: index.Index) -> None:
    grown = index.extend(made, [Entry("nor", "Norland", "country", "NOR", adjectives=("Norish",))])
    assert (grown.get("@norlander"), grown.get("@norish"), grown.get("@norland")) == ("", "NOR", "NOR")


def test_a_sovereign_state_comes_first_among_those_that_share_a_word() -> None:
    past = Entry("zzz", "Old Norland", "country", "ZZZ", adjectives=("Norlander",), until=1905)
    assert index.make([past, NORLAND], {}).get("@norlander") == "NOR ZZZ"


def test_an_index_can_be_sent_to_another_process(made: index.Index) -> None:
    assert pickle.loads(pickle.dumps(made)) == made


def test_an_index_is_stale_when_it_is_missing_or_older_than_a_source(made: index.Index, tmp_path: Path) -> None:
    source = tmp_path / "source.yaml"
    source.write_text("[]", encoding="utf-8")
    assert index.is_stale([source], tmp_path)
    index.write(made, tmp_path)
    os.utime(source, ns=(0, 0))
    assert not index.is_stale([source], tmp_path)
    os.utime(source, ns=(2**62, 2**62))
    assert index.is_stale([source], tmp_path)
