"""Webhooks of a desk that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from dragoman.app.saved import new_search
from dragoman.casebook import Casebook
from dragoman.desk import webhooks
from tests.app.search.made import ORIGIN, reading
from tests.desk.found import opened

Heard = list[dict[str, Any]]


@pytest.fixture
def hook() -> Iterator[tuple[str, Heard]]:
    """A listener on this computer: its address, and what it has heard."""
    heard: Heard = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_running_desk_tells_of_what_is_new(
    tmp_path_factory: pytest.TempPathFactory, hook: tuple[str, Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = hook
    monkeypatch.setattr(webhooks, "EVERY", 0.01)
    with opened(tmp_path_factory.mktemp("desk") / "book.db", many=3) as (casebook, browser):
        casebook.queries.save(new_search("a", "All", "", address))
        webhooks.one_round(state_of(browser))
        keep(casebook, 40)
        stopped, arrived = Event(), Event()
        thread = webhooks.start(state_of(browser), stopped)
        for _ in range(600):
            if heard or arrived.wait(0.05):
                break
        stopped.set()
        thread.join(30)
        assert [{line["report"] for line in body["events"]} for body in heard] == [{"r40"}]
        assert heard[0]["search"]["name"] == "All"
        assert heard[0]["events"][0]["evidence"]["text"]


def state_of(browser: TestClient) -> Any:
    return cast(Any, browser.app).state


def keep(casebook: Casebook, number: int) -> None:
    one = reading(number)
    assert one.events
    casebook.keep(one.report, b"raw", ORIGIN, one)


def test_what_does_not_arrive_is_an_error_and_the_own_network_is_closed_to_users(hook: tuple[str, Heard]) -> None:
    address, heard = hook
    with pytest.raises(OSError, match="500"):
        webhooks.send(f"{address}/broken", {}, private=True)
    heard.clear()
    with pytest.raises(OSError, match="own network"):
        webhooks.send(address, {}, private=False)
    assert heard == []
    with pytest.raises(OSError):
        webhooks.send("http://127.0.0.1:1/", {}, private=True)


def test_a_casebook_without_webhooks_costs_a_round_nothing() -> None:
    queries = SimpleNamespace(saved=lambda: ())
    state = SimpleNamespace(desk=SimpleNamespace(casebook=SimpleNamespace(queries=queries)))
    webhooks.one_round(cast(Any, state))
