"""Users of the desk, in their file."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from dragoman.app.users import LONGEST, UserError, Users, load_users, save_users, users_file, with_token, with_user, without_user

PASSWORD = "correct horse battery"


def test_users_come_back_as_they_were_kept(tmp_path: Path) -> None:
    held, token = with_token(with_user(Users(), "jane", "admin", PASSWORD), "jane", "notebook")
    save_users(tmp_path / "users", held)
    again = load_users(tmp_path / "users")
    assert again == held
    found = again.check("jane", PASSWORD)
    assert found is not None and found.role == "admin" and again.bearer(token) == found


def test_neither_password_nor_token_is_in_the_file_which_is_its_owners_alone(tmp_path: Path) -> None:
    held, token = with_token(with_user(Users(), "jane", "reader", PASSWORD), "jane", "api")
    save_users(tmp_path / "users", held)
    text = (tmp_path / "users").read_text(encoding="utf-8")
    assert PASSWORD not in text and token not in text and "$argon2id$" in text
    assert stat.S_IMODE((tmp_path / "users").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["users"]


def test_a_wrong_password_an_unknown_name_and_nothing_are_nobody() -> None:
    held = with_user(Users(), "jane", "reader", PASSWORD)
    for name, password in (("jane", "wrong"), ("jane", ""), ("rob", PASSWORD), ("", ""), ("jane", PASSWORD + "\ud800")):
        assert held.check(name, password) is None
    assert held.bearer("") is None and held.bearer("\ud800") is None


def test_another_role_and_password_keep_the_tokens() -> None:
    held, token = with_token(with_user(Users(), "jane", "reader", PASSWORD), "jane", "api")
    again = with_user(held, "jane", "reviewer", "another password")
    assert again.bearer(token) == again.by_name["jane"] and again.by_name["jane"].mark != held.by_name["jane"].mark


def test_a_token_of_the_same_title_is_replaced() -> None:
    held, first = with_token(with_user(Users(), "jane", "reader", PASSWORD), "jane", "api")
    held, second = with_token(held, "jane", "api")
    assert held.bearer(first) is None and held.bearer(second) is not None


def test_roles_stand_above_one_another() -> None:
    held = with_user(with_user(Users(), "jane", "reviewer", PASSWORD), "rob", "reader", PASSWORD)
    assert held.by_name["jane"].may("reader") and held.by_name["jane"].may("reviewer") and not held.by_name["jane"].may("admin")
    assert not held.by_name["rob"].may("reviewer")


@pytest.mark.parametrize(
    ("name", "password"), [("jane doe", PASSWORD), ("", PASSWORD), ("j" * 65, PASSWORD), ("jane", "short"), ("jane", "x" * (LONGEST + 1))]
)
def test_names_and_passwords_that_will_not_do(name: str, password: str) -> None:
    with pytest.raises(UserError):
        with_user(Users(), name, "reader", password)


def test_who_is_not_there_cannot_go_and_gets_no_token() -> None:
    with pytest.raises(UserError, match="jane: there is no such user"):
        without_user(Users(), "jane")
    with pytest.raises(UserError):
        with_token(Users(), "jane", "api")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"users": [{"name": "x"}], "secret": "s"}', '{"users": 3, "secret": "s"}', "\ud800"])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "users").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UserError, match="users: cannot be read as a file of users"):
        load_users(tmp_path / "users")


def test_a_role_that_there_is_not_is_refused(tmp_path: Path) -> None:
    save_users(tmp_path / "users", with_user(Users(), "jane", "reader", PASSWORD))
    held = json.loads((tmp_path / "users").read_text(encoding="utf-8"))
    held["users"][0]["role"] = "owner"
    (tmp_path / "users").write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(UserError, match="'owner' is no role"):
        load_users(tmp_path / "users")


def test_a_casebook_in_a_database_needs_a_file_for_its_users() -> None:
    assert users_file("talks.db") == Path("talks.db.users")
    with pytest.raises(UserError, match="--users"):
        users_file("postgresql+psycopg://me@server/talks")
