from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exports.names import file_name


@pytest.mark.parametrize("id", ["talks", "2024-01-31_talks", "a.b", "7"])
def test_a_plain_id_is_the_name(id: str) -> None:
    assert file_name(id) == id


@pytest.mark.parametrize(
    ("id", "begin"), [("2024/talks", "2024-talks-"), ("https://a.org/b?c=d", "https-a.org-b-c-d-"), ("...", "report-"), ("Talks", "talks-")]
)
def test_any_other_id_leaves_what_is_plain_of_it(id: str, begin: str) -> None:
    assert re.fullmatch(re.escape(begin) + "[0-9a-f]{8}", file_name(id))


@pytest.mark.parametrize("id", ["../../etc/passwd", ".hidden", "", "a b", "ä", "index", "INDEX", "con.", "x" * 300, "\ud800"])
def test_names_are_safe_and_distinct(id: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_.-]{0,79}", file_name(id)) and file_name(id) != "index"
    assert len({file_name(id), file_name(id + "?"), file_name(id.swapcase() + "-")}) == 3


@given(st.text(), st.text())
def test_no_two_ids_share_a_name(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) == (one == other)
