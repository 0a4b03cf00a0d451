"""Every page: answers as HTML and as JSON, leads to the words, and lets no text of a report do anything but be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from starlette.testclient import TestClient

from dragoman.desk.address import to
from tests.casebook.full import REPORT, TEXT, at
from tests.desk.made import BAD, HOSTILE, PAGES, browser, desk

_VOID = {"meta", "link", "input", "br", "img", "hr"}
_DRAWN = {"path", "line", "rect", "circle", "text", "title", "g", "svg", "defs", "pattern"}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unbalanced.append(tag)

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with desk(tmp_path_factory.mktemp("desk") / "book.db") as app:
        yield browser(app)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    page = Page(answer.text)
    assert page.unbalanced == [] and page.open == []
    loaded = [attrs.get("src") or attrs.get("href") for tag, attrs in page.tags if tag in ("script", "link", "img")]
    assert all(re.fullmatch(r"/static/[a-z.-]+", source or "") for source in loaded), loaded
    ids = page.values("id")
    assert len(ids) == len(set(ids)), sorted(id for id in ids if ids.count(id) > 1)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_inline_scripts_or_styles_or_strange_links(client: TestClient, path: str) -> None:
    page = Page(client.get(path).text)
    assert not [attrs for tag, attrs in page.tags if tag == "script" and "src" not in attrs]
    assert not [tag for tag, _ in page.tags if tag in ("style", "iframe", "object", "embed", "base", "img")]
    names = {name for _, attrs in page.tags for name in attrs}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    for link in page.values("href") + page.values("action"):
        assert urlsplit(link).scheme in ("", "https") and not link.startswith("//"), link


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_data_too(client: TestClient, path: str) -> None:
    plain, _, query = urldefrag(path)[0].partition("?")
    answer = client.get(f"{'/home' if plain == '/' else plain}.json?{query}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    assert answer.content.isascii()
    assert isinstance(json.loads(answer.text)["title"], str)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_that_stays_on_it_leads_somewhere(client: TestClient, path: str) -> None:
    page = Page(client.get(path).text)
    inside = [link[1:] for link in page.values("href") if link.startswith("#")]
    assert set(inside) <= set(page.values("id"))


def test_every_link_between_pages_answers(client: TestClient) -> None:
    links = {urldefrag(link)[0] for path in PAGES for link in Page(client.get(path).text).values("href") if link.startswith("/")}
    assert len(links) > 40
    wrong = {link: status for link in links if (status := client.get(link).status_code) != 200}
    # No search is for control characters, which stand in the names that are hostile here.
    wrong = {link: status for link, status in wrong.items() if not (link.startswith("/search?") and "%00" in link and status == 400)}
    assert wrong == {}


def test_hostile_texts_are_cleaned_and_escaped(client: TestClient) -> None:
    for path in (to("reports", BAD), to("claims", HOSTILE), to("actors", HOSTILE), "/forums/F2", "/stories/S1", "/happenings/H3"):
        text = client.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text and "49" not in re.findall(r"\{\{.*?\}\}", text)
        assert not re.search("[\x00-\x08\x0e-\x1f\ud800-\udfff]", text)


def test_what_is_no_address_is_no_link(client: TestClient) -> None:
    """A report may come with any text as its address."""
    assert "javascript:" not in "".join(Page(client.get(to("reports", BAD)).text).values("href"))
    assert "https://karsh.example/1" in Page(client.get(to("reports", "dots.json")).text).values("href")


def test_evidence_leads_to_the_words_in_their_report(client: TestClient) -> None:
    told = client.get("/happenings/H1.json").json()["accounts"]
    first = next(one["evidence"] for one in told if one["evidence"]["report"]["id"] == REPORT.id)
    assert TEXT[first["start"] : first["end"]] == "met"
    assert [first["text"][lit["start"] : lit["end"]] for lit in first["lit"]] == ["met"]
    link = f"{to('reports', REPORT.id)}?at={first['start']}-{first['end']}"
    assert f'href="{link}#w-at"' in client.get("/happenings/H1").text
    assert '<span class="anchor" id="w-at"></span>' in client.get(link).text


def test_words_that_no_report_has_are_left_aside(client: TestClient) -> None:
    for at_words in ("9-3", "5-5", "1-99999999", "x", "-1-4"):
        answer = client.get(f"/reports/r1?at={at_words}")
        assert answer.status_code == 200 and "w-at" not in answer.text


def test_a_relationship_is_found_by_names_in_either_order(client: TestClient) -> None:
    for query in ("one=Moldova&other=RUS", "one=russia&other=MDA"):
        answer = client.get(f"/relations?{query}", follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"] == "/relations/MDA/RUS"
    assert client.get("/relations?one=Nowhereland&other=RUS").status_code == 404
    assert client.get("/relations?one=&other=").status_code == 404
    assert client.get("/relations/RUS/RUS").status_code == 404


def test_a_relationship_is_filtered_by_kind_and_days(client: TestClient) -> None:
    def ids(query: str) -> list[str]:
        return [line["id"] for line in client.get(f"/relations/ARD/BEL.json?{query}").json()["timeline"]]

    assert ids("") == ["H4", "H2", "H1"]
    assert ids("kind=meetings") == ["H1"] and ids("kind=charges&kind=agreements") == ["H4", "H2"]
    assert ids("since=2031-05-01&until=2031-05-31") == [] and ids("until=2031-05-31") == ["H2", "H1"]
    assert ids("changed=2999-01-01") == []
    assert client.get("/relations/ARD/BEL?since=yesterday").status_code == 400


def test_claims_of_one_side_stand_beside_those_of_the_other(client: TestClient) -> None:
    one, other = client.get("/relations/ARD/BEL.json").json()["claims"]
    assert [row["id"] for row in one] == ["C1"] and other == []
    assert [row["report"]["id"] for row in one[0]["denials"]] == ["dots.json"]


def test_the_chart_counts_by_confidence_and_leaves_out_what_did_not_happen(client: TestClient) -> None:
    bars = client.get("/relations/ARD/BEL.json").json()["chart"]
    assert [bar["period"] for bar in bars] == ["2031-04", "2031-05"]
    sure = 1 - (1 - 0.7) ** 3
    assert bars[0]["cooperation"] == pytest.approx(sure, abs=1e-3) and bars[0]["conflict"] == 0
    low, high = bars[1]["conflict_range"]
    assert low <= bars[1]["conflict"] <= high <= 1


def test_a_forum_tells_its_gaps_and_why_it_is_due(client: TestClient) -> None:
    told = client.get("/forums/F1.json").json()
    assert [row["missing"] for row in told["sessions"]] == [[], [2]] and told["sessions"][1]["after"] == 6
    assert told["sessions"][1]["meeting"] == "H1" and "6 months" in told["why"]
    assert "No report tells of session 2" in client.get("/forums/F1").text


def test_a_meeting_has_its_sides_and_what_each_voice_says_was_talked_about(client: TestClient) -> None:
    told = client.get("/meetings/H1.json").json()
    assert {"Orr", "Venn"} <= {name for side in told["delegations"] for name in (*side["heads"], *side["members"])}
    assert [item["words"] for item in told["readouts"][0]["items"]] == ["village"]
    assert ("Venue", "Karsh (ARD)") in [(row["name"], row["value"]) for row in told["details"]]
    assert client.get("/meetings/H2").status_code == 404


def test_copies_are_folded_under_what_they_print(client: TestClient) -> None:
    story = client.get("/stories/S1.json").json()
    told = {row["report"]["id"]: row["report"]["copies"] for row in story["tellings"]}
    assert told[REPORT.id] == ["r1-copy"] and "r1-copy" not in told
    assert client.get("/reports/r1-copy.json").json()["copy_of"] == REPORT.id


def test_an_office_is_shown_with_its_days_and_words(client: TestClient) -> None:
    (office,) = client.get("/actors/person:venn:ARD.json").json()["offices"]
    assert (office["title"], office["of"], office["first"], office["last"]) == ("minister", "Arden", "2031-05-01", "2031-05-02")
    assert office["evidence"]["start"] == at("minister").start


def test_what_is_not_there_is_told_as_page_and_as_data(client: TestClient) -> None:
    for path in ("/reports/none", "/happenings/none", "/stories/x", "/claims/x", "/forums/x", "/actors/x", "/nothing", "/reports/~ZZ"):
        page, data = client.get(path), client.get(f"{path}.json")
        assert page.status_code == data.status_code == 404
        assert "To the first page" in page.text and data.json()["status"] == 404


def test_the_first_page_tells_what_came_since_the_last_visit(client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/home.json").json()["first_visit"]
    again = client.get("/home.json").json()
    assert not again["first_visit"] and again["new"] == []
    for cookie in ("-1", "x", "9" * 40):
        client.cookies.clear()
        client.cookies.set("seen", cookie)
        assert client.get("/home.json").status_code == 200
    client.cookies.clear()


def test_colours_are_a_choice_that_stays(client: TestClient) -> None:
    token = re.findall(r'name="token" value="(\w+)"', client.get("/").text)[0]
    answer = client.post("/theme", data={"theme": "dark", "token": token, "back": "/forums"}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == "/forums"
    assert 'data-theme="dark"' in client.get("/").text
    client.cookies.clear()
    client.cookies.set("theme", "><script>")
    assert "data-theme" not in client.get("/").text
    client.cookies.clear()
