"""What holds for every test: no setting of the machine leaks in, and generated examples are the same each time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Few examples, always the same ones: a build that fails tells of the change, not of the dice. `--hypothesis-profile
# search` looks further. No deadline: the first call of a function may load data.
settings.register_profile("build", derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("build")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DRAGOMAN_") and name != "DRAGOMAN_DEV_DATA"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def dev_data(root: Path) -> Path:
    """The folder with the development sets; tests that need it are skipped where it is not there."""
    folder = Path(os.environ.get("DRAGOMAN_DEV_DATA") or root.parent / "shared")
    if not (folder / "score" / "score.py").is_file():
        pytest.skip(f"no development sets: neither DRAGOMAN_DEV_DATA nor {folder.name}/ beside the repository")
    return folder
