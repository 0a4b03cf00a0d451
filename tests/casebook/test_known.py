"""What is kept is known by its id, and by its bytes and their place, before it is read again."""

from __future__ import annotations

from dragoman.casebook import Casebook, Origin, Version
from dragoman.casebook.store import hash_of
from tests.casebook.made import ORIGIN, reading, report


def test_versions_tell_what_is_kept_and_whether_it_was_read(casebook: Casebook) -> None:
    first, second = report(), report(0, "Belland denied it.")
    casebook.keep(first, b"raw", ORIGIN, reading(first))
    casebook.keep(second, b"raw2", Origin("wire/other.txt", "2031-05-02T00:00:00+00:00"))
    assert casebook.versions("r0") == (
        Version(hash_of(first.text), ORIGIN.place, ORIGIN.fetched, True),
        Version(hash_of(second.text), "wire/other.txt", "2031-05-02T00:00:00+00:00", False),
    )
    assert casebook.versions("r1") == ()


def test_bytes_are_held_once_they_were_read_from_that_place(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN)
    assert not casebook.holds(b"raw", ORIGIN.place)
    casebook.keep_reading(reading(report()))
    assert casebook.holds(b"raw", ORIGIN.place)
    assert not casebook.holds(b"raw", "elsewhere")
    assert not casebook.holds(b"other", ORIGIN.place)


def test_what_was_forgotten_is_neither_known_nor_held(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    casebook.forget("r0", "asked to")
    assert casebook.versions("r0") is None
    assert not casebook.holds(b"raw", ORIGIN.place)
