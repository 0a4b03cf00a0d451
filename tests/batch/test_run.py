"""An archive into a folder of tables: what is read, skipped, refused, and what a kill, a full disk and other hands leave."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dragoman.batch import folder as folder_module
from dragoman.batch.folder import JOURNAL, MANIFEST, Folder, Head, files_of, run_at
from dragoman.batch.run import Step
from dragoman.errors import DragomanError, InputError, OutputError
from dragoman.record.json import from_json
from tests.app.fake import VERSIONS
from tests.batch import fakes
from tests.batch.made import HEAD, Here, archive, ids, local, refusals, report, rows, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    return archive(tmp_path / "wire.jsonl", [report(number) for number in range(20)])


@pytest.fixture
def undisturbed(wire: Path, tmp_path: Path) -> dict[str, list[str]]:
    run([wire], tmp_path / "undisturbed")
    return rows(tmp_path / "undisturbed")


# --- what comes out ----------------------------------------------------------------------------------------------------


def test_each_report_has_its_reading_and_rows_in_the_folder_of_its_month(wire: Path, tmp_path: Path) -> None:
    run([wire], tmp_path / "out")
    paths = list(files_of(tmp_path / "out", "readings"))
    assert {path.parent.name for path in paths} == {f"month=2024-{month:02}" for month in range(1, 6)}
    for path in paths:
        for row in pq.ParquetFile(path).read().to_pylist():
            reading = from_json(json.loads(row["reading"]))
            assert reading.report.id == row["report_id"]
            assert reading.report.published[:7] == path.parent.name.removeprefix("month=")
    events = [row for path in files_of(tmp_path / "out", "events") for row in pq.ParquetFile(path).read().to_pylist()]
    assert len(events) == 20
    assert events[0]["sources_names"] == ["Arden"]
    assert events[0]["trigger"] == ["Arden"] and events[0]["trigger_starts"] == [0] and events[0]["trigger_ends"] == [5]


def test_the_manifest_counts_what_is_there(wire: Path, tmp_path: Path) -> None:
    archive(tmp_path / "bad.jsonl", [{"id": "r0001", "text": "Arden again, under a taken id, which is refused."}, {"id": "x", "text": " "}])
    run([wire, tmp_path / "bad.jsonl"], tmp_path / "out")
    manifest = run_at(tmp_path / "out")
    assert (manifest["reports"], manifest["refused"], manifest["rows"]["events"]) == (20, 2, 20)
    assert manifest["reader"]["model"] == "fake"
    assert manifest["inputs"]["files"] == 2
    assert [row["reports"] for row in pq.read_table(tmp_path / "out" / "inputs.parquet").to_pylist()] == [1, 20]
    assert [row["reason"] for row in refusals(tmp_path / "out")] == [
        "the id 'r0001' is already that of another report",
        "the text is empty",
    ]


def test_a_report_without_a_day_goes_among_the_undated(tmp_path: Path) -> None:
    run([archive(tmp_path / "a.jsonl", [{"id": "a", "text": "Arden met Belland in Karsh."}])], tmp_path / "out")
    assert [path.parent.name for path in files_of(tmp_path / "out", "readings")] == ["month=undated"]


def test_a_fault_in_reading_costs_one_report(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.jsonl", [report(1), report(2, "Arden talks. ZeroDivisionError"), report(3)])
    steps = run([path], tmp_path / "out")
    assert ids(tmp_path / "out") == ["r0001", "r0003"]
    assert refusals(tmp_path / "out")[0]["place"] == f"{path}:2"
    assert sum(isinstance(step, InputError) for step in steps) == 1


@pytest.mark.parametrize("shares", [True, False])
def test_processes_give_the_rows_that_one_gives(wire: Path, tmp_path: Path, undisturbed: dict[str, list[str]], shares: bool) -> None:
    if shares and sys.platform != "linux":
        pytest.skip("processes share what they load on Linux only")
    run([wire], tmp_path / "out", local(shares=shares))
    assert rows(tmp_path / "out") == undisturbed


def test_the_order_of_the_inputs_and_the_size_of_parts_change_no_row(tmp_path: Path) -> None:
    made = [report(number) for number in range(20)]
    run([archive(tmp_path / "a.jsonl", made)], tmp_path / "one", size=3)
    run([archive(tmp_path / "b.jsonl", made[::-1])], tmp_path / "other", size=7)
    one, other = rows(tmp_path / "one"), rows(tmp_path / "other")
    assert one == other


# --- a second run ------------------------------------------------------------------------------------------------------


def test_what_is_finished_is_not_read_again(wire: Path, tmp_path: Path) -> None:
    run([wire], tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in files_of(tmp_path / "out", "readings")}
    engine = Here()
    steps = run([wire], tmp_path / "out", engine)
    assert engine.asked == 0
    assert sum(step.reports for step in steps if isinstance(step, Step) and step.known) == 20
    assert before == {path: path.stat().st_mtime_ns for path in files_of(tmp_path / "out", "readings")}


def test_reports_that_are_gone_leave_the_tables_and_new_ones_come_in(wire: Path, tmp_path: Path) -> None:
    run([wire], tmp_path / "out")
    archive(wire, [report(number) for number in range(15, 30)])
    run([wire], tmp_path / "out")
    assert ids(tmp_path / "out") == [f"r{number:04}" for number in range(15, 30)]
    assert run_at(tmp_path / "out")["reports"] == 15


def test_another_reader_does_not_add_to_what_one_has_read(wire: Path, tmp_path: Path) -> None:
    run([wire], tmp_path / "out")
    other = Head(VERSIONS, 100, False, None, None)
    with pytest.raises(OutputError, match="limit was 24000, is 100"):
        run([wire], tmp_path / "out", head=other)


def test_a_folder_with_other_things_is_refused_untouched(wire: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(OutputError, match="other things"):
        run([wire], tmp_path / "out")


def test_two_runs_into_one_folder_are_not_let_in(wire: Path, tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no locks of files on this system")
    with closing(Folder(tmp_path / "out", HEAD)), pytest.raises(OutputError, match="another run"):
        run([wire], tmp_path / "out")


def test_a_folder_without_a_run_has_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no finished run"):
        run_at(tmp_path)


# --- killed, full, torn --------------------------------------------------------------------------------------------------


def test_a_report_that_kills_its_process_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    made = [report(number) for number in range(10)]
    made[3]["text"] = "Arden talks with SIGKILL in Karsh."
    steps = run([archive(tmp_path / "a.jsonl", made)], tmp_path / "out", local())
    assert ids(tmp_path / "out") == [row["id"] for row in made if row["id"] != "r0003"]
    assert [row["place"] for row in refusals(tmp_path / "out")] == [f"{tmp_path / 'a.jsonl'}:4"]
    assert "ended before it was done" in refusals(tmp_path / "out")[0]["reason"]
    assert sum(isinstance(step, InputError) for step in steps) == 1


def test_a_process_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    made = [report(number) for number in range(10)]
    made[3]["text"] = "Arden talks with SIGKILL in Karsh."
    run([archive(tmp_path / "a.jsonl", made)], tmp_path / "out", local(fakes.DiesOnce(tmp_path / "died")))
    assert len(ids(tmp_path / "out")) == 10
    assert refusals(tmp_path / "out") == []


def test_a_model_that_cannot_be_loaded_is_told_in_one_line(wire: Path, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="no usable model here"):
        run([wire], tmp_path / "out", local(fakes.broken))


def test_processes_that_end_at_once_are_not_started_for_ever(wire: Path, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="memory"):
        run([wire], tmp_path / "out", local(fakes.stillborn))


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(
    wire: Path, tmp_path: Path, undisturbed: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = folder_module.whole_file, []

    def full(path: Path):
        written.append(path)
        if len(written) > 7:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path)

    monkeypatch.setattr(folder_module, "whole_file", full)
    with pytest.raises(OSError, match="No space"):
        run([wire], tmp_path / "out")
    monkeypatch.setattr(folder_module, "whole_file", real)
    run([wire], tmp_path / "out")
    assert rows(tmp_path / "out") == undisturbed
    assert not list((tmp_path / "out").rglob("*.part"))


def test_a_journal_that_breaks_off_counts_up_to_there(wire: Path, tmp_path: Path, undisturbed: dict[str, list[str]]) -> None:
    run([wire], tmp_path / "out")
    journal = tmp_path / "out" / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-40])
    engine = Here()
    run([wire], tmp_path / "out", engine)
    assert engine.asked == 1
    assert rows(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_ended_goes_on_to_the_rows_of_an_undisturbed_one(
    tmp_path: Path, undisturbed: dict[str, list[str]], wire: Path, number: signal.Signals
) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.batch.made import local, run; from tests.batch.fakes import Slow\n"
        "if __name__ == '__main__': run([Path(sys.argv[1])], Path(sys.argv[2]), local(Slow()), size=4)"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    command = [sys.executable, str(script), str(wire), str(tmp_path / "out")]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    journal = tmp_path / "out" / JOURNAL
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 2):
        time.sleep(0.01)
    process.send_signal(number)
    process.wait()
    assert not (tmp_path / "out" / MANIFEST).exists()
    engine = Here()
    run([wire], tmp_path / "out", engine)
    assert engine.asked < 5
    assert rows(tmp_path / "out") == undisturbed
