"""The command line with a stand-in for the model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner, Result

from dragoman import __version__
from dragoman.app import demo, reader
from dragoman.app.write import Format
from dragoman.cli import BROKEN_PIPE, INTERRUPTED, main
from dragoman.errors import KnowledgeError
from dragoman.record import Reading
from dragoman.record.json import from_json
from dragoman.settings import Settings
from tests.app.fake import FakeReader


@pytest.fixture(autouse=True)
def _fake_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(reader, "load_reader", lambda settings, knowledge_files=(): FakeReader())
    monkeypatch.chdir(tmp_path)
    yield


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def readings(lines: str) -> list[Reading]:
    return [from_json(json.loads(line)) for line in lines.splitlines()]


def write(name: str, *values: object) -> str:
    Path(name).write_text("".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values), encoding="utf-8")
    return name


GOOD = {"id": "a", "text": "Arden talks."}

# --- read ------------------------------------------------------------------------------------------------------------


def test_all_read() -> None:
    result = run("read", write("r.jsonl", GOOD, {**GOOD, "id": "b"}), "--format", "jsonl")
    assert [reading.report.id for reading in readings(result.stdout)] == ["a", "b"]
    assert (result.exit_code, result.stderr) == (0, "")


def test_some_refused() -> None:
    result = run("read", write("r.jsonl", GOOD, GOOD, '{"id": "c", "te'), "no.txt", write("t.txt", "Belland talks."), "--format", "jsonl")
    assert [reading.report.id for reading in readings(result.stdout)] == ["a", "t"]
    assert result.stderr.splitlines() == [
        "r.jsonl:2: the id 'a' is already that of the report at r.jsonl:1",
        "r.jsonl:3: the JSON breaks off at column 16",
        "no.txt: the file cannot be read: no such file or directory",
        "2 read, 3 refused",
    ]
    assert result.exit_code == 1


def test_one_report_refused_is_one_line() -> None:
    result = run("read", write("e.txt", " "))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "e.txt: the text is empty\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["read"], "Missing argument 'INPUT...'"),
        (["read", "t.txt", "--format", "xml"], "'xml' is not one of"),
        (["read", "t.txt", "--published", "2024-02-30"], "'2024-02-30' is no date; wanted is one like 2024-01-31"),
        (["read", "t.txt", "--limit", "0"], "0 is not in the range"),
        (["read", "t.txt", "--knowledge", "no.yaml"], "'no.yaml' does not exist"),
        (["read", "t.txt", "--out", "t.txt"], "--out t.txt lies in what is to be read"),
        (["read", ".", "--out", "out.json"], "--out out.json lies in what is to be read"),
        (["read", "t.txt", "--colour"], "No such option"),
        (["relate"], "Missing argument 'INPUT.jsonl'"),
        (["translate"], "No such command 'translate'"),
    ],
)
def test_what_cannot_be_done_as_asked(arguments: list[str], reason: str) -> None:
    write("t.txt", "Arden talks.")
    result = run(*arguments)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""
    assert Path("t.txt").read_text(encoding="utf-8") == "Arden talks.\n"


def test_options_reach_the_report() -> None:
    result = run("read", write("t.txt", "Arden talks."), "--published", "2024-01-31", "--publisher", "The Arden Post", "--format", "json")
    report = from_json(json.loads(result.stdout)).report
    assert (report.published, report.publisher) == ("2024-01-31", "The Arden Post")


def test_standard_input() -> None:
    assert from_json(json.loads(run("read", "-", "--format", "json", given="Arden talks.").stdout)).report.text == "Arden talks."
    result = run("read", "-", "--format", "jsonl", given=json.dumps(GOOD))
    assert [reading.report.id for reading in readings(result.stdout)] == ["a"]


def test_text_is_the_default() -> None:
    result = run("read", write("t.txt", "Arden talks."))
    assert "Arden" in result.stdout
    assert not result.stdout.startswith("{")


@pytest.mark.parametrize(("out", "begin"), [("r.json", "{"), ("r.jsonl", "{"), ("r.html", "<!"), ("r.txt", "")])
def test_the_name_of_the_output_tells_the_format(out: str, begin: str) -> None:
    result = run("read", write("t.txt", "Arden talks."), "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    written = Path(out).read_text(encoding="utf-8")
    assert written.lower().startswith(begin)
    assert "Arden" in written


def test_a_folder_of_pages() -> None:
    run("read", write("r.jsonl", GOOD, {**GOOD, "id": "b"}), "--format", "html", "--out", "pages")
    assert sorted(path.name for path in Path("pages").iterdir()) == ["a.html", "b.html"]


def test_two_reports_do_not_fit_on_one_page() -> None:
    result = run("read", write("r.jsonl", GOOD, {**GOOD, "id": "b"}), "--out", "r.html")
    assert result.exit_code == 2
    assert result.stderr == "a page of HTML holds one reading, and there is more than one report: give --out a folder\n"


def test_an_output_that_cannot_be_written() -> None:
    write("taken", "x")
    result = run("read", write("t.txt", "Arden talks."), "--out", "taken/r.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("taken: cannot be written: ")


def test_another_language_is_refused_by_its_name_unless_allowed() -> None:
    path = write("f.txt", "Le ministre des Affaires étrangères a rencontré mardi son homologue à Paris, et ils ont parlé de la situation.")
    refused = run("read", path)
    assert (refused.exit_code, refused.stderr) == (1, "f.txt: the text is in French; Dragoman reads English\n")
    assert run("read", path, "--any-language").exit_code == 0


def test_a_local_address_is_refused_unless_allowed() -> None:
    url = "http://127.0.0.1:9/"
    assert "is an address on this computer" in run("read", url).stderr
    assert "is an address on this computer" not in run("read", url, "--private-addresses").stderr


def test_a_fault_in_the_reader_is_a_refusal() -> None:
    result = run("read", write("r.jsonl", {"id": "x", "text": "ZeroDivisionError"}, GOOD), "--format", "jsonl")
    assert [reading.report.id for reading in readings(result.stdout)] == ["a"]
    assert "through a fault in Dragoman (ZeroDivisionError: as told)" in result.stderr
    assert result.exit_code == 1


def test_an_interruption_keeps_what_is_done() -> None:
    path = write("r.jsonl", GOOD, {**GOOD, "id": "b"}, {"id": "c", "text": "KeyboardInterrupt"}, {**GOOD, "id": "d"})
    result = run("read", path, "--out", "r.json")
    assert [item["report"]["id"] for item in json.loads(Path("r.json").read_text(encoding="utf-8"))] == ["a", "b"]
    assert (result.exit_code, result.stderr) == (INTERRUPTED, "stopped: 2 read\n")


def test_settings_come_from_the_environment_and_options_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(reader, "load_reader", lambda settings, knowledge_files=(): seen.append(settings.limit) or FakeReader())
    monkeypatch.setenv("DRAGOMAN_LIMIT", "500")
    run("read", write("t.txt", "Arden talks."))
    run("read", "t.txt", "--limit", "70")
    assert seen == [500, 70]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_TIMEOUT", "soon")
    result = run("read", write("t.txt", "Arden talks."))
    assert result.exit_code == 2
    assert "DRAGOMAN_TIMEOUT='soon': a number from 0.1 on is wanted" in result.stderr


def test_wrong_knowledge_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []

    def load_reader(settings: object, knowledge_files: tuple[Path, ...] = ()) -> FakeReader:
        given.extend(knowledge_files)
        raise KnowledgeError("k.yaml", 3, "kind", "no kind of actor")

    monkeypatch.setattr(reader, "load_reader", load_reader)
    result = run("read", write("t.txt", "Arden talks."), "--knowledge", write("k.yaml", "x"))
    assert given == [Path("k.yaml")]
    assert (result.exit_code, result.stderr) == (2, "k.yaml:3: kind: no kind of actor\n")


# --- relate ----------------------------------------------------------------------------------------------------------


def test_relate_answers_with_the_same_ids() -> None:
    pair = {"id": 1, "text": "Arden accused Belland.", "source": [0, 5], "target": [14, 21]}
    result = run("relate", write("p.jsonl", pair, {**pair, "id": "é", "target": None}))
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": 1, "type": "ACCUSE", "scores": {"ACCUSE": 0.75, "NONE": 0.25}},
        {"id": "é", "type": "NONE", "scores": {"ACCUSE": 0.75, "NONE": 0.25}},
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_relate_refuses_a_line_and_goes_on() -> None:
    pair = {"id": 1, "text": "Arden accused Belland.", "source": [0, 5], "target": [14, 99]}
    result = run("relate", "-", given=json.dumps(pair) + "\n" + json.dumps({**pair, "target": None}))
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.splitlines() == [
        'standard input:1: "target" [14, 99] does not lie in the text of 22 characters',
        "1 read, 1 refused",
    ]
    assert result.exit_code == 1


# --- demo and help ---------------------------------------------------------------------------------------------------


def test_demo_reads_the_samples() -> None:
    result = run("demo", "--out", "book", "--pages", "pages", "--no-serve")
    assert result.exit_code == 0
    assert f"{len(demo.samples())} added" in result.stdout + result.stderr and Path("book/samples.db").is_file()
    assert len(list(Path("pages").glob("*.html"))) == len(demo.samples()) + 1


def test_version() -> None:
    assert run("--version").stdout == f"dragoman {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["read"], ["relate"], ["demo"]])
def test_every_command_has_help(arguments: list[str]) -> None:
    result = run(*arguments, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert arguments == ["demo"] or "Examples:" in result.stdout


# --- as a program ----------------------------------------------------------------------------------------------------


def program(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """The program itself, with the stand-in for the model, in a process of its own."""
    code = (
        "from dragoman.app import reader; from tests.app.fake import FakeReader; reader.load_reader = lambda *a: FakeReader();"
        "from dragoman.cli import main; main(prog_name='dragoman')"
    )
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "ascii"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=pipe, stderr=pipe, env=environment, encoding="utf-8", **options
    )


@pytest.mark.skipif(os.name != "posix", reason="pipes break differently elsewhere")
@pytest.mark.parametrize("form", ["jsonl", "json", "text"])
def test_a_broken_pipe_ends_quietly(form: str) -> None:
    path = write("r.jsonl", *({"id": str(number), "text": "Arden talks. " * 500} for number in range(400)))
    with program("read", path, "--format", form) as running:
        assert running.stdout and running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == BROKEN_PIPE


def test_output_is_utf8_whatever_the_system_says() -> None:
    with program("read", write("t.txt", "Ardén talks."), "--format", "json") as running:
        assert running.stdout and running.stderr
        assert from_json(json.loads(running.stdout.read())).report.text == "Ardén talks.\n"
        assert running.stderr.read() == ""


def test_the_package_runs_as_a_module() -> None:
    shown = subprocess.run([sys.executable, "-m", "dragoman", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout == f"dragoman {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, dragoman.cli; print(*{'numpy', 'rich', 'httpx', 'trafilatura', 'onnxruntime', 'yaml', 'pydantic'} & set(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def test_help_tells_the_formats_and_the_limit_that_there_are() -> None:
    options = {parameter.name: parameter for parameter in main.commands["read"].params if isinstance(parameter, click.Option)}
    assert isinstance(options["form"].type, click.Choice)
    assert tuple(options["form"].type.choices) == get_args(Format)
    assert f"[default: {Settings().limit}]" in (options["limit"].help or "")
