from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge."""
    return Knowledge.load()
