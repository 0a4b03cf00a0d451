"""Who may do what: a reader reads, a reviewer judges and saves searches, an admin looks after users, webhooks and what is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.app.users import Role, Users, load_users, save_users, with_token, with_user
from dragoman.casebook import Casebook
from dragoman.desk import DeskSettings, make_desk
from dragoman.desk.address import part
from tests.casebook.full import at
from tests.desk.made import BASE
from tests.desk.test_review import EVENT, _loaded_once, book, knowledge
from tests.desk.test_security import PASSWORD, log_in

__all__ = ["_loaded_once", "book", "knowledge"]

NAMES: dict[Role, str] = {"reader": "rob", "reviewer": "jane", "admin": "ada"}
LOOKS = ("/", "/search", "/reports/r1", "/review", f"/review/case?key={EVENT}", "/searches", "/export/csv", "/api/v1/events", "/method")
JUDGES: dict[str, dict[str, str]] = {
    "/review/case?queue=unsure": {"key": EVENT, "verdict": "accept"},
    "/review/add": {"report": "r1", "kind": "event", "words": "sat", "type": "CONSULT"},
    "/review/actors": {
        "report": "r1",
        "verdict": "merge",
        "one": "actor/r1/0-5",
        "other": f"actor/r1/{at('Belland').start}-{at('Belland').end}",
    },
    "/searches": {"name": "mine", "query": "q=x"},
}
MANAGES: dict[str, dict[str, str]] = {
    "/settings/users": {"name": "new", "role": "reader", "password": PASSWORD},
    "/settings/users/role": {"name": "rob", "role": "reviewer"},
    "/settings/tokens/remove": {"name": "rob", "title": "notebook"},
    "/settings/tokens": {"name": "jane", "title": "api"},
    "/settings/users/remove": {"name": "rob"},
    "/searches": {"name": "told", "query": "q=x", "webhook": "https://hook.example/x"},
    "/settings/forget": {"report": "r1", "why": "asked to", "sure": "yes"},
}


@pytest.fixture
def users(tmp_path: Path) -> Path:
    held = Users()
    for role, name in NAMES.items():
        held = with_user(held, name, role, PASSWORD)
    held, _ = with_token(held, "rob", "notebook")
    save_users(tmp_path / "users", held)
    return tmp_path / "users"


@pytest.fixture
def client(book: Casebook, users: Path) -> Iterator[TestClient]:
    yield TestClient(make_desk(book, DeskSettings(users=users)), base_url=BASE, follow_redirects=False)


class Visitor:
    """A browser of somebody who is logged in."""

    def __init__(self, client: TestClient, role: Role) -> None:
        client.cookies.clear()
        assert log_in(client, NAMES[role]) == 303
        self.client = client
        self.token = re.findall(r'name="token" value="(\w+)"', client.get("/").text)[0]

    def post(self, path: str, **form: str) -> Any:
        return self.client.post(path, data={"token": self.token, **form})


@pytest.mark.parametrize("role", NAMES)
def test_everybody_who_has_a_name_here_looks_at_everything_but_settings(client: TestClient, role: Role) -> None:
    visitor = Visitor(client, role)
    assert [visitor.client.get(path).status_code for path in LOOKS] == [200] * len(LOOKS)
    assert visitor.client.get("/settings").status_code == (200 if role == "admin" else 403)
    assert ('href="/settings"' in visitor.client.get("/").text) == (role == "admin")
    assert ('name="webhook"' in visitor.client.get("/search").text) == (role == "admin")
    assert ("Forget this report" in visitor.client.get("/reports/r1").text) == (role == "admin")


@pytest.mark.parametrize("role", NAMES)
@pytest.mark.parametrize("path", JUDGES)
def test_reviewers_and_admins_judge(client: TestClient, role: Role, path: str) -> None:
    assert Visitor(client, role).post(path, **JUDGES[path]).status_code == (403 if role == "reader" else 303)


@pytest.mark.parametrize("role", NAMES)
@pytest.mark.parametrize("path", MANAGES)
def test_admins_alone_manage(client: TestClient, role: Role, path: str) -> None:
    answer = Visitor(client, role).post(path, **MANAGES[path])
    assert answer.status_code == (403 if role != "admin" else 200 if path == "/settings/tokens" else 303)


def test_a_user_is_added_changed_and_removed(client: TestClient, users: Path) -> None:
    ada = Visitor(client, "admin")
    assert ada.post("/settings/users", name="new", role="reader", password=PASSWORD).status_code == 303
    assert ada.post("/settings/users/role", name="new", role="reviewer").status_code == 303
    assert load_users(users).by_name["new"].role == "reviewer"
    lines = ada.client.get("/settings.json").json()["users"]
    assert [(one["name"], one["role"], one["own"]) for one in lines][-1] == ("new", "reviewer", False)
    assert "argon2" not in ada.client.get("/settings.json").text
    assert ada.post("/settings/users/remove", name="new").status_code == 303
    assert "new" not in load_users(users).by_name


def test_a_token_is_shown_once_and_ends(client: TestClient) -> None:
    ada = Visitor(client, "admin")
    secret = re.findall(r"<code>(dragoman-[\w-]+)</code>", ada.post("/settings/tokens", name="rob", title="script").text)[0]
    assert secret not in ada.client.get("/settings").text
    client.cookies.clear()
    assert client.get("/api/v1/events", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    Visitor(client, "admin").post("/settings/tokens/remove", name="rob", title="script")
    client.cookies.clear()
    assert client.get("/api/v1/events", headers={"authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("users", {"name": "rob", "role": "admin", "password": PASSWORD}, "already"),
        ("users", {"name": "new", "role": "king", "password": PASSWORD}, "no role"),
        ("users", {"name": "new", "role": "reader", "password": "short"}, "10 characters"),
        ("users", {"name": "<b>", "role": "reader", "password": PASSWORD}, "letters, digits"),
        ("users/role", {"name": "ada", "role": "reader"}, "another admin"),
        ("users/role", {"name": "nobody", "role": "reader"}, "no such user"),
        ("users/remove", {"name": "ada"}, "another admin"),
        ("tokens", {"name": "nobody"}, "no such user"),
        ("tokens/remove", {"name": "rob", "title": "none"}, "no token"),
        ("forget", {"report": "r1", "sure": "yes"}, "Say why"),
        ("forget", {"report": "r1", "why": "asked to"}, "sure"),
    ],
)
def test_what_cannot_be_is_told(client: TestClient, users: Path, path: str, form: dict[str, str], told: str) -> None:
    before = load_users(users)
    answer = Visitor(client, "admin").post(f"/settings/{path}", **form)
    assert answer.status_code == 422
    assert told in answer.text
    assert load_users(users) == before


def test_a_report_is_forgotten(client: TestClient, book: Casebook) -> None:
    ada = Visitor(client, "admin")
    assert "Talks" in ada.client.get("/settings/forget?report=r1").text
    assert ada.client.get("/settings/forget?report=none").status_code == 404
    assert ada.post("/settings/forget", report=part("r1"), why="asked to", sure="yes").status_code == 303
    assert book.versions("r1") is None
    assert ada.client.get("/reports/r1").status_code == 404
    assert ada.post("/settings/forget", report="none", why="asked to", sure="yes").status_code == 404


def test_a_search_with_a_webhook_is_an_admins_to_remove(client: TestClient, book: Casebook) -> None:
    Visitor(client, "admin").post("/searches", name="told", query="q=x", webhook="https://hook.example/x")
    (saved,) = book.queries.saved()
    jane = Visitor(client, "reviewer")
    assert "hook.example" not in jane.client.get("/searches").text + jane.client.get("/searches.json").text
    assert jane.post(f"/searches/{saved.id}/remove").status_code == 403
    assert Visitor(client, "admin").post(f"/searches/{saved.id}/remove").status_code == 303


def test_a_desk_without_users_is_wholly_whose_computer_it_is(book: Casebook) -> None:
    client = TestClient(make_desk(book, DeskSettings()), base_url=BASE, follow_redirects=False)
    page = client.get("/settings")
    assert "dragoman user add" in page.text and 'action="/settings/users"' not in page.text
    token = re.findall(r'name="token" value="(\w+)"', client.get("/").text)[0]
    assert client.post("/settings/users", data={"token": token, **MANAGES["/settings/users"]}).status_code == 404
    assert client.post("/settings/forget", data={"token": token, **MANAGES["/settings/forget"]}).status_code == 303


def test_a_read_only_desk_forgets_nothing(book: Casebook) -> None:
    client = TestClient(make_desk(book, DeskSettings(read_only=True)), base_url=BASE, follow_redirects=False)
    token = re.findall(r'name="token" value="(\w+)"', client.get("/").text)[0]
    assert client.post("/settings/forget", data={"token": token, **MANAGES["/settings/forget"]}).status_code == 403
    assert book.versions("r1")
