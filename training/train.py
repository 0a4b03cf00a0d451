"""Train the reader: all heads together, on all data sets at once.

    python -m training.train --data ../shared --base DIR --run training/runs/NAME [--depth 6] [--epochs 8]

A run writes a checkpoint every few minutes and goes on from it when it is started again; each epoch logs the figures
of every head on the marked reports that are kept aside.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.optim.swa_utils import AveragedModel

from dragoman.encoder.pieces import END, GAPS, PAD, SHAPES, START, load_tokenizer
from dragoman.knowledge import Knowledge
from training import data
from training.data import Example
from training.losses import WEIGHTS, Tally, losses
from training.model import Coded, Net

CHECKPOINT_SECONDS = 240
MASK, STOP = 30526, 1016  # the base model's <mask> and full stop
MEAN_STEPS = 400  # about so many last steps go into the mean of the weights, which is what is measured and shipped


@dataclass
class Sets:
    """The examples of each source, and how much of it one epoch takes."""

    train: dict[str, list[Example]] = field(default_factory=dict)
    share: dict[str, float] = field(default_factory=dict)
    dev: dict[str, list[Example]] = field(default_factory=dict)


HERE = Path(__file__).parent


def golds(shared: Path) -> list[data.Row]:
    """All marked reports as gold readings: the real ones of the data and of `training/marked-real`, and our own."""
    marked = shared / "marked"
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        texts = (shared / "data" / "corpora" / "newswire.jsonl.gz", shared / "data" / "source_target" / "train.jsonl")
        news.write_text("".join(json.dumps(row) + "\n" for path in texts for row in data.rows(path)), encoding="utf-8")
        parts = (
            ("real", marked / "real", marked / "real-reports.jsonl"),
            ("real", HERE / "marked-real", news),
            ("authored", HERE / "authored", None),
        )
        return [{**gold, "part": part} for part, marks, texts in parts for gold in _gold(marked / "mark.py", marks, texts)]


def _gold(program: Path, marks: Path, texts: Path | None) -> Iterator[data.Row]:
    files = sorted(map(str, marks.glob("*.marks")))
    command = [sys.executable, str(program), "gold", *files, *(["--reports", str(texts)] if texts else [])]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout if files else ""
    return map(json.loads, out.splitlines())


def load_sets(shared: Path, tokenizer: Tokenizer, size: int, portion: float | None = None) -> Sets:
    """All sets; with a portion, that share of the marked reports alone: each smaller one lies within each larger one."""
    sets, alias = Sets(), Knowledge.load().ids
    marked = golds(shared)
    chance = random.Random(7)
    kept = [g for g in marked if not data.is_aside(g["report"]["id"]) and data.draw(g["report"]["id"]) < (portion or 1)]
    aside = [g for g in marked if data.is_aside(g["report"]["id"])]
    for part in ("real", "authored"):
        sets.train[part] = [e for g in kept if g["part"] == part for e in data.marked(g, tokenizer, alias, size)]
        sets.dev[part] = [e for g in aside if g["part"] == part for e in data.marked(g, tokenizer, alias, size)]
    if portion:
        return sets
    sets.train["pairs"] = [e for g in kept for e in data.marked_relations(g, tokenizer, chance)]
    sets.share["pairs"] = 0.15
    _load_public(sets, shared / "data", tokenizer, size)
    return sets


def _load_public(sets: Sets, folder: Path, tokenizer: Tokenizer, size: int) -> None:
    def relations(rows: Iterator[data.Row], types: Any) -> list[Example]:
        made = (data.relation(r["text"], r["source"], r["target"], types(r), tokenizer) for r in rows)
        return [e for e in made if e]

    polnear = list(data.rows(folder / "attribution" / "train.jsonl.gz"))
    sets.train["attribution"] = [e for r in polnear for e in data.attribution(r, tokenizer, size, 0.7)]
    sets.share["attribution"] = 0.08
    dev_texts = {r["text"] for r in data.rows(folder / "relations" / "plv_dev.jsonl")}
    sets.train["plv"] = relations(data.rows(folder / "relations" / "plv_train.jsonl"), data.plv_types)
    sets.dev["plv"] = relations(data.rows(folder / "relations" / "plv_dev.jsonl"), data.plv_types)
    either = {True: data.PENTA[3] + data.PENTA[4], False: data.PENTA[1] + data.PENTA[2]}  # conflict, cooperation
    sets.train["aw"] = relations(data.rows(folder / "relations" / "aw_train.jsonl"), lambda r: either[bool(r["binary"])])
    cameo = (r for r in data.rows(folder / "source_target" / "train.jsonl") if r["text"] not in dev_texts)
    firsts = ({**r, "source": (r["source"] or [None])[0], "target": (r["target"] or [None])[0]} for r in cameo)
    sets.train["cameo"] = relations(firsts, lambda r: data.PENTA.get(r["penta"], ()))
    sets.train["re3d"] = [e for r in data.rows(folder / "entities" / "re3d_train.jsonl") for e in data.entities(r, tokenizer, size)]
    sets.share["re3d"] = 1.5
    sets.dev["re3d"] = [e for r in data.rows(folder / "entities" / "re3d_dev.jsonl") for e in data.entities(r, tokenizer, size)]
    for name, share in (("wikigold", 0.4), ("wnut17_train", 0.2)):
        sets.train[name] = [e for r in data.rows(folder / "entities" / f"{name}.jsonl") for e in data.named(r, tokenizer, size)]
        sets.share[name] = share
    sets.train["timebank"] = [e for r in data.rows(folder / "time" / "timebank.jsonl") for e in data.timexes(r, tokenizer, size)]
    sets.share["timebank"] = 0.3
    articles = list(data.rows(folder / "attribution" / "dev.jsonl"))[:20]
    sets.dev["attribution"] = [e for r in articles for e in data.attribution(r, tokenizer, size)]


def padded(length: int) -> int:
    """The length of a window with its <s> and </s>, rounded up: kernels are compiled anew for each shape of input."""
    return min(-(-(length + 2) // 32) * 32, 512)


def batches(sets: Sets, epoch: int, seed: int, most: int) -> list[list[Example]]:
    """The batches of one epoch, each of one padded length and of at most `most` pieces; the same for the same seed."""
    chance = random.Random(seed * 1000 + epoch)
    found: list[list[Example]] = []
    for name, examples in sets.train.items():
        times, part = divmod(sets.share.get(name, 1.0), 1)
        drawn = examples * int(times) + chance.sample(examples, round(len(examples) * part))
        by_length: dict[int, list[Example]] = {}
        for example in drawn:
            by_length.setdefault(padded(len(example.ids)), []).append(example)
        for length, alike in by_length.items():
            size = min(32, max(1, most // length))
            found += [alike[start : start + size] for start in range(0, len(alike), size)]
    chance.shuffle(found)
    return found


def disguise(shapes: np.ndarray, gaps: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Now and then a text in capitals, in small letters or in title case, and one whose paragraphs are joined."""
    case = {0: "upper", 1: "lower", 2: "title"}.get(int(chance.integers(25)))
    if case:
        fixed = np.isin(shapes, [SHAPES.index("other"), SHAPES.index("number")])
        shapes = np.where(fixed, shapes, SHAPES.index(case))
    if chance.integers(12) == 0:
        gaps = np.minimum(gaps, GAPS.index("space"))
    return shapes, gaps


