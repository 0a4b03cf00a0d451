from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from dragoman.sources import reports
from dragoman.sources.docx import read_docx
from dragoman.sources.paper import Paper
from dragoman.sources.refused import RefusedError
from tests.sources.made import WORDS


def word(title: str = "", made: datetime | None = None) -> bytes:
    document, out = Document(), BytesIO()
    document.add_paragraph("Talks in Karsh")
    document.add_paragraph(WORDS)
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Arden", "Belland"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "both"
    document.add_paragraph("They will meet again.")
    document.core_properties.title = title
    if made:
        document.core_properties.created = made
    document.save(out)
    return out.getvalue()


TEXT = f"Talks in Karsh\n\n{WORDS}\n\nArden\tBelland\n\nboth\n\nThey will meet again."


def refusal(data: bytes, most: int = 1_000_000) -> str:
    with pytest.raises(RefusedError) as refused:
        read_docx(data, most)
    return str(refused.value)


def test_paragraphs_and_tables_are_read_in_their_order() -> None:
    assert read_docx(word("Of talks", datetime(2031, 5, 1, 12)), 1_000_000) == Paper(TEXT, "Of talks", "2031-05-01")


def test_the_day_of_an_empty_file_is_no_day() -> None:
    assert read_docx(word(), 1_000_000).made is None


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO(word())
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * 5_000_000)
    assert len(out.getvalue()) < 100_000
    assert refusal(out.getvalue()).startswith("the Word file unpacks to 5")


def test_what_is_no_word_file_is_refused() -> None:
    empty = BytesIO()
    ZipFile(empty, "w").close()
    assert refusal(b"PK\x03\x04 nothing").startswith("the Word file is damaged or none")
    assert refusal(empty.getvalue()).startswith("the Word file is damaged or none")
    assert refusal(word()[:2000]).startswith("the Word file is damaged or none")
    assert refusal(b"\xd0\xcf\x11\xe0") == "this is an old or an encrypted Word file; save it as .docx without a password"


def test_a_word_file_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "talks.docx").write_bytes(word())
    (report,) = reports([str(tmp_path)])
    assert (report.id, report.text, report.title) == ("talks", TEXT, "Talks in Karsh")  # type: ignore[union-attr]
