"""The documentation and the code hold each other: what there is is documented, and what is documented is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from bench.page import PAGE, page
from dragoman.cli import main
from dragoman.ontology.load import load
from dragoman.record import Actor, Event, Reader, Reading, Report, Span
from dragoman.record.json import to_json
from dragoman.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
Capture = pytest.CaptureFixture[str]
COMMANDS = sorted(main.commands.items())


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text: str, level: int) -> dict[str, str]:
    """The text under each heading of one level, without what stands in code for a heading."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def command_sections() -> dict[str, str]:
    """The body of each section on a command, by the command's name."""
    named = {heading.strip("` "): body for heading, body in sections(text_of("reference/cli.md"), 2).items()}
    return {heading.removeprefix("dragoman "): body for heading, body in named.items() if heading.startswith("dragoman ")}


def parts_of(command: click.Command) -> list[click.Command]:
    """The command, and those within it where it is a family of them."""
    return [command, *(command.commands.values() if isinstance(command, click.Group) else ())]


def options_of(command: click.Command) -> set[str]:
    options = [parameter for part in parts_of(command) for parameter in part.params if isinstance(parameter, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts) if name.startswith("--")}


# --- commands --------------------------------------------------------------------------------------------------------


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sorted(command_sections()) == [name for name, _ in COMMANDS]


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_option_of_a_command_is_documented_and_every_documented_one_exists(name: str, command: click.Command) -> None:
    documented = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", command_sections()[name]))
    assert documented - {"--help"} == options_of(command)


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    for part in parts_of(command):
        assert part.help
        assert all(parameter.help for parameter in part.params if isinstance(parameter, click.Option)), part.name


def shown_commands() -> list[tuple[str, str]]:
    """Every line of a code block that calls dragoman, in all pages."""
    found = []
    for path in PAGES:
        for block in re.findall(r"^```[a-z]*\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            found += [(path.name, line) for line in block.splitlines() if re.match(r"(\$ )?(.*\| )?dragoman ", line)]
    return found


def test_every_command_that_a_page_shows_exists_with_its_options() -> None:
    assert len(shown_commands()) > 5
    for name, line in shown_commands():
        words = re.sub(r"\s+#.*", "", line).split("dragoman ", 1)[1].split()
        if words[0].startswith("-"):
            continue
        assert words[0] in main.commands, f"{name}: {line}"
        used = {word.split("=")[0] for word in words if word.startswith("--")}
        assert used <= options_of(main.commands[words[0]]) | {"--help"}, f"{name}: {line}"


# --- make ------------------------------------------------------------------------------------------------------------


def test_every_make_target_that_a_page_shows_exists_and_help_lists_all() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    shown = {target for path in PAGES for target in re.findall(r"(?:^|`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    assert {"demo", "test"} <= shown <= targets
    assert targets == set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))


# --- what the pages list ---------------------------------------------------------------------------------------------


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    text = text_of("reference/settings.md")
    assert set(re.findall(r"DRAGOMAN_[A-Z_]+", text)) == {setting.environment for setting in SETTINGS}
    for setting in SETTINGS:
        assert f"`{setting.name}`" in text


def test_no_page_names_a_variable_that_does_not_exist() -> None:
    known = {setting.environment for setting in SETTINGS} | {"DRAGOMAN_DEV_DATA"}
    for path in PAGES:
        assert set(re.findall(r"DRAGOMAN_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path.name


def test_the_codebook_has_every_event_type_with_its_modes_and_no_other() -> None:
    types = sections(sections(text_of("reference/codebook.md"), 2)["Event types"], 3)
    events = load().events
    assert list(types) == list(events)
    for name, body in types.items():
        assert re.findall(r"^\| `([a-z-]+)` \|", body, re.MULTILINE) == list(events[name].modes), name


@pytest.mark.parametrize(
    ("module", "pages"),
    [("dragoman.ontology.codebook", ["codebook.md"]), ("dragoman.record.schema", ["reading.md", "reading.schema.json"])],
)
def test_a_generated_page_is_what_the_code_generates(module: str, pages: list[str], tmp_path: Path) -> None:
    out = tmp_path / pages[0] if len(pages) == 1 else tmp_path
    subprocess.run([sys.executable, "-m", module, str(out)], check=True, cwd=tmp_path, env={**os.environ, "PYTHONWARNINGS": "error"})
    for name in pages:
        assert (tmp_path / name).read_text(encoding="utf-8") == text_of(f"reference/{name}"), f"docs/reference/{name} is old: make docs"


def test_the_page_about_accuracy_says_what_the_floors_say() -> None:
    floors: dict[str, Any] = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(floors), "docs/reference/accuracy.md is old: make docs"


# --- links -----------------------------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://|mailto:", target):
            continue
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name} links to {target}"
        assert there.is_relative_to(ROOT)
        if heading:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {anchor(item) for item in headings}, f"{path.name} links to {target}"


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (path.parent / target.partition("#")[0]).resolve()
        for path in PAGES
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    }
    assert not [str(path.relative_to(ROOT)) for path in DOCS.rglob("*.md") if path not in linked]


# --- examples --------------------------------------------------------------------------------------------------------


def test_the_tutorials_program_runs_on_a_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    report = Report("r1", "Arden accused Belland of shelling a village.")
    event = Event("E1", "ACCUSE", None, (), "112", -2.0, ("A1",), ("A2",), Span(6, 13), (Span(6, 13),), None, None, "happened", None, 0.9)
    actors = (Actor("A1", "Arden", "country"), Actor("A2", "Belland", "country"))
    reading = Reading(report, Reader("", "", "", ""), actors=actors, events=(event,))
    (tmp_path / "records.jsonl").write_text(json.dumps(to_json(reading)) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (program,) = re.findall(r"```python\n(.*?)```", text_of("tutorial.md"), re.DOTALL)
    exec(compile(program, "tutorial.md", "exec"), {})
    assert capsys.readouterr().out == "ACCUSE\tArden\ttold\t'accused'\n"
