"""Tells the webhooks of saved searches of what is new, for as long as the desk runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.datastructures import State

from dragoman import __version__
from dragoman.app.saved import tell_webhooks
from dragoman.app.search import Finder
from dragoman.desk.state import Desk
from dragoman.errors import DragomanError
from dragoman.record.plain import to_plain
from dragoman.sources.private import is_private

EVERY = 60.0  # seconds between two rounds
_PATIENCE = 10.0  # seconds for one webhook


def send(address: str, body: Mapping[str, Any], *, private: bool) -> None:
    """Posts an object as JSON. Raises OSError where it does not arrive, and for an address of the own network unless `private`."""
    if not private and is_private(urlsplit(address).hostname or ""):
        raise OSError("the address is one of the own network, which users of a shared desk cannot have called")
    headers = {"Content-Type": "application/json", "User-Agent": f"dragoman/{__version__}"}
    try:
        answer = httpx.post(address, content=json.dumps(to_plain(body)), headers=headers, timeout=_PATIENCE, follow_redirects=False)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(str(error) or type(error).__name__) from error


def one_round(state: State) -> None:
    """Tells every webhook that has something to be told, and standard error of those that could not be."""
    desk: Desk = state.desk
    if not any(search.webhook for search in desk.casebook.queries.saved()):
        return
    if not hasattr(state, "finder"):
        state.finder = Finder(desk.casebook)
    private = desk.accounts is None
    for told in tell_webhooks(desk.casebook, state.finder, desk.keeper.book(), lambda address, body: send(address, body, private=private)):
        if told.trouble:
            sys.stderr.write(f"webhook of the saved search {told.search}: {told.trouble}\n")


def start(state: State, stopped: Event) -> Thread:
    """Goes round until `stopped` is set; a round that fails is told of and the next is tried."""

    def go() -> None:
        while not stopped.wait(EVERY):
            try:
                one_round(state)
            except DragomanError as error:
                sys.stderr.write(f"webhooks: {error}\n")

    thread = Thread(target=go, name="webhooks", daemon=True)
    thread.start()
    return thread
