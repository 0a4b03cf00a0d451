from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.loader import read_file, read_files, read_words

GOOD = """\
# Two of our own
- id: nor.guard
  name: Norland Guard
  kind: armed_group
  names: [NG, Guard of Norland]
  from: 1990
  sectors: [REB]
- {id: nor, name: Norland, kind: country, country: NOR, cow: 385, adjectives: [Norlander], wikidata: Q20}
"""


def write(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    guard, state = read_file(write(tmp_path, GOOD))
    assert (guard.id, guard.names, guard.since, guard.until) == ("nor.guard", ("NG", "Guard of Norland"), 1990, None)
    assert (state.cow, state.adjectives, state.wikidata) == (385, ("Norlander",), "Q20")


@pytest.mark.parametrize(
    ("line", "key", "reason"),
    [
        ("  colour: blue", "colour", "unknown key"),
        ("  kind: tribe", "kind", "unknown kind"),
        ("  country: Norland", "country", "ISO 3166"),
        ("  names: NG", "names", "list of words"),
        ("  names: [NG, no, 7]", "names", "quote numbers"),
        ("  from: long ago", "from", "year"),
        ("  sectors: [ARMY]", "sectors", "unknown sector 'ARMY'"),
        ("  wikidata: 20", "wikidata", "Wikidata"),
        ("  part_of: The State", "part_of", "id of an entry"),
        ("  office: 7", "office", "words"),
        ("  name: again", "name", "stands twice"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path: Path, line: str, key: str, reason: str) -> None:
    path = write(tmp_path, f"- id: nor.guard\n  name: Guard\n{line}\n  note: none\n")
    with pytest.raises(KnowledgeError, match=reason) as caught:
        read_file(path)
    assert (caught.value.file, caught.value.line, caught.value.key) == (str(path), 3, key)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("- {id: nor.guard, name: Guard}", 1, "is missing"),
        ("id: nor.guard", 1, "list of entries"),
        ("- words", 1, "mapping"),
        ("- {id: nor.guard,\n  name: ]}", 2, "not YAML"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason) as caught:
        read_file(write(tmp_path, text))
    assert caught.value.line == line


def test_an_empty_file_holds_no_entries(tmp_path: Path) -> None:
    assert read_file(write(tmp_path, "# nothing yet\n")) == ()


def test_a_missing_file_and_bytes_that_are_no_text_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="No such file"):
        read_file(tmp_path / "none.yaml")
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"- {id: caf\xe9}")
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        read_file(path)


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    one = write(tmp_path, GOOD)
    two = write(tmp_path, "\n- {id: nor, name: Again, kind: country}", "two.yaml")
    with pytest.raises(KnowledgeError, match="nor stands twice") as caught:
        read_files([one, two])
    assert (caught.value.file, caught.value.line) == (str(two), 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("heads: []", "needs the keys"),
        ("{bodies: [{id: mfa, kind: ministry, words: []}], heads: [], modifiers: [], foreign: [], igo_codes: {}}", "a row needs the keys"),
        ("{bodies: [], heads: [{kind: tribe, sectors: [], words: []}], modifiers: [], foreign: [], igo_codes: {}}", "unknown kind"),
    ],
)
def test_faulty_wordings_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        read_words(write(tmp_path, text))
