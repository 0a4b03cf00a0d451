"""Confidences that mean something: fit the curves that turn the model's probabilities into shares of right answers.

    python -m bench.calibrate --data ../shared [--model src/dragoman/model] [--kept DIR] [--update]

The marked reports kept aside are read; each event, party, status and statement is right or wrong by the marks; a
logistic curve over the log odds is fitted for each (Platt 1999). Two halves of the reports, each measured with the
curve of the other, give the expected calibration error before and after. `--update` writes the curves into the model's
card. Exit 0: every error is under the bound; 1: one is not; 2: could not measure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]

from bench.errors import pairs, touch
from bench.gate import GateError, run_dragoman
from bench.gold import SETS, Record, load_gold, read_lines, record_id, write_lines
from dragoman.encoder.model import FOLDER, version
from dragoman.encoding import Curve
from dragoman.extract.events import MUTUAL

BOUND = 0.05  # of the expected calibration error
BINS = 10
PARTS = ("event", "party", "status", "statement")

Floats = npt.NDArray[np.float64]
Answer = tuple[str, float, bool]  # part, confidence, whether it is right


def answers(gold: Record, said: Record) -> Iterator[Answer]:
    """Each confidence in a reading, and whether what it stands for is right."""
    same = _same_actors(gold, said)
    marked = {id(event): right for right, event in pairs(gold["events"], said["events"])}
    for event in said["events"]:
        right = marked.get(id(event))
        yield "event", event["confidence"], right is not None
        if right is not None:
            yield "status", event["status_confidence"], event["status"] == right["status"]
            yield from _parties(right, event, same)
    for row in said["statements"]:
        alike = (touch(g["cue"] or g["content"], row["cue"]) and touch(g["content"], row["content"]) for g in gold["statements"])
        yield "statement", row["confidence"], any(alike)


def _parties(gold: Record, event: Record, same: dict[str, set[str]]) -> Iterator[Answer]:
    mutual = event["type"] in MUTUAL
    for side, confidences in (("sources", "source_confidence"), ("recipients", "recipient_confidence")):
        there = [*gold["sources"], *gold["recipients"]] if mutual else gold[side]
        wanted = set().union(*(same[actor] for actor in there))
        for actor, confidence in zip(event[side], event[confidences], strict=True):
            yield "party", confidence, actor in wanted


def _same_actors(gold: Record, said: Record) -> dict[str, set[str]]:
    """For each gold actor the actors of the reading that share a mention with it."""
    same: dict[str, set[str]] = defaultdict(set)
    for g in gold["mentions"]:
        for p in said["mentions"]:
            if min(g["end"], p["end"]) - max(g["start"], p["start"]) >= 0.5 * (max(g["end"], p["end"]) - min(g["start"], p["start"])):
                same[g["actor"]].add(p["actor"])
    return same


def fit(confidences: Floats, right: Floats) -> Curve:
    """Slope and shift of the logistic curve of greatest likelihood, with a weak pull towards the identity for few answers."""
    odds, identity = log_odds(confidences), np.array([1.0, 0.0])

    def cost(curve: Floats) -> float:
        laid = curve[0] * odds + curve[1]
        return float((np.logaddexp(0, laid) - right * laid).sum() + 0.5 * ((curve - identity) ** 2).sum())

    found = minimize(cost, identity).x
    return round(float(found[0]), 4), round(float(found[1]), 4)


def log_odds(confidences: Floats) -> Floats:
    """Log odds, away from the ends."""
    bounded = np.clip(confidences, 1e-3, 1 - 1e-3)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def applied(curve: Curve, confidences: Floats) -> Floats:
    """Confidences under a curve."""
    return squashed(curve[0] * log_odds(confidences) + curve[1])


def squashed(odds: Floats) -> Floats:
    """Probabilities of log odds."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chances


def error(confidences: Floats, right: Floats) -> float:
    """Expected calibration error over ten equal bins (Guo et al. 2017): the mean distance of confidence and share right."""
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    distances = [abs(float((confidences[bins == b] - right[bins == b]).sum())) for b in range(BINS)]
    return sum(distances) / max(len(right), 1)


def plain(confidences: Floats, curve: Curve) -> Floats:
    """What the model gave before a curve was laid over it."""
    return squashed((log_odds(confidences) - curve[1]) / curve[0])


def crossed(confidences: Floats, right: Floats, half: npt.NDArray[np.bool_]) -> float:
    """The calibration error when each half is measured with the curve of the other."""
    laid = np.empty_like(confidences)
    for side in (half, ~half):
        laid[side] = applied(fit(confidences[~side], right[~side]), confidences[side])
    return error(laid, right)


Measured = tuple[str, Curve, float, float, int]


def measure(golds: Sequence[Record], readings: Iterable[Record], curves: dict[str, Curve]) -> Iterator[Measured]:
    """For each part its curve, the calibration error without and with it, and the number of answers."""
    said = {record_id(reading): reading for reading in readings}
    found: dict[str, list[tuple[float, bool, bool]]] = defaultdict(list)
    for gold in golds:
        name = record_id(gold)
        for part, confidence, right in answers(gold, said[name]) if name in said else ():
            found[part].append((confidence, right, bool(sum(name.encode()) % 2)))
    for part in PARTS:
        table = np.array(found[part], dtype=np.float64)
        raw, truth = plain(table[:, 0], curves.get(part, (1.0, 0.0))), table[:, 1]
        yield part, fit(raw, truth), error(raw, truth), crossed(raw, truth, table[:, 2] > 0), len(truth)


def write(folder: Path, curves: dict[str, Curve]) -> None:
    """The curves into the model's card, whose version changes with them."""
    path = folder / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["calibration"] = {part: list(curve) for part, curve in curves.items()}
    card["version"] = version(folder, card["calibration"])
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DRAGOMAN_DEV_DATA", "../shared")))
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--kept", type=Path, help="a folder of readings that `bench.gate --keep` left")
    parser.add_argument("--update", action="store_true", help="write the curves into the model's card")
    return parser.parse_args(arguments)


def _read(golds: Sequence[Record], kept: Path | None, name: str) -> list[Record]:
    with tempfile.TemporaryDirectory() as temporary:
        output = (kept or Path(temporary)) / f"{name}.read.jsonl"
        if not kept:
            write_lines(Path(temporary) / "reports.jsonl", (gold["report"] for gold in golds))
            run_dragoman("read", Path(temporary) / "reports.jsonl", output)
        return read_lines(output)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, update where asked to."""
    given = options(arguments)
    try:
        golds = {s.name: load_gold(s, given.data, quick=False) for s in SETS if s.task == "readings"}
        readings = [reading for name, of in golds.items() for reading in _read(of, given.kept, name)]
    except (GateError, OSError, subprocess.CalledProcessError) as failure:
        print(f"calibrate: {failure}", file=sys.stderr)
        return 2
    card = json.loads((given.model / "card.json").read_text(encoding="utf-8"))
    before = {part: (curve[0], curve[1]) for part, curve in card.get("calibration", {}).items()}
    print(f"{'part':<12}{'answers':>8}{'error, bare':>13}{'with curve':>12}   curve")
    curves, worst = {}, 0.0
    for part, curve, bare, curved, count in measure([g for of in golds.values() for g in of], readings, before):
        curves[part], worst = curve, max(worst, curved)
        print(f"{part:<12}{count:>8}{bare:>13.4f}{curved:>12.4f}   {curve[0]:.3f} x log odds {curve[1]:+.3f}")
    if given.update:
        write(given.model, curves)
    return 0 if worst < BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
