from __future__ import annotations

from collections.abc import Callable

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.polecat import columns
from dragoman.record.entry import Entry

# The 40 columns of the data set's files, in their order.
COLUMNS = (
    "Event ID · Event Date · Event Type · Event Mode · Intensity · Quad Code · Contexts · Actor Name · Actor Country · Actor COW · "
    "Primary Actor Sector · Actor Sectors · Actor Title · Actor Name Raw · Wikipedia Actor ID · Recipient Name · Recipient Country · "
    "Recipient COW · Primary Recipient Sector · Recipient Sectors · Recipient Title · Recipient Name Raw · Wikipedia Recipient ID · "
    "Placename · City · District · Province · Country · Latitude · Longitude · GeoNames ID · Raw Placename · Feature Type · Source · "
    "Publication Date · Story People · Story Organizations · Story Locations · Language · Version"
).split(" · ")


def test_the_columns_are_those_of_the_data_set(facts: Facts) -> None:
    assert [column.name for column in columns(facts)] == COLUMNS


def test_a_row_says_what_the_report_says(written: Callable[..., str], entry: Entry) -> None:
    head, row, *_ = (line.split("\t") for line in written("polecat", Filter(), (entry,)).splitlines())
    told = dict(zip(head, row, strict=True))
    assert head == COLUMNS
    assert told["Event ID"] == "event/arden-belland/25-28"
    assert (told["Event Date"], told["Event Type"], told["Event Mode"]) == ("2025-03-11", "CONSULT", "visit")
    assert (told["Intensity"], told["Quad Code"]) == ("4.0", "VERBAL COOPERATION")
    assert (told["Actor Name"], told["Actor Country"], told["Actor COW"]) == ("Arden", "ARD", "None")  # no such state
    assert (told["Recipient Country"], told["Recipient COW"]) == ("BEL", "211")
    assert (told["Placename"], told["Raw Placename"], told["Latitude"]) == ("Port Sorrel", "Port Sorrel", "1.25")
    assert told["Contexts"] == "diplomatic; natural_resource"
    assert told["Story People"] == "Mara Venn"
    assert told["Version"] == "dragoman 1.2.3, model model-7"
