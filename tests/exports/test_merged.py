from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from dragoman.exports.filter import Filter

Rows = dict[str, dict[str, Any]]


def rows(text: str) -> Rows:
    made = [json.loads(line) for line in text.splitlines()]
    return {row["kind"]: row for row in made}


def test_every_kind_has_its_keys(written: Callable[..., str], span_of: Callable[[str], tuple[int, int]]) -> None:
    record = rows(written("record"))
    assert list(record) == ["story", "copies", "happening", "claim", "forum"]
    assert record["story"]["reports"] == record["copies"]["reports"] == ["arden-belland", "retold"]
    happening = record["happening"]
    start, end = span_of("met")
    assert (happening["type"], happening["date"], happening["independent"]) == ("CONSULT", "2025-03-11", 2)
    assert happening["supports"][0] == {"report": "arden-belland", "event": "E1", "start": start, "end": end}
    assert happening["contradictions"][0]["field"] == "length"
    assert set(happening["contradictions"][0]["values"][0]) == {"report", "start", "end"}
    assert set(record["claim"]["statements"][0]) == set(record["claim"]["denials"][0]) == {"report", "start", "end"}
    forum = record["forum"]
    assert (forum["name"], forum["parties"]) == ("Sorrel Commission", ["ARD", "BEL"])
    assert {"number", "date", "venue", "reports"} <= set(forum["sessions"][0])
    assert forum["next"] == {"earliest": "2026-03", "latest": "2026-04", "venue": "Arden City"}


def test_a_filter_leaves_what_no_fitting_event_belongs_to(written: Callable[..., str]) -> None:
    assert rows(written("record", Filter(types=frozenset({"CONSULT"}), sources=2))).keys() >= {"happening", "story"}
    assert "happening" not in rows(written("record", Filter(types=frozenset({"ACCUSE"}))))
    assert rows(written("record", Filter(types=frozenset({"AID"})))) == {}


def test_stories_alone(written: Callable[..., str]) -> None:
    assert rows(written("stories")) == {"story": {"kind": "story", "id": "S1", "reports": ["arden-belland", "retold"]}}
