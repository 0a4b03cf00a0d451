from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.sources.document import headline, read_document
from dragoman.sources.draft import Document, Draft
from dragoman.sources.forms import Form, form_of
from dragoman.sources.options import Options

FIRST = "The ministers of Arden and Belland met in Karsh on Wednesday and agreed to reopen it."
PAGE = (
    "<!DOCTYPE html><html><head><title>Talks in Karsh</title><meta property='article:published_time' content='2024-01-03'></head>"
    "<body><article><h1>Talks in Karsh</h1><p>The ministers of Arden and Belland met in Kärsh on Wednesday and agreed to reopen it.</p>"
    "<p>A spokesperson said that the two sides would meet again in spring, after the snow has gone.</p></article></body></html>"
)


def read(data: bytes, form: Form, options: Options | None = None, encoding: str | None = None) -> Draft | InputError:
    (only,) = read_document(Document("a.x", ("a", "a.x"), data, encoding=encoding), form, options or Options())
    return only


def test_plain_text_is_kept_verbatim_and_whole() -> None:
    text = "Talks in Karsh\r\n\r\n  The ministers met.\t\n"
    assert read(text.encode(), "text", Options(published="2024-01-03", publisher="P")) == Draft(
        "a.x", ("a", "a.x"), text, "Talks in Karsh", "2024-01-03", "P"
    )


def test_a_page_states_its_own_title_and_day_but_the_users_day_goes_first() -> None:
    stated, told = read(PAGE.encode(), "html"), read(PAGE.encode(), "html", Options(published="2024-01-05", publisher="P"))
    assert isinstance(stated, Draft)
    assert isinstance(told, Draft)
    assert (stated.title, stated.published, stated.publisher) == ("Talks in Karsh", "2024-01-03", None)
    assert (told.published, told.publisher) == ("2024-01-05", "P")


def test_the_encoding_that_a_server_names_is_used() -> None:
    draft = read(PAGE.encode("cp1252"), "html", encoding="windows-1252")
    assert isinstance(draft, Draft)
    assert "Kärsh" in draft.text


def test_an_encoding_that_a_server_names_wrongly_is_not_used() -> None:
    page = PAGE.replace("<head>", "<head><meta charset='windows-1252'>").encode("cp1252")
    draft = read(page, "html", encoding="utf-8")
    assert isinstance(draft, Draft)
    assert "Kärsh" in draft.text


@given(
    st.binary() | st.text().map(lambda text: f'{{"id": 1, "text": "{text}"}}'.encode("utf-8", "replace")),
    st.sampled_from(["text", "jsonl"]),
)
def test_whatever_the_bytes_are_there_are_drafts_or_refusals(data: bytes, form: Form) -> None:
    for found in read_document(Document("a.x", ("a",), data), form, Options()):
        assert isinstance(found, Draft | InputError)
        assert found.place.startswith("a.x")


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<article",
                ">",
                "<!--",
                "-->",
                "<?xml version='1.0' encoding='utf-16'?>",
                "\0",
                "&#0;",
                "<table>",
                "\ud800",
                FIRST,
            ]
        )
    )
)
def test_whatever_the_page_is_there_is_a_draft_or_a_refusal(parts: list[str]) -> None:
    page = f"<!doctype html><html><body>{''.join(parts)}".encode("utf-8", "surrogatepass")
    assert isinstance(read(page, "html"), Draft | InputError)
    assert isinstance(read(page, "html", encoding="latin-1"), Draft | InputError)


@pytest.mark.parametrize(
    ("data", "form", "message"),
    [
        (b"one\ncaf\xe9", "text", "a.x:2: not UTF-8: byte 0xE9 at position 7; save the file as UTF-8"),
        (b"%PDF-1.7", "text", "a.x: this is a PDF, not text"),
        (b"%PDF-1.7", "html", "a.x: this is a PDF, not text"),
        (b"<html><body><p>Log in</p></body></html>", "html", "a.x: no article was found on the page"),
        (b"", "html", "a.x: no article was found: the page is empty or no HTML"),
    ],
)
def test_refusals_name_the_file_and_the_line(data: bytes, form: Form, message: str) -> None:
    refused = read(data, form)
    assert isinstance(refused, InputError)
    assert str(refused).startswith(message)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'{"id": 1}', "jsonl"),
        (b'\xef\xbb\xbf\n { "id": 1}', "jsonl"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf<HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<!-- made by x -->\n<html xmlns="x">', "html"),
        (b"Talks in Karsh", "text"),
        (b"{Arden} talks", "text"),
        (b"<Arden> talks", "text"),
        (b"", "text"),
        (b"%PDF-1.7", "pdf"),
        (b"PAR1\x15", "parquet"),
        (b"WARC/1.0\r\n", "warc"),
        (b'<?xml version="1.0"?><rss version="2.0">', "feed"),
        (b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b"<?xml version='1.0'?><?xml-stylesheet href='x'?><!-- by x --><urlset>", "feed"),
    ],
)
def test_the_first_bytes_tell_the_form(head: bytes, form: Form) -> None:
    assert form_of(head) == form


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks in Karsh\n\nThe ministers met.", "Talks in Karsh"),
        ("# Talks in Karsh\r\n\r\nThe ministers met.", "Talks in Karsh"),
        ("\n\nTalks in Karsh\n  \nThe ministers met.", "Talks in Karsh"),
        ("Talks in Karsh\nThe ministers met.", None),
        ("The ministers met.\n\nThey talked.", None),
        ("KARSH, Jan 3 -\n\nThe ministers met.", None),
        ("Talks in Karsh", None),
        ("x" * 200 + "\n\nThe ministers met.", None),
        ("", None),
    ],
)
def test_a_first_line_is_a_title_where_it_looks_like_one(text: str, title: str | None) -> None:
    assert headline(text) == title
