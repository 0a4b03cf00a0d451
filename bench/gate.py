"""The accuracy gate: measure the reader on the development sets and hold each figure to its floor.

    python -m bench.gate --data ../shared [--quick] [--only real,authored] [--keep DIR] [--intervals N]
                         [--update [--allow-regression REASON]] [--release VERSION]

A floor only rises. `--update` pins the gold's fingerprint and raises floors to what was measured; it refuses to lower
one without `--allow-regression`, whose reason stays in floors.json. `--release` keeps what was measured as the figures of
that release, which later tables are compared with. Exit 0: all figures hold; 1: not; 2: could not measure.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.gold import SETS, GoldSet, Record, fingerprint, load_gold, read_lines, record_id, write_lines
from bench.intervals import Interval, bootstrap, interval
from bench.page import FLOORS, PAGE, page

# A figure may lie this far under its floor: the model's integer kernels round differently from processor to
# processor, and one record of the smallest set (150 of them) is worth 0.0067.
NOISE = 0.007

Floors = dict[str, Any]
Read = Callable[[str, Path, Path], None]  # verb, input, output
Score = Callable[[str, Path, Path], Record]  # task, gold, predicted -> figures


class GateError(Exception):
    """The gate could not be run: a command failed, or a figure is not among the scorer's."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its floor; `floor` is None before the first `--update`."""

    gold: str
    name: str
    value: float
    floor: float | None
    released: float | None = None
    interval: Interval | None = None

    @property
    def holds(self) -> bool:
        """Whether the figure is not below its floor by more than noise."""
        return self.floor is not None and self.value >= self.floor - NOISE


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured on one set, and whether its gold is the gold that the floors were measured on."""

    key: str
    gold_sha256: str
    pinned_sha256: str | None
    figures: tuple[Figure, ...]
    all_figures: Record

    @property
    def holds(self) -> bool:
        """Whether the gold is as pinned and every figure holds."""
        return self.gold_sha256 == self.pinned_sha256 and all(figure.holds for figure in self.figures)


def key_of(gold_set: GoldSet, quick: bool) -> str:
    """The set's name in floors.json: a draw has floors of its own."""
    return f"{gold_set.name}/{gold_set.quick}" if quick and gold_set.quick else gold_set.name


@dataclass(frozen=True, slots=True)
class Gate:
    """The reader and the scorer to be used; tests bring their own."""

    read: Read
    score: Score
    draws: int = 0  # of the bootstrap; none: no intervals

    def measure(self, key: str, gold_set: GoldSet, gold: Sequence[Record], folder: Path) -> tuple[Record, list[Record]]:
        """All figures of the scorer on one set, and on each draw from it; what was read stays in the folder."""
        stem = key.replace("/", "-")
        gold_path, input_path, output = (folder / f"{stem}.{part}.jsonl" for part in ("gold", "reports", "read"))
        write_lines(gold_path, gold)
        write_lines(input_path, (record.get("report", record) for record in gold))
        self.read("relate" if gold_set.task == "relations" else "read", input_path, output)
        figures = self.score(gold_set.task, gold_path, output)
        said = read_lines(output) if self.draws else []
        return figures, bootstrap(gold, said, lambda g, p: self.score(gold_set.task, g, p), self.draws)


def compare(key: str, gold_set: GoldSet, gold: Sequence[Record], measured: Record, floors: Floors, drawn: Sequence[Record] = ()) -> Result:
    """The measured figures that have a floor, beside it."""
    pinned = floors["accuracy"].get(key, {})
    released = floors.get("released", {}).get("figures", {}).get(key, {})

    def figure(name: str) -> Figure:
        around = interval([pick(figures, name) for figures in drawn]) if drawn else None
        return Figure(key, name, pick(measured, name), pinned.get("figures", {}).get(name), released.get(name), around)

    return Result(key, fingerprint(gold), pinned.get("gold_sha256"), tuple(map(figure, gold_set.figures)), measured)


def pick(figures: Record, name: str) -> float:
    """The figure "a.b" of {"a": {"b": 1.0}}. Raises GateError where the scorer gave none."""
    value: Any = figures
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if not isinstance(value, int | float):
        raise GateError(f"the scorer gave no figure {name!r}")
    return float(value)


def update(floors: Floors, results: Sequence[Result], reason: str | None) -> Floors:
    """The floors with gold pinned and figures raised. Raises GateError where one would sink and no reason is given."""
    sunk = [figure for result in results for figure in result.figures if figure.floor is not None and figure.value < figure.floor - NOISE]
    if sunk and not reason:
        names = ", ".join(f"{figure.gold} {figure.name} {figure.floor} -> {figure.value}" for figure in sunk)
        raise GateError(f"a floor would sink: {names}; say why with --allow-regression REASON")
    lowered = {(figure.gold, figure.name) for figure in sunk}
    accuracy = dict(floors["accuracy"])
    for result in results:
        raised = {f.name: f.value if (f.gold, f.name) in lowered else max(f.value, f.floor or 0.0) for f in result.figures}
        old = accuracy.get(result.key, {}).get("intervals", {})
        intervals = {**old, **{f.name: list(f.interval) for f in result.figures if f.interval}}
        accuracy[result.key] = {"gold_sha256": result.gold_sha256, "figures": raised, **({"intervals": intervals} if intervals else {})}
    entries = [{"set": f.gold, "figure": f.name, "from": f.floor, "to": f.value, "reason": reason} for f in sunk]
    return {**floors, "accuracy": accuracy, "regressions": [*floors["regressions"], *entries]}


