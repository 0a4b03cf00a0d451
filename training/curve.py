"""The learning curve: what an eighth, a quarter, a half and all of the marked reports teach each head.

    python -m training.curve --data ../shared --base DIR --runs training/runs/curve [--threads 2]

Each portion trains a reader of its own from the base model, on the marked reports alone, with the passes of PORTIONS: the
fewer the reports, the more passes, since below some 2,000 steps the heads have hardly begun to learn. Some 12,000 steps in
all: a matter of minutes on a GPU, of a day on one core. Prints each head's figure on the reports kept aside.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

PORTIONS = {0.125: 40, 0.25: 24, 0.5: 14, 1.0: 8}  # share of the marked reports: passes over them

Figures = dict[str, dict[str, float]]  # set, head -> figure


def figures(run: Path) -> Figures:
    """The figures of a run's last pass."""
    lines = (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    found: Figures = [line for line in map(json.loads, lines) if "figures" in line][-1]["figures"]
    return found


def table(curve: dict[float, Figures]) -> str:
    """Sets and heads as rows, portions as columns, in Markdown."""
    columns = sorted(curve)
    rows = [f"| set | head | {' | '.join(f'{portion:g}' for portion in columns)} |", "|---|---|" + "---:|" * len(columns)]
    for part, heads in curve[columns[-1]].items():
        for head in heads:
            cells = (f"{curve[portion][part][head]:.3f}" if head in curve[portion][part] else "" for portion in columns)
            rows.append(f"| {part} | {head} | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    common = ["--data", str(given.data), "--base", str(given.base), "--threads", str(given.threads)]
    for portion, passes in PORTIONS.items():
        arguments = ["--run", str(given.runs / f"{portion:g}"), "--portion", str(portion), "--epochs", str(passes)]
        subprocess.run([sys.executable, "-m", "training.train", *common, *arguments], check=True)
    print(table({portion: figures(given.runs / f"{portion:g}") for portion in PORTIONS}))


if __name__ == "__main__":
    main()
