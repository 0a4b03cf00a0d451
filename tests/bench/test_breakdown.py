from __future__ import annotations

from typing import Any

from bench.breakdown import FEWEST, continent, count, page
from bench.errors import pairs

Row = dict[str, Any]


def event(kind: str, start: int, **more: Any) -> Row:
    span = {"start": start, "end": start + 4}
    return {"type": kind, "trigger": span, "evidence": [span], "mode": None, "status": "happened", "confidence": 0.5, **more}


def record(id: str, events: list[Row], *countries: str) -> Row:
    return {"report": {"id": id}, "events": events, "actors": [{"country": country} for country in countries]}


def test_each_marked_event_is_found_once() -> None:
    gold = [event("ASSAULT", 0), event("ASSAULT", 10)]
    said = [event("ASSAULT", 1, confidence=0.4), event("ASSAULT", 2, confidence=0.9), event("AID", 10)]
    assert list(pairs(gold, said)) == [(gold[0], said[1])]


def test_counts_by_type_and_by_part_of_the_world() -> None:
    golds = [record("a", [event("ASSAULT", 0, mode="drone"), event("AID", 10)], "KEN", "UGA", "USA"), record("b", [event("AID", 0)], "FRA")]
    said = [record("a", [event("ASSAULT", 0, status="planned"), event("AID", 50)])]
    types, world = count(golds, said)
    assert (types["ASSAULT"].gold, types["ASSAULT"].said, types["ASSAULT"].hit) == (1, 1, 1)
    assert types["ASSAULT"].cells() == "1 | 1.00 | 1.00 | 1.00 | 0.00 | 0.00"
    assert (types["AID"].gold, types["AID"].said, types["AID"].hit) == (2, 1, 0)
    assert {part: row.gold for part, row in world.items()} == {"Africa": 2, "Europe": 1}


def test_no_part_of_the_world_has_a_report_of_two() -> None:
    assert continent(record("a", [], "KEN", "FRA")) == continent(record("a", [])) == "several or none"


def test_the_page_leaves_rare_types_out() -> None:
    golds = [record("a", [event("ASSAULT", 10 * n) for n in range(FEWEST)] + [event("AID", 0)], "KEN")]
    text = page(count(golds, golds), 1)
    assert f"| ASSAULT | {FEWEST} | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 |" in text
    assert "| AID |" not in text
    assert "| Africa |" in text
