"""What disguises cost: the marked reports kept aside, read as they are and as other media would print them.

    python -m bench.robust --data ../shared [--set real] [--only capitals,joined] [--most 0.03]

Each disguise leaves what a report says as it is, and its words where they are but for text put before them. Exit 0: no
figure loses more than `--most`; 1: one does; 2: could not measure.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.gate import Gate, GateError, pick, run_dragoman, scorer
from bench.gold import SETS, GoldSet, Record, load_gold

FIGURES = ("events.f1", "links.f1", "statements.f1", "mentions.f1")
MOST = 0.03  # of F1 that a disguise may cost

_BEFORE = "By Our Correspondent\nUpdated 6 hours ago | 3 min read | Share this article\n\n"
_AFTER = "\n\nSign up here for the reports of the day. (Additional reporting by our staff)\n\nAll rights reserved."


def capitals(text: str) -> str:
    """Everything in capitals, as old wires sent it."""
    return _same_length(text, str.upper)


def title(text: str) -> str:
    """Each Word Begins With A Capital, As In Headlines."""
    return re.sub(r"(?<![\w'’])[a-z]", lambda first: first.group().upper(), text)


def quotes(text: str) -> str:
    """Straight quotation marks in place of curly ones, or the reverse where there are none."""
    if re.search(r"[“”‘’]", text):
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    opened = re.sub(r'(?<!\S)"', "“", text)
    return opened.replace('"', "”").replace("'", "’")


def joined(text: str) -> str:
    """All paragraphs run together."""
    return text.replace("\n", " ")


def unstopped(text: str) -> str:
    """No full stop at the end of paragraphs."""
    return re.sub(r"\.(?=\n|$)", " ", text)


def furnished(text: str) -> str:
    """With a byline before, and a footer after, as web pages have them."""
    return _BEFORE + text + _AFTER


DISGUISES: dict[str, Callable[[str], str]] = {
    "capitals": capitals, "title": title, "quotes": quotes, "joined": joined, "unstopped": unstopped, "furnished": furnished,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """One figure under one disguise beside the plain one."""

    disguise: str
    figure: str
    plain: float
    disguised: float

    @property
    def lost(self) -> float:
        """How much lower it is."""
        return self.plain - self.disguised


def disguised(gold: Record, disguise: Callable[[str], str]) -> Record:
    """A gold reading of the report under a disguise: the same spans over the changed text, moved by what stands before it."""
    text = gold["report"]["text"]
    changed = disguise(text)
    moved: Record = _moved(gold, len(_BEFORE) if changed.startswith(_BEFORE) else 0)
    return {**moved, "report": {**gold["report"], "text": changed}}


def measure(gate: Gate, gold_set: GoldSet, gold: Sequence[Record], names: Sequence[str]) -> Iterator[Loss]:
    """The figures of every disguise beside the plain ones. Raises GateError where they cannot be measured."""
    with tempfile.TemporaryDirectory() as temporary:
        plain, _ = gate.measure("plain", gold_set, gold, Path(temporary))
        for name in names:
            figures, _ = gate.measure(name, gold_set, [disguised(g, DISGUISES[name]) for g in gold], Path(temporary))
            for figure in FIGURES:
                yield Loss(name, figure, pick(plain, figure), pick(figures, figure))


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """Character by character, leaving those that would become several."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, dict):
        return {key: inner + by if key in {"start", "end"} else _moved(inner, by) for key, inner in value.items()}
    return [_moved(inner, by) for inner in value] if isinstance(value, list) else value


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DRAGOMAN_DEV_DATA", "../shared")))
    parser.add_argument("--set", default="real", choices=["real", "authored"])
    parser.add_argument("--only", default=",".join(DISGUISES), help="names of disguises, joined by commas")
    parser.add_argument("--most", type=float, default=MOST, help="the loss of F1 that is borne")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    given = options(arguments)
    gold_set = next(s for s in SETS if s.name == given.set)
    worst = 0.0
    try:
        gold = load_gold(gold_set, given.data, quick=False)
        print(f"{'disguise':<12}{'figure':<16}{'plain':>8}{'disguised':>11}{'lost':>8}")
        for loss in measure(Gate(run_dragoman, scorer(given.data)), gold_set, gold, given.only.split(",")):
            worst = max(worst, loss.lost)
            remark = "   TOO MUCH" if loss.lost > given.most else ""
            print(f"{loss.disguise:<12}{loss.figure:<16}{loss.plain:>8.4f}{loss.disguised:>11.4f}{loss.lost:>8.4f}{remark}", flush=True)
    except (GateError, OSError, subprocess.CalledProcessError) as error:
        print(f"robust: {error}", file=sys.stderr)
        return 2
    return 0 if worst <= given.most else 1


if __name__ == "__main__":
    sys.exit(main())
