"""requirements.lock pins what pyproject.toml asks for, with hashes, and names no place to get it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$")


@pytest.fixture
def lock(root: Path) -> list[str]:
    return (root / "requirements.lock").read_text(encoding="utf-8").splitlines()


def test_every_dependency_is_pinned_within_its_bounds(root: Path, lock: list[str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = {canonicalize_name(hit[1]): hit[2] for line in lock if (hit := PIN.match(line))}
    wanted = [Requirement(text) for text in (*project["dependencies"], *project["optional-dependencies"]["dev"])]
    missing = [str(item) for item in wanted if not item.specifier.contains(pins.get(canonicalize_name(item.name), "0"), prereleases=True)]
    assert not missing, f"make lock; not in requirements.lock as asked for: {missing}"


def test_every_pin_is_asked_for_by_somebody(root: Path, lock: list[str]) -> None:
    """A pin says whom it is for; what pyproject.toml no longer asks for has to leave the lock too."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(Requirement(text).name) for text in (*project["dependencies"], *project["optional-dependencies"]["dev"])}
    text = "\n".join(lock)
    entries = re.findall(r"^([a-z0-9][a-z0-9._-]*)==[^\n]*\n(?:    --hash[^\n]*\n)+((?:    #[^\n]*\n?)+)", text, re.MULTILINE)
    ours = {canonicalize_name(name) for name, why in entries if re.search(r"\bdragoman\b", why)}
    assert ours == asked, "make lock"


def test_every_pin_has_hashes_and_no_line_names_an_index(lock: list[str]) -> None:
    for number, line in enumerate(lock):
        assert not line.startswith("-") and "://" not in line, line
        if PIN.match(line):
            assert lock[number + 1].strip().startswith("--hash=sha256:"), line
    assert sum(bool(PIN.match(line)) for line in lock) > 20
