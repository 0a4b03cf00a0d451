from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import Ontology, load, load_from, phrase_forms
from dragoman.ontology.load import HERE
from dragoman.record import Act, Status

# The types and modes that reports are annotated with.
TYPES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "CONCEDE": "",
    "COOPERATE": "",
    "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons "
    "crowd-control unconventional",
}
# Codes of the CAMEO roots that the authors' map sends to each type; see docs/decisions/0001-ontology.md.
ROOTS = {
    "AGREE": {"03"}, "CONSULT": {"04"}, "SUPPORT": {"05"}, "CONCEDE": {"08"}, "COOPERATE": {"06"}, "AID": {"07"}, "RETREAT": {"08"},
    "REQUEST": {"10"}, "ACCUSE": {"09", "11"}, "REJECT": {"12"}, "THREATEN": {"13"}, "PROTEST": {"14"}, "SANCTION": {"16", "17"},
    "MOBILIZE": {"15"}, "COERCE": {"17"}, "ASSAULT": {"17", "18", "19", "20"},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology's files, to be broken."""
    for file in HERE.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_types_and_modes_are_those_of_the_annotated_reports() -> None:
    assert {kind.id: " ".join(kind.modes) for kind in load().events.values()} == TYPES


def test_sizes() -> None:
    ontology = load()
    assert (len(ontology.events), len(ontology.contexts), len(ontology.statuses), len(ontology.acts)) == (16, 37, 7, 15)
    assert len(ontology.sectors) == 32
    assert 40 <= len(ontology.topics) <= 60


def test_statuses_and_acts_are_those_of_the_record() -> None:
    assert (tuple(load().statuses), tuple(load().acts)) == (get_args(Status), get_args(Act))


@pytest.mark.parametrize("kind", load().events.values(), ids=lambda kind: kind.id)
def test_codes_follow_the_map_and_equal_codes_have_equal_values(kind) -> None:
    rows = [kind, *kind.modes.values()]
    assert {row.cameo[:2] for row in rows} <= ROOTS[kind.id]
    every = [row for event in load().events.values() for row in (event, *event.modes.values())]
    for row in rows:
        assert {other.goldstein for other in every if other.cameo == row.cameo} == {row.goldstein}
        assert (row.goldstein < 0) == (kind.quad in (3, 4))


def test_no_wording_shows_two_topics_even_in_its_plural() -> None:
    owner: dict[str, str] = {}
    for topic in load().topics.values():
        for wording in topic.words + topic.agenda:
            for form in phrase_forms(wording.replace("-", " ")):
                assert owner.setdefault(form, topic.id) == topic.id, form


def test_no_form_belongs_to_two_cues() -> None:
    owner: dict[str, str] = {}
    for cue in load().cues.values():
        for form in cue.forms:
            assert owner.setdefault(form, cue.id) == cue.id, form


def test_no_title_word_means_two_things() -> None:
    ontology = load()
    owner: dict[str, str] = {}
    for table in (ontology.roles, ontology.qualifiers, ontology.bodies):
        for entry in table.values():
            for word in entry.words:
                assert owner.setdefault(word.lower(), entry.id) == entry.id, word


def test_the_version_is_that_of_the_content(folder: Path) -> None:
    assert load_from(folder).version == load().version
    acts = folder / "acts.yaml"
    acts.write_text(acts.read_text(encoding="utf-8").replace("The talks were long.", "The talks were short."), encoding="utf-8")
    assert load_from(folder).version != load().version


def test_line_ends_do_not_change_the_version(folder: Path) -> None:
    for file in folder.glob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_from(folder).version == load().version


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("events.yaml", 'cameo: "042"', "cameo: 042", "CONSULT.modes.visit.cameo", "put it in quotes"),
        ("events.yaml", 'cameo: "042"', 'cameo: "42"', "CONSULT.modes.visit.cameo", "no CAMEO code"),
        ("events.yaml", "goldstein: 1.9", "goldstein: 19", "CONSULT.modes.visit.goldstein", "outside"),
        ("events.yaml", "quad: 2", "quad: 5", "COOPERATE.quad", "none of 1, 2, 3, 4"),
        ("statuses.yaml", "ongoing:", "going:", "going", "the record knows no such name"),
        ("acts.yaml", "\nsay:", "\n# say:", "say", "is missing"),
        ("roles.yaml", "sector: MIL", "sector: ARMY", "offices.commander.sector", "no sector 'ARMY'"),
        ("cues.yaml", "event: ACCUSE/allege", "event: ACCUSE/alleged", "groups.blame.event", "no event type or mode"),
        ("cues.yaml", "act: accuse", "act: blame", "groups.blame.act", "is none of"),
        ("cues.yaml", "verbs: [accuse,", "verbs: [accuse, say,", "groups.blame.verbs[1]", "'say' stands twice"),
        ("topics.yaml", "words: [terrorism,", "words: [terrorism, border security,", "border_security.words[0]", "stands already at"),
        ("topics.yaml", "words: [terrorism,", "words: ['...',", "terrorism.words[0]", "has no word"),
        ("topics.yaml", "name: terrorism", "nome: terrorism", "terrorism.nome", "unknown key"),
    ],
)
def test_a_wrong_entry_is_named(folder: Path, file: str, old: str, new: str, key: str, reason: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_from(folder)
    assert (caught.value.file, caught.value.key) == (file, key)
    assert reason in caught.value.reason
    if "missing" not in reason:
        name = key.rpartition(".")[2].partition("[")[0]
        assert name in path.read_text(encoding="utf-8").split("\n")[caught.value.line - 1]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "cues.yaml").unlink()
    with pytest.raises(OntologyError, match=r"^cues\.yaml:1: .*cannot be read"):
        load_from(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "acts.yaml").write_bytes(b"say: \xff\xfe")
    with pytest.raises(OntologyError, match=r"^acts\.yaml:1: .*cannot be read"):
        load_from(folder)


def test_it_is_read_once() -> None:
    assert isinstance(load(), Ontology)
    assert load() is load()


def test_loading_it_imports_no_pydantic() -> None:
    code = "import sys, dragoman.ontology as o; o.load(); sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
