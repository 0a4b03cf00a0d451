from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.sources.draft import Draft, Known
from dragoman.sources.options import Nothing, Options, Shelf
from dragoman.sources.visit import Web
from dragoman.sources.web import drafts_of_address, is_address

PAGE = (
    "<!DOCTYPE html><html><head><title>Talks in Kärsh</title></head><body><article><h1>Talks in Kärsh</h1>"
    "<p>The ministers of Arden and Belland met in Kärsh on Wednesday and agreed to reopen the crossing for trade.</p>"
    "<p>A spokesperson said that the two sides would meet again in spring, after the snow has gone.</p></article></body></html>"
)
RSS = """<rss version="2.0"><channel><title>Arden Wire</title>
<item><link>{0}/talks.html</link><pubDate>Sat, 01 May 2021 10:00:00 GMT</pubDate></item>
<item><link>{0}/feed.xml</link></item><item><link>ftp://x/y</link></item></channel></rss>"""
PAGES = "<urlset><url><loc>{0}/talks.html</loc></url><url><loc>{0}/none.html</loc></url></urlset>"
LISTS = "<sitemapindex><sitemap><loc>{0}/pages.xml.gz</loc></sitemap></sitemapindex>"
LINES = b'{"id": "a", "text": "Arden talks."}\n{"id": "b", "te'


class Handler(BaseHTTPRequestHandler):
    """Answers by path: kind of content and body, or a fault."""

    pages: ClassVar[dict[str, tuple[str, bytes]]] = {
        "/talks.html": ("text/html; charset=iso-8859-1", PAGE.encode("latin-1")),
        "/talks.txt": ("text/plain; charset=utf-8", "The ministers met in Kärsh.".encode()),
        "/lines.jsonl": ("application/octet-stream", LINES),
        "/lines.jsonl.gz": ("application/gzip", gzip.compress(LINES)),
        "/picture": ("image/png", b"\x89PNG"),
        "/empty": ("text/html", b""),
    }

    def do_GET(self) -> None:
        if text := {"/feed.xml": RSS, "/pages.xml.gz": PAGES, "/sitemap.xml": LISTS}.get(self.path):
            body = text.format(f"http://{self.headers['Host']}").encode()
            self._answer(200, gzip.compress(body) if self.path.endswith(".gz") else body, "application/xml")
        elif self.path in self.pages:
            kind, body = self.pages[self.path]
            self._answer(200, body, kind)
        elif self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", f"/loop{time.monotonic_ns()}")
            self.end_headers()
        elif self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/talks.txt")
            self.end_headers()
        elif self.path == "/silent":
            time.sleep(1.0)
        elif self.path == "/drip":
            self._drip()
        else:
            self._answer(404, b"no such page", "text/plain")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """One byte now and then: no single wait is long, all together are."""
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        try:
            for _ in range(30):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


def read(url: str, **changed: float) -> list[Draft | Known | InputError]:
    settings = Settings(**{"private_addresses": True, "timeout": 5.0, "delay": 0.0, "retries": 0, **changed})  # type: ignore[arg-type]
    web = Web(settings)
    try:
        return list(drafts_of_address(url, Options(settings), web))
    finally:
        web.close()


def refusal(url: str, **changed: float) -> str:
    (only,) = read(url, **changed)
    assert isinstance(only, InputError)
    assert only.place == url
    return only.reason


def test_a_page_is_read_with_the_encoding_that_the_server_names(server: str) -> None:
    (draft,) = read(f"{server}/talks.html")
    assert isinstance(draft, Draft)
    assert "met in Kärsh on Wednesday" in draft.text
    assert (draft.title, draft.ids, draft.url) == ("Talks in Kärsh", (f"{server}/talks.html",), f"{server}/talks.html")


def test_plain_text_is_read_and_a_redirect_followed(server: str) -> None:
    (draft,) = read(f"{server}/moved")
    assert isinstance(draft, Draft)
    assert (draft.text, draft.ids, draft.url) == ("The ministers met in Kärsh.", (f"{server}/moved",), f"{server}/talks.txt")


