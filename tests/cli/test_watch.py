"""`dragoman watch` as a user calls it; tests/app/test_watch.py has what it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.app import reader
from dragoman.casebook import open_casebook
from dragoman.cli import main
from tests.app.fake import FakeReader

ROOT = Path(__file__).resolve().parents[2]
FEED = """<rss version="2.0"><channel><title>Arden Wire</title>
<item><guid>urn:1</guid><description>Arden talks.</description></item></channel></rss>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    monkeypatch.setattr(reader, "load_reader", lambda settings, knowledge_files=(): FakeReader())
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DRAGOMAN_DELAY", "0")
    monkeypatch.chdir(tmp_path)
    Path("rss.xml").write_text(FEED, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()


def feeds(*addresses: str) -> str:
    Path("feeds.toml").write_text("".join(f'[[feed]]\nurl = "{address}"\npages = false\n' for address in addresses), encoding="utf-8")
    return "feeds.toml"


def watch(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["watch", *arguments, "--casebook", "book.db", "--once", "--private-addresses"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_poll_is_told_in_a_line_and_kept(url: str) -> None:
    first, second = watch(feeds(f"{url}rss.xml")), watch("feeds.toml")
    assert f"  {url}rss.xml: 1 added; next in 1" in first.stdout
    assert (first.exit_code, first.stderr.splitlines()) == (0, ["book.db: a new casebook", "1 added, 0 changed, 0 known, 0 refused"])
    assert ": 1 known; next in 1" in second.stdout or ": nothing new; next in 1" in second.stdout
    with open_casebook("book.db") as book:
        assert book.reading("urn:1").report.publisher == "Arden Wire"
        assert book.unsettled() == 0 and [story.reports for story in book.merged().stories] == [("urn:1",)]


def test_a_feed_that_fails_is_told_and_does_not_stop_the_next(url: str) -> None:
    result = watch(feeds(f"{url}none.xml", f"{url}rss.xml"))
    failed, good = result.stdout.splitlines()
    assert "none.xml: not read, the server answers 404 File not found; next in" in failed
    assert "rss.xml: 1 added" in good
    assert result.exit_code == 1
    assert f"{url}none.xml: the server answers 404 File not found" in result.stderr


def test_a_mistake_in_the_list_is_told_and_makes_no_casebook(url: str) -> None:
    result = watch(feeds("rss.xml"))
    assert result.exit_code == 2
    assert result.stderr.startswith("feeds.toml: feed 1: \"url\" is 'rss.xml'; wanted is an address")
    assert not Path("book.db").exists()


def test_the_state_of_a_casebook_that_is_gone_is_not_believed(url: str) -> None:
    watch(feeds(f"{url}rss.xml"))
    for path in Path().glob("book.db*"):
        if path.name != "book.db.feeds":
            path.unlink()
    assert "1 added" in watch("feeds.toml").stdout


@pytest.mark.skipif(os.name != "posix", reason="signals are of Unix")
def test_a_signal_ends_it_cleanly(url: str) -> None:
    code = (
        "from dragoman.app import reader; from tests.app.fake import FakeReader; reader.load_reader = lambda *a: FakeReader();"
        "from dragoman.cli import main; main(prog_name='dragoman')"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, "-u", "-c", code, "watch", feeds(f"{url}rss.xml"), "--casebook", "book.db", "--private-addresses"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as running:
        assert running.stdout and running.stderr
        assert "1 added" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        told = running.stderr.read()
    assert (running.returncode, told.splitlines()[1:]) == (0, ["stopped", "1 added, 0 changed, 0 known, 0 refused"])
