"""All inputs to reports, checked. What is refused comes as a value in its place, so that the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from itertools import count as from_on
from pathlib import Path

from dragoman.errors import InputError, LanguageError
from dragoman.record import Report
from dragoman.sources.draft import Draft
from dragoman.sources.files import drafts_at, is_json_lines, listed
from dragoman.sources.options import Options
from dragoman.sources.standard_input import drafts_of_standard_input
from dragoman.sources.web import drafts_of_address, is_address
from dragoman.text.language import foreign

# JSON can spell half of a character; no file can hold it and no reader can read it.
_SURROGATE = re.compile("[\ud800-\udfff]")


def reports(inputs: Sequence[str], options: Options | None = None) -> Iterator[Report | InputError]:
    """The reports in files, folders, addresses and standard input ("-"), in that order, none read before it is asked for.

    Ids are unique over all inputs: of two stated ids that are the same the second is refused.
    """
    options = options or Options()
    taken: dict[str, str] = {}  # id -> place
    for given in inputs:
        for draft in _drafts(given, options):
            yield draft if isinstance(draft, InputError) else _report(draft, taken, options)


def _drafts(given: str, options: Options) -> Iterator[Draft | InputError]:
    if given == "-":
        return drafts_of_standard_input(options)
    if is_address(given):
        return drafts_of_address(given, options)
    return drafts_at(Path(given), options)


def _report(draft: Draft, taken: dict[str, str], options: Options) -> Report | InputError:
    if reason := _fault(draft.text):
        return InputError(draft.place, reason)
    if not options.settings.any_language and (language := foreign(draft.text)):
        return LanguageError(draft.place, f"the text is in {language}; Dragoman reads English")
    name = _free_id(draft.ids, taken)
    if name is None:
        return InputError(draft.place, f"the id {draft.ids[0]!r} is already that of the report at {taken[draft.ids[0]]}")
    taken[name] = draft.place
    return Report(name, draft.text, draft.title, draft.published, draft.publisher, draft.url)


def _fault(text: str) -> str | None:
    if not text.strip():
        return "the text is empty"
    if half := _SURROGATE.search(text):
        return f"the text holds half a character at position {half.start()} (a lone surrogate)"
    return None


def _free_id(ids: tuple[str, ...], taken: dict[str, str]) -> str | None:
    """The first id that is free. A stated id is the only one; names of files can be numbered."""
    numbered = (f"{ids[0]}-{number}" for number in from_on(2)) if len(ids) > 1 else ()
    return next((name for name in chain(ids, numbered) if name not in taken), None)


def count(inputs: Sequence[str]) -> int | None:
    """How many reports there are to read at most, None where only reading tells (standard input, gzipped files)."""
    numbers = [_count(given) for given in inputs]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _count(given: str) -> int | None:
    if given == "-":
        return None
    path = Path(given)
    if is_address(given) or not path.is_dir():
        return 1 if is_address(given) else _count_file(path)
    numbers = [1 if isinstance(found, InputError) else _count_file(found) for found in listed(path)]
    return None if None in numbers else sum(number or 0 for number in numbers)


def _count_file(path: Path) -> int | None:
    if not is_json_lines(path) or not path.is_file():
        return 1
    if path.suffix.lower() == ".gz":
        return None
    try:
        with path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1
