from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.record import (
    Actor,
    AgendaItem,
    Candidate,
    Event,
    Mechanism,
    Meeting,
    Mention,
    Party,
    Place,
    Reader,
    Reading,
    Report,
    Role,
    Span,
    Statement,
    Time,
    Topic,
    Unread,
)
from dragoman.record.json import to_json
from dragoman.record.schema import page, schema

VALID = Draft202012Validator(schema())


def reading() -> Reading:
    """A reading by hand that has a row of every kind."""
    text = "Minister Ada Lund of Norland met Sudria's envoy in Port Vale on Monday for the JBC."
    at = {words: Span(text.index(words), text.index(words) + len(words)) for words in text.rstrip(".").split()}
    return Reading(
        report=Report("r1", text, published="2020-01-06"),
        reader=Reader("0.1", "m", "o", "k"),
        mentions=(Mention("A1.1", at["Lund"], "name", "A1"), Mention("A2.1", at["envoy"], "nominal", "A2")),
        actors=(
            Actor("A1", "Ada Lund", "person", country=None, sectors=("GOV",), roles=(Role("Minister", None, at["Minister"]),)),
            Actor("A2", "envoy", "office", member_of=("A1",), inferred=("country",)),
        ),
        statements=(Statement("S1", ("A1",), (at["Lund"],), (at["met"],), (at["Monday"],), (), "say"),),
        events=(
            Event(
                "E1", "CONSULT", "visit", ("diplomatic",), "042", 1.9, ("A1",), ("A2",), at["met"], (at["met"],), "P1", "T1",
                "happened", None, 0.9, 0.8, (0.7,), (0.6,),
            ),
        ),
        meetings=(
            Meeting(
                "M1", "E1", (Party("A1", ("A1",), "A1"), Party("A2")), "A2", "P1", "T1", None, "K1", 3,
                (AgendaItem("trade", at["Port"], "S1"),),
            ),
        ),
        mechanisms=(Mechanism("K1", "Joint Border Commission", "JBC", ("A1", "A2"), ("P1",), (at["JBC"],)),),
        places=(Place("P1", at["Vale"], "Port Vale", None, None, 1.5, -2.0),),
        times=(Time("T1", at["Monday"], "DATE", "2020-01-06", "day", "published"),),
        topics=(Topic("trade", (at["Port"],)),),
        contexts=("diplomatic",),
        candidates=(Candidate(at["envoy"], "CONSULT", 0.3),),
        unread=(Unread(at["JBC"], "why"),),
    )  # fmt: skip


def test_the_schema_is_sound_and_the_json_of_a_reading_fits_it() -> None:
    Draft202012Validator.check_schema(schema())
    assert list(VALID.iter_errors(json.loads(json.dumps(to_json(reading()))))) == []


def _drop_key(value: dict[str, Any]) -> None:
    del value["events"][0]["status"]


def _bad_status(value: dict[str, Any]) -> None:
    value["events"][0]["status"] = "maybe"


def _code_as_number(value: dict[str, Any]) -> None:
    value["events"][0]["cameo"] = 42


def _no_end(value: dict[str, Any]) -> None:
    del value["mentions"][0]["end"]


def _negative_start(value: dict[str, Any]) -> None:
    value["statements"][0]["cue"][0]["start"] = -1


def _null_list(value: dict[str, Any]) -> None:
    value["actors"][0]["roles"] = None


def _other_schema(value: dict[str, Any]) -> None:
    value["schema"] = "dragoman.reading/2"


@pytest.mark.parametrize("spoil", [_drop_key, _bad_status, _code_as_number, _no_end, _negative_start, _null_list, _other_schema])
def test_what_is_no_reading_does_not_fit(spoil: Callable[[dict[str, Any]], None]) -> None:
    value = copy.deepcopy(to_json(reading()))
    spoil(value)
    assert list(VALID.iter_errors(value))


def test_added_keys_pass() -> None:
    value = to_json(reading())
    value["events"][0]["colour"] = "blue"
    assert VALID.is_valid(value)


def test_every_kind_of_row_is_in_the_schema_and_on_the_page() -> None:
    rows = {"Report", "Reader", "Mention", "Actor", "Role", "Statement", "Event", "Meeting", "Party", "AgendaItem"}
    rows |= {"Mechanism", "Place", "Time", "Topic", "Candidate", "Unread", "Span"}
    assert set(schema()["$defs"]) == rows
    text = page()
    assert all(f"\n## {row}\n" in text for row in {"Reading", *rows})


def test_a_span_is_written_as_start_and_end() -> None:
    mention = schema()["$defs"]["Mention"]
    assert mention["required"] == list(mention["properties"]) == ["id", "start", "end", "form", "actor"]


def test_the_files_are_current(root: Path) -> None:
    folder = root / "docs" / "reference"
    hint = "run: python -m dragoman.record.schema docs/reference"
    assert json.loads((folder / "reading.schema.json").read_text(encoding="utf-8")) == schema(), hint
    assert (folder / "reading.md").read_text(encoding="utf-8") == page(), hint
