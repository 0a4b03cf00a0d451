"""Search, map, calendar, feeds, exports and saved searches on the desk."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import feedparser
import pytest
from starlette.testclient import TestClient

from dragoman.casebook import Casebook
from dragoman.desk.address import to
from dragoman.exports.formats import FORMATS
from tests.desk.found import opened

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Casebook, TestClient]]:
    with opened(tmp_path_factory.mktemp("desk") / "book.db") as made:
        yield made


@pytest.fixture
def browser(desk: tuple[Casebook, TestClient]) -> TestClient:
    return desk[1]


def links(html: str, start: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', html) if found.startswith(start)]


def test_a_search_shows_events_with_sentences_and_facets_that_narrow_it(browser: TestClient) -> None:
    page = browser.get("/search?q=lantern")
    assert page.status_code == 200
    told = browser.get("/search.json?q=lantern").json()
    assert told["events"] == len([1 for _ in told["lines"]]) or told["next"]
    assert all("lantern" in line["evidence"]["text"] or line["evidence"]["text"] for line in told["lines"])
    for box in told["facets"]:
        for choice in box["choices"]:
            narrowed = browser.get(f"/search.json?{choice['query']}").json()
            assert narrowed["events"] == choice["count"], (box["name"], choice)


def test_the_pages_of_a_search_have_every_event_once(browser: TestClient) -> None:
    found, query = [], ""
    while True:
        page = browser.get(f"/search.json?{query}").json()
        found += [(line["report"], line["event"]) for line in page["lines"]]
        if page["next"] is None:
            break
        query = f"cursor={page['next']}"
    assert len(found) == len(set(found)) == page["events"]


def test_every_event_leads_to_its_words(browser: TestClient) -> None:
    for address in links(browser.get("/search?q=karsh").text, "/reports/")[:6]:
        assert browser.get(address).status_code == 200


def test_reports_are_listed_with_a_sentence_that_has_the_word(browser: TestClient) -> None:
    told = browser.get("/search.json?q=lantern&show=reports").json()
    assert told["reports"] == len(told["finds"]) > 0
    assert all("lantern" in find["evidence"]["text"] for find in told["finds"])
    assert browser.get("/search?q=lantern&show=reports").status_code == 200


@pytest.mark.parametrize(
    "query", ["status=sure", "since=never", "cursor=x", "dyad=A", "confidence=2", "q=%00", "sources=-1", "q=a&show=reports&cursor=zzz"]
)
def test_what_cannot_be_asked_is_said_on_a_page(browser: TestClient, query: str) -> None:
    answer = browser.get(f"/search?{query}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "path", ["/search", "/search?show=reports&q=karsh", "/map", "/calendar?month=2031-04", "/searches", "/search.atom"]
)
def test_hostile_words_stay_words(browser: TestClient, path: str) -> None:
    text = browser.get(path).text
    assert "<script>alert" not in text
    assert "style=" not in text
    assert "\x00" not in text


def test_the_map_has_the_same_places_as_its_list(browser: TestClient) -> None:
    told = browser.get("/map.json").json()
    assert {spot["point"]["place"] for spot in told["spots"]} == {"Karsh, ARD", "Venlo, BLL"}
    assert sum(one["cooperation"] + one["conflict"] for one in told["clusters"]) == told["happenings"]
    svg = re.search(r"<svg class=\"world\".*?</svg>", browser.get("/map").text, re.DOTALL)
    assert svg
    ElementTree.fromstring(svg[0])
    assert svg[0].count('class="cluster"') == len(told["clusters"])


def test_a_window_shows_what_lies_in_it(browser: TestClient) -> None:
    told = browser.get("/map.json?window=35,-10,45,0").json()
    assert {spot["point"]["place"] for spot in told["spots"]} == {"Venlo, BLL"}
    for window in ("1,2,3", "10,0,5,3", "nan,0,1,1", "0,-91,1,1", "x"):
        assert browser.get(f"/map?window={window}").status_code == 400


def test_the_links_of_the_map_lead_to_pages(browser: TestClient) -> None:
    for address in links(browser.get("/map").text, "/map?") + links(browser.get("/map").text, "/search?")[:5]:
        assert browser.get(address).status_code == 200, address


def test_the_calendar_has_each_meeting_of_a_month_on_its_day(browser: TestClient) -> None:
    told = browser.get("/calendar.json?month=2031-04").json()
    on_days = [meet for meet in told["meetings"] if meet["day"]]
    assert on_days
    assert sum(cell["count"] for week in told["weeks"] for cell in week) == len(on_days)
    assert all(meet["day"].startswith("2031-04") for meet in on_days)
    page = browser.get("/calendar?month=2031-04").text
    assert all(f'id="d-{meet["day"]}"' in page for meet in on_days)
    assert browser.get("/calendar?month=2031-13").status_code == 400
    assert browser.get("/calendar").json is not None


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_what_fits_is_exported_in_every_format(browser: TestClient, form: str) -> None:
    answer = browser.get(f"/export/{form}?type=ASSAULT&voice=happening")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content) == int(answer.headers["content-length"])


def test_an_export_has_the_events_that_fit_and_no_others(browser: TestClient) -> None:
    told = browser.get("/search.json?type=ASSAULT&status=planned").json()
    rows = list(csv.DictReader(io.StringIO(browser.get("/export/csv?type=ASSAULT&status=planned").content.decode("utf-8-sig"))))
    assert len(rows) == told["events"]
    assert {row["type"] for row in rows} == {"ASSAULT"}
    assert browser.get("/export/nothing").status_code == 404


def feed_of(browser: TestClient, address: str) -> tuple[ElementTree.Element, feedparser.FeedParserDict]:
    """The feed as XML and as a reader of feeds has it, with what RFC 4287 demands of every feed and entry."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    for node in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", node.findtext(f"{ATOM}updated") or "")
        assert (node.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    own = [link.get("href", "") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(own) == 1
    assert own[0].startswith("http")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    read = feedparser.parse(answer.content)
    assert not read.bozo
    return root, read


def test_feeds_are_valid_and_have_their_sentences(browser: TestClient) -> None:
    whole = browser.get("/api/v1/claims?limit=1").json()
    addresses = ["/search.atom?q=karsh", "/search.atom", f"{to('relations', 'ARD', 'BLL')}.atom", f"{to('actors', 'ARD')}.atom"]
    addresses += [f"{to('claims', row['id'])}.atom" for row in whole["items"]]
    addresses += [f"{to('forums', row['id'])}.atom" for row in browser.get("/api/v1/forums").json()["items"]]
    for address in addresses:
        _, read = feed_of(browser, address)
        for entry in read.entries:
            assert "<blockquote>" in entry.content[0].value or "forums" in address
            assert (
                browser.get(entry.link.replace("http://127.0.0.1", "")).status_code == 200
                or "/claims/" in entry.link
                or "/forums/" in entry.link
            )


def test_the_ids_of_a_feed_do_not_depend_on_the_desks_name(browser: TestClient) -> None:
    one = browser.get("/search.atom?q=karsh")
    other = browser.get("/search.atom?q=karsh", headers={"host": "localhost:9999"})
    ids = [re.findall(r"<id>(.*?)</id>", answer.text) for answer in (one, other)]
    assert ids[0] == ids[1]
    assert "localhost:9999" in other.text


@pytest.mark.parametrize("address", ["/forums/nope.atom", "/claims/nope.atom", "/searches/nope.atom", "/searches/nope"])
def test_a_feed_of_nothing_is_not_found(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 404


def token_of(browser: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', browser.get("/search").text)
    assert found
    return found[1]


def test_a_search_is_saved_has_a_feed_and_goes(desk: tuple[Casebook, TestClient]) -> None:
    casebook, browser = desk
    form = {"token": token_of(browser), "name": "  Charges  in Karsh ", "query": "type=accuse&place=Karsh", "webhook": ""}
    assert browser.post("/searches", data=form, follow_redirects=False).status_code == 303
    saved = casebook.queries.saved()[0]
    assert (saved.name, saved.query) == ("Charges in Karsh", "type=ACCUSE&place=Karsh")
    assert "Charges in Karsh" in browser.get("/searches").text
    root, _ = feed_of(browser, f"/searches/{saved.id}.atom")
    assert root.findtext(f"{ATOM}title") == "Charges in Karsh"
    assert browser.get(f"/searches/{saved.id}", follow_redirects=False).headers["location"] == f"/search?{saved.query}"
    assert browser.post(f"/searches/{saved.id}/remove", data={"token": form["token"]}, follow_redirects=False).status_code == 303
    assert casebook.queries.saved() == ()


@pytest.mark.parametrize("change", [{"token": "wrong"}, {"query": "status=sure"}, {"webhook": "javascript:alert(1)"}, {"name": "  "}])
def test_a_search_that_does_not_fit_is_not_saved(desk: tuple[Casebook, TestClient], change: dict[str, str]) -> None:
    casebook, browser = desk
    form = {"token": token_of(browser), "name": "x", "query": ""} | change
    assert browser.post("/searches", data=form, follow_redirects=False).status_code in (400, 403)
    assert casebook.queries.saved() == ()


def test_a_read_only_desk_saves_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("desk") / "book.db", read_only=True, many=3) as (casebook, browser):
        token = re.search(r'name="token" value="([^"]+)"', browser.get("/searches").text)
        assert token
        assert browser.post("/searches", data={"token": token[1], "name": "x"}, follow_redirects=False).status_code == 403
        assert casebook.queries.saved() == ()


def test_every_view_says_how_it_is_cited(browser: TestClient) -> None:
    for path in ("/search?q=karsh", "/map?type=ASSAULT", "/calendar?month=2031-04"):
        text = browser.get(path).text
        assert re.search(r"casebook “casebook” as of change \d+\. Dragoman", text), path
        assert f"http://127.0.0.1{path}" in text


def test_an_address_means_the_same_however_it_is_written(browser: TestClient) -> None:
    one = browser.get("/search.json?type=ASSAULT&country=ard&status=planned").json()
    other = browser.get("/search.json?status=planned&country=ARD&type=assault&strange=1").json()
    assert json.dumps(one) == json.dumps(other)
