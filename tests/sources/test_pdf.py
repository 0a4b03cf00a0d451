from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from dragoman.sources import Options, reports
from dragoman.sources.paper import Paper
from dragoman.sources.pdf import read_pdf
from dragoman.sources.refused import RefusedError
from tests.sources.made import WORDS, pdf


def refusal(data: bytes, most: int = 1_000_000) -> str:
    with pytest.raises(RefusedError) as refused:
        read_pdf(data, most)
    return str(refused.value)


def locked(data: bytes, password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(data))), BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_all_pages_are_read_with_what_the_file_says_of_itself() -> None:
    data = pdf(WORDS, "They will meet again in spring.", info="/Title (Talks in Karsh) /CreationDate (D:20310501120000Z)")
    assert read_pdf(data, 1_000_000) == Paper(f"{WORDS}\n\nThey will meet again in spring.", "Talks in Karsh", "2031-05-01")


def test_a_day_that_is_none_is_left_out() -> None:
    assert read_pdf(pdf(WORDS, info="/CreationDate (yesterday)"), 1_000_000).made is None


def test_scanned_pages_are_refused() -> None:
    assert (
        refusal(pdf("1", "2")) == "the PDF holds pictures of pages, not text (0 letters on 2 pages); text recognition (OCR) must come first"
    )


def test_a_password_is_needed_or_not() -> None:
    assert read_pdf(locked(pdf(WORDS), ""), 1_000_000).text == WORDS
    assert refusal(locked(pdf(WORDS), "secret")) == "the PDF is encrypted and opens with a password only"


def test_pages_that_unpack_to_too_much_are_refused() -> None:
    assert refusal(pdf(WORDS, WORDS, padding=600_000)) == "the pages of the PDF unpack to more than 1000000 bytes"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\nnothing", pdf(WORDS)[:300], pdf(WORDS).replace(b"/Pages", b"/Paces")])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert refusal(data).startswith(("the PDF is damaged or of a kind", "the PDF holds pictures"))


@given(st.integers(0, 600), st.binary(max_size=20))
def test_whatever_is_wrong_in_a_file_is_a_refusal(place: int, wrong: bytes) -> None:
    data = pdf(WORDS)
    with suppress(RefusedError):
        read_pdf(data[:place] + wrong + data[place + len(wrong) :], 100_000)


def test_a_pdf_is_a_report(tmp_path: Path) -> None:
    (tmp_path / "talks.pdf").write_bytes(pdf(WORDS, info="/Title (talks.doc) /CreationDate (D:20310501120000Z)"))
    (report,) = reports([str(tmp_path / "talks.pdf")])
    assert (report.id, report.text, report.title, report.published) == ("talks", WORDS, None, "2031-05-01")  # type: ignore[union-attr]
    (told,) = reports([str(tmp_path / "talks.pdf")], Options(published="2031-05-02"))
    assert told.published == "2031-05-02"  # type: ignore[union-attr]
