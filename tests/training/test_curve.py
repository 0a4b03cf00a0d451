"""The table of a learning curve, from the logs of its runs."""

from __future__ import annotations

import json
from pathlib import Path

from training.curve import figures, table


def test_the_last_pass_of_each_portion_is_a_column(tmp_path: Path) -> None:
    curve = {}
    for portion, last in ((1.0, 0.6), (0.5, 0.5)):
        folder = tmp_path / f"{portion:g}"
        folder.mkdir()
        lines = [
            {"step": 50, "loss": 1.0},
            {"epoch": 1, "figures": {"real": {"event": 0.1}}},
            {"epoch": 2, "figures": {"real": {"event": last}}},
        ]
        (folder / "log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        curve[portion] = figures(folder)
    assert table(curve).splitlines() == ["| set | head | 0.5 | 1 |", "|---|---|---:|---:|", "| real | event | 0.500 | 0.600 |"]
