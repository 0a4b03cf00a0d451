"""The compiled index: a few blobs of plain text that load in some milliseconds and are searched where they lie.

`entries.jsonl` holds one entry a line, decoded when it is asked for. `table.txt` maps keys to values, one "key, tab,
value" a line, in buckets by the key's CRC-32; only one bucket is searched for a key. There are four sorts of keys:

    "pakistani taliban"  "=TTP"    numbers of the entries with that name (see `names`)
    "~jilani"                      numbers of the people with that family name
    "#pak.ttp"                     number of the entry with that id
    "@pakistani"  "@=US"           ISO codes of the states that a word belongs to, the likeliest first

`head.json` holds the version, the words and where lines and buckets begin. Marshal and pickle differ between Python
versions or run code; SQLite would make of the knowledge an open file that cannot be handed to another process.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

from dragoman.knowledge.entry import Entry
from dragoman.knowledge.names import fold, keys_of_name

ACTORS = Path(__file__).parent / "actors"
WORDS = Path(__file__).parent / "words.yaml"
COMPILED = Path(__file__).parent / "compiled"
FILES = ("entries.jsonl", "table.txt", "head.json")
BUCKETS = 16384  # a power of two; some eight keys to a bucket

_TUPLES = frozenset({"names", "adjectives", "sectors", "members"})
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "HUN", "KHM", "SGP", "HKG"})
_PARTICLES = frozenset({"al", "el", "bin", "ben", "ibn", "de", "van", "von", "jr", "sr", "ii", "iii"})


@dataclass(frozen=True, slots=True)
class Index:
    """Entries and keys. `lines` and `keys` hold what was added after the blobs were made; an empty value hides a key."""

    version: str
    words: Mapping[str, Any]
    entries: bytes = b""
    starts: tuple[int, ...] = (0,)  # of each line in `entries`, then its end
    table: bytes = b""
    buckets: tuple[int, ...] = (0,) * (BUCKETS + 1)
    lines: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        packed = len(self.starts) - 1
        return packed + sum(number >= packed for number in self.lines)

    def line(self, number: int) -> str | bytes:
        """The entry with that number, as `encode` wrote it."""
        return self.lines.get(number) or self.entries[self.starts[number] : self.starts[number + 1]]

    def get(self, key: str) -> str:
        """The value of a key, or an empty string. Some two microseconds."""
        if self.keys and (value := self.keys.get(key)) is not None:
            return value
        sought = key.encode("utf-8", "replace")
        place = crc32(sought) & (BUCKETS - 1)
        bucket = self.table[self.buckets[place] : self.buckets[place + 1]]
        at = bucket.find(b"\n" + sought + b"\t")
        if at < 0:
            return ""
        at += len(sought) + 2
        return bucket[at : bucket.index(b"\n", at)].decode()


def encode(entry: Entry) -> str:
    """One line of JSON, without the fields that are empty."""
    return json.dumps({key: value for key, value in asdict(entry).items() if value not in (None, ())})


def decode(line: str | bytes) -> Entry:
    """The entry that `encode` wrote."""
    row: dict[str, Any] = json.loads(line)
    for key in _TUPLES & row.keys():
        row[key] = tuple(row[key])
    return Entry(**row)


def make(entries: Iterable[Entry], words: Mapping[str, Any]) -> Index:
    """The index of the entries, in their order, packed into blobs."""
    index = extend(Index("", words), entries)
    lines = [(index.lines[number] + "\n").encode() for number in range(len(index))]
    parts = [b""] * BUCKETS
    for key, value in index.keys.items():
        sought = key.encode()
        place = crc32(sought) & (BUCKETS - 1)
        parts[place] = (parts[place] or b"\n") + sought + b"\t" + value.encode() + b"\n"
    blob = b"".join(lines)
    digest = hashlib.sha256(blob + json.dumps(words, sort_keys=True).encode()).hexdigest()
    starts = tuple(accumulate(map(len, lines), initial=0))
    return Index(digest[:12], words, blob, starts, b"".join(parts), tuple(accumulate(map(len, parts), initial=0)))


def extend(index: Index, entries: Iterable[Entry]) -> Index:
    """The index with entries added, or put in the place of those with their ids. Its version tells of them."""
    lines, keys = dict(index.lines), dict(index.keys)
    grown = replace(index, lines=lines, keys=keys)
    digest = hashlib.sha256(index.version.encode())
    count = len(index)
    for entry in entries:
        number = grown.get(f"#{entry.id}")
        if number:
            _forget(grown, keys, decode(grown.line(int(number))), number)
        else:
            number, count = str(count), count + 1
        lines[int(number)] = encode(entry)
        digest.update(lines[int(number)].encode())
        _learn(grown, keys, entry, number)
    return replace(grown, version=digest.hexdigest()[:12])


def _learn(index: Index, keys: dict[str, str], entry: Entry, number: str) -> None:
    keys[f"#{entry.id}"] = number
    for key in keys_of_entry(entry):
        keys[key] = f"{index.get(key)} {number}".strip()
    for key in keys_of_nation(entry):
        isos = [iso for iso in index.get(key).split() if iso != entry.country]
        # A sovereign state comes before territories and states of the past that share a word with it.
        sovereign = entry.id == str(entry.country).lower() and entry.until is None
        isos.insert(0 if sovereign else len(isos), str(entry.country))
        keys[key] = " ".join(isos)


def _forget(index: Index, keys: dict[str, str], entry: Entry, number: str) -> None:
    for key in keys_of_entry(entry):
        keys[key] = " ".join(other for other in index.get(key).split() if other != number)
    for key in keys_of_nation(entry):
        keys[key] = " ".join(iso for iso in index.get(key).split() if iso != entry.country)


def keys_of_entry(entry: Entry) -> set[str]:
    """Every key that leads to an entry by its names; those of family names alone begin with "~"."""
    keys = {key for name in entry.all_names for key in keys_of_name(name)}
    if entry.kind == "person":
        keys |= {"~" + name for name in family_names(entry)}
    return keys


def keys_of_nation(entry: Entry) -> set[str]:
    """The keys of the words that place a thing in a state: the state's names, its adjectives and its demonyms."""
    if entry.kind != "country" or entry.country is None:
        return set()
    return {"@" + key for name in (*entry.all_names, *entry.adjectives) for key in keys_of_name(name)}


