"""`dragoman show` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.app.pages.book import Shown
from dragoman.app.show import show_forum
from dragoman.casebook import Casebook, open_casebook
from dragoman.cli import USAGE, main
from dragoman.exports.view import View
from dragoman.record.plain import to_plain
from tests.casebook.made import ORIGIN
from tests.desk.made import Fixed, merged, readings

ARDEN, BELLAND = "country:arden:ARD", "country:belland:BEL"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = str(tmp_path / "talks.db")
    with open_casebook(path, create=True) as held:
        for reading in readings():
            held.keep(reading.report, b"raw", ORIGIN, reading)
    monkeypatch.setattr(Casebook, "merged", lambda self: merged())
    return path


def run(*words: str, width: int = 80) -> tuple[int, str, str]:
    made = CliRunner().invoke(main, ["show", *words], env={"COLUMNS": str(width)})
    return made.exit_code, made.stdout, made.stderr


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("forum", "Lamp", "Commission"), "Lamp Commission"),
        (("dyad", ARDEN, BELLAND), "Ard and Belgium"),
        (("actor", "Venn"), "Venn"),
        (("claim", "C1"), "Claim by"),
    ],
)
def test_each_is_shown_as_tables_and_as_json(words: tuple[str, ...], title: str, place: str) -> None:
    code, told, said = run(*words, "--casebook", place)
    assert code == 0 and title in told.splitlines()[0] and "r1" in told
    assert said == f"{place}: 4 reports to be merged first\n"
    code, told, said = run(*words, "--json", "--casebook", place)
    assert (code, said) == (0, "") and title in json.loads(told)["title"]


def test_json_is_what_the_desk_gives(place: str) -> None:
    with open_casebook(place) as held:
        shown = {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in held.entries()}
    page = show_forum("F1", Fixed(shown).book())
    assert json.loads(run("forum", "F1", "--json", "--casebook", place)[1]) == json.loads(json.dumps(to_plain(page)))


def test_a_dyad_is_narrowed(place: str) -> None:
    def types(*options: str) -> list[str]:
        return [row["type"] for row in json.loads(run("dyad", ARDEN, BELLAND, "--json", "--casebook", place, *options)[1])["timeline"]]

    assert types("--type", "accuse", "--type", "CONSULT") == ["ACCUSE", "CONSULT"]
    assert types("--since", "2031-06-01") == ["AGREE"]
    assert types("--until", "2031-04-30") == ["CONSULT"]


def test_what_may_be_several_is_listed_for_choice(place: str) -> None:
    run("forum", "F1", "--casebook", place)  # merges
    code, told, said = run("forum", "ARD", "--casebook", place)
    assert (code, told) == (USAGE, "")
    assert [line.split()[0] for line in said.splitlines()[1:]] == ["F1", "F2"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("forum", "Lamp Comission"), "no forum goes by 'Lamp Comission'; near it: Lamp Commission"),
        (("dyad", ARDEN, "Zzyzx"), "no country or actor goes by 'Zzyzx'"),
        (("actor", "Zzyzx"), "no actor goes by 'Zzyzx'"),
        (("claim", "no", "such", "words"), "no claim goes by 'no such words'"),
        (("dyad", ARDEN, BELLAND, "--type", "MEET"), "'MEET' is no event type"),
        (("dyad", ARDEN, BELLAND, "--since", "yesterday"), "yesterday"),
        (("dyad", ARDEN), "Missing argument"),
    ],
)
def test_what_cannot_be_shown_is_said(words: tuple[str, ...], reason: str, place: str) -> None:
    code, told, said = run(*words, "--casebook", place)
    assert (code, told) == (USAGE, "") and reason in " ".join(said.split()) and "Traceback" not in said


def test_a_casebook_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    code, _, said = run("forum", "x", "--casebook", str(tmp_path / "none.db"))
    assert code == USAGE and "there is no casebook" in said and len(said.splitlines()) == 1
