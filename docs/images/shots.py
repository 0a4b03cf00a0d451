"""Writes the pictures of the desk in the documentation: a browser before the sample reports, `make shots`.

A casebook that `dragoman demo` has built in the folder is used as it is; otherwise it is built first, which takes a minute.
"""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from dragoman.app.demo import build
from dragoman.app.reader import load_reader
from dragoman.app.serve import Address, listening
from dragoman.app.stop import Stop
from dragoman.app.tally import Tally
from dragoman.casebook import Casebook
from dragoman.desk import DeskSettings, make_desk
from dragoman.settings import Settings

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 760}
MOST = 250_000  # bytes of a picture that a page of the documentation can load without anybody waiting
SHOTS = {
    "home": "/",
    "relation": "/relations/KGZ/TJK",
    "forum": "/forums",
    "report": "/reports/kt-fifth-kyrgyz",
    "search": "/search?q=border&type=ACCUSE",
    "review": "/review/case",
}


def main() -> None:
    """Takes all pictures."""
    with build(lambda: load_reader(Settings()), Path(sys.argv[1] if len(sys.argv) > 1 else "demo"), Tally(), Stop()) as book:
        served(book)


def served(book: Casebook) -> None:
    """Opens the desk for as long as the pictures take."""
    socket = listening(Address("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_desk(book, DeskSettings(name="Sample reports")), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    try:
        taken(f"http://127.0.0.1:{socket.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join()


def taken(url: str) -> None:
    """The pictures of a desk."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en-GB", base_url=url)
        page.goto("/review")
        page.locator("#reviewer").fill("Ann")
        page.get_by_role("button", name="Use this name").click()
        for name, path in SHOTS.items():
            page.goto(path)
            lead_on(page, name)
            save(page.screenshot(), HERE / f"desk-{name}.png")
        browser.close()


def lead_on(page: Page, name: str) -> None:
    """To the forum from the list: its address is known to nobody before."""
    if name == "forum":
        page.locator("main a[href^='/forums/F']", has_text="Tajik").first.click()


def save(shot: bytes, path: Path) -> None:
    """Writes a picture. Raises ValueError for one that is too large for a page."""
    if len(shot) > MOST:
        raise ValueError(f"{path}: {len(shot)} bytes are too many")
    path.write_bytes(shot)


if __name__ == "__main__":
    main()
