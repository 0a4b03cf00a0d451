"""How fast the desk's pages come over HTTP: `python -m bench.pages --casebook FILE [--core N] [--each 60]`.

Starts `dragoman serve` on a casebook, held to one core (where the system can), follows the links of its pages to find pages of
each kind, and asks for `--each` of every kind, one after the other, as a browser would. Prints p50 and p95 of each kind; the
first request of each address counts like the others. Exit 0: search within 250 ms and all others within 150 ms at p95; 1: not.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.desk import LIST_MS, SEARCH_MS, told

STARTS = ("/", "/search", "/map", "/calendar", "/review", "/method", "/settings")
# Pages of things, and lists; exports and feeds are files, and the address of a search is whatever is asked.
_LINK = re.compile(r'href="(/[^"#]*)"')
_ASIDE = re.compile(r"^/(?:static|export|api|login|logout|docs)\b|\.(?:json|atom|ics|csv|xml|css|js|svg|png)(?:\?|$)")
MOST_SEEN = 400  # pages that are opened to find links


@contextmanager
def serving(casebook: Path, core: int | None) -> Iterator[httpx.Client]:
    """A client of a desk of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dragoman", "serve", "--casebook", str(casebook), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        if core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(server.pid, {core})
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=600, follow_redirects=True) as client:
                _wait(client)
                yield client
        finally:
            server.terminate()


def _wait(client: httpx.Client) -> None:
    for _ in range(1200):
        try:
            client.get("/")
            return
        except httpx.ConnectError:
            time.sleep(0.1)
    raise SystemExit("the desk does not answer")


def kind_of(address: str) -> str:
    """The kind of page: "/claims/x" is of "claims", "/" is "home"."""
    return address.split("?")[0].split("/")[1] or "home"


def found(client: httpx.Client, each: int, chance: random.Random) -> dict[str, list[str]]:
    """Addresses by kind of page, at most so many of each: those of the first pages, of what these link to, and so on."""
    seen: dict[str, None] = dict.fromkeys(STARTS)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for opened, address in enumerate(_growing(seen)):
        if opened == MOST_SEEN:
            break
        reply = client.get(address)
        if reply.status_code != 200 or not reply.headers["content-type"].startswith("text/html"):
            continue
        if len(by_kind[kind_of(address)]) < each:
            by_kind[kind_of(address)].append(address)
        links = [link.replace("&amp;", "&") for link in _LINK.findall(reply.text) if not _ASIDE.search(link)]
        few = [link for link in dict.fromkeys(links) if len(by_kind[kind_of(link)]) < each]
        seen.update(dict.fromkeys(chance.sample(few, min(len(few), 40))))
    return {kind: addresses for kind, addresses in by_kind.items() if addresses}


def _growing(seen: dict[str, None]) -> Iterator[str]:
    """The addresses in the order in which they come in, also those that come while this runs."""
    at = 0
    while at < len(seen):
        yield list(seen)[at]
        at += 1


def timed(client: httpx.Client, address: str) -> float:
    """Milliseconds until the whole page is there."""
    start = time.perf_counter()
    client.get(address).raise_for_status()
    return (time.perf_counter() - start) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--casebook", type=Path, required=True)
    parser.add_argument("--core", type=int, help="the core that the desk is held to [default: none]")
    parser.add_argument("--each", type=int, default=60, help="requests of each kind of page")
    given = parser.parse_args(arguments)
    chance = random.Random(1)
    kept = True
    with serving(given.casebook, given.core) as client:
        for kind, addresses in sorted(found(client, given.each, chance).items()):
            asked = [*addresses, *chance.choices(addresses, k=max(0, given.each - len(addresses)))]
            taken = [timed(client, address) for address in asked]
            kept &= told(f"{kind} ({len(addresses)} pages)", taken, SEARCH_MS if kind == "search" else LIST_MS)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
