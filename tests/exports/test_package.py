from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from dragoman.errors import OutputError
from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.package import About, write_package
from dragoman.exports.selection import Selection
from dragoman.exports.tidy import columns
from dragoman.record import Reading
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged

ABOUT = About('Talks: "2025"', ("R. Esearcher",))
ALWAYS = set("README.md CITATION.cff events.csv events.parquet dictionary.csv codebook.md sources.csv readers.json SHA256SUMS".split())


@pytest.fixture
def pack(facts: Facts, entry: Entry, retold: Entry, merged: Merged) -> Callable[..., Path]:
    def write(out: Path, about: About = ABOUT, **asked: object) -> Path:
        selection = Selection((entry, retold), facts, merged, Filter(**asked))  # type: ignore[arg-type]
        write_package(selection, out, about)
        return out

    return write


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_package_holds_what_an_archive_wants(pack: Callable[..., Path], facts: Facts, tmp_path: Path) -> None:
    made = pack(tmp_path / "set")
    assert names(made) == ALWAYS
    assert len((made / "events.csv").read_text(encoding="utf-8").splitlines()) == 11
    described = list(csv.DictReader(io.StringIO((made / "dictionary.csv").read_text(encoding="utf-8"))))
    assert [row["column"] for row in described] == [column.name for column in columns(facts)]
    assert json.loads((made / "readers.json").read_text())[0] == {
        "version": "1.2.3", "model": "model-7", "ontology": "ontology-1", "knowledge": "knowledge-1", "reports": 2,
    }  # fmt: skip
    assert "10 events of 2 reports, published from 2025-03-13 to 2025-03-14" in (made / "README.md").read_text(encoding="utf-8")
    assert "](../" not in (made / "codebook.md").read_text(encoding="utf-8")


def test_the_sums_are_those_of_the_files(pack: Callable[..., Path], tmp_path: Path) -> None:
    made = pack(tmp_path / "set")
    sums = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == ALWAYS - {"SHA256SUMS"}
    assert all(hashlib.sha256((made / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())


def test_sources_name_the_reports_and_a_digest_of_their_texts(pack: Callable[..., Path], reading: Reading, tmp_path: Path) -> None:
    made = pack(tmp_path / "set")
    rows = list(csv.DictReader(io.StringIO((made / "sources.csv").read_text(encoding="utf-8"))))
    assert [(row["report_id"], row["publisher"], row["events"]) for row in rows] == [
        ("arden-belland", "Strait Courier", "5"),
        ("retold", "Sorrel Post", "5"),
    ]
    assert rows[0]["sha256_of_text"] == hashlib.sha256(reading.report.text.encode()).hexdigest()


def test_it_can_be_cited(pack: Callable[..., Path], tmp_path: Path) -> None:
    cited = yaml.safe_load((pack(tmp_path / "set") / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)  # what the format requires
    assert (cited["title"], cited["authors"], cited["type"]) == (ABOUT.title, [{"name": "R. Esearcher"}], "dataset")


def test_texts_and_precision_come_when_they_are_given(pack: Callable[..., Path], reading: Reading, tmp_path: Path) -> None:
    made = pack(tmp_path / "set", About("T", texts=True, precision={"precision": 0.9}))
    assert names(made) == ALWAYS | {"reports.jsonl", "precision.json"}
    first = json.loads((made / "reports.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["id"], first["text"]) == ("arden-belland", reading.report.text)
    assert json.loads((made / "precision.json").read_text()) == {"precision": 0.9}
    assert names(pack(made)) == ALWAYS  # what the new package has not is taken away


def test_a_zip_is_the_same_bytes_each_time(pack: Callable[..., Path], tmp_path: Path) -> None:
    one, other = pack(tmp_path / "a.zip"), pack(tmp_path / "b.zip")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as made:
        assert made.testzip() is None
        assert set(made.namelist()) == ALWAYS
    assert names(tmp_path) == {"a.zip", "b.zip"}


def test_what_was_asked_for_is_written_down(pack: Callable[..., Path], tmp_path: Path) -> None:
    text = (pack(tmp_path / "set", types=frozenset({"CONSULT"})) / "README.md").read_text(encoding="utf-8")
    assert "- types: CONSULT" in text


def test_a_folder_with_other_things_is_left_alone(pack: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="no package"):
        pack(tmp_path)
    assert names(tmp_path) == {"thesis.txt"}
