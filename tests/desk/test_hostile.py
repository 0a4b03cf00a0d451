"""Every hostile text through every kind of page, feed, answer of the API and export, parsed as its readers would parse it.

What a text must not do is told by texts that are harmless: a page of one may hold no element and no attribute that a page of
the others does not hold too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from icalendar import Calendar
from lxml import html as lxml_html
from starlette.testclient import TestClient

from dragoman.app.demo import write_pages
from dragoman.casebook import Casebook
from dragoman.desk.address import part, query, to
from dragoman.exports.formats import FORMATS
from tests.desk.hostile import CASES, PLAIN, id_of, opened, reading_of

Shape = tuple[str, frozenset[str]]
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CELLS = {"csv": ",", "polecat": "\t", "icews": "\t", "phoenix": "\t", "gdelt-events": "\t", "gdelt-mentions": "\t"}
_LINES = ("plover", "ftm", "record", "stories")


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk on cases: its casebook, a browser, and the texts by name."""

    casebook: Casebook
    browser: TestClient
    cases: Mapping[str, str]

    def each(self) -> Iterator[tuple[str, int, str]]:
        """Name, number and text of each case."""
        return ((name, number, text) for number, (name, text) in enumerate(self.cases.items()))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("hostile") / "book.db", list(CASES.values())) as (casebook, browser):
        yield Opened(casebook, browser, CASES)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("plain") / "book.db", list(PLAIN.values())) as (casebook, browser):
        yield Opened(casebook, browser, PLAIN)


# What a page has only where there is more than the harmless have: the next part of a list, something that is chosen already.
_MORE: set[Shape] = {("a", frozenset({"rel", "href"})), ("option", frozenset({"selected", "value"}))}

# Paths by kind of page, for the id and the text of a case.
THINGS = {
    "report": lambda id, _: to("reports", id),
    "report at words": lambda id, _: f"{to('reports', id)}?at=73-{len('x') + 180}",
    "happening": lambda id, _: to("happenings", f"{id}s"),
    "happening that is a meeting": lambda id, _: to("happenings", f"{id}m"),
    "meeting": lambda id, _: to("meetings", f"{id}m"),
    "story": lambda id, _: to("stories", id),
    "claim": lambda id, _: to("claims", id),
    "forum": lambda id, _: to("forums", id),
    "actor": lambda _, text: to("actors", text),
    "relation": lambda _, text: to("relations", text, "BEL"),
    "case": lambda id, _: f"/review/case?key={part(f'event/{id}/108-115')}",
    "what was missed": lambda id, _: f"/review/add?report={part(id)}",
    "what is forgotten": lambda id, _: f"/settings/forget?report={part(id)}",
    "who was missed": lambda id, _: f"/review/add?kind=actor&report={part(id)}",
    "actors of a report": lambda id, _: f"/review/actors?report={part(id)}",
}  # fmt: skip
LISTS = (
    "/", "/search", "/search?show=reports&q=karsh",
    "/map", "/calendar?month=2031-04", "/forums", "/claims", "/searches", "/relations/ARD/BEL",
    "/method", "/method/changes", "/method/codebook", "/review", "/review?seed=2&size=9", "/settings",
)  # fmt: skip
FEEDS = {
    "actor": lambda _, text: f"{to('actors', text)}.atom",
    "forum": lambda id, _: f"{to('forums', id)}.atom",
    "claim": lambda id, _: f"{to('claims', id)}.atom",
    "relation": lambda _, text: f"{to('relations', text, 'BEL')}.atom",
}
API = {
    "reports": lambda id, _: f"/reports/{_quoted(id)}",
    "readings": lambda id, _: f"/readings/{_quoted(id)}",
    "happenings": lambda id, _: f"/happenings/{_quoted(f'{id}s')}",
    "claims": lambda id, _: f"/claims/{_quoted(id)}",
    "forums": lambda id, _: f"/forums/{_quoted(id)}",
}
# What every case is given for, in a query; a `%` is where it stands.
QUERIES = (
    "/search?q=%&actor=%&place=%&publisher=%&topic=%&mode=%", "/search?q=%&show=reports", "/search?dyad=%,BEL&against=%",
    "/search?cursor=%",
    "/search?since=%&type=%&sort=%&confidence=%",
    "/search.atom?q=%&actor=%", "/map?q=%&publisher=%", "/map?window=%", "/calendar?month=%",
    "/export/csv?q=%&actor=%", "/relations?one=%&other=BEL",
    "/relations/ARD/BEL?kind=%&since=%&changed=%", "/reports/none?at=%",
    "/review?queue=%&seed=%", "/review/case?key=%", "/review/at?report=%&at=%", "/review/actors?report=%&one=%&name=%",
    "/review/add?report=lantern/0&at=%&type=%", "/api/v1/search?q=%&publisher=%", "/api/v1/claims?cursor=%",
)  # fmt: skip
PARTS = ("reports", "actors", "searches", "export", "static", "api/v1/reports")


