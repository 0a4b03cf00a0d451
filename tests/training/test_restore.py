"""What ships can be trained on; skipped where PyTorch is not installed, as it is not for reading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch; reading does not")
onnx = pytest.importorskip("onnx", reason="training needs onnx; reading does not")
pytest.importorskip("safetensors", reason="training needs safetensors; reading does not")

from dragoman.encoder.pieces import GAPS, PAD  # noqa: E402
from training.export import head_arrays, shrink, write_graph  # noqa: E402
from training.model import Net  # noqa: E402
from training.restore import graph_weights, head_weights  # noqa: E402
from training.train import STOP, running_mean, unstop  # noqa: E402


@pytest.mark.filterwarnings("ignore")
def test_the_exported_weights_come_back_but_for_rounding(tmp_path: Path) -> None:
    net = Net(1).eval()
    with torch.no_grad():  # like values would be kept once, under one name
        for parameter in net.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.01)
    write_graph(net, tmp_path / "whole.onnx")
    shrink(tmp_path / "whole.onnx", tmp_path / "small.onnx")
    found = dict(graph_weights(onnx.load(str(tmp_path / "small.onnx")).graph)) | dict(head_weights(head_arrays(net)))
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            assert found[name].shape == tuple(parameter.shape), name
            assert np.abs(found[name] - parameter.detach().numpy()).max() < 0.02, name


def test_a_mean_of_weights_lies_between_them() -> None:
    net = Net(1)
    mean = running_mean(net, total=2_000)
    start = net.tagger.bias.detach().clone()
    for step in (1.0, 3.0):
        with torch.no_grad():
            net.tagger.bias.copy_(start + step)
        mean.update_parameters(net)
    assert torch.allclose(mean.module.tagger.bias, start + 2.0)


def test_full_stops_before_line_ends_become_padding_and_others_stay() -> None:
    ids = np.array([7, STOP, 8, STOP, 9, STOP])
    gaps = np.array([0, 0, GAPS.index("space"), 0, GAPS.index("paragraph"), 0])
    seeds = [np.random.default_rng(seed) for seed in range(200)]
    made = {tuple(unstop(ids, gaps, chance)) for chance in seeds}
    assert made == {tuple(ids), (7, STOP, 8, PAD, 9, PAD)}
