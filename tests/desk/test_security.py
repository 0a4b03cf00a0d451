"""What protects the desk: headers, the Host header, forms, and users."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.app.users import Users, save_users, with_token, with_user, without_user
from dragoman.desk import DeskSettings, accounts
from dragoman.desk.accounts import Accounts
from tests.desk.made import BASE, PAGES, browser, desk

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with desk(tmp_path_factory.mktemp("desk") / "book.db") as app:
        yield browser(app)


@pytest.fixture
def users(tmp_path: Path) -> Path:
    held = with_user(with_user(Users(), "jane", "reviewer", PASSWORD), "rob", "reader", PASSWORD)
    save_users(tmp_path / "users", held)
    return tmp_path / "users"


@pytest.fixture
def guarded(tmp_path: Path, users: Path) -> Iterator[TestClient]:
    with desk(tmp_path / "book.db", DeskSettings(hosts=("desk.example",), users=users)) as app:
        yield browser(app)


def token_of(client: TestClient, path: str = "/login") -> str:
    return re.findall(r'name="token" value="(\w+)"', client.get(path).text)[0]


def log_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> int:
    given = {"name": name, "password": password, "token": token_of(client), **more}
    return client.post("/login", data=given, follow_redirects=False).status_code


@pytest.mark.parametrize("path", [*PAGES, "/static/desk.css", "/nothing", "/home.json"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
    assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin" and "cache-control" in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:80", "desk.example"])
def test_a_host_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8400", "[::1]:8400", "LOCALHOST"])
def test_names_of_this_computer_are_ours(client: TestClient, host: str) -> None:
    assert client.get("/forums", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    token = token_of(client, "/")
    assert client.post("/theme", data={"theme": "dark", "token": token}, headers=headers).status_code == 403


def test_a_form_needs_the_token_of_its_visitor(client: TestClient) -> None:
    token = token_of(client, "/")
    own = client.post("/theme", data={"theme": "dark", "token": token}, headers={"origin": BASE}, follow_redirects=False)
    assert own.status_code == 303
    assert client.post("/theme", data={"theme": "dark", "token": "0" * 64}).status_code == 403
    assert client.post("/theme", data={"theme": "dark", "token": "é\ud7ff"}).status_code == 403
    assert client.post("/theme", data={"theme": "dark"}).status_code == 422
    client.cookies.clear()
    assert client.post("/theme", data={"theme": "dark", "token": token}).status_code == 403


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"]
)
def test_going_back_never_leads_elsewhere(client: TestClient, back: str) -> None:
    token = token_of(client, "/")
    answer = client.post("/theme", data={"theme": "dark", "token": token, "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"
    client.cookies.clear()


@pytest.mark.parametrize("path", ["/static/../main.py", "/static/..%2Fmain.py", "/static/%2e%2e/state.py", "/static//etc/passwd"])
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


# --- users -----------------------------------------------------------------------------------------------------------


def test_a_desk_without_users_has_no_log_in(client: TestClient) -> None:
    assert client.get("/login").status_code == 404


def test_strangers_see_nothing_but_the_log_in(guarded: TestClient) -> None:
    for path in PAGES:
        answer = guarded.get(path, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?back="), path
    assert guarded.get("/home.json", follow_redirects=False).status_code == 401
    assert guarded.get("/api/v1/openapi.json", follow_redirects=False).status_code == 401


def test_a_user_comes_in_by_password_and_goes_by_the_form(guarded: TestClient) -> None:
    assert log_in(guarded, "jane", back="/forums") == 303
    page = guarded.get("/forums")
    assert page.status_code == 200 and "Log out jane" in page.text
    cookie = next(one for one in guarded.cookies.jar if one.name == "session")
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "lax"
    assert guarded.post("/logout", data={"token": token_of(guarded, "/forums")}, follow_redirects=False).status_code == 303
    assert guarded.get("/forums", follow_redirects=False).status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_told_alike(guarded: TestClient) -> None:
    told = []
    for name in ("jane", "nobody"):
        answer = guarded.post("/login", data={"name": name, "password": "wrong", "token": token_of(guarded)})
        told.append((answer.status_code, re.findall(r'role="alert"[^>]*>([^<]*)', answer.text)))
    assert told[0] == told[1] == (401, ["This name and password do not go together."])


def test_after_five_wrong_passwords_even_the_right_one_waits(guarded: TestClient) -> None:
    assert [log_in(guarded, "jane", "wrong") for _ in range(accounts.TRIES)] == [401] * accounts.TRIES
    assert log_in(guarded, "jane") == 429
    assert log_in(guarded, "rob") == 429, "the address waits too"


def test_a_session_ends_with_its_password_its_user_and_its_signature(guarded: TestClient, users: Path) -> None:
    assert log_in(guarded, "jane") == 303
    held = Accounts(users).users
    save_users(users, with_user(held, "jane", "reviewer", "another long password"))
    assert guarded.get("/forums", follow_redirects=False).status_code == 303
    assert log_in(guarded, "jane", "another long password") == 303
    session = guarded.cookies["session"]
    guarded.cookies.clear()
    guarded.cookies.set("session", ("x" if session[0] != "x" else "y") + session[1:])
    assert guarded.get("/forums", follow_redirects=False).status_code == 303
    guarded.cookies.clear()
    assert log_in(guarded, "jane", "another long password") == 303
    save_users(users, without_user(Accounts(users).users, "jane"))
    assert guarded.get("/forums", follow_redirects=False).status_code == 303


def test_a_token_opens_the_data_as_its_user(guarded: TestClient, users: Path) -> None:
    held, token = with_token(Accounts(users).users, "rob", "notebook")
    save_users(users, held)
    right = {"authorization": f"Bearer {token}"}
    assert guarded.get("/home.json", headers=right).status_code == 200
    assert guarded.get("/api/v1/openapi.json", headers=right).status_code == 200
    for wrong in (f"Bearer {token}x", "Bearer ", "Basic cm9iOng=", "Bearer \x7f"):
        assert guarded.get("/home.json", headers={"authorization": wrong}).status_code == 401


def test_a_reader_changes_nothing(guarded: TestClient) -> None:
    assert log_in(guarded, "rob") == 303
    form = {"token": token_of(guarded, "/"), "name": "mine", "query": "q=x"}
    assert guarded.post("/searches", data=form).status_code == 403
    guarded.cookies.clear()
    assert log_in(guarded, "jane") == 303
    form["token"] = token_of(guarded, "/")
    assert guarded.post("/searches", data=form, follow_redirects=False).status_code == 303


def test_who_asks_too_often_is_slowed_down(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded.app.state.desk.accounts, "_clock", lambda: 0.0)  # type: ignore[attr-defined]
    answers = [guarded.get("/static/icon.svg").status_code for _ in range(int(accounts.BURST) + 40)]
    assert answers[0] == 200 and 429 in answers


def test_waiting_grows_and_ends(users: Path) -> None:
    now = [0.0]
    held = Accounts(users, clock=lambda: now[0])
    for _ in range(accounts.TRIES):
        assert held.log_in("jane", "wrong", "1.2.3.4") is None
    assert held.log_in("jane", PASSWORD, "1.2.3.4") == accounts.FIRST_WAIT
    now[0] += accounts.FIRST_WAIT
    assert held.log_in("jane", "wrong", "1.2.3.4") is None
    assert held.log_in("jane", PASSWORD, "1.2.3.4") == 2 * accounts.FIRST_WAIT
    now[0] += accounts.LONGEST_WAIT
    user = held.log_in("jane", PASSWORD, "1.2.3.4")
    assert not isinstance(user, float) and user is not None and user.name == "jane"


def test_a_bucket_fills_again(users: Path) -> None:
    now = [0.0]
    held = Accounts(users, clock=lambda: now[0])
    assert sum(held.admits("a") for _ in range(500)) == int(accounts.BURST)
    assert held.admits("b")
    now[0] += 1.0
    assert sum(held.admits("a") for _ in range(500)) == int(accounts.RATE)


def test_a_read_only_desk_keeps_nothing(tmp_path: Path) -> None:
    with desk(tmp_path / "book.db", DeskSettings(read_only=True)) as app:
        client = browser(app)
        form = {"token": token_of(client, "/"), "name": "mine", "query": "q=x"}
        assert client.post("/searches", data=form).status_code == 403
        assert "read-only" in client.get("/forums").text
