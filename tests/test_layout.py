"""What the source looks like: small functions, few parameters, docstrings, one place for every module, no traces of a machine."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "dragoman"
SOURCES = sorted(PACKAGE.rglob("*.py"))
WRITTEN = {".py", ".md", ".yaml", ".yml", ".toml", ".html", ".css", ".js", ".json", ".svg", ".lock", ""}
TEXTS = [
    path
    for folder in ("src", "tests", "bench", "training", "docs", ".ci", ".")
    for path in sorted((ROOT / folder).glob("*" if folder == "." else "**/*"))
    if path.is_file() and path.suffix in WRITTEN and "runs" not in path.parts and "bases" not in path.parts
]
# Absolute paths of a machine, and the hosts that packages come from: a clone works wherever it lies.
PLACES = re.compile(
    r"(?<![\w.:/])/(?:work|home|opt|root|tmp|Users|srv|mnt)/\w"
    r"|\b(?:files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org)\b"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}", node


def lines_of(node: Function) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def parameters_of(node: Function) -> int:
    given = node.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def is_command(node: Function) -> bool:
    """A command's parameters are its options, which a user wants one by one."""
    return any("command" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_the_median_function_has_ten_lines_at_most_and_none_has_more_than_sixty() -> None:
    lengths = {where: lines_of(node) for where, node in functions()}
    assert statistics.median(lengths.values()) <= 10
    assert not {where: length for where, length in lengths.items() if length > 60}


def test_no_function_takes_more_than_six_parameters() -> None:
    assert not {where: parameters_of(node) for where, node in functions() if parameters_of(node) > 6 and not is_command(node)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    empty = not tree.body and path.name == "__init__.py"
    assert empty or ast.get_docstring(tree)


def test_nothing_in_the_package_prints() -> None:
    """Printing is the command line's, which has its own means."""
    calls = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not calls


def test_no_file_names_a_place_on_a_machine_or_a_package_index() -> None:
    hits = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in TEXTS
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PLACES.search(line)
    ]
    assert not hits


def test_the_pattern_for_places_sees_them() -> None:
    for line in ("open('/home/me/x')", "see /opt/thing", "https://files.pythonhosted.org/x"):
        assert PLACES.search(line), line
    for line in ("#!/usr/bin/env bash", "https://example.org/home/page", "src/work/x", "../opt/x"):
        assert not PLACES.search(line), line


def test_every_top_level_module_has_a_layer_and_a_line_in_the_architecture() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(cli\n.*?)```", page, re.DOTALL)
    assert shown
    assert shown[1].split("\n")[:-1] == [layer for layer in layers if not layer.startswith("(")]
    named = {name.strip("() ") for layer in layers for name in layer.split("|")}
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__"}
    assert there == named


def test_tests_lie_where_the_code_lies() -> None:
    """tests/text/test_sentences.py is about src/dragoman/text/sentences.py, or about the package text."""
    strays = []
    for path in sorted((ROOT / "tests").glob("*/**/test_*.py")):
        folder = path.parent.relative_to(ROOT / "tests")
        homes = [ROOT / folder] if folder.parts[0] in {"bench", "training"} else [PACKAGE / folder]
        if not any(home.is_dir() for home in homes):
            strays.append(str(path.relative_to(ROOT)))
    assert not strays
