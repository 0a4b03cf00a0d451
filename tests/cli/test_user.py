"""`dragoman user`, `dragoman serve` and `dragoman demo` as they are typed."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from dragoman.app.users import load_users, users_file
from dragoman.casebook import open_casebook
from dragoman.cli import USAGE, main

PASSWORD = "correct horse battery"


def run(*words: str, given: str = "") -> tuple[int, str, str]:
    made = CliRunner().invoke(main, words, input=given)
    return made.exit_code, made.stdout, made.stderr


def test_a_user_is_added_listed_given_a_token_and_removed(tmp_path: Path) -> None:
    book = ("--casebook", str(tmp_path / "talks.db"))
    assert run("user", "add", "jane", "--role", "reviewer", "--password-stdin", *book, given=f"{PASSWORD}\n")[0] == 0
    assert run("user", "add", "rob", *book, given=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0
    code, token, _ = run("user", "token", "jane", "--title", "notebook", *book)
    held = load_users(users_file(book[1]))
    assert code == 0 and held.bearer(token.strip()) == held.by_name["jane"]
    assert run("user", "list", *book)[1] == "jane\treviewer\tnotebook\nrob\treader\t\n"
    assert run("user", "remove", "jane", *book)[0] == 0
    assert list(load_users(users_file(book[1])).by_name) == ["rob"]


def test_what_cannot_be_is_told_in_one_line(tmp_path: Path) -> None:
    book = ("--casebook", str(tmp_path / "talks.db"))
    for words in (("remove", "jane"), ("token", "jane"), ("add", "jane", "--password-stdin"), ("add", "j d", "--password-stdin")):
        code, _, told = run("user", *words, *book, given="short\n")
        assert code == USAGE and len(told.splitlines()) == 1, words


def test_the_desk_is_not_opened_to_others_without_users_nor_on_nothing(tmp_path: Path) -> None:
    place = str(tmp_path / "talks.db")
    code, _, told = run("serve", "--casebook", place)
    assert code == USAGE and "there is no casebook" in told
    open_casebook(place, create=True).close()
    code, _, told = run("serve", "--casebook", place, "--host", "0.0.0.0", "--port", "0")
    assert code == USAGE and "needs users" in told