def _quoted(id: str) -> str:
    """An id as the API takes it: in percent, with its slashes."""
    return query(id).replace("+", "%20")


class _Parsed(HTMLParser):
    """The elements of a page with the names of their attributes, and its links."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shapes: set[Shape] = set()
        self.links: list[str] = []
        self.comments: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shapes.add((tag, frozenset(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "cite", "data", "srcdoc")]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def shapes(source: str) -> set[Shape]:
    """What two parsers make of a page: the standard library's, and libxml's, which mends otherwise."""
    parsed = _Parsed(source)
    assert parsed.comments == []
    for link in parsed.links:
        parts = urlsplit(link)
        assert parts.scheme in ("", "http", "https"), link
        assert not re.match(r"[\x00-\x20]*(//|\\)", link), link
    tree = lxml_html.document_fromstring(source.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    made = {(str(node.tag).lower(), frozenset(map(str.lower, node.attrib))) for node in tree.iter() if isinstance(node.tag, str)}
    assert not {name for _, names in made for name in names if name.startswith("on") or name == "style"}
    return parsed.shapes | made


def page_of(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (answer.status_code, path[:200], answer.text[:300])
    assert not _ODD.search(answer.text)
    return answer.text


def data_of(browser: TestClient, path: str) -> None:
    plain, _, asked = path.partition("?")
    answer = browser.get(f"{'/home' if plain == '/' else plain}.json?{asked}")
    assert answer.status_code == 200, (answer.status_code, path[:200])
    assert answer.headers["content-type"] == "application/json"
    assert answer.content.isascii()
    assert isinstance(json.loads(answer.content), dict)


def test_there_are_sixty_cases_and_each_is_another() -> None:
    assert len(CASES) >= 60
    assert len(set(CASES.values())) == len(CASES)


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_pages_of_things(kind: str, hostile: Opened, plain: Opened) -> None:
    known = set[Shape]().union(*(shapes(page_of(plain.browser, THINGS[kind](id_of(n, text), text))) for _, n, text in plain.each()))
    for name, number, text in hostile.each():
        path = THINGS[kind](id_of(number, text), text)
        assert path.isascii()
        assert shapes(page_of(hostile.browser, path)) <= known | _MORE, name
        data_of(hostile.browser, path)


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_lists(path: str, hostile: Opened, plain: Opened) -> None:
    found = shapes(page_of(hostile.browser, path))
    assert found <= shapes(page_of(plain.browser, path)) | _MORE
    data_of(hostile.browser, path)


@pytest.mark.parametrize("kind", [*FEEDS, "search", "saved search"])
def test_feeds(kind: str, hostile: Opened, plain: Opened) -> None:
    def paths(desk: Opened) -> list[str]:
        if kind == "search":
            return ["/search.atom", "/search.atom?q=karsh"]
        if kind == "saved search":
            return [f"/searches/s{number}.atom" for _, number, _ in desk.each()]
        return [FEEDS[kind](id_of(number, text), text) for _, number, text in desk.each()]

    known = set[Shape]().union(*(_feed(plain.browser, path) for path in paths(plain)))
    for path in paths(hostile):
        assert _feed(hostile.browser, path) <= known, path[:200]


def _feed(browser: TestClient, path: str) -> set[Shape]:
    """Elements of a feed, and those of the HTML in its entries."""
    answer = browser.get(path)
    assert answer.status_code == 200, path[:200]
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    found: set[Shape] = set()
    for node in root.iter():
        found.add((node.tag, frozenset(node.attrib)))
        if node.get("type") == "html":
            found |= shapes(node.text or "<p>")
        assert urlsplit(node.get("href", "")).scheme in ("", "http")
    return found


@pytest.mark.parametrize("kind", [*API, "lists"])
def test_the_api(kind: str, hostile: Opened) -> None:
    lists = ("search", "events", "reports", "happenings", "claims", "forums", "actors", "relationships")
    paths = [API[kind](id_of(n, text), text) for _, n, text in hostile.each()] if kind in API else [f"/{name}?limit=100" for name in lists]
    for path in paths:
        answer = hostile.browser.get(f"/api/v1{path}")
        if answer.status_code == 404 and re.search("%0A|%ED|%25", path):
            continue  # line ends and half characters, which no path of the API can hold; and this client undoes percents twice
        assert answer.status_code == 200, (answer.status_code, path[:200])
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content.isascii()
        assert isinstance(json.loads(answer.content), dict)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_exports(form: str, hostile: Opened) -> None:
    answer = hostile.browser.get(f"/export/{form}?voice=happening&voice=claim&status=happened&status=ongoing")
    assert answer.status_code == 200
    made = FORMATS[form]
    assert re.fullmatch(r"[\w.-]+", f"dragoman-{made.name}{made.suffix}")
    assert answer.headers["content-disposition"] == f'attachment; filename="dragoman-{made.name}{made.suffix}"'
    assert answer.headers["content-type"] == "application/octet-stream"
    if form in _CELLS:
        _cells(answer.content.decode("utf-8-sig"), _CELLS[form])
    elif form in _LINES:
        assert all(isinstance(json.loads(line), dict) for line in answer.content.decode().splitlines())
    elif form == "parquet":
        assert pq.read_table(io.BytesIO(answer.content)).num_rows >= len(CASES)
    elif form == "ics":
        names = {prop for part in Calendar.from_ical(answer.content).walk() for prop in part}
        assert not names & {"ATTACH", "X-INJECTED", "SET-COOKIE"}
        assert {part.name for part in Calendar.from_ical(answer.content).walk()} == {"VCALENDAR", "VEVENT"}
    else:
        tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(answer.content).iter()}
        assert tags == {"graphml", "key", "graph", "node", "edge", "data"}


def _cells(text: str, between: str) -> None:
    """Every row of a table as wide as the first, and nothing in it that a spreadsheet would reckon with."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)) if between == "," else []
    rows = rows or [line.split(between) for line in text.split("\n")[:-1]]
    assert len(rows) > len(CASES)
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows:
        for one in row:
            bare = one.lstrip()
            assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) or re.fullmatch(
                r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", one
            ), one
            assert not _ODD.search(one), one
            assert not re.search("[\r\n\u2028\u2029\x85\u202a-\u202e\u2066-\u2069]", one), one


