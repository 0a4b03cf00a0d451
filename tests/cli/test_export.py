from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.casebook import Casebook, Origin, open_casebook
from dragoman.cli import main
from dragoman.exports.formats import FORMATS
from dragoman.record import Actor, Event, Reader, Reading, Report, Span
from dragoman.record.merged import Merged

TEXT = "Arden accused Belland of shelling a village. Belland met Arden."


@pytest.fixture
def casebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "talks.db"
    actors = (Actor("A1", "Arden", "country"), Actor("A2", "Belland", "country"))
    accused, shelled, met = Span(6, 13), Span(25, 33), Span(53, 56)
    events = (
        Event("E1", "ACCUSE", None, (), "112", -2.0, ("A1",), ("A2",), accused, (accused,), None, None, "happened", None, 0.9),
        Event("E2", "ASSAULT", None, (), "190", -10.0, ("A2",), (), shelled, (shelled,), None, None, "possible", None, 0.4),
        Event("E3", "CONSULT", None, (), "040", 1.0, ("A2",), ("A1",), met, (met,), None, None, "happened", None, 0.9),
    )
    reading = Reading(Report("r1", TEXT, published="2031-05-01"), Reader("1", "m", "o", "k"), actors=actors, events=events)
    with open_casebook(place, create=True) as book:
        book.keep(reading.report, TEXT.encode(), Origin("x", "2031-05-01T00:00:00+00:00"), reading)
    monkeypatch.setattr(Casebook, "merged", lambda self: Merged(), raising=False)
    return place


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words)])


def types(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [row["type"] for row in csv.DictReader(io.StringIO(result.stdout))]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_written(name: str, casebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(name, "--casebook", casebook, "--out", out)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert re.fullmatch(rf"{re.escape(str(out))}: \d+ {FORMATS[name].unit}\n", result.stderr)
    assert run(name, "--casebook", casebook).stdout_bytes == out.read_bytes()


def test_the_help_names_every_format() -> None:
    text = " ".join(str(main.commands["export"].help).split())
    assert all(re.search(rf"\b{name}\b", text) for name in (*FORMATS, "package", "dictionary"))


@pytest.mark.parametrize(
    ("options", "there"),
    [
        ((), ["ACCUSE", "ASSAULT", "CONSULT"]),
        (("--type", "consult", "--type", "ACCUSE"), ["ACCUSE", "CONSULT"]),
        (("--status", "possible"), ["ASSAULT"]),
        (("--happenings",), ["ACCUSE", "ASSAULT", "CONSULT"]),
        (("--claims",), []),
        (("--claims", "--happenings", "--min-confidence", "0.5"), ["ACCUSE", "CONSULT"]),
        (("--dyad", "Belland, Arden"), ["ACCUSE", "CONSULT"]),
        (("--actor", "Nobody"), []),
        (("--since", "2031-05-01", "--until", "2031-05-01"), ["ACCUSE", "ASSAULT", "CONSULT"]),
        (("--since", "2031-05-02"), []),
        (("--sources", "2"), []),
        (("--country", "ken"), []),
        (("--place", "Kenya"), []),
    ],
)
def test_options_filter(options: tuple[str, ...], there: list[str], casebook: Path) -> None:
    assert types(run("csv", "--casebook", casebook, *options)) == there


def test_a_plan_is_no_happening_unless_asked_for(casebook: Path) -> None:
    assert "ASSAULT" not in run("polecat", "--casebook", casebook).stdout
    assert "ASSAULT" in run("polecat", "--casebook", casebook, "--status", "possible").stdout


def test_a_package_says_what_it_was_told(casebook: Path, tmp_path: Path) -> None:
    judged = tmp_path / "precision.json"
    judged.write_text('{"precision": 0.8}')
    out = tmp_path / "set"
    result = run(
        "package", "--casebook", casebook, "--out", out, "--title", "My talks", "--author", "A. B.", "--texts", "--precision", judged
    )
    assert (result.exit_code, result.stderr) == (0, f"{out}: 3 events\n")
    assert "My talks" in (out / "README.md").read_text()
    assert "A. B." in (out / "CITATION.cff").read_text()
    assert {"reports.jsonl", "precision.json", "SHA256SUMS"} <= {path.name for path in out.iterdir()}


def test_the_dictionary_needs_no_casebook() -> None:
    result = run("dictionary")
    assert result.exit_code == 0
    assert "### polecat" in result.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("acled",), "there is no format 'acled'; one of csv, parquet"),
        (("csv",), "csv needs --casebook"),
        (("package", "--casebook", "{casebook}"), "a package needs --out"),
        (("csv", "--casebook", "nowhere.db"), "nowhere.db: there is no casebook"),
        (("csv", "--casebook", "{casebook}", "--out", "{casebook}"), "give a place outside it"),
        (("csv", "--casebook", "{casebook}", "--type", "MEET"), "'MEET' is no event type"),
        (("csv", "--casebook", "{casebook}", "--dyad", "Arden"), "two actors are wanted"),
        (("csv", "--casebook", "{casebook}", "--since", "yesterday"), "yesterday"),
        (("csv", "--casebook", "{casebook}", "--out", "{casebook}/x/y.csv"), "cannot be written"),
        (("package", "--casebook", "{casebook}", "--out", "{folder}"), "holds something that is no package"),
        (("package", "--casebook", "{casebook}", "--out", "s.zip", "--precision", "{casebook}"), "is not JSON"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(words: tuple[str, ...], reason: str, casebook: Path) -> None:
    result = run(*(word.format(casebook=casebook, folder=casebook.parent) for word in words))
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
