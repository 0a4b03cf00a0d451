"""The demonstration, with a stand-in for the reader."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.app import demo
from dragoman.app.stop import Stop
from dragoman.app.tally import Tally
from dragoman.errors import InputError
from dragoman.record import Reading, Report
from tests.app.fake import FakeReader


class Stub(FakeReader):
    """Finds the first word; refuses the reports that it is told to."""

    def __init__(self, refused: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.refused = refused

    def read(self, report: Report) -> Reading:
        if report.id in self.refused:
            raise InputError(report.id, "not today")
        return super().read(report)


def test_the_casebook_holds_all_samples_and_is_not_read_twice(tmp_path: Path) -> None:
    reader = Stub()
    for _ in range(2):
        with demo.build(lambda: reader, tmp_path / "a" / "b", Tally(), Stop()) as book:
            assert [reading.report for reading in book.readings()] == list(demo.samples())
    assert reader.read_ids == [report.id for report in demo.samples()]


def test_a_sample_that_is_refused_is_told_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left_out = demo.samples()[1].id
    with Tally() as tally, demo.build(lambda: Stub((left_out,)), tmp_path, tally, Stop()) as book:
        assert left_out not in [reading.report.id for reading in book.readings()]
    told = capsys.readouterr().err
    assert f"{left_out}: not today" in told and "1 refused" in told


def test_it_fails_when_nothing_is_read(tmp_path: Path) -> None:
    everything = tuple(report.id for report in demo.samples())
    with pytest.raises(InputError):
        demo.build(lambda: Stub(everything), tmp_path, Tally(), Stop())


def test_pages_can_be_opened_without_the_desk(tmp_path: Path) -> None:
    with demo.build(Stub, tmp_path, Tally(), Stop()) as book:
        listed = demo.write_pages(book.readings(), tmp_path / "pages")
    links = re.findall(r'<h2><a href="([^"]+)"', listed.read_text(encoding="utf-8"))
    assert len(links) == len(set(links)) == len(demo.samples())
    for link, report in zip(links, demo.samples(), strict=True):
        page = (listed.parent / link).read_text(encoding="utf-8")
        assert "index.html" in page and (report.publisher or "?") in page


def test_samples_are_whole_reports() -> None:
    lines = files("dragoman").joinpath("samples", "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) - {"url"} for line in lines] == [{"id", "title", "published", "publisher", "text"}] * len(lines)
    samples = demo.samples()
    assert len(samples) >= 66 and len({report.id for report in samples}) == len(samples)
    assert [report.id for report in samples if not 120 <= len(report.text.split()) <= 400] == []
    assert [report.id for report in samples if not re.fullmatch(r"20\d\d-\d\d-\d\d", report.published or "")] == []
