from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.record import Report
from dragoman.settings import Settings
from dragoman.sources import Options, reports
from tests.sources.made import PAGE, WORDS

URL = "https://wire.example/{}.html"
STATED = PAGE.replace("<head>", "<head><meta property='article:published_time' content='2021-04-30'>")


def record(kind: str, name: str, block: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {URL.format(name)}\r\nWARC-Date: 2021-05-01T10:00:00Z\r\n"
    return f"{head}Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def archive(*answers: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """Answers of (name, status line, type of content, body), after the usual head, with a request before each."""
    records = [record("warcinfo", "info", b"software: made by hand\r\n")]
    for name, status, kind, body in answers:
        coding = "Content-Encoding: gzip\r\n" if body[:2] == b"\x1f\x8b" else ""
        records.append(record("request", name, b"GET / HTTP/1.1\r\n\r\n"))
        records.append(record("response", name, f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{coding}\r\n".encode() + body))
    return b"".join(gzip.compress(one) if packed else one for one in records)


def page(name: str, text: str = PAGE, kind: str = "text/html; charset=utf-8") -> tuple[str, str, str, bytes]:
    return name, "200 OK", kind, text.encode()


def read(path: Path, data: bytes, options: Options | None = None) -> list[Report | str]:
    path.write_bytes(data)
    found = reports([str(path)], options)
    return [str(item).replace(str(path.parent) + "/", "") if isinstance(item, InputError) else item for item in found]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_read_with_their_address_and_day(tmp_path: Path, packed: bool) -> None:
    picture = ("picture", "200 OK", "image/png", b"\x89PNG")
    gone = ("gone", "404 Not Found", "text/html", PAGE.encode())
    data = archive(page("one"), picture, gone, page("two", STATED), packed=packed)
    one, two = read(tmp_path / ("a.warc.gz" if packed else "a.warc"), data)
    assert isinstance(one, Report) and isinstance(two, Report)
    assert (one.id, one.url, one.published, one.title) == (URL.format("one"), URL.format("one"), "2021-05-01", "Talks in Karsh")
    assert WORDS in one.text
    assert two.published == "2021-04-30"


def test_two_captures_of_a_page_have_ids_of_their_own(tmp_path: Path) -> None:
    one, two = read(tmp_path / "a.warc", archive(page("one"), page("one", PAGE.replace("Wednesday", "Friday")), packed=False))
    assert isinstance(one, Report) and isinstance(two, Report)
    assert (one.id, two.id) == (URL.format("one"), URL.format("one") + "@2021-05-01T10:00:00Z")


def test_a_page_without_an_article_is_refused_with_its_record_and_address(tmp_path: Path) -> None:
    told = read(tmp_path / "a.warc", archive(page("menu", "<html><body><p>Menu</p></body></html>"), page("one"), packed=False))
    assert str(told[0]).startswith("a.warc:3: no article was found on the page")
    assert str(told[0]).endswith("(https://wire.example/menu.html)")
    assert isinstance(told[1], Report)


def test_a_page_that_unpacks_to_too_much_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    bomb = ("bomb", "200 OK", "text/html", gzip.compress(b" " * 5_000_000))
    first, second = read(tmp_path / "a.warc.gz", archive(bomb, page("one")), Options(Settings(file_bytes=10_000)))
    assert first == "a.warc.gz:3: the page is larger than 10000 bytes (https://wire.example/bomb.html)"
    assert isinstance(second, Report)


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    data = archive(page("one"), page("two"))
    found = read(tmp_path / "a.warc.gz", data[: len(data) - 100])
    assert isinstance(found[0], Report)
    assert "a.warc.gz:" in str(found[-1])


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "holds no pages"), (b"no archive\n\n", "damaged"), (archive(), "holds no pages of HTML")]
)
def test_what_is_no_archive_of_pages_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (told,) = read(tmp_path / "a.warc", data)
    assert reason in str(told)