@pytest.mark.parametrize("name", ["lines.jsonl", "lines.jsonl.gz"])
def test_json_lines_are_read_line_by_line(server: str, name: str) -> None:
    good, broken = read(f"{server}/{name}")
    assert isinstance(good, Draft)
    assert good.ids == ("a",)
    assert str(broken) == f"{server}/{name}:2: the JSON breaks off at column 16"


def test_refusals_name_the_address_and_the_reason(server: str) -> None:
    assert refusal(f"{server}/none") == "the server answers 404 Not Found"
    assert refusal(f"{server}/loop") == "the address leads on more than 5 times"
    assert refusal(f"{server}/picture") == "the address holds image/png, not a report"
    assert refusal(f"{server}/empty") == "no article was found: the page is empty or no HTML"
    assert refusal(f"{server}/talks.html", file_bytes=100) == "the page is larger than 100 bytes"


def test_a_silent_server_is_given_up(server: str) -> None:
    assert refusal(f"{server}/silent", timeout=0.2) == "no answer within 0.2 seconds"


def test_a_server_that_drips_is_given_up(server: str) -> None:
    assert refusal(f"{server}/drip", timeout=0.3) == "the page did not arrive within 0.3 seconds"


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert refusal(url).startswith("the address cannot be read: ")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"])
def test_private_addresses_are_refused_unless_allowed(host: str) -> None:
    reason = f"{host.strip('[]')} is an address on this computer or in the local network"
    assert refusal(f"http://{host}:1/", private_addresses=False) == reason


def test_a_redirect_into_the_local_network_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def is_private(host: str) -> bool:
        asked.append(host)
        return len(asked) > 1

    monkeypatch.setattr("dragoman.sources.visit.is_private", is_private)
    assert "is an address on this computer" in refusal(f"{server}/moved", private_addresses=False)


@pytest.mark.parametrize("url", ["http://", "http://a b/", "http://[::1/"])
def test_an_address_that_is_none(url: str) -> None:
    assert refusal(url).startswith("the address cannot be read: ")


@pytest.mark.parametrize(("given", "expected"), [("https://a.org", True), ("HTTP://a.org", True), ("a.txt", False), ("http", False)])
def test_addresses_are_told_from_files(given: str, expected: bool) -> None:
    assert is_address(given) is expected


# --- lists of pages --------------------------------------------------------------------------------------------------


def listed(url: str, shelf: Shelf | None = None) -> list[Draft | str]:
    settings = Settings(private_addresses=True, delay=0.0, retries=0)
    web = Web(settings)
    found = list(drafts_of_address(url, Options(settings, shelf=shelf or Nothing()), web))
    web.close()
    return [item if isinstance(item, Draft) else f"known {item.place}" if isinstance(item, Known) else str(item) for item in found]


def test_the_pages_of_a_feed_are_read_with_what_the_feed_says_of_them(server: str) -> None:
    page, list_, other = listed(f"{server}/feed.xml")
    assert isinstance(page, Draft)
    assert (page.ids, page.published, page.publisher) == ((f"{server}/talks.html",), "2021-05-01T10:00:00+00:00", "Arden Wire")
    assert list_ == f"{server}/feed.xml: a list of pages where a page was to be"
    assert other == f"{server}/feed.xml:3: the entry names no page on the web"


def test_the_pages_of_a_sitemap_and_of_lists_of_sitemaps_are_read(server: str) -> None:
    page, gone = listed(f"{server}/sitemap.xml")
    assert isinstance(page, Draft)
    assert gone == f"{server}/none.html: the server answers 404 Not Found"
    assert listed(f"{server}/pages.xml.gz") == [page, gone]


def test_a_page_that_is_kept_already_is_not_fetched(server: str) -> None:
    class Full(Nothing):
        def holds_page(self, url: str, changed: str | None) -> bool:
            return changed == "2021-05-01T10:00:00+00:00"

    assert listed(f"{server}/feed.xml", Full())[0] == f"known {server}/talks.html"
