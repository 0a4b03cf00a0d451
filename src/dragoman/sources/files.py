"""Files and folders on this computer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import InputError
from dragoman.sources.capture import Capture, capture_of
from dragoman.sources.document import read_document, read_stream
from dragoman.sources.draft import Document, Draft, Known
from dragoman.sources.forms import ENDINGS, STREAMED, form_by_name, form_of, suffix
from dragoman.sources.options import Options


def drafts_at(path: Path, options: Options) -> Iterator[Draft | Known | InputError]:
    """The reports in a file, or in all files under a folder."""
    if not path.is_dir():
        yield from _file(path, ids_of(path, path.name), options)
        return
    for found in listed(path, options.aside):
        if isinstance(found, InputError):
            yield found
        else:
            yield from _file(found, ids_of(found, found.relative_to(path).as_posix()), options)


def ids_of(path: Path, name: str) -> tuple[str, ...]:
    """Ids to try in turn: the name without its ending, and longer ones for when that is taken."""
    short = name[: len(name) - len(suffix(path))]
    return (short, name, path.as_posix()) if short else (name, path.as_posix())


def listed(folder: Path, aside: frozenset[Path] = frozenset()) -> Iterator[Path | InputError]:
    """Every file under a folder, in the order of their names; what cannot be read as a report is refused, not passed over.

    Hidden files and folders (names that begin with a point) are the exception, and what is put `aside`: files of Dragoman's
    own, by their whole paths.
    """
    failures: list[OSError] = []
    empty = True
    for place, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (InputError(str(Path(place, name)), "a link to a folder is not followed") for name in links)
        for name in sorted(name for name in names if not name.startswith(".")):
            empty = False
            if not aside or Path(place, name).resolve() not in aside:
                yield _listed_file(Path(place, name))
        yield from _failed(failures)
    yield from _failed(failures)
    if empty:
        yield InputError(str(folder), "the folder holds no files to read")


def _failed(failures: list[OSError]) -> Iterator[InputError]:
    while failures:
        error = failures.pop()
        yield InputError(str(error.filename), f"the folder cannot be read: {why(error)}")


def _listed_file(path: Path) -> Path | InputError:
    if suffix(path) not in ENDINGS:
        return InputError(str(path), f"not a kind of file that is read ({', '.join(ENDINGS)})")
    if path.exists() and not path.is_file():
        return InputError(str(path), "not a regular file")
    return path


def _file(path: Path, ids: tuple[str, ...], options: Options) -> Iterator[Draft | Known | InputError]:
    most = options.settings.file_bytes
    try:
        with path.open("rb") as stream:
            head = stream.peek(1024)
            form = form_by_name(path, head) or form_of(head)
            if form in STREAMED:
                yield from read_stream(stream, str(path), form, options)
                return
            data = stream.read(most + 1)
    except OSError as error:
        yield InputError(str(path), f"the file cannot be read: {why(error)}")
        return
    if len(data) > most:
        yield InputError(str(path), f"the file is larger than {most} bytes")
        return
    saved = capture_of(path.absolute().as_posix()) if form == "html" else None
    yield from read_document(captured(path, data, saved) if saved else Document(str(path), ids, data), form, options)


def captured(path: Path, data: bytes, saved: Capture) -> Document:
    """A page that a web archive saved: one address may have been saved at several times."""
    return Document(str(path), (saved.url, f"{saved.url}@{saved.stamp}", path.as_posix()), data, saved.url, day=saved.day)


def why(error: OSError) -> str:
    """What the system says was wrong."""
    return (error.strerror or str(error)).lower()
