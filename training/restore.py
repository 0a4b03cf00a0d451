"""Make a checkpoint of the model that ships, to go on training from: what is committed is all that a run needs.

    python -m training.restore --model src/dragoman/model --base DIR --out training/runs/shipped.pt

The int8 weights are scaled back to floats, the small heads widened from half precision; embeddings that are not trained
come from the base model. What rounding took is lost: the first steps of the new run find it again.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import GraphProto, NodeProto, numpy_helper

from training.model import Net

Arrays = dict[str, np.ndarray]


def graph_weights(graph: GraphProto) -> Iterator[tuple[str, np.ndarray]]:
    """The weights of trunk and tag heads by the names that the network has for them."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    yield from ((name, array) for name, array in arrays.items() if name.startswith(("trunk.", "tagger.")))
    readers = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in arrays:
            # A product's weight has lost its name in the graph; the bias that is added to it has kept its own.
            bias = added_bias(node, readers, arrays)
            yield bias.removesuffix("bias") + "weight", scaled(node.input[1], arrays).T
        elif node.op_type == "Gather" and node.input[0].endswith("_quantized"):
            name = node.input[0].removesuffix("_quantized")
            if name.split(".")[1] in {"shapes", "gaps", "marks"}:
                yield name, scaled(node.input[0], arrays)


def scaled(name: str, arrays: Arrays) -> np.ndarray:
    """An int8 array as floats."""
    bare = name.removesuffix("_quantized")
    return (arrays[name].astype(np.float32) - arrays[f"{bare}_zero_point"].astype(np.float32)) * arrays[f"{bare}_scale"]


def added_bias(node: NodeProto, readers: dict[str, list[NodeProto]], arrays: Arrays) -> str:
    """The name of the bias that is added to a product, a few nodes on."""
    front = [node]
    for _ in range(8):
        front = [reader for node in front for name in node.output for reader in readers[name]]
        for reader in front:
            for name in reader.input if reader.op_type == "Add" else ():
                if name in arrays and arrays[name].ndim == 1:
                    return name
    raise ValueError(f"{node.name}: no bias is added to it")


def head_weights(heads: Arrays) -> Iterator[tuple[str, np.ndarray]]:
    """The weights of the small heads by the names that the network has for them."""
    ends = {"w1": "first.weight", "b1": "first.bias", "w2": "last.weight", "b2": "last.bias"}
    pair_ends = {"b1": "a.bias", "w2": "last.weight", "b2": "last.bias"} | {part: f"{part}.weight" for part in "abpqd"}
    for name, array in heads.items():
        kind, _, rest = name.partition(".")
        if kind == "labels":
            continue
        head, _, part = rest.rpartition(".")
        end = (ends if kind == "spans" else pair_ends)[part]
        yield f"{kind}.{head}.{end}", (array.T if end.endswith("weight") else array).astype(np.float32)


def restore(model: Path, base: Path, depth: int) -> Net:
    """The network with the weights of a shipped model. Raises ValueError where one is missing."""
    net = Net(depth)
    net.trunk.load_base(base / "model.safetensors")
    state = net.state_dict()
    found = {**dict(graph_weights(onnx.load(str(model / "encoder.onnx")).graph)), **dict(head_weights(dict(np.load(model / "heads.npz"))))}
    fixed = {"trunk.words.weight", "trunk.positions.weight", "trunk.relative.weight"}
    missing = state.keys() - found.keys() - fixed
    if missing:
        raise ValueError(f"{model}: not all weights are there: {', '.join(sorted(missing))}")
    net.load_state_dict({name: torch.from_numpy(np.array(found[name])) if name in found else old for name, old in state.items()})
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--depth", type=int, default=6)
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"net": restore(given.model, given.base, given.depth).state_dict(), "depth": given.depth}, given.out)


if __name__ == "__main__":
    main()
