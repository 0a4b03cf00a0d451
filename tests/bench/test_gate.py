"""The gate itself, with a reader and a scorer made up for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import gate
from bench.gate import Figure, Gate, GateError, compare, key_of, pick, table, update
from bench.gold import SETS, GoldSet, draw, fingerprint, kept_aside, load_gold

NAMES = GoldSet("names", "names", "names.jsonl", ("typed.f1",), quick=2)
GOLD = [{"id": f"n{number}", "text": "Oslo"} for number in range(6)]
EMPTY: dict[str, Any] = {
    "accuracy": {},
    "regressions": [],
    "speed": {"reports_a_second": 2.5, "cold_start_s": 2.5, "memory_mb": 1000},
}


def result(value: float, floors: dict[str, Any], gold: list[dict[str, Any]] = GOLD) -> gate.Result:
    return compare("names", NAMES, gold, {"typed": {"f1": value}, "gold": 6}, floors)


def pinned(value: float) -> dict[str, Any]:
    return update(EMPTY, [result(value, EMPTY)], None)


def test_a_figure_below_its_floor_fails_and_is_named_in_the_table() -> None:
    low = result(0.5, pinned(0.6))
    assert not low.holds
    assert any("BELOW" in line and "typed.f1" in line for line in table([low]))


def test_a_figure_within_noise_of_its_floor_holds() -> None:
    floors = pinned(0.6)
    assert result(0.6 - gate.NOISE + 1e-9, floors).holds
    assert not result(0.6 - gate.NOISE - 1e-3, floors).holds


def test_a_figure_without_a_floor_does_not_hold() -> None:
    fresh = result(0.9, EMPTY)
    assert not fresh.holds
    assert any("NOT PINNED" in line for line in table([fresh]))


def test_other_gold_than_the_pinned_does_not_hold() -> None:
    changed = result(0.9, pinned(0.6), [*GOLD, {"id": "n7", "text": "Rome"}])
    assert not changed.holds
    assert any("--update" in line for line in table([changed]))


def test_update_raises_floors_and_keeps_them_within_noise() -> None:
    floors = update(pinned(0.6), [result(0.7, pinned(0.6))], None)
    assert floors["accuracy"]["names"]["figures"] == {"typed.f1": 0.7}
    floors = update(floors, [result(0.698, floors)], None)
    assert floors["accuracy"]["names"]["figures"] == {"typed.f1": 0.7}


def test_update_refuses_to_lower_a_floor_without_a_reason() -> None:
    floors = pinned(0.6)
    with pytest.raises(GateError, match=r"names typed\.f1 0\.6 -> 0\.5"):
        update(floors, [result(0.5, floors)], None)


def test_update_lowers_a_floor_for_a_reason_and_keeps_the_reason() -> None:
    floors = pinned(0.6)
    lowered = update(floors, [result(0.5, floors)], "the gold was mended")
    assert lowered["accuracy"]["names"]["figures"] == {"typed.f1": 0.5}
    assert lowered["regressions"] == [{"set": "names", "figure": "typed.f1", "from": 0.6, "to": 0.5, "reason": "the gold was mended"}]


def test_an_interval_stands_in_the_table_and_stays_with_the_floors() -> None:
    drawn = [{"typed": {"f1": value / 100}} for value in range(101)]
    measured = compare("names", NAMES, GOLD, {"typed": {"f1": 0.5}}, EMPTY, drawn)
    assert measured.figures[0].interval == (0.025, 0.975)
    assert any("0.025 to 0.975" in line for line in table([measured]))
    assert update(EMPTY, [measured], None)["accuracy"]["names"]["intervals"] == {"typed.f1": [0.025, 0.975]}


def test_update_leaves_sets_that_were_not_measured_alone() -> None:
    floors = {**EMPTY, "accuracy": {"times": {"gold_sha256": "x", "figures": {"value.f1": 0.7}}}}
    assert update(floors, [result(0.5, floors)], None)["accuracy"]["times"]["figures"] == {"value.f1": 0.7}


def test_a_figure_that_the_scorer_did_not_give_is_an_error() -> None:
    assert pick({"typed": {"f1": 1}}, "typed.f1") == 1.0
    for name in ("typed.recall", "typed", "untyped.f1"):
        with pytest.raises(GateError, match=name):
            pick({"typed": {"f1": 1}}, name)


@pytest.mark.parametrize(("task", "verb"), [("relations", "relate"), ("names", "read"), ("readings", "read")])
def test_measuring_reads_the_reports_and_scores_them_against_the_gold(tmp_path: Path, task: str, verb: str) -> None:
    gold = [{"report": {"id": "r1", "text": "Oslo"}, "events": [1]}] if task == "readings" else GOLD
    asked: list[Any] = []

    def read(verb: str, reports: Path, output: Path) -> None:
        asked.append((verb, [json.loads(line) for line in reports.read_text().splitlines()]))
        output.write_text("answer")

    def score(task: str, gold_path: Path, predicted: Path) -> dict[str, Any]:
        assert [json.loads(line) for line in gold_path.read_text().splitlines()] == gold
        return {"task": task, "read": predicted.read_text()}

    figures, drawn = Gate(read, score).measure("set/2", GoldSet("set", task, "", ()), gold, tmp_path)
    assert drawn == []
    assert figures == {"task": task, "read": "answer"}
    assert asked == [(verb, [{"id": "r1", "text": "Oslo"}] if task == "readings" else gold)]


def test_a_quick_run_takes_the_same_few_records_in_whatever_order_they_lie(tmp_path: Path) -> None:
    (tmp_path / NAMES.path).write_text("".join(json.dumps(record) + "\n" for record in GOLD))
    quick = load_gold(NAMES, tmp_path, quick=True)
    assert len(quick) == 2
    assert quick == draw(reversed(GOLD), 2)
    assert load_gold(NAMES, tmp_path, quick=False) == GOLD
    assert (key_of(NAMES, True), key_of(NAMES, False)) == ("names/2", "names")


def test_a_fifth_of_the_marked_reports_is_kept_aside_by_the_hash_of_the_id() -> None:
    assert 170 < sum(kept_aside(f"report-{number}") for number in range(1000)) < 230
    # SHA-256 of "b" ends in 009d, of "c" in efc6; divided by five they leave 0 and 3.
    assert [kept_aside(name) for name in ("b", "c")] == [True, False]


def test_the_fingerprint_sees_a_changed_span_but_not_the_order_of_keys() -> None:
    one, same, other = ({"start": 1, "end": 2}, {"end": 2, "start": 1}, {"start": 1, "end": 3})
    assert fingerprint([one]) == fingerprint([same]) != fingerprint([other])


def test_the_whole_gate_exits_by_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """From gold on disk to the exit code, with a scorer that is a real program."""
    (tmp_path / NAMES.path).write_text("".join(json.dumps(record) + "\n" for record in GOLD))
    (tmp_path / "score").mkdir()
    (tmp_path / "score" / "score.py").write_text("import sys\nprint('{\"typed\": {\"f1\": ' + open(sys.argv[3]).read() + '}}')\n")
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps(EMPTY))
    monkeypatch.setattr(gate, "FLOORS", floors)
    monkeypatch.setattr(gate, "SETS", (NAMES,))
    monkeypatch.setattr(gate, "PAGE", tmp_path / "accuracy.md")

    def run(figure: str, *more: str) -> int:
        monkeypatch.setattr(gate, "run_dragoman", lambda verb, reports, output: output.write_text(figure))
        return gate.main(["--data", str(tmp_path), *more])

    assert run("0.6") == 1
    assert run("0.6", "--update") == 0
    assert run("0.6") == 0
    assert run("0.5") == 1
    assert run("0.5", "--update") == 2
    assert run("nonsense") == 2
    assert "the scorer failed" in capsys.readouterr().err
    assert run("0.5", "--update", "--allow-regression", "because") == 0
    assert json.loads(floors.read_text())["regressions"][0]["reason"] == "because"
    assert run("0.5") == 0
    assert "| names | typed F1 | 0.500 |  |" in (tmp_path / "accuracy.md").read_text()
    assert run("0.5", "--release", "0.3.0") == 0
    assert json.loads(floors.read_text())["released"] == {"version": "0.3.0", "figures": {"names": {"typed.f1": 0.5}}}
    assert run("0.52") == 0
    assert "+0.0200" in capsys.readouterr().out


def test_every_figure_has_a_set_of_its_own_name() -> None:
    assert len({item.name for item in SETS}) == len(SETS)
    assert all(item.figures for item in SETS)
    assert Figure("names", "typed.f1", 0.5, 0.5).holds
