"""One document's bytes to drafts, whatever its form. A text is kept verbatim and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BufferedReader, BytesIO
from urllib.parse import urlsplit

from dragoman.errors import InputError, NoArticleError, NotTextError
from dragoman.sources import table, warc
from dragoman.sources.docx import read_docx
from dragoman.sources.draft import Document, Draft, Known
from dragoman.sources.feed import drafts_of_feed
from dragoman.sources.forms import STREAMED, Form
from dragoman.sources.jsonl import drafts
from dragoman.sources.options import Options
from dragoman.sources.pdf import read_pdf
from dragoman.sources.refused import RefusedError
from dragoman.sources.sitemap import is_sitemap
from dragoman.text.decode import decode, refuse_binary
from dragoman.text.html import Article, article_of

# A headline stands alone above a blank line, is short and does not end as a sentence does.
_HEADLINE = re.compile(r"\s*(?:#+[ \t]+)?(?P<title>\S[^\r\n]{0,148}[^\s.;:,–—-])[ \t]*\r?\n[ \t]*\r?\n\s*\S")
# What a word processor writes for a title where nobody gave one: the name of a file.
_FILE_NAME = re.compile(r"^Microsoft Word|\.\w{2,4}$|^untitled", re.IGNORECASE)


def read_document(document: Document, form: Form, options: Options) -> Iterator[Draft | Known | InputError]:
    """The reports in a document; a refusal where it holds none."""
    if form in STREAMED:
        yield from read_stream(BufferedReader(BytesIO(document.data)), document.place, form, options)
        return
    try:
        if form == "feed":
            yield from _feed(document, options)
        elif options.shelf.holds(document.data, document.place):
            yield Known(document.place)
        else:
            yield _single(document, form, options)
    except NotTextError as error:
        yield InputError(f"{document.place}:{error.line}" if error.line else document.place, error.reason)
    except (NoArticleError, RefusedError) as error:
        yield InputError(document.place, str(error))


def read_stream(stream: BufferedReader, name: str, form: Form, options: Options) -> Iterator[Draft | Known | InputError]:
    """The reports in a stream of lines, rows or records; `form` is one of STREAMED."""
    if form == "jsonl":
        yield from drafts(stream, name, options)
    elif form == "parquet":
        yield from table.parquet(stream, name, options)
    elif form == "warc":
        for page in warc.pages(stream, name, options.settings.file_bytes):
            yield from [page] if isinstance(page, InputError) else _named(read_document(page, "html", options), page)
    else:
        yield from table.separated(stream, name, "\t" if form == "tsv" else None, options)


def _named(found: Iterator[Draft | Known | InputError], page: Document) -> Iterator[Draft | Known | InputError]:
    """The number of a record says nothing to a reader; its address does."""
    for item in found:
        yield InputError(item.place, f"{item.reason} ({page.url})") if isinstance(item, InputError) else item


def _single(document: Document, form: Form, options: Options) -> Draft:
    if form == "html":
        return _page(document, options)
    if form in ("pdf", "docx"):
        return _paper(document, form, options)
    return _plain(document, options)


def _feed(document: Document, options: Options) -> Iterator[Draft | InputError]:
    if is_sitemap(document.data):
        raise RefusedError("this is a sitemap, a list of pages: give its address on the web instead, and they are read")
    yield from drafts_of_feed(document, options)


def _plain(document: Document, options: Options) -> Draft:
    text = decode(document.data, document.encoding)
    return Draft(document.place, document.ids, text, headline(text), options.published, options.publisher, document.url, document.data)


def headline(text: str) -> str | None:
    """The first line where it looks like a headline; it stays part of the text all the same."""
    found = _HEADLINE.match(text)
    return found["title"].strip() if found else None


def _paper(document: Document, form: Form, options: Options) -> Draft:
    read = read_pdf if form == "pdf" else read_docx
    paper = read(document.data, options.settings.file_bytes)
    stated = paper.title if paper.title and not _FILE_NAME.search(paper.title) else None
    day = options.published or paper.made
    title = stated or headline(paper.text)
    return Draft(document.place, document.ids, paper.text, title, day, options.publisher, document.url, document.data)


def _page(document: Document, options: Options) -> Draft:
    article = _article(document)
    return Draft(
        place=document.place,
        ids=document.ids,
        text=article.text,
        title=article.title,
        # What the user says goes before what a page is guessed to say.
        published=options.published or article.published or document.day,
        publisher=options.publisher or _publisher(article, document),
        url=document.url,
        raw=document.data,
    )


def _publisher(article: Article, document: Document) -> str | None:
    """What the page says, but where that is only the name of its host, what others say."""
    host = urlsplit(document.url or "").netloc.lower()
    named = article.publisher if article.publisher and article.publisher.lower() not in host else None
    return named or document.publisher or article.publisher


def _article(document: Document) -> Article:
    refuse_binary(document.data)
    page: str | bytes = document.data
    if document.encoding:
        with suppress(NotTextError):  # servers name wrong encodings; what the page itself declares comes next
            page = decode(document.data, document.encoding)
    return article_of(page, document.url)
