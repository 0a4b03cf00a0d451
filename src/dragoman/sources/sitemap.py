"""Sitemaps: a site's own lists of its pages (sitemaps.org)."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from dragoman.sources.published import published
from dragoman.sources.refused import RefusedError


@dataclass(frozen=True, slots=True)
class Listed:
    """An address in a list, and when the page changed last (ISO 8601), where the list says so."""

    url: str
    changed: str | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages, or further lists."""

    pages: tuple[Listed, ...]
    lists: tuple[Listed, ...]


def is_sitemap(data: bytes) -> bool:
    """Whether a document of XML is a sitemap, by its beginning."""
    head = data[:2048]
    return b"<urlset" in head or b"<sitemapindex" in head


def read_sitemap(data: bytes) -> Sitemap:
    """The addresses in a sitemap. Raises RefusedError."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedError("the sitemap defines entities of its own, which could unpack to anything")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        raise RefusedError(f"the sitemap is no XML: {error}") from None
    found = tuple(_listed(item) for item in root)
    known = tuple(item for item in found if item is not None)
    return Sitemap((), known) if _name(root) == "sitemapindex" else Sitemap(known, ())


def unpacked(data: bytes, most: int) -> bytes:
    """Data as they are, unzipped where they are gzipped. Raises RefusedError where that is more than `most` bytes, or damaged."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            plain = stream.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedError(f"the gzipped data are damaged ({error})") from None
    if len(plain) > most:
        raise RefusedError(f"the data unpack to more than {most} bytes")
    return plain


def _listed(item: ElementTree.Element) -> Listed | None:
    told = {_name(part): (part.text or "").strip() for part in item}
    url = told.get("loc")
    return Listed(url, _day(told.get("lastmod"))) if url else None


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _day(written: str | None) -> str | None:
    try:
        return published(written) if written else None
    except ValueError:
        return None
