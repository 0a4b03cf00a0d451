"""Files and folders on this computer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import InputError
from dragoman.sources.document import Document, Form, form_of, read_document
from dragoman.sources.draft import Draft, Known
from dragoman.sources.jsonl import drafts
from dragoman.sources.options import Options

_FORMS: dict[str, Form] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "jsonl",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl",
}


def drafts_at(path: Path, options: Options) -> Iterator[Draft | Known | InputError]:
    """The reports in a file, or in all files under a folder."""
    if not path.is_dir():
        yield from _file(path, _ids(path, path.name), options)
        return
    for found in listed(path):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _file(found, _ids(found, found.relative_to(path).as_posix()), options)


def _ids(path: Path, name: str) -> tuple[str, ...]:
    """The name without its ending, and longer ones for when that is taken."""
    short = name[: len(name) - len(suffix(path))]
    return (short, name, path.as_posix()) if short else (name, path.as_posix())


def listed(folder: Path) -> Iterator[Path | InputError]:
    """Every file under a folder, in the order of their names; what cannot be read as a report is refused, not passed over.

    Hidden files and folders (names that begin with a point) are the exception.
    """
    failures: list[OSError] = []
    empty = True
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (InputError(str(Path(place, name)), "a link to a folder is not followed") for name in links)
        for name in sorted(name for name in names if not name.startswith(".")):
            empty = False
            yield _listed_file(Path(place, name))
        yield from _failed(failures)
    yield from _failed(failures)
    if empty:
        yield InputError(str(folder), "the folder holds no files to read")


def _failed(failures: list[OSError]) -> Iterator[InputError]:
    while failures:
        error = failures.pop()
        yield InputError(str(error.filename), f"the folder cannot be read: {_why(error)}")


def _listed_file(path: Path) -> Path | InputError:
    if suffix(path) not in _FORMS:
        return InputError(str(path), f"not a kind of file that is read ({', '.join(_FORMS)})")
    if path.exists() and not path.is_file():
        return InputError(str(path), "not a regular file")
    return path


def suffix(path: Path) -> str:
    """The known ending of a file's name, as it is written there, `.jsonl.gz` being one; else "" or the last ending."""
    name = path.name.lower()
    known = max((ending for ending in _FORMS if name.endswith(ending)), key=len, default="")
    return path.name[len(name) - len(known) :].lower() if known else path.suffix


def is_json_lines(path: Path) -> bool:
    """Whether a file's name says that it holds JSON Lines."""
    return _FORMS.get(suffix(path)) == "jsonl"


def _file(path: Path, ids: tuple[str, ...], options: Options) -> Iterator[Draft | Known | InputError]:
    most = options.settings.file_bytes
    try:
        with path.open("rb") as stream:
            form = _FORMS.get(suffix(path)) or form_of(stream.peek(1024))
            if form == "jsonl":
                yield from drafts(stream, str(path), options)
                return
            data = stream.read(most + 1)
    except OSError as error:
        yield InputError(str(path), f"the file cannot be read: {_why(error)}")
        return
    if len(data) > most:
        yield InputError(str(path), f"the file is larger than {most} bytes")
        return
    yield from read_document(Document(str(path), ids, data), form, options)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
