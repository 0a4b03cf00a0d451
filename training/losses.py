"""The losses of all heads on one batch, and the counts from which the figures per head are made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - as in training.model

from dragoman.encoding import TAGS
from training.data import UNKNOWN, Example, Range
from training.labels import MODES
from training.model import LINKS, Coded, Net

# Weights beside the natural one (a sum over decisions): what is counted per piece would otherwise drown the rest.
WEIGHTS: dict[str, float] = defaultdict(lambda: 1.0)
WEIGHTS |= {"frame": 0.12, "tag:content": 0.15, "tag:cue": 0.6, "tag:mention": 0.7, "kind": 0.5, "relation": 3.0, "context": 0.3,
            "same": 0.6, "tag:event": 1.4, "event": 1.4, "argument": 1.3, "mode": 1.5, "status": 1.3, "act": 1.2}  # fmt: skip

_TYPE_OF_MODE = np.array([m.split("/")[0] for m in MODES])


class Tally:
    """Hits, gold and answered counts of each head."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, head: str, hits: int, gold: int, said: int) -> None:
        self.counts[head].update(hits=hits, gold=gold, said=said)

    def figures(self) -> dict[str, float]:
        """F1 of each head (accuracy, where each item has one answer)."""
        return {head: round(2 * c["hits"] / max(1, c["gold"] + c["said"]), 4) for head, c in sorted(self.counts.items())}


class Pool:
    """Mean states of ranges of pieces, for a whole batch at once."""

    def __init__(self, hidden: Tensor) -> None:
        batch, self.length, width = hidden.shape
        self.sums = F.pad(hidden.cumsum(1), (0, 0, 1, 0)).reshape(batch * (self.length + 1), width)

    def __call__(self, ranges: list[tuple[int, Range]]) -> Tensor:
        """States [n, width] of (row of the batch, range) pairs."""
        at = torch.tensor([(row * (self.length + 1) + left, row * (self.length + 1) + right) for row, (left, right) in ranges])
        return (self.sums[at[:, 1]] - self.sums[at[:, 0]]) / (at[:, 1] - at[:, 0])[:, None]


Rows = list[tuple[int, Example]]


def losses(net: Net, coded: Coded, examples: list[Example], tally: Tally | None = None) -> dict[str, Tensor]:
    """Sums over the batch, by head. With a tally, the answers are counted too."""
    pool, rows = Pool(coded.hidden), list(enumerate(examples))
    found: dict[str, Tensor] = {}
    for head in TAGS:
        _keep(found, f"tag:{head}", _tag_loss(coded, head, rows, tally))
    for head in net.spans:
        _keep(found, head, _span_loss(net, head, rows, pool, tally))
    _keep(found, "event", _no_event_loss(net, coded, rows))
    _keep(found, "context", _context_loss(net, coded, rows, tally))
    for head in LINKS:
        _keep(found, head, _link_loss(net, head, rows, pool, tally))
    _keep(found, "coreference", _coreference_loss(net, rows, pool, tally))
    _keep(found, "frame", _frame_loss(net, coded, rows, pool, tally))
    _keep(found, "relation", _relation_loss(net, coded, rows, pool, tally))
    return found


def _keep(found: dict[str, Tensor], name: str, loss: Tensor | None) -> None:
    if loss is not None:
        found[name] = found[name] + loss if name in found else loss


def _count(tally: Tally | None, head: str, said: np.ndarray, gold: np.ndarray) -> None:
    if tally:
        tally.add(head, int((said & gold).sum()), int(gold.sum()), int(said.sum()))


def _tag_loss(coded: Coded, head: str, rows: Rows, tally: Tally | None) -> Tensor | None:
    mine = [(row, e) for row, e in rows if head in e.tags]
    if not mine:
        return None
    scores = torch.cat([_open(coded.tags[head][row, : len(e.ids)], head, e) for row, e in mine])
    labels = torch.from_numpy(np.concatenate([e.tags[head] for _, e in mine]))
    weights = torch.cat([torch.full((len(e.ids),), e.weight) for _, e in mine])
    if tally:
        for row, e in mine:
            count_tags(tally, head, coded.tags[head][row, : len(e.ids)].argmax(-1).numpy(), e.tags[head])
    return (F.cross_entropy(scores, labels, reduction="none", ignore_index=UNKNOWN) * weights).sum()


