"""Reading an archive with the model that ships: to the last bit what reading one report gives."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dragoman.batch.folder import files_of
from dragoman.cli import main
from dragoman.encoder import FOLDER
from tests.batch.made import archive

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "dragoman" / "samples" / "reports.jsonl"


def test_two_processes_read_a_report_as_it_is_read_alone(tmp_path: Path) -> None:
    if not (FOLDER / "encoder.onnx").is_file():
        pytest.skip("no trained model in the package: encoder.onnx is absent")
    reports = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()[::9]]
    together = archive(tmp_path / "together.jsonl", reports)
    said(["run", str(together), "--out", str(tmp_path / "out"), "--workers", "2", "--part", "3"])
    found = [row["reading"] for path in files_of(tmp_path / "out", "readings") for row in pq.ParquetFile(path).read().to_pylist()]
    alone = [said(["read", str(archive(tmp_path / "alone.jsonl", [report])), "--format", "jsonl"]) for report in reports]
    assert len(found) == len(reports) > 5
    assert sorted(map(ordered, found)) == sorted(map(ordered, alone))


def said(arguments: list[str]) -> str:
    """What a command prints."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def ordered(reading: str) -> str:
    """The same JSON, its keys in one order."""
    return json.dumps(json.loads(reading), sort_keys=True)
