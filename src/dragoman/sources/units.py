"""Large archives: reports on their way in, not yet taken apart, so that one process can hand them to many.

What costs time (the article of a page, the language of a text) is left to those many. Beside the inputs of `reports`, there
are globs, and addresses of object stores by fsspec ("s3://bucket/2024/*.warc.gz").
"""

from __future__ import annotations

import glob
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.capture import capture_of
from dragoman.sources.document import read_document, read_stream
from dragoman.sources.draft import Document, Draft, Known
from dragoman.sources.files import captured, ids_of, listed, why
from dragoman.sources.forms import ENDINGS, STREAMED, Form, form_by_name, form_of, suffix
from dragoman.sources.options import Options
from dragoman.sources.reports import Arrival, arrival
from dragoman.sources.standard_input import NAME, drafts_of_standard_input
from dragoman.sources.visit import Web
from dragoman.sources.warc import pages
from dragoman.sources.web import drafts_of_address, is_address

_STORE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[]")
_TABLE: Form = "text"  # what a draft has for a form: it is text already


@dataclass(frozen=True, slots=True)
class Unit:
    """One report on its way in: a draft, or the bytes of a document that holds one. `digest` is of its bytes."""

    file: str  # the file or address that it came out of
    id: str
    content: Draft | Document
    form: Form
    digest: bytes

    @property
    def place(self) -> str:
        """The file or address, with the line or record where there is one."""
        return self.content.place

    @property
    def size(self) -> int:
        """Bytes, or characters of a text."""
        return len(self.content.text if isinstance(self.content, Draft) else self.content.data)

    @property
    def month(self) -> str:
        """The month of publication as far as it is known by now, "" where it is not."""
        day = self.content.published if isinstance(self.content, Draft) else self.content.day
        return (day or "")[:7]


class Ids:
    """Ids that are taken, each as ten bytes: an archive may have a billion, of which two then collide with a chance of 1 in 2 million."""

    def __init__(self) -> None:
        self._taken: set[bytes] = set()

    def free(self, ids: Sequence[str]) -> str | None:
        """The first that is free, which is then taken; None where the report states its id and another has it."""
        names: Iterable[str] = ids if len(ids) == 1 else chain(ids, (f"{ids[0]}-{number}" for number in count(2)))
        for name in names:
            digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=10).digest()
            if digest not in self._taken:
                self._taken.add(digest)
                return name
        return None


def units(inputs: Sequence[str], options: Options) -> Iterator[Unit | InputError]:
    """What is in files, folders, globs, object stores, addresses and standard input ("-"), in that order, as it is asked for.

    Ids are unique over all inputs. In contrast to `reports`, one that is refused later keeps its id.
    """
    taken = Ids()
    for given in inputs:
        for file, found in _found(given, options):
            yield _unit(file, found, taken)


def read_unit(unit: Unit, options: Options) -> Arrival | InputError:
    """The unit taken apart and checked."""
    if isinstance(unit.content, Draft):
        return arrival(replace(unit.content, ids=(unit.id,)), {}, options)
    for draft in read_document(unit.content, unit.form, options):
        if isinstance(draft, InputError):
            return draft
        if isinstance(draft, Draft):
            return arrival(replace(draft, ids=(unit.id,)), {}, options)
    return InputError(unit.place, "the document holds no report")


_Found = tuple[str, Draft | Known | InputError | tuple[Document, Form]]


def _unit(file: str, found: Draft | Known | InputError | tuple[Document, Form], taken: Ids) -> Unit | InputError:
    if isinstance(found, InputError):
        return found
    assert not isinstance(found, Known)  # nothing is kept that sources could know
    content, form = found if isinstance(found, tuple) else (found, _TABLE)
    raw = content.data if isinstance(content, Document) else content.raw
    name = taken.free(content.ids)
    if name is None:
        return InputError(content.place, f"the id {content.ids[0]!r} is already that of another report")
    if isinstance(content, Draft):
        content = replace(content, raw=b"")  # as long as the text again, and nobody asks for it any more
    return Unit(file, name, content, form, blake2b(name.encode("utf-8", "surrogatepass") + b"\0" + raw, digest_size=16).digest())