def _open(scores: Tensor, head: str, example: Example) -> Tensor:
    """Scores of the labels of a tag head; where only names are marked, "O" stands for descriptions and pronouns too."""
    if not (example.names_only and head == "mention"):
        return scores
    name = [1 + 2 * TAGS[head].index("name"), 2 + 2 * TAGS[head].index("name")]
    rest = [label for label in range(scores.shape[1]) if label not in name]
    merged = torch.full_like(scores, -1e4)
    merged[:, name] = scores[:, name]
    merged[:, 0] = scores[:, rest].logsumexp(1)
    return merged


def _span_loss(net: Net, head: str, rows: Rows, pool: Pool, tally: Tally | None) -> Tensor | None:
    mine = [(row, e) for row, e in rows if head in e.spans]
    if not mine:
        return None
    scores = net.spans[head](pool([(row, r) for row, e in mine for r in e.spans[head][0]]))
    truth = torch.from_numpy(np.concatenate([e.spans[head][1] for _, e in mine]))
    if head == "anonymous":
        _count(tally, head, (scores[:, 0] > 0).numpy(), truth.numpy() > 0)
        return F.binary_cross_entropy_with_logits(scores[:, 0], truth.float(), reduction="sum")
    if head == "mode":  # a mode is chosen among those of its type
        kinds = _TYPE_OF_MODE[truth.numpy()]
        scores = scores.masked_fill(torch.from_numpy(kinds[:, None] != _TYPE_OF_MODE[None, :]), -1e4)
    if tally:
        tally.add(head, int((scores.argmax(-1) == truth).sum()), len(truth), len(truth))
    return F.cross_entropy(scores, truth, reduction="sum")


def _no_event_loss(net: Net, coded: Coded, rows: Rows) -> Tensor | None:
    """Teaches the event head that the pieces which the tagger half takes for events, and are none, are none."""
    states = []
    for row, example in rows:
        if "event" in example.tags:
            likely = 1 - coded.tags["event"][row, : len(example.ids)].detach().softmax(-1)[:, 0].numpy()
            states.append(coded.hidden[row, np.flatnonzero((likely > 0.1) & (example.tags["event"] == 0))])
    if not states or not sum(map(len, states)):
        return None
    wrong = torch.cat(states)
    return F.cross_entropy(net.spans["event"](wrong), torch.zeros(len(wrong), dtype=torch.long), reduction="sum")


def _context_loss(net: Net, coded: Coded, rows: Rows, tally: Tally | None) -> Tensor | None:
    mine = [(row, e) for row, e in rows if e.contexts is not None]
    if not mine:
        return None
    scores = net.spans["context"](coded.summary[[row for row, _ in mine]])
    truth = np.stack([e.contexts for _, e in mine if e.contexts is not None])
    _count(tally, "context", (scores > 0).numpy(), truth > 0)
    return F.binary_cross_entropy_with_logits(scores, torch.from_numpy(truth), reduction="sum")


def grouped(scores: Tensor, group: list[int], size: int) -> Tensor:
    """log P(no mention of the group is linked) [left, groups, labels] from scores [left, right, labels]: a noisy or."""
    none = scores.new_zeros(scores.shape[0], size, scores.shape[2])
    return none.index_add(1, torch.tensor(group), -F.softplus(scores))


def _joined(net: Net, head: str, lefts: list[Tensor], rights: list[Tensor], features: list[np.ndarray]) -> Iterator[Tensor]:
    """Scores of the pairs of each example, the projections being made for the batch at once."""
    pair = net.pairs[head]
    both = ((pair.lefts, lefts), (pair.rights, rights))
    sides = [[t.split([len(s) for s in states]) for t in side(torch.cat(states))] for side, states in both]
    for a, p, b, q, far in zip(*sides[0], *sides[1], features, strict=True):
        yield pair.join(a, p, b, q, torch.from_numpy(far))


def _link_loss(net: Net, head: str, rows: Rows, pool: Pool, tally: Tally | None) -> Tensor | None:
    mine = [(row, e.links[head]) for row, e in rows if head in e.links]
    if not mine:
        return None
    lefts = pool([(row, r) for row, link in mine for r in link.left]).split([len(link.left) for _, link in mine])
    rights = pool([(row, r) for row, link in mine for r in link.right]).split([len(link.right) for _, link in mine])
    total = torch.zeros(())
    for (_, link), scores in zip(mine, _joined(net, head, list(lefts), list(rights), [link.features for _, link in mine]), strict=True):
        present = sorted(set(link.group))
        none = grouped(scores, [present.index(g) for g in link.group], len(present)).clamp(max=-1e-6)
        truth = torch.from_numpy(link.truth[:, present])
        _count(tally, head, (none < -0.6931).numpy(), truth.numpy() > 0)
        total = total - (truth * torch.log(-torch.expm1(none)) + (1 - truth) * none).sum()
    return total


