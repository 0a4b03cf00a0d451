from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import robust
from bench.gate import Gate
from bench.gold import GoldSet
from bench.robust import DISGUISES, disguised, measure

TEXT = 'Arden\'s envoy met Straße officials on Monday.\n\n"We agreed," he said.'
WORDS = ("Arden", "envoy", "met", "Monday", "he")


def gold() -> dict[str, Any]:
    spans = [{"start": (at := TEXT.index(word)), "end": at + len(word)} for word in WORDS]
    return {"report": {"id": "r", "text": TEXT}, "mentions": spans, "events": [{"trigger": spans[2], "evidence": spans[2:3]}]}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_keeps_the_marked_words_under_their_spans(name: str) -> None:
    changed = disguised(gold(), DISGUISES[name])
    text = changed["report"]["text"]
    assert text != TEXT
    assert [text[m["start"] : m["end"]].casefold() for m in changed["mentions"]] == [word.casefold() for word in WORDS]
    trigger = changed["events"][0]["trigger"]
    assert text[trigger["start"] : trigger["end"]].casefold() == "met"
    assert changed["events"][0]["evidence"] == [trigger]


def test_quotes_are_opened_and_closed_and_go_back() -> None:
    curly = robust.quotes(TEXT)
    assert "“We agreed,” he said." in curly
    assert "Arden’s" in curly
    assert robust.quotes(curly) == TEXT


def test_the_losses_are_those_of_each_figure_under_each_disguise(tmp_path: Path) -> None:
    def read(verb: str, reports: Path, output: Path) -> None:
        output.write_text(json.dumps({"capitals": reports.read_text().find("ARDEN") > 0}))

    def score(task: str, gold_path: Path, read_path: Path) -> dict[str, Any]:
        value = 0.5 if json.loads(read_path.read_text())["capitals"] else 0.7
        return {figure.removesuffix(".f1"): {"f1": value} for figure in robust.FIGURES}

    losses = list(measure(Gate(read, score), GoldSet("real", "readings", "", ()), [gold()], ["capitals", "joined"]))
    assert {(loss.disguise, round(loss.lost, 3)) for loss in losses} == {("capitals", 0.2), ("joined", 0.0)}
    assert len(losses) == 2 * len(robust.FIGURES)
