"""Manners, against a server that notes what it is asked and when."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.settings import Settings
from dragoman.sources.private import is_private
from dragoman.sources.refused import RefusedError
from dragoman.sources.visit import Answer, Since, Web

ROBOTS = b"User-agent: dragoman\nDisallow: /closed\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /\n"
Reply = tuple[int, dict[str, str], bytes]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answers = self.server.answers.get(self.path, [(200, {}, b"Arden talks.")])
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        if self.headers.get("If-None-Match") == '"one"' or self.headers.get("If-Modified-Since") == "then":
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.answers: dict[str, list[Reply]] = {"/robots.txt": [(404, {}, b"")]}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with Site() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[..., Answer | str]]:
    """Gets a path of the site, or says why not; `visit.waits` are the seconds that it would have waited."""
    webs: list[Web] = []

    class Visit:
        def __init__(self) -> None:
            self.waits: list[float] = []

        def __call__(self, path: str, since: Since = Since(), **changed: float) -> Answer | str:  # noqa: B008 (frozen)
            if not webs or changed:
                settings = Settings(**{"private_addresses": True, "timeout": 2.0, "delay": 0.0, "retries": 2, **changed})  # type: ignore[arg-type]
                webs.append(Web(settings, self.waits.append))
            try:
                return webs[-1].get(site.url + path, since)
            except RefusedError as error:
                return str(error)

    yield Visit()
    for web in webs:
        web.close()


def status(answer: Answer | str) -> int:
    assert isinstance(answer, Answer), answer
    return answer.status


def test_robots_txt_is_asked_once_and_kept_to(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/robots.txt"] = [(200, {}, ROBOTS)]
    assert [status(visit("/a")), status(visit("/b"))] == [200, 200]
    assert visit("/closed/c") == "the site's robots.txt asks programs not to read this address"
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_a_redirect_does_not_lead_around_robots_txt(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers |= {"/robots.txt": [(200, {}, ROBOTS)], "/a": [(302, {"Location": "/closed/c"}, b"")]}
    assert visit("/a") == "the site's robots.txt asks programs not to read this address"
    assert site.asked == ["/robots.txt", "/a"]


@pytest.mark.parametrize(("answer", "expected"), [(404, 200), (403, 200), (410, 200)])
def test_a_site_without_robots_txt_is_open(site: Site, visit: Callable[..., Answer | str], answer: int, expected: int) -> None:
    site.answers["/robots.txt"] = [(answer, {}, b"")]
    assert status(visit("/a")) == expected


def test_a_site_that_cannot_tell_its_rules_is_left_alone(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/robots.txt"] = [(503, {}, b"")]
    assert visit("/a") == "the server answers 503 Service Unavailable"
    assert set(site.asked) == {"/robots.txt"}


def test_there_is_a_pause_between_visits_and_a_longer_one_where_it_is_asked_for(site: Site, visit: Callable[..., Answer | str]) -> None:
    visit("/a", delay=3.0)
    visit("/b")
    assert 2.0 < visit.waits[0] <= 3.0  # type: ignore[attr-defined]
    site.answers["/robots.txt"] = [(200, {}, ROBOTS)]
    visit("/a", delay=3.1)
    visit("/b")
    assert 6.0 < visit.waits[1] <= 7.0  # type: ignore[attr-defined]


def test_a_busy_server_is_asked_again_when_it_says(site: Site, visit: Callable[..., Answer | str]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    site.answers["/a"] = [(429, {"Retry-After": "11"}, b""), (503, {"Retry-After": later}, b""), (200, {}, b"x")]
    assert status(visit("/a")) == 200
    first, second = visit.waits  # type: ignore[attr-defined]
    assert (first, 25 < second <= 30) == (11.0, True)


def test_a_busy_server_that_says_nothing_is_given_more_time_each_time(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/a"] = [(500, {}, b"")]
    assert visit("/a") == "the server answers 500 Internal Server Error"
    first, second = visit.waits  # type: ignore[attr-defined]
    assert 0.5 <= first <= 1.5
    assert 1.0 <= second <= 3.0
    assert site.asked.count("/a") == 3


def test_a_server_that_wants_a_long_wait_is_left_for_another_time(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/a"] = [(429, {"Retry-After": "3600"}, b"")]
    assert visit("/a") == "the server answers 429 Too Many Requests"
    assert (visit.waits, site.asked.count("/a")) == ([], 1)  # type: ignore[attr-defined]


def test_what_is_gone_is_not_asked_again(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/a"] = [(404, {}, b"")]
    assert visit("/a") == "the server answers 404 Not Found"
    assert site.asked.count("/a") == 1


@pytest.mark.parametrize("since", [Since(etag='"one"'), Since(modified="then")])
def test_a_server_can_say_that_nothing_changed(site: Site, visit: Callable[..., Answer | str], since: Since) -> None:
    site.answers["/a"] = [(200, {"ETag": '"one"', "Last-Modified": "then"}, b"x")]
    first, second = visit("/a"), visit("/a", since)
    assert isinstance(first, Answer) and isinstance(second, Answer)
    assert (first.etag, first.modified, first.data) == ('"one"', "then", b"x")
    assert (second.status, second.data) == (304, b"")


def test_the_limit_is_on_what_is_unpacked(site: Site, visit: Callable[..., Answer | str]) -> None:
    site.answers["/a"] = [(200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 5_000_000))]
    assert visit("/a", file_bytes=100_000) == "the page is larger than 100000 bytes"


def test_a_name_that_leads_home_the_second_time_is_refused(
    site: Site, visit: Callable[..., Answer | str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A server of names may give an open address when it is asked first, and the local one when the connection is made.
    seen: list[str] = []
    monkeypatch.setattr("dragoman.sources.visit.is_private", lambda host: bool(seen.append(host)) or host == "127.0.0.1")
    monkeypatch.setattr("dragoman.sources.visit.getproxies", dict)
    site.url = site.url.replace("127.0.0.1", "localhost")
    assert visit("/a", private_addresses=False) == "127.0.0.1 is an address on this computer or in the local network"
    assert seen == ["localhost", "127.0.0.1"]


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True), ("localhost", True), ("10.1.2.3", True), ("172.16.0.1", True), ("192.168.0.1", True),
        ("169.254.169.254", True), ("100.64.0.1", True), ("0.0.0.0", True), ("224.0.0.1", True), ("::1", True),
        ("fe80::1", True), ("fd00::1", True),
        ("::ffff:10.0.0.1", True), ("::ffff:8.8.8.8", False), ("8.8.8.8", False), ("2606:4700::1111", False), ("no such name", False),
    ],
)  # fmt: skip
def test_private_addresses(host: str, private: bool) -> None:
    assert is_private(host) is private


def test_waiting_is_real_where_nobody_says_otherwise(site: Site) -> None:
    web = Web(Settings(private_addresses=True, delay=0.2))
    began = time.monotonic()
    web.get(f"{site.url}/a")
    web.get(f"{site.url}/b")
    web.close()
    assert time.monotonic() - began >= 0.2
