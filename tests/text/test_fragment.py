from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text.fragment import text_of


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>Arden <b>talks</b>.</p><p>Belland\n  too.</p>", "Arden talks.\n\nBelland too."),
        ("Arden &amp; Belland<br/>talk", "Arden & Belland\n\ntalk"),
        ("<style>p {}</style><ul><li>one<li>two</ul><script>x()</script>", "one\n\ntwo"),
        ("plain words", "plain words"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_paragraphs_are_parted_by_blank_lines(fragment: str, text: str) -> None:
    assert text_of(fragment) == text


@given(st.text(alphabet="<>/&;p!-[] ab\n"))
def test_whatever_it_is_there_is_a_text_without_white_space_around(fragment: str) -> None:
    assert text_of(fragment) == text_of(fragment).strip()
