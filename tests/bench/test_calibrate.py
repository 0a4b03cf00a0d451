"""Curves and their errors, over answers whose truth is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.calibrate import answers, applied, crossed, error, fit, plain, write
from dragoman.encoder.model import version

CHANCE = np.random.default_rng(5)
TRUE = CHANCE.uniform(0.05, 0.95, 4000)
RIGHT = (CHANCE.uniform(size=4000) < TRUE).astype(float)
BOLD = applied((3.0, 0.5), TRUE)  # what a model says that is too sure of itself


def test_the_error_of_shares_that_come_true_is_small_and_of_bold_ones_large() -> None:
    assert error(TRUE, RIGHT) < 0.02
    assert error(BOLD, RIGHT) > 0.12
    assert error(np.array([0.9, 0.9]), np.array([0.0, 0.0])) == pytest.approx(0.9)


def test_a_fitted_curve_undoes_boldness() -> None:
    slope, shift = fit(BOLD, RIGHT)
    assert (slope, shift) == pytest.approx((1 / 3, -0.5 / 3), abs=0.05)
    half = np.arange(4000) % 2 == 0
    assert crossed(BOLD, RIGHT, half) < 0.03


def test_a_curve_can_be_taken_off_again() -> None:
    assert plain(applied((0.6, -0.4), TRUE), (0.6, -0.4)) == pytest.approx(TRUE, abs=1e-6)


def test_few_answers_hardly_move_the_curve() -> None:
    slope, shift = fit(np.array([0.6]), np.array([0.0]))
    assert slope == pytest.approx(1.0, abs=0.2)
    assert -1 < shift < 0


def span(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def event(kind: str, at: dict[str, int], status: str = "happened", **more: Any) -> dict[str, Any]:
    return {"type": kind, "trigger": at, "evidence": [at], "status": status, "sources": [], "recipients": [], **more}


def test_answers_are_right_by_the_marks() -> None:
    mentions = [{**span(0, 5), "actor": "A1"}, {**span(10, 15), "actor": "A2"}]
    said_mentions = [{**span(0, 5), "actor": "B7"}, {**span(11, 15), "actor": "B8"}]
    gold = {
        "mentions": mentions,
        "events": [event("ASSAULT", span(20, 25), sources=["A1"]), event("CONSULT", span(40, 43), sources=["A1", "A2"])],
        "statements": [{"cue": [span(50, 54)], "content": [span(55, 80)]}],
    }
    sure: dict[str, Any] = {"confidence": 0.9, "status_confidence": 0.6, "source_confidence": [0.8], "recipient_confidence": [0.7]}
    said = {
        "mentions": said_mentions,
        "events": [
            event("ASSAULT", span(21, 25), "planned", **{**sure, "sources": ["B8"], "recipient_confidence": []}),
            event("CONSULT", span(40, 43), **{**sure, "sources": ["B8"], "recipients": ["B7"], "confidence": 0.5}),
            event("AID", span(60, 63), **{**sure, "confidence": 0.4}),
        ],
        "statements": [
            {"cue": [span(50, 54)], "content": [span(60, 70)], "confidence": 0.95},
            {"cue": [span(1, 2)], "content": [span(60, 70)], "confidence": 0.3},
        ],
    }
    assert list(answers(gold, said)) == [
        ("event", 0.9, True), ("status", 0.6, False), ("party", 0.8, False),
        ("event", 0.5, True), ("status", 0.6, True), ("party", 0.8, True), ("party", 0.7, True),
        ("event", 0.4, False),
        ("statement", 0.95, True), ("statement", 0.3, False),
    ]  # fmt: skip


def test_writing_curves_changes_the_version_of_the_model(tmp_path: Path) -> None:
    for name in ("encoder.onnx", "heads.npz", "tokenizer.json"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "card.json").write_text(json.dumps({"version": version(tmp_path, {}), "base": "x"}))
    before = json.loads((tmp_path / "card.json").read_text())["version"]
    write(tmp_path, {"event": (0.5, -0.25)})
    card = json.loads((tmp_path / "card.json").read_text())
    assert card["calibration"] == {"event": [0.5, -0.25]}
    assert card["base"] == "x"
    assert card["version"] == version(tmp_path, card["calibration"]) != before
