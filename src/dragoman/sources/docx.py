"""Word files (.docx): paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from dragoman.sources.paper import Paper
from dragoman.sources.refused import RefusedError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

# The day on which the library's own empty file was made, which files made by programs inherit.
_TEMPLATE = "2013-12-23"


def read_docx(data: bytes, most: int) -> Paper:
    """The text of a Word file, paragraphs parted by blank lines. Raises RefusedError; `most` bounds what it unpacks to, in bytes."""
    from docx import Document

    _refuse_bomb(data, most)
    try:
        document = Document(BytesIO(data))
        text = "\n\n".join(part for part in _parts(document) if part.strip())
        facts = document.core_properties
        made = facts.created.date().isoformat() if facts.created else None
        return Paper(text, facts.title.strip() or None, None if made == _TEMPLATE else made)
    except Exception as error:  # the library fails in many ways on damaged files, and all mean the same here
        raise RefusedError(f"the Word file is damaged or none ({type(error).__name__}: {error})") from None


def _refuse_bomb(data: bytes, most: int) -> None:
    """Sizes as the archive states them: more than it states is never unpacked."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("this is an old or an encrypted Word file; save it as .docx without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (BadZipFile, ValueError, OSError) as error:
        raise RefusedError(f"the Word file is damaged or none ({error})") from None
    if unpacked > most:
        raise RefusedError(f"the Word file unpacks to {unpacked} bytes, more than {most}")


def _parts(document: Document) -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            yield item.text
        else:
            yield from _rows(item)


def _rows(table: Table) -> Iterator[str]:
    """A line per row; a cell that spans several is told once."""
    for row in table.rows:
        cells = dict.fromkeys(row.cells)
        yield "\t".join(cell.text.replace("\n", " ") for cell in cells)
