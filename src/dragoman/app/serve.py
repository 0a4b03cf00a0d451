"""Opening the desk: which address it may listen on, whether it needs users, and the browser once it answers."""

from __future__ import annotations

import ipaddress
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dragoman.app.ledger import Ledger
from dragoman.app.users import UserError, load_users, users_file
from dragoman.errors import DragomanError


class ServeError(DragomanError):
    """The desk cannot be opened as asked."""


class Closing(Ledger):
    """Says how a desk ended."""

    def done(self) -> str:
        """Nothing is lost when it does."""
        return "the desk is closed"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk listens."""

    host: str
    port: int

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def url(self) -> str:
        """What to open in a browser on this computer."""
        name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, f"[{self.host}]" if ":" in self.host else self.host)
        return f"http://{name}:{self.port}/"


def listening(address: Address) -> socket.socket:
    """A socket that listens there; a port of 0 is one that is free. Raises ServeError where it cannot be had."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address.host, address.port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise ServeError(f"{address.host}:{address.port}: {error.strerror or error}; choose another with --port") from error
    return found


def users_for(address: Address, casebook: str, given: Path | None) -> Path | None:
    """The file of the desk's users; None for this computer alone with nobody named. Raises ServeError, UserError."""
    path = given or (None if "://" in casebook else users_file(casebook))
    there = path is not None and bool(load_users(path).by_name)
    if given and not there:
        raise UserError(f"{given}: holds no users; add one with: dragoman user add NAME --casebook {casebook} --users {given}")
    if there:
        return path
    if address.is_local:
        return None
    raise ServeError(
        f"{address.host}: others can reach this address, so the desk needs users: dragoman user add NAME --casebook {casebook}"
    )


def open_soon(url: str, answers: Callable[[], bool]) -> threading.Thread:
    """Opens the browser as soon as the desk answers, or not at all where it does not within half a minute."""

    def wait() -> None:
        for _ in range(300):
            if answers():
                webbrowser.open(url)
                return
            threading.Event().wait(0.1)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    return waiting
