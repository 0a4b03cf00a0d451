"""Reports on their way in, not yet taken apart."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import InputError
from dragoman.record import Report
from dragoman.sources import Options, reports
from dragoman.sources.reports import Arrival
from dragoman.sources.units import Ids, Unit, read_unit, units
from tests.sources.made import PAGE, WORDS


def read(*inputs: str | Path) -> list[Report | InputError]:
    """All units, taken apart where they would be: behind a pickle, in another process."""
    options, found = Options(), []
    for unit in units([str(one) for one in inputs], Options()):
        made = read_unit(pickle.loads(pickle.dumps(unit)), options) if isinstance(unit, Unit) else unit
        found.append(made.report if isinstance(made, Arrival) else made)
    return found


def warc() -> bytes:
    """Two pages, each record zipped for itself as crawlers do."""
    out = b""
    for number in (1, 2):
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.replace("Karsh", f"Karsh{number}").encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/{number}\r\nWARC-Date: 2024-03-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(page)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + page + b"\r\n\r\n")
    return out


def everything(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "a.txt").write_text(WORDS)
    (folder / "sub" / "a.txt").write_text(WORDS + " Again.")
    (folder / "page.html").write_text(PAGE)
    (folder / "bad.jsonl").write_text('{"id": 1}\n')
    rows = [{"id": f"t{n}", "text": f"{WORDS} {n}", "published": "2024-02-01"} for n in range(3)]
    (folder / "wire.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist([{**row, "id": "p" + row["id"]} for row in rows]), folder / "wire.parquet")
    (folder / "crawl.warc.gz").write_bytes(warc())


def test_units_taken_apart_are_the_reports_that_reading_gives(tmp_path: Path) -> None:
    everything(tmp_path)
    ours, theirs = read(tmp_path), list(reports([str(tmp_path)]))
    assert [str(one) for one in ours] == [str(one) for one in theirs]
    assert sum(isinstance(one, Report) for one in ours) == 11


def test_nothing_is_taken_apart_on_the_way_in(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (unit,) = units([str(tmp_path / "page.html")], Options())
    assert isinstance(unit, Unit)
    assert unit.content.data == PAGE.encode()
    assert unit.size == len(PAGE)


def test_a_pattern_stands_for_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    everything(tmp_path)
    assert [one.id for one in read(tmp_path / "*.txt", tmp_path / "**" / "sub" / "*.txt")] == ["a", "a.txt"]
    (refused,) = read(tmp_path / "*.docx")
    assert str(refused).endswith("no file fits this pattern")


def test_an_object_store_is_read_by_file_folder_and_pattern(tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    row = json.dumps({"id": "m1", "text": WORDS}) + "\n"
    store.pipe("/bucket/2024/wire.jsonl", row.encode())
    store.pipe("/bucket/2024/crawl.warc.gz", warc())
    store.pipe("/bucket/2024/notes.xyz", b"?")
    found = read("memory://bucket/2024/*.jsonl", "memory://bucket/2024/crawl.warc.gz")
    assert [one.id for one in found] == ["m1", "http://news.example/1", "http://news.example/2"]
    whole = read("memory://bucket")
    assert sorted(one.place for one in whole if isinstance(one, InputError)) == ["memory:///bucket/2024/notes.xyz"]
    assert len(whole) == 4


def test_what_is_not_in_a_store_is_refused_in_one_line() -> None:
    assert [type(one) for one in read("memory://nowhere/*.jsonl", "nosuch://bucket/file.jsonl")] == [InputError, InputError]


def test_a_stated_id_is_given_once_and_a_name_is_lengthened() -> None:
    ids = Ids()
    assert (ids.free(["x"]), ids.free(["x"])) == ("x", None)
    assert [ids.free(["a", "a.txt"]) for _ in range(3)] == ["a", "a.txt", "a-2"]


def test_a_free_name_is_found_without_going_through_all_that_there_could_be() -> None:
    ids = Ids()
    assert all(ids.free([f"a{number}", f"a{number}.txt"]) == f"a{number}" for number in range(20_000))


def test_the_digest_tells_of_id_and_bytes(tmp_path: Path) -> None:
    for name, text in (("one", WORDS), ("same", WORDS), ("other", WORDS + "!")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text)
    digests = [
        unit.digest for name in ("one", "same", "other") for unit in units([str(tmp_path / name)], Options()) if isinstance(unit, Unit)
    ]
    assert digests[0] == digests[1] != digests[2]
