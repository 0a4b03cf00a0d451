"""A casebook's present readings and what they hold together, written in a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from dragoman.app.ledger import Ledger
from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.formats import FORMATS, Format
from dragoman.exports.selection import Selection
from dragoman.exports.sink import whole_file
from dragoman.record.entry import Entry
from dragoman.record.merged import Merged

if TYPE_CHECKING:
    from rich.progress import Progress

    from dragoman.exports.package import About


class Book(Protocol):
    """What is exported of a casebook."""

    def entries(self) -> Iterator[Entry]:
        """The present readings with judgments applied."""
        ...

    def merged(self) -> Merged:
        """What they hold together."""
        ...


class ExportLedger(Ledger):
    """Says what became of an export that was stopped."""

    def done(self) -> str:
        """A file is whole or not there."""
        return "nothing was written"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many of what."""

    count: int
    unit: str


def load_facts(knowledge_files: Sequence[Path] = ()) -> Facts:
    """The shipped knowledge with the user's own, the gazetteer and the ontology. Raises KnowledgeError, OntologyError."""
    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.gazetteer import load_gazetteer
    from dragoman.ontology import load

    return Facts(Knowledge.load(knowledge_files), load_gazetteer(), load())


def select(book: Book, facts: Facts, made: Format, wanted: Filter, bar: Progress | None = None) -> Selection:
    """What a format is to hold of a casebook. Merged things are loaded only where the format or the filter needs them."""
    asked = made.filter(wanted)
    merged = book.merged() if made.needs_merged or asked.sources > 1 else Merged()
    return Selection(_watched(book.entries(), bar), facts, merged, asked)


def export(selection: Selection, made: Format, out: Path | None, stdout: IO[bytes]) -> Written:
    """Writes the selection to a file, whole or not at all, or to `stdout`. Raises OSError where it cannot be written."""
    with _opened(out, stdout) as stream:
        return Written(made.write(selection, stream), made.unit)


def export_package(selection: Selection, out: Path, about: About) -> Written:
    """Writes the package for an archive to a folder or a ZIP. Raises OutputError, OSError."""
    from dragoman.exports.package import write_package

    return Written(write_package(selection, out, about), "events")


def export_dictionary(facts: Facts, out: Path | None, stdout: IO[bytes]) -> Written:
    """Writes the data dictionary: a page in Markdown, or a table where the name ends in .csv."""
    from dragoman.exports.dictionary import page, rows, table

    text = table(facts) if out is not None and out.suffix.lower() == ".csv" else page(facts)
    with _opened(out, stdout) as stream:
        stream.write(text.encode())
    return Written(sum(1 for _ in rows(facts)), "columns")


def formats() -> tuple[str, ...]:
    """The names of all formats."""
    return tuple(FORMATS)


@contextmanager
def _opened(out: Path | None, stdout: IO[bytes]) -> Iterator[IO[bytes]]:
    if out is None:
        yield stdout
        stdout.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(out) as stream:
        yield stream


def bar_of_reports() -> Progress:
    """A bar on standard error that counts the reports gone through; how many there are is not known beforehand."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("exporting"), MofNCompleteColumn(), TextColumn("reports"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("exporting", total=None)
    return bar


def _watched(entries: Iterable[Entry], bar: Progress | None) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        if bar:
            bar.update(bar.task_ids[0], advance=1)
