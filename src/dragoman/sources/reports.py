"""All inputs to reports, checked. What is refused comes as a value in its place, so that the rest goes on."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BufferedReader
from itertools import chain
from itertools import count as from_on
from pathlib import Path

from dragoman.errors import InputError, LanguageError
from dragoman.record import Report
from dragoman.sources.draft import Draft, Known
from dragoman.sources.files import drafts_at, listed
from dragoman.sources.forms import ENDINGS, suffix
from dragoman.sources.options import Options, Shelf
from dragoman.sources.standard_input import drafts_of_standard_input
from dragoman.sources.visit import Web
from dragoman.sources.web import drafts_of_address, is_address
from dragoman.text.language import foreign

# JSON can spell half of a character; no file can hold it and no reader can read it.
_SURROGATE = re.compile("[\ud800-\udfff]")

_PIECE = 1 << 20  # bytes in memory at once while lines are counted


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report with the bytes that it was made of, and the file or address that they came from."""

    report: Report
    raw: bytes
    place: str


def reports(inputs: Sequence[str], options: Options | None = None) -> Iterator[Report | InputError]:
    """The reports in files, folders, addresses and standard input ("-"), in that order, none read before it is asked for.

    Ids are unique over all inputs: of two stated ids that are the same the second is refused.
    """
    for arrival in arrivals(inputs, options or Options()):
        if isinstance(arrival, Arrival):
            yield arrival.report
        elif isinstance(arrival, InputError):
            yield arrival


def arrivals(inputs: Sequence[str], options: Options) -> Iterator[Arrival | Known | InputError]:
    """The same with the bytes that the reports were made of, and what `options.shelf` holds already."""
    taken: dict[str, str] = {}  # id -> place
    web = cache(lambda: Web(options.settings))
    for given in inputs:
        for draft in _drafts(given, options, web):
            yield arrival(draft, taken, options) if isinstance(draft, Draft) else draft


def _drafts(given: str, options: Options, web: Callable[[], Web]) -> Iterator[Draft | Known | InputError]:
    if given == "-":
        return drafts_of_standard_input(options)
    if is_address(given):
        return drafts_of_address(given, options, web())
    return drafts_at(Path(given), options)


def arrival(draft: Draft, taken: dict[str, str], options: Options) -> Arrival | InputError:
    """The draft checked, under an id that is not among those `taken` (id -> place), which it joins."""
    if reason := _fault(draft.text):
        return InputError(draft.place, reason)
    if not options.settings.any_language and (language := foreign(draft.text)):
        return LanguageError(draft.place, f"the text is in {language}; Dragoman reads English")
    name = _free_id(draft, taken, options.shelf)
    if name is None:
        return InputError(draft.place, f"the id {draft.ids[0]!r} is already that of the report at {taken[draft.ids[0]]}")
    taken[name] = draft.place
    return Arrival(Report(name, draft.text, draft.title, draft.published, draft.publisher, draft.url), draft.raw, draft.place)


def _fault(text: str) -> str | None:
    if not text.strip():
        return "the text is empty"
    if half := _SURROGATE.search(text):
        return f"the text holds half a character at position {half.start()} (a lone surrogate)"
    return None


def _free_id(draft: Draft, taken: dict[str, str], shelf: Shelf) -> str | None:
    """The first id that is free, here and on the shelf. A stated id is the only one; names of files can be numbered."""
    if len(draft.ids) == 1:
        return None if draft.ids[0] in taken else draft.ids[0]
    names = chain(draft.ids, (f"{draft.ids[0]}-{number}" for number in from_on(2)))
    return next(name for name in names if name not in taken and not shelf.is_another(name, draft.place, draft.text))


def count(inputs: Sequence[str]) -> int | None:
    """How many reports there are to read at most, None where only reading tells (standard input, addresses, tables, archives)."""
    return _sum(None if given == "-" or is_address(given) else _count(Path(given)) for given in inputs)


def _sum(numbers: Iterable[int | None]) -> int | None:
    found = list(numbers)
    return None if None in found else sum(number or 0 for number in found)


def _count(path: Path) -> int | None:
    if not path.is_dir():
        return _count_file(path)
    return _sum(1 if isinstance(found, InputError) else _count_file(found) for found in listed(path))


def _count_file(path: Path) -> int | None:
    form = ENDINGS.get(suffix(path))
    if form in ("warc", "feed", "csv", "tsv", "parquet"):
        return None
    if form != "jsonl" or not path.is_file():
        return 1
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as lines:
            return _lines(lines)
    except (OSError, EOFError, zlib.error):
        return None  # reading says why


def _lines(stream: gzip.GzipFile | BufferedReader) -> int:
    """Lines of a stream, a last one without an end among them."""
    number, last = 0, b"\n"
    while piece := stream.read(_PIECE):
        number, last = number + piece.count(b"\n"), piece[-1:]
    return number + (last != b"\n")
