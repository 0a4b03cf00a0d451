"""JSON Lines: one JSON object per line. A line that is wrong is refused with its number; the others go on."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError, NotTextError
from dragoman.sources.draft import Draft
from dragoman.sources.options import Options
from dragoman.sources.published import published
from dragoman.text.decode import decode, refuse_binary

_GZIP = b"\x1f\x8b"
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "an object", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line's object and where it stands."""

    place: str  # file:line
    value: dict[str, Any]
    line: bytes


def rows(stream: io.BufferedReader, name: str, most: int) -> Iterator[Row | InputError]:
    """The objects of a stream, gzipped or not, line by line; a line of more than `most` bytes is refused unread."""
    number = 0
    try:
        stream = unpacked_text(stream, most)
        if reason := _no_json_lines(stream.peek(64)[:64].removeprefix(BOM_UTF8)):
            yield InputError(name, reason)
            return
        for number, line in enumerate(_lines(stream, most), start=1):
            if line.strip():
                yield _row(line, f"{name}:{number}", most)
    except (EOFError, OSError, zlib.error, NotTextError) as error:
        yield InputError(f"{name}:{number + 1}", f"the file breaks off or is damaged ({error})")


def unpacked_text(stream: io.BufferedReader, most: int) -> io.BufferedReader:
    """The stream as UTF-8: unzipped where it is gzipped, converted where it says that it is UTF-16 (as PowerShell writes)."""
    head = stream.peek(2)[:2]
    if head == _GZIP:
        return io.BufferedReader(gzip.GzipFile(fileobj=stream))
    if head in _UTF16:
        return io.BufferedReader(io.BytesIO(decode(stream.read(most)).encode("utf-8")))
    return stream


def _no_json_lines(head: bytes) -> str | None:
    """Why a file that begins so holds no JSON Lines at all, so that one message stands for a thousand."""
    begin = head.split(b"\n")[0].strip() if b"\n" in head else b""
    if begin in (b"{", b"[", b"[{"):
        return "one JSON object per line is wanted (JSON Lines); this is one JSON document spread over lines"
    try:
        refuse_binary(head)
    except NotTextError as error:
        return error.reason
    return "binary data, not JSON Lines" if b"\0" in head else None


def _lines(stream: io.BufferedReader, most: int) -> Iterator[bytes]:
    """Lines as they stand; of one that is too long just enough to see that it is."""
    while line := stream.readline(most + 1):
        yield line
        while len(line) > most and not line.endswith(b"\n"):
            line = stream.readline(most + 1)


def _row(line: bytes, place: str, most: int) -> Row | InputError:
    if len(line) > most:
        return InputError(place, f"the line is longer than {most} bytes")
    try:
        value = json.loads(decode(line))
    except NotTextError as error:
        return InputError(place, error.reason)
    except json.JSONDecodeError as error:
        return InputError(place, _fault(error))
    except (RecursionError, ValueError) as error:
        return InputError(place, f"the JSON cannot be read ({error})")
    return Row(place, value, line) if isinstance(value, dict) else InputError(place, f"a JSON object is wanted, not {_KINDS[type(value)]}")


def _fault(error: json.JSONDecodeError) -> str:
    end = len(error.doc.rstrip())
    if error.pos >= end or error.msg.startswith("Unterminated string"):
        return f"the JSON breaks off at column {end + 1}"
    return f"no valid JSON at column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"


def drafts(stream: io.BufferedReader, name: str, options: Options) -> Iterator[Draft | InputError]:
    """The reports of a stream: keys id, text, title, published, publisher, url; other keys are ignored."""
    for row in rows(stream, name, options.settings.file_bytes):
        yield row if isinstance(row, InputError) else _draft(row, options)


def _draft(row: Row, options: Options) -> Draft | InputError:
    try:
        day = _optional(row.value, "published")
        return Draft(
            place=row.place,
            ids=(identifier(row.value),),
            text=_text(row.value),
            title=_optional(row.value, "title"),
            published=published(day) if day else options.published,
            publisher=_optional(row.value, "publisher") or options.publisher,
            url=_optional(row.value, "url"),
            raw=row.line,
        )
    except ValueError as error:
        return InputError(row.place, str(error))


def identifier(value: dict[str, Any]) -> str:
    """The id as text; whole numbers are taken too. Raises ValueError where there is none."""
    found = value.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise ValueError(f'"id" must be a text or a whole number, not {_kind(value, "id")}')
    return str(found)


def _text(value: dict[str, Any]) -> str:
    found = value.get("text")
    if not isinstance(found, str):
        raise ValueError(f'"text" must be a text, not {_kind(value, "text")}')
    return found


def _optional(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise ValueError(f'"{key}" must be a text, not {_kind(value, key)}')
    return found or None


def _kind(value: dict[str, Any], key: str) -> str:
    if key not in value:
        return "missing"
    return "empty" if value[key] == "" else _KINDS[type(value[key])]