def _coreference_loss(net: Net, rows: Rows, pool: Pool, tally: Tally | None) -> Tensor | None:
    """Each mention chooses an earlier one of its cluster, or none (score 0) where it is the first."""
    mine = [(row, e) for row, e in rows if e.coreference is not None]
    if not mine:
        return None
    states = list(pool([(row, r) for row, e in mine for r in e.mentions]).split([len(e.mentions) for _, e in mine]))
    total = torch.zeros(())
    features = [e.coreference for _, e in mine if e.coreference is not None]
    for (_, example), scores in zip(mine, _joined(net, "coreference", states, states, features), strict=True):
        clusters = np.array(example.clusters)
        earlier = np.tri(len(clusters), k=-1, dtype=bool)
        same = (clusters[:, None] == clusters[None, :]) & earlier
        options = torch.cat([scores.new_zeros(len(clusters), 1), scores[..., 0].masked_fill(torch.from_numpy(~earlier), -1e4)], 1)
        right = torch.from_numpy(np.concatenate([~same.any(1, keepdims=True), same], 1))
        if tally:
            tally.add("coreference", int(right.gather(1, options.argmax(1, keepdim=True)).sum()), len(clusters), len(clusters))
        total = total + (options.logsumexp(1) - options.masked_fill(~right, -1e4).logsumexp(1)).sum()
    return total


def _frame_loss(net: Net, coded: Coded, rows: Rows, pool: Pool, tally: Tally | None) -> Tensor | None:
    mine = [(row, e, e.frames) for row, e in rows if e.frames]
    if not mine:
        return None
    lefts = list(pool([(row, r) for row, _, frames in mine for r in frames[0]]).split([len(frames[0]) for _, _, frames in mine]))
    rights = [coded.hidden[row, : len(e.ids)] for row, e, _ in mine]
    total = torch.zeros(())
    features = [frames[2] for _, _, frames in mine]
    for (_, example, (_, labels, _)), scores in zip(mine, _joined(net, "frame", lefts, rights, features), strict=True):
        if tally:
            said = scores.argmax(-1).numpy()
            _count(tally, "frame:content", np.isin(said, (1, 2, 3)), np.isin(labels, (1, 2, 3)))
            _count(tally, "frame:source", said > 3, labels > 3)
        total = total + example.weight * F.cross_entropy(scores.flatten(0, 1), torch.from_numpy(labels).flatten(), reduction="sum")
    return total


def _relation_loss(net: Net, coded: Coded, rows: Rows, pool: Pool, tally: Tally | None) -> Tensor | None:
    """NONE and the types for the marked source and target; an end that is not named has the summary's state alone."""
    mine = [(row, e, e.relation) for row, e in rows if e.relation]
    if not mine:
        return None
    total = torch.zeros(())
    for row, example, (source, target, types) in mine:
        summary = coded.summary[row]
        ends = [summary + pool([(row, end)])[0] if end else summary for end in (source, target)]
        scores = net.pairs["relation"](ends[0][None], ends[1][None])[0, 0]
        right = torch.from_numpy(types) > 0
        if tally:
            tally.add("relation", int(right[scores.argmax()]), 1, 1)
        total = total + example.weight * (scores.logsumexp(0) - scores[right].logsumexp(0))
    return total


def count_tags(tally: Tally, head: str, said: np.ndarray, gold: np.ndarray) -> None:
    """Exact spans with their kinds."""
    a, b = tag_spans(said), tag_spans(gold)
    tally.add(f"tag:{head}", len(a & b), len(b), len(a))
    if head in {"mention", "event"}:
        a, b = {s[:2] for s in a}, {s[:2] for s in b}
        tally.add(f"tag:{head}:untyped", len(a & b), len(b), len(a))


def tag_spans(labels: np.ndarray) -> set[tuple[int, int, int]]:
    """Spans (first, last, kind) of labels O, B, I; an I without a B before it begins a span."""
    found, start, kind = set(), -1, -1
    for at, label in enumerate([*labels.tolist(), 0]):
        inside = label > 0 and label % 2 == 0 and kind == label // 2 - 1
        if start >= 0 and not inside:
            found.add((start, at, kind))
            start = -1
        if label and start < 0:
            start, kind = at, (label - 1) // 2
    return found