@pytest.mark.parametrize("path", QUERIES)
def test_queries(path: str, hostile: Opened, plain: Opened) -> None:
    known = _known(plain, path)
    for name, _, text in hostile.each():
        if len(query(text)) > 4_000:
            continue  # no browser sends a longer one; the server refuses it before the desk sees it
        answer = hostile.browser.get(path.replace("%", query(text)))
        assert answer.status_code < 500, (name, answer.status_code)
        assert not {"x-injected"} & set(answer.headers)
        assert answer.headers.get("set-cookie", "").count("session") == 0
        local = urlsplit(answer.headers.get("location", "/"))
        assert (local.scheme, local.netloc) == ("", "")
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert not _ODD.search(answer.text)
            assert shapes(answer.text) <= known | _MORE, name


def _known(plain: Opened, path: str) -> set[Shape]:
    """The elements of a page that was asked for with harmless words, of the pages that are empty, and of those that tell of trouble."""
    words = ("", "lantern", "2031-04-01", "1", "https://karsh.example/1")
    pages = [plain.browser.get(path.replace("%", query(one))) for one in words] + [plain.browser.get("/nothing")]
    pages += [
        plain.browser.get(other) for other in ("/search?q=karsh&actor=x&publisher=y", "/search?show=reports&q=karsh", "/relations/ARD/BEL")
    ]
    return set[Shape]().union(*(shapes(one.text) for one in pages if one.headers.get("content-type", "").startswith("text/html")))


