"""`dragoman add` with a stand-in for the model, in this process and as a program that is stopped and killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.app import reader
from dragoman.casebook import open_casebook
from dragoman.cli import main
from dragoman.errors import CasebookError
from tests.app.fake import FakeReader

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"id": "a", "text": "Arden talks."}


@pytest.fixture(autouse=True)
def _fake_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(reader, "load_reader", lambda settings, knowledge_files=(): FakeReader())
    monkeypatch.chdir(tmp_path)
    yield


def add(*arguments: str, given: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["add", *arguments, "--casebook", "book.db"], input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write(name: str, *values: object) -> str:
    Path(name).write_text("".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values), encoding="utf-8")
    return name


def kept(place: str = "book.db") -> list[str]:
    with open_casebook(place) as book:
        assert book.check() == ()
        return [reading.report.id for reading in book.readings()]


def test_reports_are_kept_once_and_the_user_is_told() -> None:
    path = write("r.jsonl", GOOD, {**GOOD, "id": "b"}, "{")
    first, second = add(path), add(path)
    wrong = "r.jsonl:3: the JSON breaks off at column 2"
    assert first.stderr.splitlines() == ["book.db: a new casebook", wrong, "2 added, 0 changed, 0 known, 1 refused"]
    assert second.stderr.splitlines() == [wrong, "0 added, 0 changed, 2 known, 1 refused"]
    assert (first.exit_code, first.stdout, kept()) == (1, "", ["a", "b"])


def test_all_well_ends_with_0() -> None:
    assert add("-", given=json.dumps(GOOD)).exit_code == 0


def test_programs_get_json_lines() -> None:
    result = add(write("r.jsonl", GOOD, "{"), "--json")
    refused, summary = map(json.loads, result.stdout.splitlines())
    assert refused == {"kind": "refused", "place": "r.jsonl:2", "reason": "the JSON breaks off at column 2"}
    assert {**summary, "seconds": 0} == {
        "kind": "summary", "added": 1, "changed": 0, "read": 0, "known": 0, "refused": 1, "seconds": 0,
    }  # fmt: skip
    assert result.stderr == ""


def test_refusals_are_kept_in_a_file() -> None:
    add(write("r.jsonl", GOOD, "{"), "no\tsuch.txt", "--refused", "refused.txt")
    assert Path("refused.txt").read_text(encoding="utf-8").splitlines() == [
        "r.jsonl:2\tthe JSON breaks off at column 2",
        "no\\tsuch.txt\tthe file cannot be read: no such file or directory",
    ]


def test_a_casebook_may_lie_among_the_reports() -> None:
    write("r.jsonl", GOOD)
    assert add(".", "--refused", "refused.txt").stderr.splitlines() == [
        "book.db: a new casebook",
        "1 added, 0 changed, 0 known, 0 refused",
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["t.txt", "--refused", "nowhere/r.txt"], "nowhere/r.txt: cannot be written"),
        (["t.txt", "--columns", "body"], "wanted is KEY=COLUMN"),
        (["t.txt", "--columns", "words=body"], "the key being one of id, text"),
        ([], "Missing argument 'SOURCE...'"),
    ],
)
def test_what_cannot_be_done_as_asked(arguments: list[str], reason: str) -> None:
    write("t.txt", "Arden talks.")
    result = add(*arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_casebook_that_is_none_is_told_in_one_line() -> None:
    Path("book.db").write_text("not a database " * 100)
    result = add(write("t.txt", "Arden talks."))
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0].startswith("casebook: ")


# --- as a program ----------------------------------------------------------------------------------------------------

MANY = 60
_PROGRAM = """
import time
from dragoman.app import reader
from tests.app.fake import FakeReader

class SlowReader(FakeReader):
    def read(self, report):
        time.sleep(0.01)
        return super().read(report)

reader.load_reader = lambda *a: SlowReader()
from dragoman.cli import main
from dragoman.errors import CasebookError
main(prog_name="dragoman")
"""


def program(*arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", _PROGRAM, *arguments], stdout=pipe, stderr=pipe, text=True, env=environment)


def many() -> str:
    return write("many.jsonl", *({"id": f"r{number}", "text": f"Arden talks, {number}."} for number in range(MANY)))


def wait_for(number: int, running: subprocess.Popen[Any]) -> None:
    """Until so many reports are kept."""
    while running.poll() is None:
        with suppress(CasebookError, OSError), open_casebook("book.db") as book:
            if sum(1 for _ in book.readings()) >= number:
                return
        time.sleep(0.01)


@pytest.mark.skipif(os.name != "posix", reason="signals are of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_after_the_report_at_hand_and_the_next_call_goes_on(number: signal.Signals) -> None:
    path = many()
    with program("add", path, "--casebook", "book.db") as running:
        wait_for(3, running)
        running.send_signal(number)
        _, told = running.communicate()
    assert running.returncode == 128 + number
    last = told.splitlines()[-1]
    assert last == f"stopped: {len(kept())} added, 0 changed, 0 known"
    assert len(kept()) < MANY
    add(path)
    assert sorted(kept()) == sorted(f"r{n}" for n in range(MANY))


def test_kills_at_random_moments_lose_and_double_nothing() -> None:
    path, chance = many(), random.Random(3)
    for _ in range(4):
        with program("add", path, "--casebook", "book.db", "--json") as running:
            wait_for(chance.randrange(4), running)
            time.sleep(chance.uniform(0, 0.2))
            running.kill()
    add(path)
    assert sorted(kept()) == sorted(f"r{n}" for n in range(MANY))
    with open_casebook("book.db") as book:
        log = [(change.kind, change.id) for change in book.changes() if change.kind in ("report", "reading")]
    assert sorted(log) == sorted((kind, f"r{n}") for n in range(MANY) for kind in ("report", "reading"))
