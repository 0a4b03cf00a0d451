from __future__ import annotations

import gzip

import pytest

from dragoman.sources.refused import RefusedError
from dragoman.sources.sitemap import Listed, Sitemap, is_sitemap, read_sitemap, unpacked

PAGES = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><!-- made by x -->
<url><loc> https://a.example/1 </loc><lastmod>2031-05-01</lastmod></url><url><loc>https://a.example/2</loc><lastmod>soon</lastmod></url>
<url><priority>1</priority></url></urlset>"""
LISTS = b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"


def test_pages_and_lists_are_told_apart() -> None:
    assert read_sitemap(PAGES) == Sitemap((Listed("https://a.example/1", "2031-05-01"), Listed("https://a.example/2", None)), ())
    assert read_sitemap(LISTS) == Sitemap((), (Listed("https://a.example/s.xml", None),))
    assert [is_sitemap(data) for data in (PAGES, LISTS, b"<rss></rss>")] == [True, True, False]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"<urlset>", "is no XML"), (b'<!DOCTYPE a [<!ENTITY b "c">]><urlset/>', "entities of its own"), (b"", "is no XML")],
)
def test_what_is_wrong_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_sitemap(data)


def test_gzipped_ones_are_unpacked_within_the_limit() -> None:
    assert unpacked(gzip.compress(PAGES), 10_000) == PAGES
    assert unpacked(PAGES, 1) == PAGES
    with pytest.raises(RefusedError, match="more than 10000 bytes"):
        unpacked(gzip.compress(b" " * 100_000), 10_000)
    with pytest.raises(RefusedError, match="damaged"):
        unpacked(gzip.compress(PAGES)[:50], 10_000)
