from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.tidy import columns
from dragoman.record.entry import Entry

Write = Callable[..., str]


def table(written: Write, *more: object) -> pa.Table:
    return pq.read_table(io.BytesIO(bytes.fromhex(written("parquet", *more))))


def test_a_row_has_its_words_its_voice_and_its_happening(written: Write) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv"))))
    met, _, shelled, *_ = rows
    assert met["event_id"] == "event/arden-belland/25-28"
    assert (met["happening_id"], met["independent_sources"], met["reports"], met["contradictions"]) == ("H1", "2", "2", "length")
    assert met["sentence"].startswith("Envoy Mara Venn of Arden met")
    assert (met["claim"], met["asserted_by"], met["judged"]) == ("false", "", "true")
    assert (met["date"], met["date_basis"], met["date_words"]) == ("2025-03-11", "text", "Tuesday")
    assert (shelled["claim"], shelled["asserted_by"], shelled["asserted_act"], shelled["denied_by"]) == (
        "true", "Mara Venn", "accuse", "Belland",
    )  # fmt: skip
    assert (shelled["happening_id"], shelled["independent_sources"], shelled["judged"]) == ("", "1", "false")


def test_the_word_is_where_the_row_says(written: Write, entry: Entry) -> None:
    for row in csv.DictReader(io.StringIO(written("csv", Filter(), (entry,)))):
        assert entry.reading.report.text[int(row["trigger_start"]) : int(row["trigger_end"])] == row["trigger"]


def test_parquet_has_the_columns_of_csv_with_types(written: Write, facts: Facts) -> None:
    found = table(written)
    assert found.column_names == [column.name for column in columns(facts)]
    types = {field.name: str(field.type) for field in found.schema}
    assert (types["date"], types["claim"], types["goldstein"], types["cameo"]) == ("date32[day]", "bool", "double", "string")
    assert types["sources"] == "list<element: string>"
    row = found.to_pylist()[0]
    assert (row["date"], row["claim"], row["sources"], row["contexts"]) == (
        date(2025, 3, 11), False, ["Arden"], ["diplomatic", "natural_resource"],
    )  # fmt: skip


def test_parquet_and_csv_agree(written: Write) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv"))))
    assert [row["event_id"] for row in rows] == table(written)["event_id"].to_pylist()


def test_more_rows_than_a_batch_are_all_there(written: Write, entry: Entry) -> None:
    many = [entry] * 1_200
    assert table(written, Filter(), many).num_rows == 6_000
