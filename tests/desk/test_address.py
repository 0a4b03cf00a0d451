from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.desk.address import id_of, part, to

ANY = st.text(st.characters(exclude_categories=()), min_size=1)


@given(ANY)
def test_every_id_comes_back_from_its_part_of_a_path(id: str) -> None:
    assert id_of(part(id)) == id


@given(ANY)
def test_a_part_is_one_step_that_no_server_or_browser_reads_otherwise(id: str) -> None:
    written = part(id)
    assert written.isascii() and not set(written) & set("/\\%?#;&+ \"'<>")
    assert written.strip(".") and not written.endswith((".json", ".atom"))


def test_plain_ids_stay_as_they_are_and_can_be_read() -> None:
    assert to("reports", "talks-2024.b") == "/reports/talks-2024.b"
    assert to("reports", "talks/1") == "/reports/talks~2F1"
    assert to("reports", "..") == "/reports/~2E~2E"
    assert to("reports", "a.json") == "/reports/a~2Ejson"
