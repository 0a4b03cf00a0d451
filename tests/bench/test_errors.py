from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.errors import PARTS, Faults, both_ways, by_spans, context, main, mentions_of, touch, words

TEXT = "Arden accused Belland of shelling a village and threatened war, its minister Orlo Vance said on Monday."
Row = dict[str, Any]


def at(part: str) -> Row:
    """The span of some words of the text."""
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part)}


def event(kind: str, part: str, **more: Any) -> Row:
    plain = {"mode": None, "status": "happened", "asserted_by": None, "sources": [], "recipients": []}
    return {"type": kind, "trigger": at(part), "evidence": [at(part)], **plain, **more}


def statement(cue: str, content: str, act: str = "say") -> Row:
    return {"source": [at("Orlo Vance")], "cue": [at(cue)], "content": [at(content)], "act": act}


def actor(id: str, name: str, *roles: Row, kind: str = "country") -> Row:
    return {"id": id, "name": name, "kind": kind, "roles": list(roles)}


def mention(actor: str, part: str, form: str = "name") -> Row:
    return {**at(part), "form": form, "actor": actor}


ACTORS = [actor("A1", "Arden"), actor("A2", "Belland"), actor("A3", "Orlo Vance", at("minister"), kind="person")]
MENTIONS = [mention("A1", "Arden"), mention("A1", "its", "pronoun"), mention("A2", "Belland"), mention("A3", "Orlo Vance")]


def reading(**more: list[Row]) -> Row:
    rows: dict[str, list[Row]] = {kind: [] for kind in ("events", "statements", "times", "places", "mechanisms")}
    return {"report": {"id": "r", "text": TEXT}, "actors": ACTORS, "mentions": MENTIONS, **rows, **more}


GOLD = reading(
    events=[
        event("ACCUSE", "accused", sources=["A1"], recipients=["A2"]),
        event("ASSAULT", "shelling", mode="heavy-weapons", asserted_by="S1", sources=["A2"]),
        event("THREATEN", "threatened", status="possible", sources=["A1"]),
    ],
    statements=[statement("accused", "shelling a village", "accuse")],
    times=[{**at("Monday"), "value": "2024-03-04"}],
    places=[at("Belland")],
    mechanisms=[{"mentions": [at("village")]}],
)
WHOLE = [part for part in PARTS if part not in {"attribution", "names", "relations"}]


def told(lines: list[str]) -> list[list[str]]:
    """Each line's label and its words in brackets."""
    return [[line.split()[0], line[line.index("[") + 1 : line.index("]")]] for line in lines]


def test_words_and_their_context_are_shown_in_one_line() -> None:
    assert words(GOLD, [at("Arden"), at("village")]) == "Arden … village"
    assert context({"text": "one\ntwo  three"}, {"start": 4, "end": 7}) == "one [two] three"


def test_spans_touch_where_they_share_characters() -> None:
    assert touch([at("Arden accused")], [at("village"), at("accused Belland")])
    assert not touch([at("Arden")], [at(" accused")]) and not touch([], [at("Arden")])


def test_the_mentions_of_some_actors() -> None:
    assert [words(GOLD, [m]) for m in mentions_of(GOLD, ["A1", "A3"])] == ["Arden", "its", "Orlo Vance"]


def test_what_one_side_has_alone_is_missed_or_invented() -> None:
    compare = both_ways(lambda mine, theirs: [row for row in mine["rows"] if row not in theirs["rows"]])
    faults = compare({"id": "g", "rows": ["a", "b"]}, {"id": "g", "rows": ["b", "c", "d"]})
    assert faults == Faults("g", ["a"], ["c", "d"]) and faults.count == 3


def test_rows_agree_where_spans_touch_and_labels_are_equal() -> None:
    compare = by_spans("events", lambda e: [e["trigger"]], lambda r, e: str(e["type"]))
    read = reading(events=[event("ACCUSE", "accused Belland"), event("COERCE", "shelling"), event("SUPPORT", "village")])
    faults = compare(GOLD, read)
    assert told(faults.missed) == [["ASSAULT", "shelling"], ["THREATEN", "threatened"]]
    assert told(faults.invented) == [["COERCE", "shelling"], ["SUPPORT", "village"]]


@pytest.mark.parametrize("part", WHOLE)
def test_a_right_reading_has_no_faults(part: str) -> None:
    assert PARTS[part](GOLD, GOLD).count == 0


@pytest.mark.parametrize("part", sorted(set(WHOLE) - {"links"}))  # links are judged on events that both sides have
def test_an_empty_reading_misses_everything(part: str) -> None:
    faults = PARTS[part](GOLD, {**reading(), "actors": [], "mentions": []})
    assert faults.invented == [] and bool(faults.missed) == (part != "actors")


