"""The network: the first layers of MPNet and the heads over them.

MPNet is written out here (Song et al. 2020; a post-norm transformer with relative position biases shared by all
layers) so that its graph exports cleanly and takes two more inputs per piece: the shape of its word and the white
space before it, which the uncased vocabulary cannot see, and a mark on the two arguments of a relation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own documentation calls it so

from dragoman.encoder.pieces import GAPS, PAD, SHAPES
from dragoman.encoding import FRAME, KINDS, TAGS, TYPES
from dragoman.extract.features import COREFERENCE, DISTANCE, LINK
from training.labels import ACTS, CONTEXTS, MODES, STATUSES

WIDTH, HEADS, FEED, BUCKETS, POSITIONS = 768, 12, 3072, 32, 514
INNER = 192

# Pair heads that link a left span to groups of right spans, with the number of their labels.
LINKS = {"argument": 2, "place": 1, "time": 1, "assert": 1, "same": 1, "speaker": 1, "holder": 1, "via": 1, "denies": 1}
SPAN_HEADS = {
    "kind": len(KINDS), "act": len(ACTS), "anonymous": 1, "event": 1 + len(TYPES), "mode": len(MODES), "status": len(STATUSES),
    "context": len(CONTEXTS),
}  # fmt: skip
MARKS = 3  # none, source, target


class Dropout(nn.Module):
    """Dropout with masks cut at random from one long strip: drawing new ones takes a third of a training step on a processor."""

    strip: dict[float, Tensor] = {}  # noqa: RUF012 - shared by all instances on purpose

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        size = x.numel()
        strip = self.strip.get(self.rate)
        if strip is None or len(strip) < 2 * size:
            strip = self.strip[self.rate] = (torch.rand(max(2 * size, 1 << 23)) >= self.rate).to(torch.bfloat16) / (1 - self.rate)
        start = int(torch.randint(len(strip) - size, ()))
        return x * strip[start : start + size].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-5), nn.LayerNorm(WIDTH, eps=1e-5)
        self.up, self.down = nn.Linear(WIDTH, FEED), nn.Linear(FEED, WIDTH)
        self.dropout = Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = (p(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for p in (self.q, self.k, self.v))
        mixed = (q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias.to(q.dtype)).softmax(-1) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.o(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


def buckets(length: int) -> Tensor:
    """The bucket [length, length] of each relative position, as in T5: exact up to 8, then logarithmic up to 128."""
    relative = torch.arange(length)[None, :] - torch.arange(length)[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    side = (-relative < 0).long() * half
    n = relative.abs()
    far = exact + (torch.log(n.float().clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
    return side + torch.where(n < exact, n, far.clamp(max=half - 1))


class Trunk(nn.Module):
    """Embeddings and the first `depth` layers."""

    def __init__(self, depth: int, vocabulary: int = 30527) -> None:
        super().__init__()
        # Words, positions and position biases stay as the base model has them: they gain nothing here and cost a third of a step.
        self.words = nn.Embedding(vocabulary, WIDTH, padding_idx=PAD).requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, WIDTH).requires_grad_(False)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.gaps = nn.Embedding(len(GAPS), WIDTH)
        self.marks = nn.Embedding(MARKS, WIDTH)
        for extra in (self.shapes, self.gaps, self.marks):
            nn.init.normal_(extra.weight, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.relative = nn.Embedding(BUCKETS, HEADS).requires_grad_(False)
        self.layers = nn.ModuleList(Layer() for _ in range(depth))
        self.dropout = Dropout(0.1)
        self.register_buffer("buckets", buckets(512), persistent=False)

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, marks: Tensor) -> Tensor:
        length = ids.shape[1]
        places = torch.arange(2, length + 2, device=ids.device)
        x = self.words(ids) + self.positions(places) + self.shapes(shapes) + self.gaps(gaps) + self.marks(marks)
        x = self.dropout(self.norm(x))
        bias = self.relative(self.buckets[:length, :length]).permute(2, 0, 1)[None]
        bias = bias.detach() + torch.where(ids == PAD, -10000.0, 0.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_base(self, path: Path) -> None:
        """Take over the weights of `all-mpnet-base-v2`."""
        base = load_file(path)
        mine = {"words.weight": "embeddings.word_embeddings.weight", "positions.weight": "embeddings.position_embeddings.weight",
                "relative.weight": "encoder.relative_attention_bias.weight"}  # fmt: skip
        for end in ("weight", "bias"):
            mine[f"norm.{end}"] = f"embeddings.LayerNorm.{end}"
            for i in range(len(self.layers)):
                at, to = f"encoder.layer.{i}", f"layers.{i}"
                mine.update({f"{to}.{x}.{end}": f"{at}.attention.attn.{x}.{end}" for x in "qkvo"})
                mine.update({f"{to}.norm1.{end}": f"{at}.attention.LayerNorm.{end}", f"{to}.norm2.{end}": f"{at}.output.LayerNorm.{end}",
                             f"{to}.up.{end}": f"{at}.intermediate.dense.{end}",
                             f"{to}.down.{end}": f"{at}.output.dense.{end}"})  # fmt: skip
        missing = self.load_state_dict({to: base[at] for to, at in mine.items()}, strict=False)
        strange = [k for k in missing.missing_keys if k.split(".")[0] not in {"shapes", "gaps", "marks"}]
        if strange or missing.unexpected_keys:
            raise ValueError(f"the base does not fit: {strange} {missing.unexpected_keys}")


class SpanNet(nn.Module):
    """`dragoman.encoding.SpanHead`, to train."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(WIDTH, INNER), nn.Linear(INNER, labels)
        self.dropout = Dropout(0.2)

    def forward(self, pooled: Tensor) -> Tensor:
        return self.last(self.dropout(F.relu(self.first(self.dropout(pooled)))))


