"""The network and what is measured of it; skipped where PyTorch is not installed, as it is not for reading."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch; reading does not")
pytest.importorskip("safetensors", reason="training needs safetensors; reading does not")

from dragoman.encoding import PairHead, SpanHead  # noqa: E402
from training.losses import Tally, count_tags, grouped, tag_spans  # noqa: E402
from training.model import INNER, WIDTH, PairNet, SpanNet, buckets  # noqa: E402


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([], set()),
        ([0, 0], set()),
        ([1, 2, 2, 0], {(0, 3, 0)}),
        ([1, 2, 1, 2], {(0, 2, 0), (2, 4, 0)}),
        ([1, 1], {(0, 1, 0), (1, 2, 0)}),
        ([0, 2, 2, 0], {(1, 3, 0)}),
        ([1, 4, 4], {(0, 1, 0), (1, 3, 1)}),
        ([3, 4, 0, 1], {(0, 2, 1), (3, 4, 0)}),
    ],
)
def test_spans_of_tags(labels: list[int], spans: set[tuple[int, int, int]]) -> None:
    assert tag_spans(np.array(labels, int)) == spans


def test_a_tally_counts_exact_spans() -> None:
    tally = Tally()
    count_tags(tally, "event", np.array([1, 2, 0, 3]), np.array([1, 2, 0, 1]))
    assert tally.figures() == {"tag:event": 0.5, "tag:event:untyped": 1.0}


def test_a_noisy_or_over_groups() -> None:
    scores = torch.zeros(1, 3, 1)
    none = grouped(scores, [0, 1, 0], 2)
    assert (1 - none.exp())[0, :, 0].tolist() == pytest.approx([0.75, 0.5])


def numpy(weights: object) -> np.ndarray:
    return weights.detach().numpy()  # type: ignore[attr-defined, no-any-return]


def test_a_trained_span_head_gives_the_numbers_of_the_shipped_one() -> None:
    torch.manual_seed(1)
    net = SpanNet(5).eval()
    head = SpanHead(numpy(net.first.weight).T, numpy(net.first.bias), numpy(net.last.weight).T, numpy(net.last.bias))
    assert head.w1.shape == (WIDTH, INNER)
    pooled = torch.randn(4, WIDTH)
    assert head(pooled.numpy()) == pytest.approx(numpy(net(pooled)), abs=1e-4)


@pytest.mark.parametrize("features", [0, 7])
def test_a_trained_pair_head_gives_the_numbers_of_the_shipped_one(features: int) -> None:
    torch.manual_seed(1)
    net = PairNet(3, features).eval()
    a, b, p, q, d = (numpy(getattr(net, part).weight).T for part in "abpqd")
    head = PairHead(a, b, p, q, d, numpy(net.a.bias), numpy(net.last.weight).T, numpy(net.last.bias))
    left, right = torch.randn(2, WIDTH), torch.randn(4, WIDTH)
    far = torch.randn(2, 4, features) if features else None
    given = None if far is None else far.numpy()
    assert head(left.numpy(), right.numpy(), given) == pytest.approx(numpy(net(left, right, far)), abs=1e-4)


def test_relative_positions_differ_by_side_and_distance() -> None:
    found = buckets(200)
    assert found[0, 0] == 0
    assert found[5, 6] != found[6, 5]
    assert len({int(found[0, at]) for at in range(8)}) == 8
    assert int(found.max()) < 32