def mask(ids: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """In four texts of ten, one piece of ten hidden, so that the model reads the words around a name and not the name."""
    if chance.integers(10) >= 4:
        return ids
    return np.where(chance.random(len(ids)) < 0.1, MASK, ids)


def unstop(ids: np.ndarray, gaps: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """In one text of twelve, no full stop before a line ends: the piece is padding, which no other piece attends to."""
    if chance.integers(12):
        return ids
    ends = np.append(gaps[1:] >= GAPS.index("line"), True)
    return np.where(ends & (ids == STOP), PAD, ids)


def code(net: Net, examples: list[Example], chance: np.random.Generator | None = None) -> Coded:
    """The batch through the network; with chance, some of its texts are disguised."""
    length = padded(max(len(e.ids) for e in examples))
    inputs = np.zeros((4, len(examples), length), np.int64)
    inputs[0] = PAD
    for row, example in enumerate(examples):
        count = len(example.ids)
        ids, shapes, gaps = np.asarray(example.ids), example.shapes, example.gaps
        if chance:
            ids = mask(unstop(ids, gaps, chance), chance)
            shapes, gaps = disguise(shapes, gaps, chance)
        inputs[0, row, : count + 2] = [START, *ids, END]
        for layer, values in enumerate((shapes, gaps, example.marks), 1):
            inputs[layer, row, 1 : count + 1] = values
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return net(*torch.from_numpy(inputs))  # type: ignore[no-any-return]


def step_loss(net: Net, examples: list[Example], tally: Tally | None = None, chance: np.random.Generator | None = None) -> torch.Tensor:
    found = losses(net, code(net, examples, chance), examples, tally)
    return sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()))


def evaluate(net: Net, sets: Sets) -> dict[str, dict[str, float]]:
    net.eval()
    figures = {}
    with torch.no_grad():
        for name, examples in sets.dev.items():
            tally = Tally()
            for start in range(0, len(examples), 6):
                step_loss(net, examples[start : start + 6], tally)
            figures[name] = tally.figures()
    return figures


