"""The demonstration: the reports that ship with Dragoman, read into a casebook in a folder, ready for the desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path

from dragoman.app.add import add_inputs, opened
from dragoman.app.merge import merger
from dragoman.app.read import Reads
from dragoman.app.stop import Stop
from dragoman.app.tally import Tally
from dragoman.casebook import Casebook
from dragoman.errors import InputError
from dragoman.exports import html
from dragoman.exports.names import file_name
from dragoman.record import Reading, Report
from dragoman.settings import Settings
from dragoman.sources import Options

CASEBOOK = "samples.db"


def samples() -> tuple[Report, ...]:
    """The reports that ship with Dragoman, of our own writing (CC BY 4.0)."""
    lines = files("dragoman").joinpath("samples", "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Report(**json.loads(line)) for line in lines)


def build(load: Callable[[], Reads], out: Path, tally: Tally, stop: Stop) -> Casebook:
    """The casebook of the samples in a folder, which is made; what is in it already is not read again.

    A sample that the reader refuses is named and left out. Raises InputError where it refuses all, OSError and CasebookError
    where the folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    book, _ = opened(str(out / CASEBOOK))
    with as_file(files("dragoman").joinpath("samples", "reports.jsonl")) as path:
        tally.count(add_inputs(book, load, [str(path)], Options(settings=Settings()), stop, merger(book, ())))
    if next(book.readings(), None) is None:
        book.close()
        raise InputError("samples", "none could be read")
    return book


def write_pages(readings: Iterable[Reading], out: Path) -> Path:
    """A page for each reading and a page that lists them, which can be opened without the desk; the list's path. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    held = list(readings)
    for reading in held:
        (out / f"{file_name(reading.report.id)}.html").write_text(html.render(reading, home="index.html"), encoding="utf-8")
    listed = out / "index.html"
    listed.write_text(html.index(held, "Sample reports"), encoding="utf-8")
    return listed
