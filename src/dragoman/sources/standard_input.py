"""Standard input: one report as text or HTML, or JSON Lines where it looks like them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

from dragoman.errors import InputError
from dragoman.sources.document import read_document, read_stream
from dragoman.sources.draft import Document, Draft, Known
from dragoman.sources.forms import form_of
from dragoman.sources.options import Options

NAME = "standard input"
_ID = "standard-input"


def drafts_of_standard_input(options: Options) -> Iterator[Draft | Known | InputError]:
    """What comes in; JSON Lines are read as they come."""
    stream = binary_input()
    form = form_of(stream.peek(1024))
    if form in ("jsonl", "warc") or stream.peek(2)[:2] == b"\x1f\x8b":
        yield from read_stream(stream, NAME, "warc" if form == "warc" else "jsonl", options)
        return
    most = options.settings.file_bytes
    data = stream.read(most + 1)
    if len(data) > most:
        yield InputError(NAME, f"longer than {most} bytes")
    else:
        yield from read_document(Document(NAME, (_ID,), data), form, options)


def binary_input() -> io.BufferedReader:
    """Standard input as bytes, whether it is a real stream or a stand-in that only reads."""
    stream = sys.stdin.buffer
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]
