from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from icalendar import Calendar

from dragoman.exports.filter import ASSERTED, Filter
from dragoman.exports.formats import FORMATS
from dragoman.record import Reading
from dragoman.record.entry import Entry

Write = Callable[..., str]
NAMES = sorted(FORMATS)
TABBED = {"polecat": 40, "icews": 20, "phoenix": 26, "gdelt-events": 61, "gdelt-mentions": 16}
LINES = ["plover", "ftm", "record", "stories"]


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_entries_give_the_same_bytes(name: str, written: Write) -> None:
    assert written(name)
    assert written(name) == written(name)


@pytest.mark.parametrize("name", [name for name in NAMES if not FORMATS[name].tells_status])
def test_a_format_without_a_place_for_status_is_the_same_without_claims_plans_and_denials(
    name: str, written: Write, reading: Reading
) -> None:
    told = [event for event in reading.events if event.asserted_by is None and event.status in ASSERTED]
    assert 0 < len(told) < len(reading.events)
    asserted = replace(reading, events=tuple(told))
    assert written(name, Filter(), (Entry(reading),)) == written(name, Filter(), (Entry(asserted),))


@pytest.mark.parametrize("name", sorted(TABBED))
def test_claims_and_plans_come_when_they_are_asked_for(name: str, written: Write) -> None:
    asked = Filter(voice="both", statuses=frozenset({"happened", "planned"}))
    assert len(written(name, asked).splitlines()) > len(written(name).splitlines())


def test_what_tells_claims_apart_holds_everything(written: Write, reading: Reading) -> None:
    rows = read_csv(written("csv"))
    assert len(rows) == 2 * len(reading.events)
    assert {(row["type"], row["claim"], row["status"]) for row in rows} >= {
        ("ASSAULT", "true", "happened"),
        ("COOPERATE", "false", "planned"),
        ("CONSULT", "false", "happened"),
    }


def test_the_usual_filter_takes_what_the_report_asserts() -> None:
    made = FORMATS["polecat"].filter(Filter())
    assert (made.voice, made.statuses) == ("happenings", ASSERTED)
    assert FORMATS["csv"].filter(Filter()) == Filter(voice="both")


@pytest.mark.parametrize("name", sorted(TABBED))
def test_no_text_breaks_a_row_of_a_table(name: str, written: Write, hostile: Reading, twisted: Reading) -> None:
    everything = Filter(voice="both", statuses=frozenset({"happened"}))
    text = written(name, everything, (Entry(hostile), Entry(twisted)))
    rows = text.split("\n")
    assert rows.pop() == ""
    assert len(rows) >= 2
    assert {row.count("\t") for row in rows} == {TABBED[name] - 1}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


@pytest.mark.parametrize("name", LINES)
def test_no_text_breaks_a_line_of_json(name: str, written: Write, hostile: Reading, twisted: Reading) -> None:
    lines = written(name, Filter(voice="both", statuses=frozenset({"happened"})), (Entry(hostile), Entry(twisted))).splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_hostile_texts_stay_in_their_cells_of_csv(written: Write, hostile: Reading, twisted: Reading) -> None:
    text = written("csv", Filter(), (Entry(hostile), Entry(twisted)))
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(text.splitlines()) == len(rows) == 3
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)


def test_a_text_like_a_formula_is_inert_in_csv_and_a_number_stays_a_number(written: Write, twisted: Reading) -> None:
    (row,) = read_csv(written("csv", Filter(), (Entry(twisted),)))
    assert row["sources"].startswith("'=HYPERLINK(")
    assert row["publisher"] == "'+SUM(1)"
    assert row["title"] == "' @cmd"
    assert float(row["goldstein"]) == -2.0
    assert float(row["latitude"]) == -1.5


def test_hostile_texts_make_valid_xml(written: Write, hostile: Reading, twisted: Reading) -> None:
    text = written("graphml", Filter(voice="both"), (Entry(hostile), Entry(twisted)))
    assert ElementTree.fromstring(text).tag.endswith("graphml")


def test_hostile_texts_make_a_valid_calendar(written: Write, hostile: Reading, twisted: Reading) -> None:
    made = Calendar.from_ical(written("ics", Filter(voice="both"), (Entry(hostile), Entry(twisted))))
    assert len(made.walk("VEVENT")) == 2  # the meeting of the twisted report, and the session that is due


def test_hostile_texts_are_kept_in_parquet(written: Write, hostile: Reading, twisted: Reading) -> None:
    table = pq.read_table(io.BytesIO(bytes.fromhex(written("parquet", Filter(), (Entry(hostile), Entry(twisted))))))
    rows: list[dict[str, Any]] = table.to_pylist()
    assert rows[0]["sources"] == [hostile.actors[0].name.replace("\ud800", "\ufffd")]
    assert rows[1]["sources"] == [actor.name for actor in twisted.actors]


@pytest.mark.parametrize("name", NAMES)
def test_without_events_there_is_still_a_file(name: str, written: Write) -> None:
    written(name, Filter(), ())
