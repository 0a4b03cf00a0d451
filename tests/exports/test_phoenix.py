from __future__ import annotations

from collections.abc import Callable

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.phoenix import columns
from dragoman.record.entry import Entry

COLUMNS = (
    "EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute TargetActorFull "
    "TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode QuadClass GoldsteinScore Issues Lat Lon "
    "LocationName StateName CountryName SentenceID URLs NewsSources"
).split()


def test_the_columns_are_those_of_the_codebook(facts: Facts) -> None:
    assert [column.name for column in columns(facts)] == COLUMNS


def test_a_row_says_what_the_report_says(written: Callable[..., str], entry: Entry) -> None:
    row = written("phoenix", Filter(), (entry,)).splitlines()[0].split("\t")
    told = dict(zip(COLUMNS, row, strict=True))
    assert (told["Date"], told["Year"], told["Month"], told["Day"]) == ("20250311", "2025", "03", "11")
    assert (told["SourceActorEntity"], told["TargetActorEntity"]) == ("ARD", "BEL")
    assert (told["EventCode"], told["EventRootCode"], told["QuadClass"]) == ("040", "04", "1")
    assert (told["Issues"], told["LocationName"], told["SentenceID"]) == ("fisheries", "Port Sorrel", "arden-belland_1")
