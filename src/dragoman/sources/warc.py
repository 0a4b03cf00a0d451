"""Web archives (WARC): the pages of HTML that a crawler kept, one document a record."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.errors import InputError
from dragoman.sources.draft import Document
from dragoman.sources.published import published

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

_PAGES = ("text/html", "application/xhtml+xml")


def pages(stream: io.BufferedReader, name: str, most: int) -> Iterator[Document | InputError]:
    """The pages of an archive, gzipped or not; records count from 1. What is no page, or no answer of success, is passed over.

    `most` bounds what a record unpacks to, in bytes.
    """
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    number, found = 0, False
    try:
        for number, record in enumerate(ArchiveIterator(stream), start=1):
            if _is_page(record):
                found = True
                yield _page(record, f"{name}:{number}", most)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        yield InputError(f"{name}:{number + 1}", f"the archive breaks off or is damaged ({str(error).strip().splitlines()[0]})")
        return
    if not found:
        yield InputError(name, f"the archive holds no pages of HTML ({number} records)")


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return _kind(record.content_type) in _PAGES
    if record.rec_type != "response" or record.http_headers is None:
        return False
    return record.http_headers.get_statuscode() == "200" and _kind(record.http_headers.get_header("Content-Type")) in _PAGES


def _kind(stated: str | None) -> str:
    return (stated or "").partition(";")[0].strip().lower()


def _page(record: ArcWarcRecord, place: str, most: int) -> Document | InputError:
    url = record.rec_headers.get_header("WARC-Target-URI") or place
    data = record.content_stream().read(most + 1)
    if len(data) > most:
        return InputError(place, f"the page is larger than {most} bytes ({url})")
    stamp = record.rec_headers.get_header("WARC-Date") or ""
    headers = record.http_headers
    stated = headers.get_header("Content-Type") if headers else None
    return Document(place, (url, f"{url}@{stamp}"), data, url, _charset(stated), _day(stamp))


def _charset(stated: str | None) -> str | None:
    return (stated or "").lower().partition("charset=")[2].strip(" \"';") or None


def _day(stamp: str) -> str | None:
    try:
        return published(stamp[:10])
    except ValueError:
        return None
