"""PDF files: the text of all pages. Encrypted and scanned ones hold none that can be read."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from dragoman.sources.paper import Paper
from dragoman.sources.refused import RefusedError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# A page of print has some 2,000 letters; a scanned one none, or a stamp and a number.
_LEAST_LETTERS = 20


def read_pdf(data: bytes, most: int) -> Paper:
    """The text of a PDF, its pages parted by blank lines. Raises RefusedError; `most` bounds what its pages unpack to, in bytes."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(data))
        _unlock(reader)
        pages = _pages(reader, most)
        title, made = _told(reader)
    except RefusedError:
        raise
    except Exception as error:  # the library fails in many ways on damaged files, and all mean the same here
        raise RefusedError(f"the PDF is damaged or of a kind that cannot be read ({type(error).__name__}: {error})") from None
    letters = sum(sum(map(str.isalpha, page)) for page in pages)
    if letters < _LEAST_LETTERS * max(1, len(pages)):
        told = f"{letters} letters on {len(pages)} pages"
        raise RefusedError(f"the PDF holds pictures of pages, not text ({told}); text recognition (OCR) must come first")
    return Paper("\n\n".join(page.strip() for page in pages if page.strip()), title, made)


def _unlock(reader: PdfReader) -> None:
    """Many are locked without a password, against changes only."""
    if not reader.is_encrypted:
        return
    opened = False
    with suppress(Exception):  # an unknown cipher is as closed as a wrong password
        opened = bool(reader.decrypt(""))
    if not opened:
        raise RefusedError("the PDF is encrypted and opens with a password only")


def _pages(reader: PdfReader, most: int) -> list[str]:
    unpacked, pages = 0, []
    for page in reader.pages:
        unpacked += _unpacked(page)
        if unpacked > most:
            raise RefusedError(f"the pages of the PDF unpack to more than {most} bytes")
        pages.append(page.extract_text())
    return pages


def _unpacked(page: PageObject) -> int:
    """Bytes of what draws a page, before the library makes objects of it."""
    contents = page.get("/Contents")
    found = contents.get_object() if contents is not None else []
    parts = [part.get_object() for part in found] if isinstance(found, list) else [found]
    return sum(len(part.get_data()) for part in parts if hasattr(part, "get_data"))


def _told(reader: PdfReader) -> tuple[str | None, str | None]:
    """Title and day as the file states them."""
    facts = reader.metadata
    made = None
    with suppress(ValueError, TypeError):  # days are written in any way
        made = facts.creation_date.date().isoformat() if facts and facts.creation_date else None
    return (str(facts.title) if facts and facts.title else None), made
