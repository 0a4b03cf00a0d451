from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.record import Report
from dragoman.sources import reports
from dragoman.sources.feed import read_feed
from dragoman.sources.refused import RefusedError

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Arden Wire</title><link>https://wire.example/</link>
<item><title>Talks &amp; trade</title><link>https://wire.example/1</link><guid>urn:1</guid>
<pubDate>Thu, 01 May 2031 12:00:00 +0200</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Arden <b>talks</b>.</p><script>x</script><p>Belland too.</p>]]></content:encoded></item>
<item><title>Only a link</title><link>https://wire.example/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title><entry><id>tag:1</id><title>Note</title>
<link href="https://ministry.example/1"/><published>2031-05-01T10:00:00Z</published><updated>2031-05-02T10:00:00Z</updated>
<content type="text">Arden &lt; Belland.</content></entry></feed>"""


def test_rss_is_read_with_the_longest_text_as_plain_words() -> None:
    feed = read_feed(RSS.encode())
    first, second = feed.entries
    assert (feed.title, first.id, first.url, first.title) == ("Arden Wire", "urn:1", "https://wire.example/1", "Talks & trade")
    assert (first.text, first.published) == ("Arden talks.\n\nBelland too.", "2031-05-01T10:00:00+00:00")
    assert b"<b>talks</b>" in first.raw
    assert (second.id, second.text, second.published) == ("https://wire.example/2", "", None)


def test_atom_is_read_with_both_its_days() -> None:
    (entry,) = read_feed(ATOM.encode()).entries
    assert (entry.id, entry.text) == ("tag:1", "Arden < Belland.")
    assert (entry.published, entry.changed) == ("2031-05-01T10:00:00+00:00", "2031-05-02T10:00:00+00:00")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no feed"),
        (b"Arden talks.", "no feed"),
        (b"<html><body>x</body></html>", "no feed"),
        (RSS[:500].encode(), "the feed breaks off before its end"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss version="2.0"></rss>', "the feed defines entities of its own"),
    ],
)
def test_what_is_no_whole_feed_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_feed(data)


def test_a_feed_with_a_stray_sign_is_read_all_the_same() -> None:
    assert len(read_feed(RSS.replace("&amp;", "&").encode()).entries) == 2


def test_a_saved_feed_is_a_file_of_reports(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "b.atom").write_text(ATOM, encoding="utf-8")
    (tmp_path / "c.xml").write_text("<urlset></urlset>", encoding="utf-8")
    (tmp_path / "d.xml").write_text("<?xml version='1.0'?><!DOCTYPE html><html><body><p>Log in</p></body></html>", encoding="utf-8")
    first, link, second, sitemap, page = reports([str(tmp_path)])
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.id, first.publisher, second.id, second.publisher) == ("urn:1", "Arden Wire", "tag:1", "Ministry")
    assert str(link).endswith("a.xml:2: the entry has no text, only a link (https://wire.example/2)")
    assert "this is a sitemap" in str(sitemap)
    assert "no article was found" in str(page)
