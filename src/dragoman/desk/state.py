"""What every page of the desk works with: the casebook and how the desk was asked to behave."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from starlette.requests import Request

from dragoman.app.pages.book import Book
from dragoman.casebook import Casebook
from dragoman.desk.accounts import Accounts
from dragoman.desk.book import Keeper

LOCAL = ("127.0.0.1", "localhost", "[::1]")  # names of this computer, as a Host header has them


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How a desk is opened. `hosts` are the names by which it may be addressed, beside those of this computer."""

    hosts: tuple[str, ...] = ()
    read_only: bool = False
    name: str = "casebook"
    knowledge: tuple[Path, ...] = ()  # the user's own files
    users: Path | None = None  # the file of those who may use it


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request finds in `desk_of(request)`."""

    casebook: Casebook
    settings: DeskSettings
    keeper: Keeper
    accounts: Accounts | None = None  # None: whoever reaches it may use it, which is for this computer alone


def desk_of(request: Request) -> Desk:
    """The desk that answers a request."""
    return cast(Desk, request.app.state.desk)


def book_of(request: Request) -> Book:
    """The casebook as pages see it, at the moment of a request."""
    return desk_of(request).keeper.book()
