"""A package for an archive: the table with all that is needed to use, check and cite it. The same events give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import astuple, dataclass, field
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from dragoman import __version__
from dragoman.errors import OutputError
from dragoman.exports.cells import cell, inert
from dragoman.exports.dates import day_of
from dragoman.exports.dictionary import table
from dragoman.exports.formats import FORMATS
from dragoman.exports.jsonlines import object_line
from dragoman.exports.line import Line
from dragoman.exports.parquet import ParquetTable
from dragoman.exports.selection import Selection
from dragoman.exports.sink import whole_file
from dragoman.exports.tidy import CsvTable, fill
from dragoman.ontology.codebook import codebook

SUMS = "SHA256SUMS"
_SOURCES = ("report_id", "publisher", "published", "title", "url", "language", "events", "sha256_of_text")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can hold: the files' own would differ from run to run
_FILES = {
    "README.md": "this page",
    "CITATION.cff": "how to cite the data set (Citation File Format 1.2.0)",
    "events.csv": "the table, one row an event (UTF-8; lists joined by \"; \"; texts like formulas with an apostrophe before them)",
    "events.parquet": "the same table with types and lists",
    "dictionary.csv": "every column with its type and meaning",
    "codebook.md": "what the event types, modes, statuses, sectors and topics mean",
    "sources.csv": "the reports that the events come from, with a digest of each text",
    "reports.jsonl": "the texts of those reports",
    "readers.json": "which versions of program, model, ontology and knowledge read them",
    "precision.json": "how right the table is, by a sample that people judged",
    SUMS: "SHA-256 of every file (check with `sha256sum -c SHA256SUMS`)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself. `precision` is what a judged sample says of the table, as JSON; None where there is none."""

    title: str
    authors: tuple[str, ...] = ()
    texts: bool = False
    precision: Mapping[str, Any] | None = None


def write_package(selection: Selection, out: Path, about: About) -> int:
    """Writes the package to a folder, or to a ZIP where the name ends so; returns the number of events.

    Raises OutputError for a folder with other things in it, OSError where it cannot be written.
    """
    folder = out.suffix.lower() != ".zip"
    if folder:
        _refuse_others(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as made:
        staged = Path(made)
        count = _stage(selection, staged, about)
        if folder:
            _place(staged, out)
        else:
            with whole_file(out) as stream:
                _zip(staged, stream)
    return count


def _refuse_others(out: Path) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / SUMS).is_file())):
        raise OutputError(f"{out}: holds something that is no package; give an empty folder or a new name")


def _place(staged: Path, out: Path) -> None:
    """Moves the files; those of an earlier package that this one has not are taken away, and the sums come last."""
    out.mkdir(exist_ok=True)
    for name in _FILES:
        if (staged / name).exists():
            (staged / name).replace(out / name)
        else:
            (out / name).unlink(missing_ok=True)


def _stage(selection: Selection, folder: Path, about: About) -> int:
    sources = _Sources()
    with ExitStack() as files:
        opened = [files.enter_context((folder / name).open("wb")) for name in ("events.csv", "events.parquet")]
        tables: list[Any] = [CsvTable(selection.facts, opened[0]), ParquetTable(selection.facts, opened[1]), sources]
        if about.texts:
            tables.append(_Texts(files.enter_context((folder / "reports.jsonl").open("wb"))))
        count = fill(selection.lines(), tables)
    for name, text in _written(selection, about, sources, count):
        (folder / name).write_bytes(text.encode())
    _sum(folder)
    return count


def _written(selection: Selection, about: About, sources: _Sources, count: int) -> Iterator[tuple[str, str]]:
    yield "sources.csv", sources.table()
    yield "readers.json", _json(sources.readers())
    yield "dictionary.csv", table(selection.facts, (FORMATS["csv"],))
    yield "codebook.md", _unlinked(codebook(selection.facts.ontology))
    if about.precision is not None:
        yield "precision.json", _json(about.precision)
    yield "CITATION.cff", _citation(about, sources)
    yield "README.md", _readme(selection, about, sources, count)