def groups(net: Net, rate: float, decay: float = 0.9) -> list[dict[str, Any]]:
    """Parameters by learning rate: lower layers slower, heads and new embeddings ten times faster than the top layer."""
    by_rate: dict[float, list[torch.nn.Parameter]] = {}
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if not name.startswith("trunk.") or name.split(".")[1] in {"shapes", "gaps", "marks"}:
            mine = rate * 10
        else:
            level = int(name.split(".")[2]) + 1 if name.startswith("trunk.layers.") else 0
            mine = rate * decay ** (net.depth - level)
        by_rate.setdefault(mine, []).append(parameter)
    return [{"params": parameters, "lr": mine} for mine, parameters in by_rate.items()]


def schedule(step: int, total: int) -> float:
    warm = min(150, total // 8)
    return step / warm if step < warm else max(0.02, (total - step) / (total - warm))


def running_mean(net: Net, total: int) -> AveragedModel:
    """The mean of the last weights (Polyak and Juditsky 1992), which reads better than those of the last step.

    It goes over at most a fifth of all steps: over more of them the first ones, which know nothing, would still weigh.
    """
    most = min(MEAN_STEPS, max(1, total // 5))

    def take(means: list[torch.Tensor], weights: list[torch.Tensor], steps: torch.Tensor) -> None:
        torch._foreach_lerp_(means, weights, 1 / min(int(steps) + 1, most))

    return AveragedModel(net, multi_avg_fn=take)


class Run:
    """One run: its folder, its log, its checkpoint."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.saved = folder, time.time()

    def log(self, **values: Any) -> None:
        line = json.dumps({"at": time.strftime("%H:%M:%S"), **values})
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    def save(self, net: Net, mean: AveragedModel, optimizer: torch.optim.Optimizer, step: int, always: bool = False) -> None:
        if always or time.time() - self.saved > CHECKPOINT_SECONDS:
            new = self.folder / "checkpoint.new"
            state = {"net": net.state_dict(), "mean": mean.module.state_dict(), "means": int(mean.n_averaged)}
            torch.save(state | {"optimizer": optimizer.state_dict(), "step": step, "depth": net.depth}, new)
            new.replace(self.folder / "checkpoint.pt")
            self.saved = time.time()

    def resume(self, net: Net, mean: AveragedModel, optimizer: torch.optim.Optimizer) -> int:
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return 0
        saved = torch.load(path, weights_only=True)
        net.load_state_dict(saved["net"])
        mean.module.load_state_dict(saved["mean"])
        mean.n_averaged.fill_(saved["means"])
        optimizer.load_state_dict(saved["optimizer"])
        return int(saved["step"])


def train(given: argparse.Namespace) -> None:
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    sets = load_sets(given.data, load_tokenizer(given.base / "tokenizer.json"), given.window, given.portion)
    net = Net(given.depth)
    net.trunk.load_base(given.base / "model.safetensors")
    if given.start:
        saved = torch.load(given.start, weights_only=True)
        net.load_state_dict(saved.get("mean", saved["net"]))
    optimizer = torch.optim.AdamW(groups(net, given.rate), weight_decay=0.01, fused=True)
    rates = [g["lr"] for g in optimizer.param_groups]
    run = Run(given.run)
    plan = [b for epoch in range(given.epochs) for b in batches(sets, epoch, given.seed, given.batch)]
    ends = np.cumsum([len(batches(sets, epoch, given.seed, given.batch)) for epoch in range(given.epochs)]).tolist()
    mean = running_mean(net, len(plan))
    done = run.resume(net, mean, optimizer)
    sizes, arguments = {k: len(v) for k, v in sets.train.items()}, {k: str(v) for k, v in vars(given).items()}
    run.log(event="start", step=done, steps=len(plan), examples=sizes, arguments=arguments)
    net.train()
    began, seen = time.time(), 0.0
    for step in range(done, len(plan)):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * schedule(step, len(plan))
        loss = step_loss(net, plan[step], chance=np.random.default_rng((given.seed, step))) / len(plan[step])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        mean.update_parameters(net)
        seen = 0.98 * seen + 0.02 * float(loss) if seen else float(loss)
        if (step + 1) % 50 == 0:
            run.log(step=step + 1, loss=round(seen, 3), seconds_a_step=round((time.time() - began) / (step + 1 - done), 3))
        run.save(net, mean, optimizer, step + 1, always=step + 1 == len(plan))
        if step + 1 in ends and (not given.portion or step + 1 == len(plan)):  # a learning curve asks for the last alone
            run.log(epoch=ends.index(step + 1) + 1, step=step + 1, figures=evaluate(mean.module, sets))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with marked/ and data/")
    parser.add_argument("--base", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoint and log go")
    parser.add_argument("--depth", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", type=int, default=510)
    parser.add_argument("--batch", type=int, default=1400, help="word pieces in a batch at most")
    parser.add_argument("--portion", type=float, help="train on this share of the marked reports alone (for learning curves)")
    parser.add_argument("--start", type=Path, help="a checkpoint of another run whose weights to begin with")
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