class PairNet(nn.Module):
    """`dragoman.encoding.PairHead`, to train."""

    def __init__(self, labels: int, features: int) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(WIDTH, INNER), nn.Linear(WIDTH, INNER, bias=False)
        self.p, self.q = nn.Linear(WIDTH, INNER, bias=False), nn.Linear(WIDTH, INNER, bias=False)
        self.d = nn.Linear(max(features, 1), INNER, bias=False)
        self.last = nn.Linear(INNER, labels)
        self.dropout = Dropout(0.2)

    def forward(self, left: Tensor, right: Tensor, features: Tensor | None = None) -> Tensor:
        """Scores [n, m, labels] of all pairs."""
        return self.join(*self.lefts(left), *self.rights(right), features)

    def lefts(self, left: Tensor) -> tuple[Tensor, Tensor]:
        left = self.dropout(left)
        return self.a(left), self.p(left)

    def rights(self, right: Tensor) -> tuple[Tensor, Tensor]:
        right = self.dropout(right)
        return self.b(right), self.q(right)

    def join(self, a: Tensor, p: Tensor, b: Tensor, q: Tensor, features: Tensor | None) -> Tensor:
        inner = a[:, None] + b[None] + p[:, None] * q[None]
        if features is not None:
            inner = inner + self.d(features)
        return self.last(self.dropout(F.relu(inner)))


@dataclass
class Coded:
    """A batch after the trunk: states [batch, length, width] of the pieces without <s> and </s>, summaries, tag scores."""

    hidden: Tensor
    summary: Tensor
    tags: dict[str, Tensor]


class Net(nn.Module):
    """Trunk and all heads."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.depth = depth
        self.trunk = Trunk(depth)
        self.tag_sizes = {name: 1 + 2 * len(kinds) for name, kinds in TAGS.items()}
        self.tagger = nn.Linear(WIDTH, sum(self.tag_sizes.values()))
        self.spans = nn.ModuleDict({name: SpanNet(size) for name, size in SPAN_HEADS.items()})
        self.pairs = nn.ModuleDict({name: PairNet(size, LINK) for name, size in LINKS.items()})
        self.pairs["coreference"] = PairNet(1, COREFERENCE)
        self.pairs["frame"] = PairNet(len(FRAME), DISTANCE)
        self.pairs["relation"] = PairNet(1 + len(TYPES), 0)
        self.dropout = Dropout(0.1)

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, marks: Tensor) -> Coded:
        x = self.trunk(ids, shapes, gaps, marks)
        scores = self.tagger(self.dropout(x[:, 1:]))
        tags = dict(zip(self.tag_sizes, scores.float().split(list(self.tag_sizes.values()), -1), strict=True))
        return Coded(x[:, 1:].float(), x[:, 0].float(), tags)
