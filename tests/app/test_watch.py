"""Feeds polled from a server that fails in every way, with a stand-in for the model."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.app.add import Kept, opened
from dragoman.app.shelf import CasebookShelf
from dragoman.app.stop import Stop, Stopped
from dragoman.app.watch import Health, State, Watch, state_path
from dragoman.casebook import Casebook
from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.sources import Options
from dragoman.sources.feeds import Watched
from tests.app.fake import FakeReader
from tests.sources.made import PAGE

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Arden Wire</title>{}</channel></rss>"""
ITEM = """<item><title>{0}</title><link>{1}/{0}.html</link><guid>urn:{0}</guid>
<pubDate>Thu, 01 May 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;Arden talks about {0}.&lt;/p&gt;</description></item>"""


class Handler(BaseHTTPRequestHandler):
    """Answers by path. What was asked for is kept, and so are the names of entries and pages in trouble."""

    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.strip("/").removesuffix(".xml")
        if fault := getattr(self, f"_{name}", None):
            fault()
        elif self.path == "/robots.txt":
            self._send(200, b"User-agent: *\nDisallow: /closed", "text/plain")
        elif self.path.endswith(".html"):
            trouble = self.path.strip("/").removesuffix(".html") in self.server.trouble
            self._send(503 if trouble else 200, PAGE.replace("Wednesday", self.path.strip("/")).encode(), "text/html")
        elif self.headers.get("If-None-Match") == self.server.etag():
            self._send(304, b"", "text/xml")
        else:
            self._send(200, self.server.feed(), "text/xml", ETag=self.server.etag())

    def _busy(self) -> None:
        self._send(429, b"", "text/plain", **{"Retry-After": "7200"})

    def _broken(self) -> None:
        self._send(500, b"", "text/plain")

    def _slow(self) -> None:
        time.sleep(1.5)

    def _malformed(self) -> None:
        self._send(200, b"<rss><channel><item><tit", "application/rss+xml")

    def _words(self) -> None:
        self._send(200, b"Arden talks.", "text/xml")

    def _inside(self) -> None:
        self._send(302, b"", "text/plain", Location="http://10.0.0.1/feed.xml")

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """A site with a feed whose entries a test chooses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.entries: list[str] = ["one", "two"]
        self.trouble: set[str] = set()

    def feed(self) -> bytes:
        return FEED.format("".join(ITEM.format(name, self.url) for name in self.entries)).encode()

    def etag(self) -> str:
        return f'"{"-".join(self.entries)}"'


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    # The test's own server is on this computer; only the other private addresses are to be refused.
    monkeypatch.setattr("dragoman.sources.visit.is_private", lambda host: host != "127.0.0.1")
    with Site() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    with opened(str(tmp_path / "book.db"))[0] as found:
        yield found


class Watcher:
    """A watch over some feeds of the site, and what came of it."""

    def __init__(self, site: Site, book: Casebook, state: Path) -> None:
        self.site, self.outcomes, self.reader = site, list[Kept | InputError](), FakeReader()
        options = Options(Settings(delay=0.0, timeout=0.5))
        self.watch = Watch(book, lambda: self.reader, options, State(state), Stop())

    def poll(self, name: str = "feed.xml", *, pages: bool = True) -> Health:
        self.outcomes.clear()
        return self.watch.poll(Watched(f"{self.site.url}/{name}", every=10, pages=pages), self.outcomes.append)

    @property
    def refusals(self) -> list[str]:
        return [str(item).replace(self.site.url, "") for item in self.outcomes if isinstance(item, InputError)]


@pytest.fixture
def watcher(site: Site, book: Casebook, tmp_path: Path) -> Watcher:
    return Watcher(site, book, tmp_path / "state.json")


def test_pages_of_a_feed_are_kept_with_the_day_and_name_that_the_feed_gives(watcher: Watcher, site: Site, book: Casebook) -> None:
    assert watcher.poll().told == "2 added"
    report = book.report(f"{site.url}/one.html")
    assert (report.title, report.published, report.publisher) == ("Talks in Karsh", "2031-05-01T10:00:00+00:00", "Arden Wire")


def test_texts_in_the_feed_itself_are_kept(watcher: Watcher, site: Site, book: Casebook) -> None:
    assert watcher.poll(pages=False).told == "2 added"
    report = book.report("urn:one")
    assert (report.text, report.title, report.url) == ("Arden talks about one.", "one", f"{site.url}/one.html")


def test_a_feed_that_did_not_change_is_not_sent_again(watcher: Watcher, site: Site) -> None:
    watcher.poll()
    site.asked.clear()
    assert (watcher.poll().told, watcher.outcomes, site.asked) == ("nothing new", [], ["/feed.xml"])


def test_only_what_is_new_is_fetched(watcher: Watcher, site: Site) -> None:
    watcher.poll()
    site.entries.insert(0, "three")
    site.asked.clear()
    assert watcher.poll().told == "1 added, 2 known"
    assert site.asked == ["/feed.xml", "/three.html"]


def test_a_page_that_does_not_answer_is_fetched_next_time_though_the_feed_did_not_change(watcher: Watcher, site: Site) -> None:
    site.trouble.add("two")
    assert watcher.poll().told == "1 added, 1 refused"
    assert watcher.refusals == ["/two.html: the server answers 503 Service Unavailable"]
    site.trouble.clear()
    assert watcher.poll().told == "1 added, 1 known"


def test_page_after_page_that_does_not_answer_ends_the_poll(watcher: Watcher, site: Site) -> None:
    site.entries = list("abcdefgh")
    site.trouble = set(site.entries)
    assert watcher.poll().told == "4 refused"
    assert watcher.refusals[-1] == "/feed.xml: several pages do not answer; the rest is left for the next time"


def test_a_page_that_cannot_be_taken_is_fetched_once(watcher: Watcher, site: Site) -> None:
    site.entries = ["closed", "one"]
    assert watcher.poll().told == "1 added, 1 refused"
    assert watcher.refusals == ["/closed.html: the site's robots.txt asks programs not to read this address"]
    site.entries.append("two")
    assert watcher.poll().told == "1 added, 1 known"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("broken.xml", "the server answers 500 Internal Server Error"),
        ("slow.xml", "no answer within 0.5 seconds"),
        ("malformed.xml", "the feed breaks off before its end"),
        ("words.xml", "no feed (RSS or Atom) that can be read"),
        ("inside.xml", "10.0.0.1 is an address on this computer or in the local network"),
        ("closed.xml", "the site's robots.txt asks programs not to read this address"),
    ],
)
def test_every_fault_of_a_feed_is_told_and_the_next_is_polled(watcher: Watcher, site: Site, name: str, reason: str) -> None:
    feeds = [Watched(f"{site.url}/{name}", every=10), Watched(f"{site.url}/feed.xml", every=10)]
    bad, good = watcher.watch.once(feeds, watcher.outcomes.append)
    assert reason in bad.told
    assert good.told == "2 added"


def test_a_feed_in_trouble_is_polled_ever_more_rarely(watcher: Watcher) -> None:
    pauses = [watcher.poll("broken.xml").next / 600 for _ in range(12)]
    assert all(2**n * 0.9 <= pause <= 2**n * 1.1 for n, pause in enumerate(pauses[:6], start=1))
    assert pauses[-1] * 600 <= 24 * 3600 * 1.1
    assert watcher.poll("broken.xml").told.endswith("(13 times in a row)")


def test_a_busy_feed_is_polled_when_it_says(watcher: Watcher) -> None:
    health = watcher.poll("busy.xml")
    assert health.failed
    assert 7200 * 0.9 <= health.next <= 7200 * 1.1


def test_what_is_remembered_outlives_the_run(watcher: Watcher, site: Site, book: Casebook, tmp_path: Path) -> None:
    watcher.poll()
    site.asked.clear()
    assert Watcher(site, book, tmp_path / "state.json").poll().told == "nothing new"
    (tmp_path / "state.json").write_text("{", encoding="utf-8")
    again = Watcher(site, book, tmp_path / "state.json")
    assert again.poll().told == "2 known"
    assert again.reader.read_ids == []
    assert json.loads((tmp_path / "state.json").read_text())[f"{site.url}/feed.xml"]["etag"] == site.etag()


def test_a_watch_goes_on_until_somebody_asks(watcher: Watcher, site: Site) -> None:
    polls = watcher.watch.ever([Watched(f"{site.url}/feed.xml"), Watched(f"{site.url}/broken.xml")], watcher.outcomes.append)
    assert [next(polls).failed, next(polls).failed] == [False, True]
    watcher.watch._stop.asked = 15
    with pytest.raises(Stopped):
        next(polls)


def test_the_state_lies_beside_the_casebook() -> None:
    assert state_path("a/book.db", Path("feeds.toml")) == Path("a/book.db.feeds")
    assert state_path("postgresql+psycopg://x/y", Path("b/feeds.toml")) == Path("b/feeds.toml.state")


def test_a_page_that_changed_since_is_fetched_again(watcher: Watcher, site: Site, book: Casebook) -> None:
    watcher.poll()
    shelf = CasebookShelf(book)
    page = f"{site.url}/one.html"
    now = datetime.now(UTC)
    times = [None, now - timedelta(days=1), now + timedelta(days=400)]
    assert [shelf.holds_page(page, time and time.isoformat()) for time in times] == [True, True, True]
    fetched = datetime.fromisoformat((book.versions(page) or ())[-1].fetched)
    assert not shelf.holds_page(page, (fetched + timedelta(milliseconds=1)).isoformat())
    assert not shelf.holds_page(f"{site.url}/none.html", None)