def _found(given: str, options: Options) -> Iterator[_Found]:
    if given == "-":
        yield from ((NAME, draft) for draft in drafts_of_standard_input(options))
    elif is_address(given):
        yield from ((given, draft) for draft in drafts_of_address(given, options, Web(options.settings)))
    elif _STORE.match(given):
        yield from _in_store(given, options)
    elif _GLOB.search(given) and not Path(given).exists():
        paths = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 (Path.glob takes no absolute patterns)
        yield from (found for path in paths for found in _at(Path(path), options))
        if not paths:
            yield given, InputError(given, "no file fits this pattern")
    else:
        yield from _at(Path(given), options)


def _at(path: Path, options: Options) -> Iterator[_Found]:
    """A file, or all files under a folder."""
    if not path.is_dir():
        yield from _local(path, path.name, options)
        return
    for found in listed(path, options.aside):
        if isinstance(found, InputError):
            yield str(path), found
        else:
            yield from _local(found, found.relative_to(path).as_posix(), options)


def _local(path: Path, name: str, options: Options) -> Iterator[_Found]:
    try:
        with path.open("rb") as stream:
            for found in _opened(stream, str(path), ids_of(path, name), options):
                yield str(path), _saved(path, found)
    except OSError as error:
        yield str(path), InputError(str(path), f"the file cannot be read: {why(error)}")


def _saved(path: Path, found: Draft | Known | InputError | tuple[Document, Form]) -> Draft | Known | InputError | tuple[Document, Form]:
    """A page that a web archive saved, under its address."""
    if isinstance(found, tuple) and found[1] == "html" and found[0].place == str(path):
        capture = capture_of(path.absolute().as_posix())
        return (captured(path, found[0].data, capture), "html") if capture else found
    return found


def _in_store(given: str, options: Options) -> Iterator[_Found]:
    """A file, a folder or a glob of an object store."""
    import fsspec  # type: ignore[import-untyped]

    try:
        store, path = fsspec.core.url_to_fs(given)
        paths = sorted(store.glob(path)) if _GLOB.search(path) else store.find(path)
    except Exception as error:  # each store has exceptions of its own
        yield given, InputError(given, f"cannot be listed: {str(error).strip() or type(error).__name__}")
        return
    if not paths:
        yield given, InputError(given, "nothing is there")
    for one in paths:
        yield from _stored(store, str(one), options)


def _stored(store: Any, path: str, options: Options) -> Iterator[_Found]:
    place = str(store.unstrip_protocol(path))
    if suffix(PurePosixPath(path)) not in ENDINGS:
        yield place, InputError(place, f"not a kind of file that is read ({', '.join(ENDINGS)})")
        return
    try:
        with store.open(path, "rb") as raw:
            for found in _opened(io.BufferedReader(raw), place, (place.rsplit(".", 1)[0], place), options):
                yield place, found
    except Exception as error:  # each store has exceptions of its own
        yield place, InputError(place, f"cannot be read: {str(error).strip() or type(error).__name__}")


def _opened(
    stream: io.BufferedReader, name: str, ids: tuple[str, ...], options: Options
) -> Iterator[Draft | Known | InputError | tuple[Document, Form]]:
    """The drafts of tables and feeds, and documents that are left for others to take apart."""
    head = stream.peek(1024)
    form = form_by_name(PurePosixPath(name), head) or form_of(head)
    most = options.settings.file_bytes
    if form == "warc":
        for page in pages(stream, name, most):
            yield page if isinstance(page, InputError) else (page, "html")
    elif form in STREAMED:
        yield from read_stream(stream, name, form, options)
    elif len(data := stream.read(most + 1)) > most:
        yield InputError(name, f"the file is larger than {most} bytes")
    elif form == "feed":
        yield from read_document(Document(name, ids, data), form, options)
    else:
        yield Document(name, ids, data), form