def release(floors: Floors, results: Sequence[Result], version: str) -> Floors:
    """The floors with what was measured kept as the figures of a release."""
    figures = {result.key: {figure.name: figure.value for figure in result.figures} for result in results}
    return {**floors, "released": {"version": version, "figures": figures}}


def table(results: Sequence[Result]) -> Iterator[str]:
    """The figures as aligned lines."""
    yield f"{'set':<16}{'figure':<30}{'measured':>9}{'95 % interval':>18}{'floor':>9}{'since release':>15}"
    for result in results:
        for figure in result.figures:
            floor, remark = ("none", "NOT PINNED") if figure.floor is None else (f"{figure.floor:.4f}", "" if figure.holds else "BELOW")
            around = "" if figure.interval is None else "{:.3f} to {:.3f}".format(*figure.interval)
            since = "" if figure.released is None else f"{figure.value - figure.released:+.4f}"
            yield f"{figure.gold:<16}{figure.name:<30}{figure.value:>9.4f}{around:>18}{floor:>9}{since:>15}   {remark}".rstrip()
        if result.pinned_sha256 not in {None, result.gold_sha256}:
            yield f"{result.key:<16}the gold is not the one that the floors were measured on: --update pins it"


def run_dragoman(verb: str, reports: Path, output: Path) -> None:
    """Read (or relate) through the command that users run. A refused report (exit 1) counts as an empty reading."""
    command = [sys.executable, "-m", "dragoman", verb, str(reports)] + (["--format", "jsonl"] if verb == "read" else [])
    with output.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE)
    complaints = done.stderr.decode(errors="replace").strip()
    if done.returncode not in {0, 1}:
        raise GateError(f"dragoman {verb} ended with {done.returncode}: {complaints[-2000:]}")
    if done.returncode == 1:
        print(complaints, file=sys.stderr)


def scorer(data: Path) -> Score:
    """The scorer that lies beside the development sets."""

    def score(task: str, gold: Path, predicted: Path) -> Record:
        command = [sys.executable, str(data / "score" / "score.py"), task, str(gold), str(predicted)]
        done = subprocess.run(command, capture_output=True, text=True)
        try:
            figures: Record = json.loads(done.stdout)
        except ValueError:
            raise GateError(f"the scorer failed on {task}: {done.stderr.strip()[-2000:] or done.stdout[:200]}") from None
        return figures

    return score


def run(gate: Gate, data: Path, floors: Floors, quick: bool, only: Sequence[str] = (), keep: Path | None = None) -> Iterator[Result]:
    """Measure the sets one after the other. Raises GateError where one cannot be measured."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        for gold_set in SETS:
            if only and gold_set.name not in only:
                continue
            key, gold = key_of(gold_set, quick), load_gold(gold_set, data, quick)
            assert len({record_id(record) for record in gold}) == len(gold), f"{key}: ids are not unique"
            measured, drawn = gate.measure(key, gold_set, gold, folder)
            yield compare(key, gold_set, gold, measured, floors, drawn)


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DRAGOMAN_DEV_DATA", "../shared")))
    parser.add_argument("--quick", action="store_true", help="a fixed draw of the larger sets")
    parser.add_argument("--only", default="", help="names of sets, joined by commas")
    parser.add_argument("--keep", type=Path, help="a folder for gold and readings, to look into")
    parser.add_argument("--all", action="store_true", help="print every figure of the scorer, as JSON")
    parser.add_argument("--intervals", type=int, default=0, metavar="N", help="confidence intervals from N draws")
    parser.add_argument("--release", metavar="VERSION", help="keep what was measured as the figures of this release")
    parser.add_argument("--update", action="store_true", help="pin the gold, raise the floors")
    parser.add_argument("--allow-regression", metavar="REASON", help="with --update: lower floors too, for this reason")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, update where asked to."""
    given = options(arguments)
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    try:
        gate = Gate(run_dragoman, scorer(given.data), given.intervals)
        results = list(run(gate, given.data, floors, given.quick, [name for name in given.only.split(",") if name], given.keep))
        print(*table(results), sep="\n")
        if given.all:
            print(*(json.dumps({result.key: result.all_figures}) for result in results), sep="\n")
        if given.update or given.release:
            pinned = update(floors, results, given.allow_regression) if given.update else floors
            pinned = release(pinned, results, given.release) if given.release else pinned
            FLOORS.write_text(json.dumps(pinned, indent=2, sort_keys=True) + "\n", encoding="utf-8")
            PAGE.write_text(page(pinned), encoding="utf-8")
    except (GateError, OSError, subprocess.CalledProcessError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    return 0 if given.update or all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
