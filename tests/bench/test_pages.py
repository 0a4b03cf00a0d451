"""Which pages of a desk are asked for."""

from __future__ import annotations

import random

import httpx

from bench.pages import found, kind_of

SITE = {
    "/": '<a href="/claims/a">a</a> <a href="/claims/b?x=1&amp;y=2#there">b</a>'
    '<a href="/reports/c.json">c</a> <a href="/export/csv?q=d">d</a>',
    "/claims/a": '<a href="/claims/b">b</a> <a href="/reports/c">c</a>',
    "/reports/c": '<a href="https://example.org/">away</a> <a href="/gone">gone</a>',
}


def answer(request: httpx.Request) -> httpx.Response:
    page = SITE.get(request.url.path)
    return httpx.Response(404) if page is None else httpx.Response(200, text=page, headers={"content-type": "text/html"})


def test_links_are_followed_to_pages_of_each_kind_and_files_left_aside() -> None:
    with httpx.Client(base_url="http://desk", transport=httpx.MockTransport(answer)) as client:
        assert found(client, 5, random.Random(1)) == {"home": ["/"], "claims": ["/claims/a"], "reports": ["/reports/c"]}


def test_the_kind_is_the_first_part_of_the_path() -> None:
    assert [kind_of(address) for address in ("/", "/search?q=a/b", "/relations/a/b")] == ["home", "search", "relations"]
