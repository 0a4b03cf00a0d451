"""A page of HTML to the article on it: text, title, day and publisher. trafilatura finds the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dragoman.errors import NoArticleError

# An article holds at least one run of words that ends as a sentence does; menus and log-in pages do not.
_SENTENCE = re.compile(r"\w[^.!?\n]{40,}[.!?]")
# Finding an article takes some 0.2 ms per element and 1 µs per character, more on large pages: 5 s at these limits. Pages of
# newspapers have 1,000 to 5,000 elements.
_ELEMENTS = 20_000
_CHARACTERS = 2_000_000
# The day as the page states it; the library's extensive search also takes a day from the running text or the copyright line.
_DAY = {"original_date": True, "extensive_search": False}


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says: the article's text, paragraph by paragraph, and what the page tells about it."""

    text: str
    title: str | None
    published: str | None  # ISO 8601 day
    publisher: str | None


def article_of(page: str | bytes, url: str | None = None) -> Article:
    """The article on a page. Bytes are decoded as the page itself declares. Raises NoArticleError where there is none."""
    # trafilatura takes half a second to import, which a reader of plain text should not wait for.
    from trafilatura import bare_extraction, load_html

    tree = load_html(page) if page.strip() else None
    if tree is None:
        raise NoArticleError("no article was found: the page is empty or no HTML")
    _refuse_huge(tree)
    found = bare_extraction(tree, url=url, include_comments=False, with_metadata=True, date_extraction_params=_DAY)
    if found is None or isinstance(found, dict):
        raise NoArticleError("no article was found on the page")
    text = found.text or ""
    if not _SENTENCE.search(text):
        raise NoArticleError(f"no article was found on the page, only {len(text.split())} words that form no sentence")
    return Article(text, found.title or None, found.date or None, found.sitename or None)


def _refuse_huge(tree: Any) -> None:
    elements = int(tree.xpath("count(//*)"))
    if elements > _ELEMENTS:
        raise NoArticleError(f"the page is too large to find an article on it ({elements} elements)")
    characters = sum(map(len, tree.xpath("//text()[not(parent::script or parent::style)]")))
    if characters > _CHARACTERS:
        raise NoArticleError(f"the page is too large to find an article on it ({characters} characters)")
