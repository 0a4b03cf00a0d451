"""The API keeps what its description says, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, GenerationMode
from starlette.testclient import TestClient

from tests.desk.found import opened

HOST = {"host": "127.0.0.1"}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened(tmp_path_factory.mktemp("api") / "book.db", many=12) as (_, made):
        yield made


@pytest.fixture(scope="module")
def operations(browser: TestClient) -> dict[str, APIOperation]:
    assert browser.get("/api/v1/openapi.json").status_code == 200  # makes the description, which takes a while
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", browser.app, headers=HOST, timeout=120)
    return {operation.path: operation for operation in (found.ok() for found in schema.get_all_operations())}


PATHS = [f"/{kind}" for kind in ("search", "events", "reports", "happenings", "claims", "forums", "actors", "relationships")]
# No schema says that a cursor is one that was given, nor that one day comes before another.
BEYOND = ("cursor", "until")
THINGS = [f"/{kind}/{{id}}" for kind in ("reports", "readings", "happenings", "claims", "forums")] + ["/relationships/{one}/{other}"]


def test_the_api_has_these_addresses(operations: dict[str, APIOperation]) -> None:
    assert sorted(operations) == sorted([*PATHS, *THINGS])


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", [*PATHS, *THINGS])
def test_every_answer_is_as_described(operations: dict[str, APIOperation], path: str, mode: GenerationMode) -> None:
    @given(case=operations[path].as_strategy(generation_mode=mode))
    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        for name in BEYOND:
            if mode is GenerationMode.POSITIVE and case.query:
                case.query.pop(name, None)
        case.call_and_validate(headers=HOST, timeout=120)

    ask()


def pages(browser: TestClient, path: str, query: str = "") -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    cursor = ""
    while True:
        answer = browser.get(f"/api/v1{path}?limit=5{query}{cursor}").json()
        found += answer["items"]
        if answer["next"] is None:
            assert len(found) == answer["total"]
            return found
        cursor = f"&cursor={answer['next']}"


@pytest.mark.parametrize("path", ["/events", "/reports", "/happenings", "/claims", "/actors", "/relationships"])
def test_the_pages_of_a_list_have_everything_once(browser: TestClient, path: str) -> None:
    found = [str(row) for row in pages(browser, path)]
    assert found
    assert len(found) == len(set(found))


def test_filters_are_those_of_search(browser: TestClient) -> None:
    found = pages(browser, "/events", "&type=ASSAULT&status=planned")
    assert found
    assert {(row["type"], row["status"]) for row in found} == {("ASSAULT", "planned")}
    assert browser.get("/api/v1/search?type=ASSAULT&status=planned").json()["events"] == len(found)
    assert browser.get("/search.json?type=ASSAULT&status=planned").json()["events"] == len(found)


def test_every_event_shows_the_words_that_support_it(browser: TestClient) -> None:
    for row in pages(browser, "/events", "&country=ARD"):
        sentence = row["sentence"]
        assert isinstance(sentence, dict)
        report = browser.get(f"/api/v1/reports/{row['report']}").json() if "bad" not in str(row["report"]) else None
        if report:
            assert report["text"][sentence["start"] : sentence["end"]]
            assert " ".join(report["text"][sentence["start"] : sentence["end"]].split()) in sentence["text"]


def test_single_things_are_those_of_the_lists(browser: TestClient) -> None:
    for path in ("/happenings", "/claims"):
        row = pages(browser, path)[0]
        assert browser.get(f"/api/v1{path}/{row['id']}").json() == row


def test_readings_come_in_the_published_schema(browser: TestClient) -> None:
    reading = browser.get("/api/v1/readings/r1").json()
    assert reading["schema"] == "dragoman.reading/1"
    assert reading["report"]["id"] == "r1"


def test_relationships_lead_to_their_happenings(browser: TestClient) -> None:
    top = browser.get("/api/v1/relationships?limit=1").json()["items"][0]
    found = pages(browser, f"/relationships/{top['one']}/{top['other']}")
    assert found == pages(browser, f"/relationships/{top['other']}/{top['one']}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/events?status=sure", 422),
        ("/events?cursor=x", 400),
        ("/events?since=2024-02-31", 422),
        ("/events?since=2024-02-02&until=2024-02-01", 400),
        ("/reports/nope", 404),
        ("/nothing", 404),
    ],
)
def test_errors_are_problem_details(browser: TestClient, path: str, status: int) -> None:
    answer = browser.get(f"/api/v1{path}")
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
