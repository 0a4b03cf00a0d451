"""Marked pairs to the type of what the one actor does to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dragoman.app.read import Reads, fault
from dragoman.errors import InputError
from dragoman.sources import Pair


@dataclass(frozen=True, slots=True)
class Relation:
    """The answer to one pair: event type or "NONE", and every type's score in [0, 1]."""

    id: str | int
    type: str
    scores: dict[str, float]


def relations(load: Callable[[], Reads], pairs: Iterable[Pair | InputError]) -> Iterator[Relation | InputError]:
    """One relation or refusal per pair, in their order."""
    reader: Reads | None = None
    for pair in pairs:
        if isinstance(pair, InputError):
            yield pair
            continue
        reader = reader or load()
        yield _relation(reader, pair)


def _relation(reader: Reads, pair: Pair) -> Relation | InputError:
    try:
        return Relation(pair.id, *reader.relate(pair.text, pair.source, pair.target))
    except InputError as error:
        return error
    except Exception as error:  # as for reports: one pair, not all of them
        return fault(pair.place, error)
