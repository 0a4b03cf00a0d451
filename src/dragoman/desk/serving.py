"""The desk on a socket, until somebody stops it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import uvicorn
from fastapi import FastAPI

from dragoman.app.serve import open_soon
from dragoman.desk import webhooks
from dragoman.errors import DragomanError

_LONGEST_HEADERS = 64 * 1024  # bytes


def serve(app: FastAPI, listening: socket.socket, url: str | None, ready: Callable[[], None] = lambda: None) -> None:
    """Answers until Ctrl-C or SIGTERM. `url` is opened in the browser once it answers; `ready` is called before."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True,
        h11_max_incomplete_event_size=_LONGEST_HEADERS, timeout_keep_alive=15, timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    threading.Thread(target=_look_up, args=(app,), daemon=True).start()
    if url:
        open_soon(url, lambda: server.started)
    ready()
    stopped = Event()
    if not app.state.desk.settings.read_only:
        webhooks.start(app.state, stopped)
    try:
        server.run(sockets=[listening])
    finally:
        stopped.set()


def _look_up(app: FastAPI) -> None:
    """Has the merged things and the lines at hand before the first visitor asks; what is wrong is told to them."""
    with suppress(DragomanError):
        app.state.desk.keeper.book()
