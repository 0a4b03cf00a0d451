"""The ontology, read from the YAML files beside this module and checked as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, get_args

from dragoman.ontology.entries import (
    Body,
    Context,
    Cue,
    CueFile,
    CueGroup,
    Definition,
    EventType,
    Mode,
    Office,
    Qualifier,
    RoleFile,
    Sector,
    TopicEntry,
)
from dragoman.ontology.strict import Source, read, read_table
from dragoman.ontology.words import plural, verb_forms
from dragoman.record import Act, Status

T = TypeVar("T")

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Event types, contexts, sectors, statuses, acts, topics, roles and cues. Compared by identity; `version` tells the content."""

    version: str  # first 12 hex digits of the SHA-256 of all files
    events: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    statuses: Mapping[str, Definition]
    acts: Mapping[str, Definition]
    topics: Mapping[str, TopicEntry]
    roles: Mapping[str, Office]
    qualifiers: Mapping[str, Qualifier]
    bodies: Mapping[str, Body]
    cues: Mapping[str, Cue]


@cache
def load() -> Ontology:
    """The ontology that ships with the package, read once."""
    return load_from(HERE)


def load_from(folder: Path) -> Ontology:
    """The ontology of a folder with the eight YAML files. Raises OntologyError with file, line and key."""
    files = _Files(folder)
    events = files.table("events.yaml", EventType)
    sectors = files.table("sectors.yaml", Sector)
    roles = files.whole("roles.yaml", RoleFile)
    cues = files.whole("cues.yaml", CueFile)
    topics = files.table("topics.yaml", TopicEntry)
    statuses = files.table("statuses.yaml", Definition)
    acts = files.table("acts.yaml", Definition)
    contexts = files.table("contexts.yaml", Context)
    _check_names(statuses, get_args(Status), files.sources["statuses.yaml"])
    _check_names(acts, get_args(Act), files.sources["acts.yaml"])
    _check_events(events, files.sources["events.yaml"])
    _check_sectors(roles, sectors, files.sources["roles.yaml"])
    _check_words(topics, files.sources["topics.yaml"])
    made_cues = MappingProxyType(_cues(cues, events, files.sources["cues.yaml"]))
    return Ontology(
        files.version(), events, contexts, sectors, statuses, acts, topics, roles.offices, roles.qualifiers, roles.bodies, made_cues
    )


class _Files:
    """The YAML files of a folder, each read once; their bytes make the version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources: dict[str, Source] = {}
        self._hashes: dict[str, str] = {}

    def whole(self, name: str, wanted: type[T]) -> T:
        return read(*self._open(name), wanted)

    def table(self, name: str, entry: type[T]) -> Mapping[str, T]:
        return read_table(*self._open(name), entry)

    def _open(self, name: str) -> tuple[str, Source]:
        source = self.sources[name] = Source(name)
        try:
            content = (self.folder / name).read_bytes()
            text = content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise source.error("", f"cannot be read: {error}") from error
        self._hashes[name] = hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
        return text, source

    def version(self) -> str:
        return hashlib.sha256(repr(sorted(self._hashes.items())).encode()).hexdigest()[:12]


def _check_names(entries: Mapping[str, object], wanted: tuple[str, ...], source: Source) -> None:
    """The entries are those of the record's types, no more and no fewer."""
    for name in entries:
        if name not in wanted:
            raise source.error(name, "the record knows no such name")
    missing = [name for name in wanted if name not in entries]
    if missing:
        raise source.error(missing[0], "is missing: the record knows it")


def _check_events(events: Mapping[str, EventType], source: Source) -> None:
    for kind in events.values():
        rows: list[tuple[str, EventType | Mode]] = [(kind.id, kind), *((f"{kind.id}.modes.{m.id}", m) for m in kind.modes.values())]
        for key, row in rows:
            if not (row.cameo.isdigit() and 3 <= len(row.cameo) <= 4):
                raise source.error(f"{key}.cameo", f"{row.cameo!r} is no CAMEO code: three or four digits in quotes")
            if not -10 <= row.goldstein <= 10:
                raise source.error(f"{key}.goldstein", "lies outside -10 to 10")


def _check_sectors(roles: RoleFile, sectors: Mapping[str, Sector], source: Source) -> None:
    named = [(f"offices.{o.id}.sector", o.sector) for o in roles.offices.values()]
    named += [(f"bodies.{b.id}.sector", b.sector) for b in roles.bodies.values()]
    for key, sector in named:
        if sector is not None and sector not in sectors:
            raise source.error(key, f"no sector {sector!r}")


def _check_words(topics: Mapping[str, TopicEntry], source: Source) -> None:
    """No phrase shows two topics, and none has nothing to look up."""
    owner: dict[str, str] = {}
    for topic in topics.values():
        for key, words in (("words", topic.words), ("agenda", topic.agenda)):
            for i, phrase in enumerate(words):
                path = f"{topic.id}.{key}[{i}]"
                if not any(c.isalnum() for c in phrase):
                    raise source.error(path, f"{phrase!r} has no word")
                if owner.setdefault(phrase, path) != path:
                    raise source.error(path, f"{phrase!r} stands already at {owner[phrase]}")


def _cues(file: CueFile, events: Mapping[str, EventType], source: Source) -> dict[str, Cue]:
    made: dict[str, Cue] = {}
    for group in file.groups.values():
        kind, mode = _event_of(group, events, source)
        for path, cue in _group_cues(group, kind, mode, file.irregular):
            if cue.id in made:
                raise source.error(path, f"{cue.id!r} stands twice")
            made[cue.id] = cue
    return made


def _event_of(group: CueGroup, events: Mapping[str, EventType], source: Source) -> tuple[str | None, str | None]:
    kind, _, mode = (group.event or "").partition("/")
    if kind and (kind not in events or (mode and mode not in events[kind].modes)):
        raise source.error(f"groups.{group.id}.event", f"no event type or mode {group.event!r}")
    return kind or None, mode or None


def _group_cues(group: CueGroup, kind: str | None, mode: str | None, irregular: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Cue]]:
    """(key path, cue) of each word of the group."""
    for i, verb in enumerate(group.verbs):
        yield f"groups.{group.id}.verbs[{i}]", Cue(verb, "verb", group.act, kind, mode, verb_forms(verb, irregular))
    for i, noun in enumerate(group.nouns):
        yield f"groups.{group.id}.nouns[{i}]", Cue(noun, "noun", group.act, kind, mode, (noun, plural(noun)))
    for i, phrase in enumerate(group.phrases):
        yield f"groups.{group.id}.phrases[{i}]", Cue(phrase, "phrase", group.act, kind, mode, (phrase,))
