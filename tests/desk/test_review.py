"""Review: queues, verdicts as judgments, who may judge, and the figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dragoman.app.users import Users, save_users, with_user
from dragoman.casebook import Casebook, open_casebook
from dragoman.desk import DeskSettings, make_desk
from dragoman.knowledge import Knowledge
from tests.casebook.full import REPORT, full
from tests.casebook.made import ORIGIN

EVENT = "event/r1/108-115"  # "accused", by Arden of Belland
KEYS = ("event/r1/73-76", EVENT, "event/r1/127-135")
BASE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    monkeypatch.setattr(Knowledge, "load", lambda *_: knowledge)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    with open_casebook(tmp_path / "book.db", create=True) as made:
        made.keep(REPORT, b"raw", ORIGIN, full())
        yield made


class Reviewer:
    """A browser that somebody reviews with."""

    def __init__(self, book: Casebook, name: str | None = "Ann", settings: DeskSettings | None = None) -> None:
        self.client = TestClient(make_desk(book, settings or DeskSettings()), base_url=BASE, follow_redirects=False)
        self.token = found[1] if (found := re.search(r'name="token" value="(\w+)"', self.client.get("/review").text)) else ""
        if name:
            assert self.post("/review/name", name=name).status_code == 303

    def post(self, path: str, **form: Any) -> Any:
        return self.client.post(path, data={"token": self.token, **form})

    def judge(self, verdict: str, key: str = EVENT, queue: str = "queue=unsure", **form: Any) -> Any:
        return self.post(f"/review/case?{queue}", key=key, verdict=verdict, **form)

    def case(self, query: str = "") -> Any:
        return self.client.get(f"/review/case.json?{query}").json()


def said(book: Casebook) -> list[tuple[str, str, Any]]:
    return [(j.who, j.what, json.loads(j.value)) for j in book.present_judgments()]


def event(book: Casebook) -> Any:
    return next((event for event in book.entry("r1").reading.events if event.id == "E2"), None)


def test_a_case_shows_the_words_with_what_was_read(book: Casebook) -> None:
    case = Reviewer(book).case(f"key={EVENT}")
    assert case["evidence"]["text"] == "Arden accused Belland of shelling a village."
    assert case["after"] == "The Lamp Commission sat."
    assert next(one["value"] for one in case["form"]["types"] if one["chosen"]) == "ACCUSE"
    sides = [(one["name"], one["source"], one["recipient"]) for one in case["form"]["sides"]]
    assert sides[:2] == [("Belland", False, True), ("Arden", True, False)], "those that take part first, the most mentioned before"
    assert not any(source or recipient for _, source, recipient in sides[2:])


def test_an_acceptance_keeps_what_was_seen_and_leads_to_the_next_case(book: Casebook) -> None:
    ann = Reviewer(book)
    answer = ann.judge("accept", KEYS[0])
    assert answer.status_code == 303
    assert "key=event~2Fr1~2F" in answer.headers["location"]
    ((who, what, value),) = said(book)
    assert (who, what, value["type"], value["mode"]) == ("Ann", "accept", "CONSULT", "visit")
    assert ann.case()["key"] != KEYS[0], "what is judged does not come again"


def test_a_correction_changes_what_was_changed_and_lets_the_old_types_mode_go(book: Casebook) -> None:
    ann = Reviewer(book)
    assert ann.judge("correct", KEYS[0], type="COOPERATE", mode="visit", status="planned").status_code == 303
    now = book.entry("r1").reading.events[0]
    assert (now.type, now.mode, now.status, now.sources) == ("COOPERATE", None, "planned", ("A4",))


def test_actors_are_picked_by_ticking_and_none_is_none(book: Casebook) -> None:
    keys = book.entry("r1").keys
    Reviewer(book).judge("correct", sides="1", sources=[keys["A2"], keys["A4"]])
    assert (event(book).sources, event(book).recipients) == (("A2", "A4"), ())


def test_accepting_what_was_changed_is_a_correction(book: Casebook) -> None:
    Reviewer(book).judge("accept", status="denied")
    assert [what for _, what, _ in said(book)] == ["correct"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"verdict": "correct"}, "nothing is changed"),
        ({"verdict": "correct", "place": "Atlantis"}, "the report does not say &#39;Atlantis&#39;"),
        ({"verdict": "correct", "type": "DANCE"}, "DANCE"),
        ({"verdict": "correct", "mode": "visit"}, "ACCUSE has no mode"),
        ({"verdict": "approve"}, "no verdict"),
    ],
)
def test_what_cannot_be_kept_is_told_and_the_form_comes_back(book: Casebook, form: dict[str, str], told: str) -> None:
    answer = Reviewer(book).judge(**form)
    assert answer.status_code == 422
    assert told in answer.text
    assert said(book) == []


def test_the_same_again_is_refused_but_another_person_may_say_it(book: Casebook) -> None:
    ann, bea = Reviewer(book), Reviewer(book, "Bea")
    assert [ann.judge("reject").status_code, ann.judge("reject").status_code, bea.judge("reject").status_code] == [303, 422, 303]


def test_undo_takes_a_judgment_back_and_shows_the_case_again(book: Casebook) -> None:
    ann = Reviewer(book)
    ann.judge("reject")
    assert event(book) is None
    id = book.present_judgments()[0].id
    assert ann.post("/review/undo?queue=unsure", judgment=id).headers["location"].endswith("key=event~2Fr1~2F108-115")
    assert event(book) is not None
    assert ann.post("/review/undo?queue=unsure", judgment=id).status_code == 404


def test_a_rejected_event_can_still_be_looked_at_and_judged_otherwise(book: Casebook) -> None:
    ann = Reviewer(book)
    ann.judge("reject")
    assert ann.case(f"key={EVENT}")["verdict"]["what"] == "reject"
    ann.judge("accept")
    assert event(book) is not None


def test_a_sample_hides_the_verdicts_of_others_and_yields_agreement_and_precision(book: Casebook) -> None:
    queue = "queue=sample&seed=2&size=3"
    for name, answers in (("Ann", ("accept", "accept", "reject")), ("Bea", ("accept", "reject", "reject"))):
        reviewer = Reviewer(book, name)
        for key, answer in zip(KEYS, answers, strict=True):
            assert reviewer.case(f"{queue}&key={key}")["verdict"] is None
            reviewer.judge(answer, key, queue)
    page = Reviewer(book).client.get("/review.json?seed=2&size=3").json()
    found = {row["field"]: row for row in page["agreement"]}
    assert found["verdict"]["events"] == 3
    assert found["verdict"]["alpha"] == pytest.approx(1 - 5 * 2 / (6 * 6 - 3 * 3 - 3 * 3))
    assert page["precision"]["right"]["right"] == pytest.approx(1 / 3)
    assert [row["name"] for row in page["reviewers"]] == ["Ann", "Bea"]
    assert [row["judged"] for row in page["queues"]] == [3, 3]


def test_nobody_judges_without_a_name_a_token_or_leave(book: Casebook) -> None:
    nameless, ann = Reviewer(book, None), Reviewer(book)
    assert nameless.judge("accept").status_code == 403
    assert ann.client.post("/review/case", data={"key": EVENT, "verdict": "accept", "token": "x"}).status_code == 403
    assert Reviewer(book, settings=DeskSettings(read_only=True)).judge("accept").status_code == 403
    assert said(book) == []


def test_where_there_are_users_judgments_bear_their_names_and_readers_only_look(book: Casebook, tmp_path: Path) -> None:
    users = with_user(with_user(Users(), "rita", "reviewer", "a long password"), "ron", "reader", "a long password")
    save_users(tmp_path / "users", users)
    for name, status in (("rita", 303), ("ron", 403)):
        client = TestClient(make_desk(book, DeskSettings(users=tmp_path / "users")), base_url=BASE, follow_redirects=False)
        token = re.search(r'name="token" value="(\w+)"', client.get("/login").text)[1]  # type: ignore[index]
        client.post("/login", data={"name": name, "password": "a long password", "token": token})
        answer = client.post("/review/case", data={"key": EVENT, "verdict": "accept", "token": token})
        assert answer.status_code == status
        assert client.get("/review.json").json()["may"] == (name == "rita")
    assert [who for who, _, _ in said(book)] == ["rita"]


def test_two_actors_are_joined_and_parted_again(book: Casebook) -> None:
    ann, keys = Reviewer(book), book.entry("r1").keys
    pair = {"report": "r1", "one": keys["A1"], "other": keys["A2"]}
    assert ann.post("/review/actors", verdict="merge", **pair).status_code == 303
    assert len(book.constraints().together) == 1
    assert ann.client.get("/review/actors.json?report=r1").json()["made"][0]["other"] == "Belland"
    assert ann.post("/review/actors", verdict="split", **pair).status_code == 303
    assert (len(book.constraints().together), len(book.constraints().apart)) == (0, 1)
    assert ann.post("/review/actors", verdict="merge", **{**pair, "other": keys["A1"]}).status_code == 422
    assert ann.post("/review/actors", verdict="wed", **pair).status_code == 422


def test_the_words_of_an_event_lead_to_its_case(book: Casebook) -> None:
    client = Reviewer(book).client
    assert client.get("/review/at?report=r1&at=108-115").headers["location"].endswith("key=event~2Fr1~2F108-115")
    assert client.get("/review/at?report=r1&at=1-2").status_code == 404
    assert client.get("/review/at?report=none&at=1-2").status_code == 404


@pytest.mark.parametrize("key", ["", "event/none/1-2", "event/r1/0-1", "\x00", "actor/r1/0-5"])
def test_a_key_of_nothing_is_not_found_and_none_is_the_first_open(book: Casebook, key: str) -> None:
    answer = Reviewer(book).client.get("/review/case", params={"key": key})
    assert answer.status_code == (404 if key else 200)


def test_when_all_is_judged_the_queue_leads_back_to_the_figures(book: Casebook) -> None:
    ann = Reviewer(book)
    answers = [ann.judge("accept", key) for key in KEYS]
    assert answers[-1].headers["location"] == "/review?queue=unsure"
    assert ann.client.get("/review/case").headers["location"] == "/review?queue=unsure"
