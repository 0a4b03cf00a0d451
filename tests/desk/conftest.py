"""The desk on what the shipped model reads in the sample reports of one border, and a browser before it; both once a session."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dragoman.casebook import Casebook, open_casebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: its driver keeps an event loop in the process, which other tests cannot do with."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()) or item.path.name == "test_browser.py")


@dataclass(frozen=True, slots=True)
class Border:
    """Where the desk answers, and its casebook."""

    url: str
    book: Casebook


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium. It is skipped where there is none, which is a failure where everything must hold."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no Chromium here; on Debian: apt install chromium")
    with sync_api.sync_playwright() as tools:
        found = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def border(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Border]:
    """The desk on the reports of the border, on a port that was free. It asks for the browser first, or it would read in vain."""
    import uvicorn

    from dragoman.app.demo import samples
    from dragoman.app.reader import load_reader
    from dragoman.app.serve import Address, listening
    from dragoman.casebook import Origin
    from dragoman.desk import DeskSettings, make_desk
    from dragoman.settings import Settings

    reader = load_reader(Settings())
    with open_casebook(tmp_path_factory.mktemp("desk") / "border.db", create=True) as book:
        for report in samples():
            if report.id.startswith("kt-"):
                book.keep(report, report.text.encode(), Origin("samples", "2025-06-01T00:00:00+00:00"), reader.read(report))
        socket = listening(Address("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(make_desk(book, DeskSettings(name="One border")), log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
        thread.start()
        yield Border(f"http://127.0.0.1:{socket.getsockname()[1]}", book)
        server.should_exit = True
        thread.join()


Opens = Callable[..., "Page"]


@pytest.fixture
def opens(chromium: Browser, border: Border) -> Iterator[Opens]:
    """Opens a page of the desk: `opens("/claims", 360)`; what the page loads from elsewhere or its policy forbids fails the test."""
    contexts, faults = [], []

    def opened(path: str, width: int = 1280, **given: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=border.url, **given)  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith(border.url) else faults.append(request.url))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