@pytest.mark.parametrize(
    ("part", "change"),
    [("modes", {"mode": "drone"}), ("status", {"status": "planned"}), ("claims", {"asserted_by": None}), ("events", {"type": "COERCE"})],
)
def test_each_part_looks_at_its_own_label(part: str, change: Row) -> None:
    read = {**GOLD, "events": [GOLD["events"][0], {**GOLD["events"][1], **change}, GOLD["events"][2]]}
    assert {name for name in ("modes", "status", "claims", "events") if PARTS[name](GOLD, read).count} >= {part}
    assert PARTS[part](GOLD, read).count == 2


def test_links_that_one_side_has_alone_are_named() -> None:
    read = reading(events=[event("ACCUSE", "accused", sources=["A1", "A3"]), event("COERCE", "shelling", sources=["A2"])])
    faults = PARTS["links"](GOLD, read)
    assert [line.split()[:2] for line in faults.missed] == [["recipients", "Belland"]]
    assert [line.split()[:3] for line in faults.invented] == [["sources", "Orlo", "Vance"]]


@pytest.mark.parametrize(("kind", "count"), [("CONSULT", 0), ("ASSAULT", 4)])
def test_the_sides_of_a_mutual_event_are_not_told_apart(kind: str, count: int) -> None:
    one = reading(events=[event(kind, "accused", sources=["A1"], recipients=["A2"])])
    other = reading(events=[event(kind, "accused", sources=["A2"], recipients=["A1"])])
    assert PARTS["links"](one, other).count == count


def test_a_role_of_another_holder_is_missed_and_invented() -> None:
    read = {**GOLD, "actors": [actor("A1", "Arden", at("minister")), *ACTORS[1:2], actor("A3", "Orlo Vance")]}
    faults = PARTS["roles"](GOLD, read)
    assert told(faults.missed) == [["Orlo", "minister"]] and told(faults.invented) == [["Arden", "minister"]]


def test_a_split_actor_is_missed_and_a_merged_one_invented() -> None:
    read = {**GOLD, "mentions": [mention("A2", "Arden"), *MENTIONS[1:]]}
    faults = PARTS["actors"](GOLD, read)
    assert faults.missed == ["Arden … its   =/=   its | Arden … Belland"]
    assert faults.invented == ["Arden … Belland   =/=   Arden … its | Belland"]


def test_attributions_agree_where_cue_and_content_touch() -> None:
    spans = [[s["start"], s["end"]] for s in map(at, ("Orlo Vance", "said", "threatened war"))]
    gold = {"id": "g", "text": TEXT, "attributions": [dict(zip(("source", "cue", "content"), ([s] for s in spans), strict=True))]}
    right = {"statements": [statement("said", "war")]}
    wrong = {"statements": [statement("said", "Belland")]}
    assert PARTS["attribution"](gold, right) == Faults("g", [], [])
    faults = PARTS["attribution"](gold, wrong)
    assert faults.missed == ["Orlo Vance | said | threatened war"] and faults.invented == ["Orlo Vance | said | Belland"]


def test_names_need_exact_borders() -> None:
    entities = [{**at("Orlo Vance"), "type": "Person"}, {**at("Monday"), "type": "Temporal"}, {**at("Arden accused"), "type": "Location"}]
    faults = PARTS["names"]({"text": TEXT, "entities": entities}, reading(places=[at("village")]))
    assert [line.split() for line in faults.missed] == [["Location", "Arden", "accused"]]
    assert [line.split() for line in faults.invented] == [["country", "Arden"], ["country", "Belland"], ["place", "village"]]


@pytest.mark.parametrize(("root", "type", "count"), [("YIELD", "RETREAT", 0), ("AID", "AID", 0), ("AID", "NONE", 1)])
def test_a_relation_is_right_or_shown(root: str, type: str, count: int) -> None:
    gold = {"id": "g", "root": root, "source_text": "Arden", "target_text": "Belland", "text": TEXT}
    faults = PARTS["relations"](gold, {"id": "g", "type": type})
    assert faults.count == count and all("Arden > Belland" in line for line in faults.missed)


def test_the_records_with_the_most_faults_are_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    poor, fair = reading(), reading(events=GOLD["events"][:2])
    pairs = [({**GOLD, "report": {"id": id, "text": TEXT}}, read) for id, read in (("right", GOLD), ("fair", fair), ("poor", poor))]
    monkeypatch.setattr("bench.errors.load", lambda gold_set, data, kept: pairs)
    assert main(["events", "--most", "2", "--data", str(Path())]) == 0
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("==")] == ["== poor", "== fair"]
    assert shown.count("missed ") == 4
