"""Write what ships: the ONNX graph in int8, the arrays of the small heads, the tokenizer and the card.

python -m training.export --run training/runs/NAME --base DIR --out src/dragoman/model
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from dragoman.encoder.model import FORMAT, version
from dragoman.encoding import KINDS, TYPES
from training.labels import ACTS, CONTEXTS, MODES, STATUSES
from training.model import Net, PairNet, SpanNet


class Graph(nn.Module):
    """The part that goes into ONNX: states and tag scores of each piece, <s> and </s> included."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.trunk, self.tagger = net.trunk, net.tagger

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.trunk(ids, shapes, gaps, marks)
        return hidden, self.tagger(hidden)


def load_net(checkpoint: Path) -> Net:
    saved = torch.load(checkpoint, weights_only=True)
    net = Net(saved["depth"])
    net.load_state_dict(saved["mean"])
    return net.eval()


def write_graph(net: Net, path: Path) -> None:
    example = tuple(torch.full((1, 16), 5) if i == 0 else torch.zeros(1, 16, dtype=torch.long) for i in range(4))
    names, names_out = ["ids", "shapes", "gaps", "marks"], ["hidden", "tags"]
    axes = {name: {0: "batch", 1: "length"} for name in names + names_out}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph(net), example, str(path), input_names=names, output_names=names_out, dynamic_axes=axes, opset_version=17, dynamo=False
        )


def shrink(whole: Path, out: Path) -> None:
    """The graph with its weights in int8, a scale for each column."""
    inner = ["MatMul", "Gemm", "Gather"]
    quantize_dynamic(whole, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=inner)


def head_arrays(net: Net) -> dict[str, np.ndarray]:
    """The heads as `dragoman.encoder.model.load_heads` wants them, in half precision."""
    found: dict[str, Any] = {}
    for name, span in net.spans.items():
        assert isinstance(span, SpanNet)
        for number, layer in enumerate((span.first, span.last), 1):
            found |= {f"spans.{name}.w{number}": layer.weight.T, f"spans.{name}.b{number}": layer.bias}
    for name, pair in net.pairs.items():
        assert isinstance(pair, PairNet)
        found |= {f"pairs.{name}.{part}": getattr(pair, part).weight.T for part in "abpqd"}
        found |= {f"pairs.{name}.b1": pair.a.bias, f"pairs.{name}.w2": pair.last.weight.T, f"pairs.{name}.b2": pair.last.bias}
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}
    labels = {"act": ACTS, "status": STATUSES, "mode": MODES, "context": CONTEXTS, "kind": KINDS, "event": ("NONE", *TYPES)}
    return arrays | {f"labels.{name}": np.array(values) for name, values in labels.items()}


def export(given: argparse.Namespace) -> None:
    net = load_net(given.run / "checkpoint.pt")
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        write_graph(net, whole)
        (shutil.copy if given.float else shrink)(whole, given.out / "encoder.onnx")
    np.savez_compressed(given.out / "heads.npz", **head_arrays(net))
    shutil.copy(given.base / "tokenizer.json", given.out / "tokenizer.json")
    write_card(given.run, given.out)


def write_card(run: Path, out: Path) -> None:
    lines = [json.loads(line) for line in (run / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    figures = [line for line in lines if "figures" in line]
    card = {
        "format": FORMAT,
        "version": version(out, {}),
        "base": "all-mpnet-base-v2 (Apache-2.0), first layers, fine-tuned on all heads together",
        "examples": next(line["examples"] for line in lines if line.get("event") == "start"),
        "epochs": len(figures),
        "heads_on_dev": figures[-1]["figures"] if figures else {},
    }
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="leave the graph in 32-bit floats, to compare")
    export(parser.parse_args())


if __name__ == "__main__":
    main()
