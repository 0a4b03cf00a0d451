"""What the templates of review call."""

from __future__ import annotations

from typing import Any

from dragoman.app.precision import wilson


def percent(share: float | None) -> str:
    """ "81 %"; a dash for none."""
    return "–" if share is None else f"{100 * share:.0f} %"


GLOBALS: dict[str, Any] = {"percent": percent, "wilson": wilson}
