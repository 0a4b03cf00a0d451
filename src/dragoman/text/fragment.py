"""A piece of HTML, as feeds hold it, to text. A whole page is `html.article_of`'s."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote article section figure figcaption hr pre dl dt dd".split())
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of(fragment: str) -> str:
    """The words of a piece of HTML, its paragraphs parted by blank lines."""
    words = _Words()
    words.feed(fragment)
    words.close()
    paragraphs = (paragraph.strip() for paragraph in re.split(r"\n\n+", "".join(words.parts)))
    return "\n\n".join(re.sub(r" {2,}", " ", paragraph) for paragraph in paragraphs if paragraph)
