"""Where everything must hold, PostgreSQL must be there."""

from __future__ import annotations

import pytest

from tests.casebook.conftest import absent


def test_an_absent_postgresql_is_a_failure_in_ci_and_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no server"):
        absent("no server")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no server"):
        absent("no server")
