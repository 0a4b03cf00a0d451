from __future__ import annotations

from bench.errors import TASKS, differences, shown

TEXT = "Arden accused Belland of shelling a village and threatened war."
EMPTY = {"mentions": [], "actors": [], "events": [], "statements": [], "times": [], "places": []}


def event(kind: str, words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"type": kind, "trigger": {"start": start, "end": start + len(words)}}


def test_missed_invented_and_mistaken_entries_are_told_apart() -> None:
    gold = {**EMPTY, "events": [event("ACCUSE", "accused"), event("ASSAULT", "shelling"), event("THREATEN", "threatened")]}
    read = {**EMPTY, "events": [event("ACCUSE", "accused"), event("COERCE", "shelling"), event("SUPPORT", "village")]}
    found = [(kind, TEXT[entry[1] : entry[2]]) for kind, entry in differences("events", gold, read)]
    assert found == [("taken for COERCE", "shelling"), ("missed", "threatened"), ("invented", "village")]


def test_what_is_read_right_is_no_error_in_any_task() -> None:
    for task in TASKS:
        assert not list(differences(task, EMPTY, EMPTY))


def test_an_error_is_shown_with_its_words_in_place() -> None:
    assert shown("missed", ("ACCUSE", 6, 13), TEXT).split() == ["missed", "ACCUSE", "Arden", "[accused]", *TEXT[14:].split()]
