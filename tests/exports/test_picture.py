"""The picture of a record."""

from __future__ import annotations

from xml.etree import ElementTree

from dragoman.exports.picture import record_svg
from dragoman.record import Reading


def texts(svg: str) -> str:
    return " ".join("".join(ElementTree.fromstring(svg).itertext()).replace("\xa0", " ").split())


def test_picture_is_the_record(reading: Reading) -> None:
    svg = record_svg(reading, lines=200)
    assert "Envoy in Port Sorrel" in texts(svg) and "WHAT WAS NOT READ" in texts(svg)
    assert svg == record_svg(reading, lines=200)


def test_picture_is_cut_and_says_so(reading: Reading) -> None:
    short = texts(record_svg(reading, lines=12))
    assert "…" in short and "WHAT WAS NOT READ" not in short


def test_picture_loads_nothing(reading: Reading, hostile: Reading) -> None:
    for made in (record_svg(reading), record_svg(hostile)):
        assert "http" not in made.replace("http://www.w3.org/2000/svg", "") and "url(http" not in made
        ElementTree.fromstring(made)
