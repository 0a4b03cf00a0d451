"""The demonstration: read the reports that ship with Dragoman, show the record of the first, write a page for each."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from rich.console import Console
from rich.progress import track

from dragoman.app.read import Reads
from dragoman.errors import InputError
from dragoman.exports import html, text
from dragoman.exports.names import file_name
from dragoman.record import Reading, Report


def samples() -> tuple[Report, ...]:
    """The reports that ship with Dragoman, of our own writing (CC BY 4.0)."""
    lines = files("dragoman").joinpath("samples", "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Report(**json.loads(line)) for line in lines)


def run_demo(reader: Reads, out: Path, console: Console, open_browser: bool = False) -> Path:
    """Print the first sample's record, write a page for each and a list of them to `out`; return the list's path.

    A sample that the reader refuses is named and left out. Raises InputError where it refuses all, OSError where `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    readings: list[Reading] = []
    for reading in _readings(reader, console):
        if not readings:
            text.render(reading, console)
            console.print()
        (out / f"{file_name(reading.report.id)}.html").write_text(html.render(reading, home="index.html"), encoding="utf-8")
        readings.append(reading)
    if not readings:
        raise InputError("samples", "none could be read")
    listed = out / "index.html"
    listed.write_text(html.index(readings, "Sample reports"), encoding="utf-8")
    _tell(console, len(readings), listed)
    if open_browser:
        webbrowser.open(listed.resolve().as_uri())
    return listed


def _readings(reader: Reads, console: Console) -> Iterator[Reading]:
    reports = samples()
    shown = track(reports, "Reading the samples", console=console, transient=True, disable=not console.is_terminal)
    for report in shown:
        try:
            yield reader.read(report)
        except InputError as error:
            console.print(f"refused: {error}", style="yellow", markup=False, highlight=False)


def _tell(console: Console, count: int, listed: Path) -> None:
    console.print(f"{count} pages, each with the text and its marks beside the record. Open", highlight=False)
    # An address that wraps cannot be clicked.
    console.print(listed.resolve().as_uri(), style="bold", soft_wrap=True, highlight=False)