def family_names(entry: Entry) -> set[str]:
    """The words of a person's canonical name that reports may use alone, folded, in small letters."""
    words = [word for word in fold(entry.name).lower().split() if word not in _PARTICLES]
    if len(words) < 2:
        return set(words)
    return {words[-1], words[0]} if entry.country in _FAMILY_FIRST else {words[-1]}


def write(index: Index, folder: Path = COMPILED) -> None:
    """Writes the files of a packed index. Raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {"version": index.version, "words": index.words, "starts": index.starts, "buckets": index.buckets}
    for name, blob in zip(FILES, (index.entries, index.table, json.dumps(head).encode()), strict=True):
        part = folder / f"{name}.part"  # so that a process that loads meanwhile sees the old file or the new one whole
        part.write_bytes(blob)
        part.replace(folder / name)


def read(folder: Path = COMPILED) -> Index:
    """The index that `write` wrote. Raises OSError or ValueError where it is missing or broken."""
    entries, table, head = ((folder / name).read_bytes() for name in FILES)
    values = json.loads(head)
    if values["starts"][-1] != len(entries) or values["buckets"][-1] != len(table):
        raise ValueError("its files do not belong together")
    return Index(values["version"], values["words"], entries, tuple(values["starts"]), table, tuple(values["buckets"]))


def sources() -> tuple[Path, ...]:
    """The YAML files, sorted by path; none where only the compiled index was installed."""
    return (*sorted(ACTORS.rglob("*.yaml")), WORDS) if ACTORS.is_dir() else ()


def is_stale(sources: Iterable[Path], folder: Path = COMPILED) -> bool:
    """Whether a source was written after the index, or the index is not there."""
    try:
        made = min((folder / name).stat().st_mtime_ns for name in FILES)
    except OSError:
        return True
    return any(source.stat().st_mtime_ns > made for source in sources)
