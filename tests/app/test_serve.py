"""Where the desk may listen, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.app import serve
from dragoman.app.serve import Address, ServeError, listening, users_for
from dragoman.app.users import UserError, Users, save_users, users_file, with_user


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(tmp_path / "talks.db")


def some_users(path: Path) -> None:
    save_users(path, with_user(Users(), "jane", "reader", "correct horse battery"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_computer_needs_no_users(book: str, host: str) -> None:
    assert Address(host, 1).is_local and users_for(Address(host, 1), book, None) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "desk.example"])
def test_others_need_users(book: str, host: str) -> None:
    with pytest.raises(ServeError, match="dragoman user add"):
        users_for(Address(host, 1), book, None)
    some_users(users_file(book))
    assert users_for(Address(host, 1), book, None) == users_file(book)


def test_who_has_users_has_them_on_this_computer_too(book: str) -> None:
    some_users(users_file(book))
    assert users_for(Address("127.0.0.1", 1), book, None) == users_file(book)


def test_a_file_of_users_that_holds_none_is_told(book: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no users"):
        users_for(Address("127.0.0.1", 1), book, tmp_path / "none")


def test_a_casebook_in_a_database_can_be_opened_here_without_users() -> None:
    assert users_for(Address("127.0.0.1", 1), "postgresql+psycopg://me@server/talks", None) is None


def test_a_port_that_is_taken_is_told() -> None:
    first = listening(Address("127.0.0.1", 0))
    with first, pytest.raises(ServeError, match="choose another with --port"):
        listening(Address("127.0.0.1", first.getsockname()[1]))


def test_the_address_for_the_browser_is_one_that_answers() -> None:
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80/"
    assert Address("::1", 80).url == Address("::", 80).url == "http://[::1]:80/"


def test_the_browser_opens_once_the_desk_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(serve.webbrowser, "open", opened.append)
    asked = iter([False, False, True])
    serve.open_soon("http://127.0.0.1:1/", lambda: next(asked)).join(10)
    assert opened == ["http://127.0.0.1:1/"]
