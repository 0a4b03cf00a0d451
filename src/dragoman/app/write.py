"""Readings to a terminal, a file or a folder, in the format asked for, each written as soon as it is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol, TextIO

from dragoman.errors import OutputError
from dragoman.exports.names import file_name
from dragoman.record import Reading
from dragoman.record.json import to_json

Format = Literal["text", "json", "jsonl", "html"]

_SUFFIXES: dict[str, Format] = {".txt": "text", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html"}
_ENDINGS: dict[Format, str] = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "html": ".html"}
_WIDTH = 100  # columns of a text record in a file


class Writer(Protocol):
    """Takes readings one by one; `close` writes what must come last."""

    def write(self, reading: Reading) -> None:
        """Write one reading. Raises OSError where there is no place to, OutputError where the output holds one reading only."""
        ...

    def close(self) -> None:
        """Finish the output, whatever was written."""
        ...


def format_for(out: Path | None) -> Format:
    """The format that an output's name asks for, else text."""
    return _SUFFIXES.get(out.suffix.lower(), "text") if out else "text"


@contextmanager
def writer(form: Format, out: Path | None, stdout: TextIO) -> Iterator[Writer]:
    """A writer to `stdout`, to a file, or to a folder with one file per report (JSON Lines: one file for all)."""
    if out is None:
        with _closing(_on_stream(form, stdout, width=None)) as made:
            yield made
    elif is_folder(out) and form != "jsonl":
        out.mkdir(parents=True, exist_ok=True)
        yield _FolderWriter(out, form)
    else:
        path = out / "readings.jsonl" if is_folder(out) else out
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as stream, _closing(_on_stream(form, stream, _WIDTH)) as made:
            yield made


def is_folder(out: Path) -> bool:
    """Whether an output is a folder: one that is there, or a name without an ending."""
    return out.is_dir() or (not out.suffix and not out.exists())


@contextmanager
def _closing(made: Writer) -> Iterator[Writer]:
    try:
        yield made
    finally:
        made.close()


def _on_stream(form: Format, stream: TextIO, width: int | None) -> Writer:
    if form == "text":
        return _TextWriter(stream, width)
    made: dict[Format, Callable[[TextIO], Writer]] = {"json": _JsonWriter, "jsonl": _JsonLinesWriter, "html": _PageWriter}
    return made[form](stream)


class _TextWriter:
    """Records for people, one below the other."""

    def __init__(self, stream: TextIO, width: int | None) -> None:
        from rich.console import Console

        self._console = Console(file=stream, width=width)
        # rich ends the program by itself, as if something had been refused.
        self._console.on_broken_pipe = _raise_broken_pipe  # type: ignore[method-assign]
        self._first = True

    def write(self, reading: Reading) -> None:
        from dragoman.exports.text import render

        if not self._first:
            self._console.print()
        self._first = False
        render(reading, self._console)

    def close(self) -> None:
        self._console.file.flush()


def _raise_broken_pipe() -> None:
    raise BrokenPipeError


class _JsonLinesWriter:
    """One line per reading, as soon as it is there."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, reading: Reading) -> None:
        self._stream.write(json.dumps(to_json(reading), ensure_ascii=False) + "\n")
        self._stream.flush()

    def close(self) -> None:
        self._stream.flush()


class _JsonWriter:
    """One JSON document: the reading where there is one, a list of them where there are none or more."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._held: str | None = None  # the first reading, until it is known whether it stays alone
        self._listed = False

    def write(self, reading: Reading) -> None:
        made = json.dumps(to_json(reading), ensure_ascii=False, indent=2)
        if self._listed:
            self._stream.write(f",\n{made}")
        elif self._held is not None:
            self._stream.write(f"[\n{self._held},\n{made}")
            self._held, self._listed = None, True
        else:
            self._held = made

    def close(self) -> None:
        self._stream.write("\n]\n" if self._listed else f"{self._held or '[]'}\n")
        self._stream.flush()


class _PageWriter:
    """A page of HTML, which holds one reading."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._full = False

    def write(self, reading: Reading) -> None:
        from dragoman.exports.html import render

        if self._full:
            raise OutputError("a page of HTML holds one reading, and there is more than one report: give --out a folder")
        self._stream.write(render(reading))
        self._full = True

    def close(self) -> None:
        self._stream.flush()


class _FolderWriter:
    """One file per reading, named after the report's id."""

    def __init__(self, folder: Path, form: Format) -> None:
        self._folder = folder
        self._form = form

    def write(self, reading: Reading) -> None:
        path = self._folder / f"{file_name(reading.report.id)}{_ENDINGS[self._form]}"
        with path.open("w", encoding="utf-8", newline="\n") as stream, _closing(_on_stream(self._form, stream, _WIDTH)) as made:
            made.write(reading)

    def close(self) -> None:
        pass
