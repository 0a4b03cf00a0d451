from __future__ import annotations

import gzip
import json
from datetime import date
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.record import Report
from dragoman.settings import Settings
from dragoman.sources import Options, reports
from dragoman.sources.draft import Draft
from dragoman.sources.table import parquet, separated

HEAD = "id,Headline,body,Date,source,URL\n"


def rows(data: str | bytes, options: Options | None = None, delimiter: str | None = None) -> list[Draft | InputError]:
    raw = data.encode() if isinstance(data, str) else data
    return list(separated(BufferedReader(BytesIO(raw)), "t.csv", delimiter, options or Options()))


def told(data: str | bytes, options: Options | None = None) -> list[str]:
    return [str(found) if isinstance(found, InputError) else found.text for found in rows(data, options)]


def test_columns_are_known_by_their_usual_names() -> None:
    (draft,) = rows(HEAD + '7,Talks,"Arden talks,\nat length.",2031-05-01,Arden Post,https://p.example/7\n')
    assert draft == Draft("t.csv:2", ("7",), "Arden talks,\nat length.", "Talks", "2031-05-01", "Arden Post", "https://p.example/7")
    assert isinstance(draft, Draft)
    assert draft.raw == b'7,Talks,"Arden talks,\nat length.",2031-05-01,Arden Post,https://p.example/7\n'


def test_columns_can_be_named() -> None:
    data = "id,text,words,when\n1,no,Arden talks.,2031-05-01\n"
    (draft,) = rows(data, Options(columns=(("text", "words"), ("published", "when"))))
    assert isinstance(draft, Draft)
    assert (draft.text, draft.published) == ("Arden talks.", "2031-05-01")


def test_a_table_without_a_text_is_refused_with_the_columns_that_are_there() -> None:
    assert told("a,b\n1,2\n") == ["t.csv: no column holds the text; the columns are 'a', 'b': say which with --columns text=NAME"]
    assert told("a,b\n", Options(columns=(("text", "c"),))) == ["t.csv: there is no column 'c' for 'text'; the columns are 'a', 'b'"]
    assert told("")[0].startswith("t.csv: the table is empty")


def test_a_wrong_row_is_refused_with_its_line_and_the_next_is_read() -> None:
    data = "id,text,date\n1,Arden.,2031-02-30\n2,Belland.\n\n3,Carrow.,\n4,Dunmar.,2031-05-01,x\n"
    assert told(data) == [
        "t.csv:2: '2031-02-30' is no date; wanted is one like 2024-01-31 or 2024-01-31T09:30:00Z",
        "t.csv:3: the row has 2 columns and the first line 3",
        "Carrow.",
        "t.csv:6: the row has 4 columns and the first line 3",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    data = delimiter.join(("id", "text")) + "\n" + delimiter.join(("1", "Arden talks.")) + "\n"
    for form in (data.encode(), b"\xef\xbb\xbf" + data.encode(), data.encode("utf-16"), gzip.compress(data.encode())):
        assert told(form) == ["Arden talks."]


def test_rows_without_an_id_are_named_by_their_text_or_address_wherever_they_stand() -> None:
    first, second = rows("text\nArden.\nBelland.\n")
    moved = rows("text\nNew.\nArden.\nBelland.\n")
    assert isinstance(first, Draft) and isinstance(second, Draft) and isinstance(moved[1], Draft) and isinstance(moved[2], Draft)
    assert (first.ids, second.ids) == (moved[1].ids, moved[2].ids)
    assert first.ids[0].startswith("t-") and first.ids[0] != second.ids[0]
    (addressed,) = rows("text,link\nArden.,https://p.example/1\n")
    assert isinstance(addressed, Draft)
    assert addressed.ids[0] == addressed.url == "https://p.example/1"


def test_limits_hold_for_what_is_unpacked() -> None:
    small = Options(Settings(file_bytes=1000))
    bomb = gzip.compress(b"text\n" + b"x" * 5_000_000)
    assert told(bomb, small) == ["t.csv:2: the row is longer than 1000 bytes (is a quotation mark not closed?)"]
    open_quote = 'text\n"Arden.\n' + "Belland.\n" * 500
    assert "not closed" in told(open_quote, small)[0]


def test_what_is_no_table_is_refused() -> None:
    assert told(b"text\nArden.\nCaf\xe9.\n") == ["Arden.", "t.csv:3: not UTF-8: byte 0xE9; save the file as UTF-8"]
    assert told(b"%PDF-1.7") == ["t.csv: this is a PDF, not text"]
    assert told(gzip.compress(b"text\n" + bytes(range(97, 123)) * 90)[:60])[-1].split(": ")[1].startswith("the file breaks off")


@given(st.text() | st.lists(st.sampled_from(['"', ",", "\n", "\r", "text", "id", "\0", "é", ";"])).map("".join))
def test_whatever_the_table_is_there_are_drafts_or_refusals(data: str) -> None:
    for found in rows(data.encode("utf-8", "replace")):
        assert isinstance(found, Draft | InputError)
        assert found.place.startswith("t.csv")


# --- Parquet ---------------------------------------------------------------------------------------------------------


def table(**columns: list[Any]) -> bytes:
    out = BytesIO()
    pq.write_table(pa.table(columns), out, row_group_size=2)
    return out.getvalue()


def records(data: bytes, options: Options | None = None) -> list[Draft | InputError]:
    return list(parquet(BufferedReader(BytesIO(data)), "t.parquet", options or Options()))


def test_parquet_is_read_with_typed_days_and_numbers() -> None:
    first, second, third = records(
        table(
            doc_id=[1, 2, 3], content=["Arden talks.", None, "Belland talks."], date=[date(2031, 5, 1), None, None], other=[[1], [], None]
        )
    )
    assert first == Draft("t.parquet:1", ("1",), "Arden talks.", published="2031-05-01")
    assert isinstance(first, Draft) and isinstance(second, Draft) and isinstance(third, Draft)
    assert json.loads(first.raw) == {"content": "Arden talks.", "doc_id": 1, "date": "2031-05-01"}
    assert (second.text, third.ids) == ("", ("3",))


def test_wrong_columns_of_parquet_are_refused() -> None:
    assert str(records(table(a=[1]))[0]).startswith("t.parquet: no column holds the text; the columns are 'a'")
    assert str(records(table(text=[["a"]]))[0]) == "t.parquet:1: the column for 'text' holds list, not text"


def test_damaged_parquet_and_bombs_are_refused() -> None:
    good = table(text=["Arden talks."])
    assert str(records(good[:-20])[0]).startswith("t.parquet: the Parquet file is damaged or none")
    assert str(records(b"")[0]).startswith("t.parquet: the Parquet file is damaged or none")
    bomb = table(text=["x" * 1_000_000])
    assert len(bomb) < 200_000
    assert str(records(bomb, Options(Settings(file_bytes=10_000)))[0]) == "t.parquet: the rows unpack to more than 10000 bytes each"


def test_tables_are_files_of_reports(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,Arden talks.\n")
    (tmp_path / "b.tsv").write_text("id\ttext\n2\tArden, with commas, talks.\n")
    (tmp_path / "c.parquet").write_bytes(table(id=["3"], text=["Belland talks."]))
    assert [found.id for found in reports([str(tmp_path)]) if isinstance(found, Report)] == ["1", "2", "3"]
