"""The desk in a browser: axe finds nothing, nothing is wider than a phone, and the usual ways lead where they should."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn

from dragoman.app.serve import Address, listening
from tests.casebook.full import REPORT
from tests.desk.made import PAGES, desk

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
SIZES = {"desk": (1280, 900), "phone": (360, 780)}


@dataclass(frozen=True, slots=True)
class Open:
    """A browser, and where the desk is."""

    browser: playwright.Browser
    url: str

    def page(self, size: str = "desk", scheme: str = "light") -> playwright.Page:
        width, height = SIZES[size]
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(60_000)
        return context.new_page()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, which must be there in CI")
        pytest.skip("there is no Chromium here")
    with desk(tmp_path_factory.mktemp("desk") / "book.db") as app:
        socket = listening(Address("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
        thread.start()
        try:
            with playwright.sync_playwright() as tools:
                browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
                yield Open(browser, f"http://127.0.0.1:{socket.getsockname()[1]}")
                browser.close()
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(opened: Open, size: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, faults = opened.page(size, scheme), []
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(opened.url) else blocked.append(request.url))
    for path in PAGES:
        page.goto(opened.url + path)
        found = Axe().run(page).response["violations"]
        faults += [(path, rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"][:2]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [(path, "wide", str(wide))] if wide > SIZES[size][0] else []
    page.context.close()
    assert blocked == []
    assert not faults, "\n".join(map(str, faults))


def test_from_a_relationship_to_the_words_of_a_claim_and_back(opened: Open) -> None:
    page = opened.page("phone")
    page.goto(f"{opened.url}/relations/ARD/BEL")
    page.get_by_role("link", name="claim", exact=True).first.click()
    page.locator("a.said").first.click()
    page.wait_for_url("**/reports/**")
    assert page.locator(".at").first.inner_text() in REPORT.text
    assert page.locator(".at").first.is_visible()
    page.context.close()


def test_all_of_it_works_without_scripts(opened: Open) -> None:
    context = opened.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{opened.url}/relations/ARD/BEL")
    page.get_by_label("meetings").check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator("li.event").count() == 1
    page.locator("a.phrase").click()
    page.get_by_role("link", name="as a meeting").click()
    assert "Lamp Commission" in page.inner_text("main")
    context.close()


def test_colours_change_by_the_switch(opened: Open) -> None:
    page = opened.page()
    page.goto(opened.url)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Show in dark colours").click()
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.context.close()


def test_the_keyboard_reaches_the_content_at_once(opened: Open) -> None:
    page = opened.page()
    page.goto(f"{opened.url}/forums/F1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.context.close()
