from __future__ import annotations

from collections.abc import Callable

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.icews import columns
from dragoman.record.entry import Entry

COLUMNS = (
    "Event ID · Event Date · Source Name · Source Sectors · Source Country · Event Text · CAMEO Code · Intensity · Target Name · "
    "Target Sectors · Target Country · Story ID · Sentence Number · Publisher · City · District · Province · Country · Latitude · Longitude"
).split(" · ")


def rows(text: str) -> list[dict[str, str]]:
    head, *lines = (line.split("\t") for line in text.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_columns_are_those_of_the_data_set(facts: Facts) -> None:
    assert [column.name for column in columns(facts)] == COLUMNS


def test_an_encounter_gives_two_rows_and_a_visit_is_hosted_on_the_other_side(
    written: Callable[..., str], with_event: Callable[..., Entry]
) -> None:
    first, second = rows(written("icews", Filter(), (with_event("E1", cameo="042"),)))[:2]
    assert (first["Source Name"], first["CAMEO Code"], first["Target Name"]) == ("Arden", "042", "Belland")
    assert (second["Source Name"], second["CAMEO Code"], second["Target Name"]) == ("Belland", "043", "Arden")
    assert (first["Event Text"], second["Event Text"]) == ("Make a visit", "Host a visit")
    assert first["Event ID"] != second["Event ID"]


def test_a_meeting_without_sides_pairs_all_who_take_part(written: Callable[..., str], with_event: Callable[..., Entry]) -> None:
    together = with_event("E1", sources=("A1", "A2", "A3"), recipients=())
    pairs = [(row["Source Name"], row["Target Name"]) for row in rows(written("icews", Filter(types=frozenset({"CONSULT"})), (together,)))]
    assert len(pairs) == len(set(pairs)) == 6


def test_other_events_give_one_row_and_ids_are_unique(written: Callable[..., str], entry: Entry) -> None:
    made = rows(written("icews", Filter(types=frozenset({"ACCUSE"})), (entry,)))
    assert [row["Source Name"] for row in made] == ["Arden"]
    ids = [row["Event ID"] for row in rows(written("icews"))]
    assert len(ids) == len(set(ids))


def test_codes_keep_their_zeros(written: Callable[..., str], with_event: Callable[..., Entry]) -> None:
    assert rows(written("icews", Filter(), (with_event("E1", cameo="010"),)))[0]["CAMEO Code"] == "010"
