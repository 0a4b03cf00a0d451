"""One document's bytes, plain text or a page of HTML, to a draft. The text is kept verbatim and whole."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import Literal

from dragoman.errors import InputError, NoArticleError, NotTextError
from dragoman.sources.draft import Draft, Known
from dragoman.sources.jsonl import drafts
from dragoman.sources.options import Options
from dragoman.text.decode import decode, refuse_binary
from dragoman.text.html import Article, article_of

Form = Literal["text", "html", "jsonl"]

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_JSONL = re.compile(rb"\s*\{\s*[\"}]")
# A headline stands alone above a blank line, is short and does not end as a sentence does.
_HEADLINE = re.compile(r"\s*(?:#+[ \t]+)?(?P<title>\S[^\r\n]{0,148}[^\s.;:,–—-])[ \t]*\r?\n[ \t]*\r?\n\s*\S")


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes and what is known of them: where they stand, the ids to try, an address and encoding where the sender gave them."""

    place: str
    ids: tuple[str, ...]
    data: bytes
    url: str | None = None
    encoding: str | None = None


def form_of(head: bytes) -> Form:
    """What a document looks like by its first bytes, where nothing else tells."""
    head = head.removeprefix(BOM_UTF8)
    if _JSONL.match(head):
        return "jsonl"
    return "html" if _HTML.match(head) else "text"


def read_document(document: Document, form: Form, options: Options) -> Iterator[Draft | Known | InputError]:
    """The reports in a document; a refusal where it holds none."""
    try:
        if form == "jsonl":
            yield from drafts(BufferedReader(BytesIO(document.data)), document.place, options)
        elif options.shelf.holds(document.data, document.place):
            yield Known(document.place)
        elif form == "html":
            yield _page(document, options)
        else:
            yield _plain(document, options)
    except NotTextError as error:
        yield InputError(f"{document.place}:{error.line}" if error.line else document.place, error.reason)
    except NoArticleError as error:
        yield InputError(document.place, str(error))


def _plain(document: Document, options: Options) -> Draft:
    text = decode(document.data, document.encoding)
    return Draft(document.place, document.ids, text, headline(text), options.published, options.publisher, document.url, document.data)


def headline(text: str) -> str | None:
    """The first line where it looks like a headline; it stays part of the text all the same."""
    found = _HEADLINE.match(text)
    return found["title"].strip() if found else None


def _page(document: Document, options: Options) -> Draft:
    article = _article(document)
    return Draft(
        place=document.place,
        ids=document.ids,
        text=article.text,
        title=article.title,
        # What the user says goes before what a page is guessed to say.
        published=options.published or article.published,
        publisher=options.publisher or article.publisher,
        url=document.url,
        raw=document.data,
    )


def _article(document: Document) -> Article:
    refuse_binary(document.data)
    page: str | bytes = document.data
    if document.encoding:
        with suppress(NotTextError):  # servers name wrong encodings; what the page itself declares comes next
            page = decode(document.data, document.encoding)
    return article_of(page, document.url)