@pytest.mark.parametrize("part", PARTS)
def test_addresses(part: str, hostile: Opened, plain: Opened) -> None:
    """A case as it stands in a path: found or not found, and nothing else."""
    known = shapes(plain.browser.get("/nothing").text)
    for name, _, text in hostile.each():
        if len(query(text)) > 4_000:
            continue
        written = query(text).replace("+", "%20").replace("%2F", "/")  # a step up is none here
        answer = hostile.browser.get(f"/{part}/none-{written}")
        # Somebody may wait for an actor of whom nothing is told yet: its feed is there, and empty.
        assert answer.status_code in (400, 404, 422) or written.endswith(".atom"), (name, answer.status_code)
        assert "x-injected" not in answer.headers
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert shapes(answer.text) <= known, name


def test_forms(hostile: Opened) -> None:
    """What is sent by a form comes back as it was or not at all, and leads nowhere else."""
    browser = hostile.browser
    browser.cookies.clear()
    token = re.findall(r'name="token" value="(\w+)"', browser.get("/searches").text + browser.get("/").text)[0]
    browser.post("/review/name", data={"token": token, "name": "Ann", "back": "/"})
    for name, number, text in hostile.each():
        key = part(f"event/{id_of(number, text)}/108-115")
        sent = {
            "/searches": {"name": text, "query": text, "webhook": text},
            "/theme": {"theme": text, "back": text},
            "/review/name": {"name": f"Ann{text}", "back": text},
            "/review/case": {"key": key, "verdict": "correct", "place": text, "time": text, "why": text},
            "/review/undo": {"judgment": text, "back": text},
            "/review/actors": {"verdict": "merge", "report": text, "one": text, "other": text, "why": text},
        }
        for path, form in sent.items():
            body = urlencode({k: v.encode("utf-8", "surrogatepass") for k, v in {"token": token, **form}.items()})
            answer = browser.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
            assert answer.status_code in (303, 400, 403, 404, 422), (name, path, answer.status_code, answer.text[:300])
            local = urlsplit(answer.headers.get("location", "/"))
            assert (local.scheme, local.netloc) == ("", ""), (name, path)
            assert "x-injected" not in answer.headers and "session=evil" not in answer.headers.get("set-cookie", "")
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert not _ODD.search(answer.text)
                shapes(answer.text)
    browser.cookies.clear()


def test_files(tmp_path: Path) -> None:
    """A page for each report: in the folder, under a name that every system has, and as harmless as the desk's."""
    readings = [reading_of(number, text) for number, text in enumerate(CASES.values())]
    write_pages(readings, tmp_path / "pages")
    files = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(CASES) + 1
    assert all(re.fullmatch(r"pages/[a-z0-9_][a-z0-9_.-]{0,80}\.html", path.as_posix()) for path in files)
    write_pages([reading_of(number, text) for number, text in enumerate(PLAIN.values())], tmp_path / "plain")
    known = set[Shape]().union(*(shapes(path.read_text(encoding="utf-8")) for path in (tmp_path / "plain").iterdir()))
    for path in (tmp_path / "pages").iterdir():
        assert shapes(path.read_text(encoding="utf-8")) <= known, path.name
