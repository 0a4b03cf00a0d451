"""The demonstration, with a stand-in for the reader."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dragoman.app import demo
from dragoman.errors import InputError
from dragoman.record import Actor, Mention, Reader, Reading, Report, Span


class Stub:
    """Finds one actor, the first word; refuses the reports that it is told to."""

    def __init__(self, refused: tuple[str, ...] = ()) -> None:
        self.refused = refused

    def read(self, report: Report) -> Reading:
        if report.id in self.refused:
            raise InputError(report.id, "not today")
        first = Span(0, len(report.text.split()[0]))
        return Reading(
            report, Reader("1", "m", "o", "k"), (Mention("A1.1", first, "name", "A1"),), (Actor("A1", first.of(report.text), "group"),)
        )

    def relate(self, text: str, source: Span | None, target: Span | None) -> tuple[str, dict[str, float]]:
        raise NotImplementedError


def console() -> tuple[Console, StringIO]:
    file = StringIO()
    return Console(file=file, width=100), file


def test_demo_shows_the_first_and_writes_all(tmp_path: Path) -> None:
    screen, told = console()
    listed = demo.run_demo(Stub(), tmp_path / "a" / "b", screen)
    assert told.getvalue().startswith(demo.samples()[0].title or "?")
    assert listed.resolve().as_uri() in told.getvalue().split()
    links = re.findall(r'<h2><a href="([^"]+)"', listed.read_text(encoding="utf-8"))
    assert len(links) == len(set(links)) == len(demo.samples())
    for link, report in zip(links, demo.samples(), strict=True):
        page = (listed.parent / link).read_text(encoding="utf-8")
        assert "index.html" in page and (report.publisher or "?") in page


def test_demo_goes_on_after_a_refusal(tmp_path: Path) -> None:
    screen, told = console()
    listed = demo.run_demo(Stub((demo.samples()[1].id,)), tmp_path, screen)
    assert f"refused: {demo.samples()[1].id}: not today" in told.getvalue()
    assert f"{len(demo.samples()) - 1} pages" in told.getvalue()
    assert len(list(tmp_path.glob("*.html"))) == len(demo.samples()) and listed.exists()


def test_demo_fails_when_nothing_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        demo.run_demo(Stub(tuple(report.id for report in demo.samples())), tmp_path, console()[0])


def test_demo_opens_the_browser_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    demo.run_demo(Stub(), tmp_path, console()[0])
    assert opened == []
    listed = demo.run_demo(Stub(), tmp_path, console()[0], open_browser=True)
    assert opened == [listed.resolve().as_uri()]


def test_samples_are_whole_reports() -> None:
    lines = files("dragoman").joinpath("samples", "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) - {"url"} for line in lines] == [{"id", "title", "published", "publisher", "text"}] * len(lines)
    samples = demo.samples()
    assert len(samples) >= 66 and len({report.id for report in samples}) == len(samples)
    assert [report.id for report in samples if not 120 <= len(report.text.split()) <= 400] == []
    assert [report.id for report in samples if not re.fullmatch(r"20\d\d-\d\d-\d\d", report.published or "")] == []