@dataclass(slots=True)
class _Sources:
    """The reports that lines come from, as they come; of their texts only a digest is held."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    read: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        report = line.reported.report
        self.events[report.id] += 1
        if report.id in self.rows:
            return
        digest = hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
        told = (report.id, report.publisher, report.published, report.title, report.url, report.language)
        self.rows[report.id] = [*(value or "" for value in told), digest]
        self.read[astuple(line.reported.reading.reader)] += 1

    def close(self) -> None:
        pass

    def table(self) -> str:
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_SOURCES)
        for id, (*told, digest) in sorted(self.rows.items()):
            writer.writerow((*(inert(cell(value)) for value in told), self.events[id], digest))
        return out.getvalue()

    def readers(self) -> list[dict[str, Any]]:
        names = ("version", "model", "ontology", "knowledge")
        return [{**dict(zip(names, reader, strict=True)), "reports": count} for reader, count in sorted(self.read.items())]

    def days(self) -> tuple[str, str]:
        """The first and the last day of publication, "" where none is known."""
        days = sorted(filter(None, (day_of(row[2]) for row in self.rows.values())))
        return (days[0], days[-1]) if days else ("", "")


class _Texts:
    """The texts of the reports that lines come from, as `dragoman read` takes them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._last: str | None = None

    def add(self, line: Line) -> None:
        report = line.reported.report
        if report.id != self._last:
            self._last = report.id
            row = {"id": report.id, "title": report.title, "published": report.published, "publisher": report.publisher, "url": report.url}
            self._out.write(object_line({**{key: value for key, value in row.items() if value is not None}, "text": report.text}))

    def close(self) -> None:
        pass


def _citation(about: About, sources: _Sources) -> str:
    """Citation File Format; strings of JSON are strings of YAML too."""
    lines = ["cff-version: 1.2.0", "type: dataset", "message: If you use this data set, please cite it.", f"title: {_quoted(about.title)}"]
    lines += ["authors:", *(f"  - name: {_quoted(name)}" for name in about.authors or ("The compilers of this data set",))]
    if last := sources.days()[1]:
        lines.append(f"date-released: {last}")
    lines += ["references:", "  - type: software", "    title: Dragoman", f"    version: {_quoted(__version__)}"]
    return "\n".join([*lines, "    authors:", "      - name: The Dragoman authors", ""])


def _readme(selection: Selection, about: About, sources: _Sources, count: int) -> str:
    first, last = sources.days()
    span = f", published from {first} to {last}" if first else ""
    there = {name for name in _FILES if name not in ("reports.jsonl", "precision.json")}
    there |= {"reports.jsonl"} if about.texts else set()
    there |= {"precision.json"} if about.precision is not None else set()
    listed = "".join(f"| `{name}` | {meaning} |\n" for name, meaning in _FILES.items() if name in there)
    asked = "".join(f"- {name}: {value}\n" for name, value in selection.filter.in_words()) or "- everything\n"
    return (
        f"# {cell(about.title)}\n\n{count} events of {len(sources.rows)} reports{span}, read by Dragoman {__version__}.\n\n"
        f"## What was asked for\n\n{asked}\n## Files\n\n| file | holds |\n| --- | --- |\n{listed}\n{_CAUTION}"
    )


_CAUTION = """## Before you count

- One row is one report's account of an event. `happening_id` joins the accounts of one happening; count those, not rows.
- A row with `claim` true rests on a speaker's word (`asserted_by`), and one whose `status` is not happened or ongoing did not,
  as far as the report tells, take place. Leave both out where you count what happened.
- `sentence` shows the words, `trigger_start` and `trigger_end` where they stand in the report's text.
"""


def _quoted(text: str) -> str:
    return json.dumps(cell(text), ensure_ascii=False)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True, sort_keys=True) + "\n"


def _unlinked(text: str) -> str:
    """The page without links to other pages, which are not in the package."""
    return re.sub(r"\[([^\]]+)\]\((?!#)[^)]+\)", r"\1", text)


def _sum(folder: Path) -> None:
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.name}\n")
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def _zip(folder: Path, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, wherever it is made
            with path.open("rb") as stream, made.open(entry, "w", force_zip64=True) as target:
                while block := stream.read(1 << 20):
                    target.write(block)
