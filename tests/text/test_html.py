from __future__ import annotations

import pytest

from dragoman.errors import NoArticleError
from dragoman.text.html import Article, article_of

FIRST = "The foreign ministers of Arden and Belland met in Karsh on Wednesday and agreed to reopen the crossing for trade."
SECOND = "A spokesperson said that the two sides would meet again in spring, after the snow on the passes has gone, in Belland."


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><nav><a href='/'>Home</a></nav><article>{body}</article></body></html>"


ARTICLE = f"<h1>Talks in Karsh</h1><p>{FIRST}</p><p>{SECOND}</p>"


def test_the_article_is_taken_and_the_menu_is_not() -> None:
    found = article_of(page("<title>Talks in Karsh</title>", ARTICLE))
    assert FIRST in found.text
    assert SECOND in found.text
    assert "Home" not in found.text
    assert found.title == "Talks in Karsh"


def test_day_and_publisher_are_what_the_page_states() -> None:
    head = '<meta property="article:published_time" content="2024-01-03T10:00:00Z"><meta property="og:site_name" content="The Arden Post">'
    found = article_of(page(head, ARTICLE))
    assert (found.published, found.publisher) == ("2024-01-03", "The Arden Post")


def test_a_day_in_the_running_text_is_no_day_of_publication() -> None:
    found = article_of(page("", ARTICLE + "<p>The two had last met on 5 January 2021, the ministry said in its statement.</p>"))
    assert found.published is None


def test_bytes_are_decoded_as_the_page_declares() -> None:
    data = page('<meta charset="windows-1252">', ARTICLE.replace("Karsh", "Kärsh")).encode("cp1252")
    assert "Kärsh" in article_of(data).text


NONE = {
    "empty": "",
    "no html": "only words",
    "log-in": page("<title>Log in</title>", "<form><input name='user'><input name='password'></form><p>Forgot it?</p>"),
    "menu": page("", "<ul><li><a href='/a'>World</a></li><li><a href='/b'>Sport</a></li></ul>"),
}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE.keys())
def test_a_page_without_an_article_is_refused(content: str) -> None:
    with pytest.raises(NoArticleError, match="no article was found"):
        article_of(content)


@pytest.mark.parametrize(("body", "size"), [("<p>word" * 20_001, "2000. elements"), (f"<p>{'x' * 2_000_001}</p>", "200000. characters")])
def test_a_page_that_would_take_too_long_is_refused(body: str, size: str) -> None:
    with pytest.raises(NoArticleError, match=rf"too large to find an article on it \({size}"):
        article_of(page("", body))


def test_scripts_and_styles_do_not_count() -> None:
    assert FIRST in article_of(page(f"<script>{'x' * 2_000_001}</script>", ARTICLE)).text


def test_an_article_is_plain_data() -> None:
    assert article_of(page("", ARTICLE)) == Article(f"Talks in Karsh\n{FIRST}\n{SECOND}", "Talks in Karsh", None, None)
