from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.strict import Source, read, read_table


@dataclass(frozen=True, slots=True)
class Leg:
    id: str
    length: float


@dataclass(frozen=True, slots=True)
class Animal:
    id: str
    name: str
    kind: Literal["bird", "fish"]
    code: str | None
    words: tuple[str, ...] = ()
    legs: Mapping[str, Leg] = field(default_factory=dict)
    tame: bool = False
    count: int = 0


GOOD = """\
owl:
  name: the owl
  kind: bird
  code: "010"
  words: [hoot,
    screech]
  legs:
    left: {length: 3}
    right: {length: 3.5}
  tame: true
  count: 2
"""


def test_a_file_becomes_what_the_types_say() -> None:
    owl = read_table(GOOD, Source("a.yaml"), Animal)["owl"]
    legs = {"left": Leg("left", 3.0), "right": Leg("right", 3.5)}
    assert (owl.id, owl.code, owl.words, dict(owl.legs), owl.tame, owl.count) == ("owl", "010", ("hoot", "screech"), legs, True, 2)


def test_the_tables_cannot_be_changed() -> None:
    table = read_table(GOOD, Source("a.yaml"), Animal)
    with pytest.raises(TypeError):
        table["cat"] = table["owl"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "reason"),
    [
        ("name: the owl", "nmae: the owl", 2, "owl.nmae", "unknown key"),
        ("name: the owl", 'name: " "', 2, "owl.name", "is empty"),
        ("name: the owl", "name: 7", 2, "owl.name", "must be str, not int: put it in quotes"),
        ("name: the owl", "name: [a]", 2, "owl.name", "must be str, not seq"),
        ("name: the owl", "id: the owl", 2, "owl.id", "unknown key"),
        ("  name: the owl\n", "", 1, "owl", "lacks name"),
        ("kind: bird", "kind: cat", 3, "owl.kind", "'cat' is none of bird, fish"),
        ('"010"', "010", 4, "owl.code", "must be str, not int"),
        ("screech]", "4]", 6, "owl.words[1]", "must be str, not int"),
        ("words: [hoot,\n    screech]", "words: hoot", 5, "owl.words", "must be a list, not str"),
        ("{length: 3}", "{length: long}", 8, "owl.legs.left.length", "must be float, not str"),
        ("right:", "left:", 9, "owl.legs.left", "stands twice"),
        ("right:", "yes:", 9, "owl.legs.yes", "a key must be a string, not bool: put it in quotes"),
        ("tame: true", "tame: maybe", 10, "owl.tame", "must be bool, not str"),
        ("count: 2", "count: 2.5", 11, "owl.count", "must be int, not float"),
        ("count: 2", "count: [", 12, "", ""),
    ],
)
def test_an_error_names_file_line_and_key(old: str, new: str, line: int, key: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(OntologyError) as caught:
        read_table(GOOD.replace(old, new), Source("a.yaml"), Animal)
    assert (caught.value.file, caught.value.line, caught.value.key) == ("a.yaml", line, key)
    assert reason in caught.value.reason


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "just words"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(OntologyError, match=r"^a\.yaml:1: "):
        read_table(text, Source("a.yaml"), Animal)


@dataclass(frozen=True, slots=True)
class Farm:
    owner: str
    animals: Mapping[str, Animal]


def test_a_file_may_be_one_entry() -> None:
    farm = read("owner: Ann\nanimals:\n  cod: {name: the cod, kind: fish, code: null}\n", Source("a.yaml"), Farm)
    assert (farm.owner, farm.animals["cod"].kind, farm.animals["cod"].code) == ("Ann", "fish", None)


def test_an_error_that_is_found_later_has_its_line_too() -> None:
    source = Source("a.yaml")
    read_table(GOOD, source, Animal)
    assert [source.error(key, "").line for key in ("owl.kind", "owl.words[0]", "owl.words[1]", "owl.gone")] == [3, 5, 6, 1]
