"""Keys of actors over reports (see `merge.actors`) as a reader may see them: a name, a kind and a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge import Knowledge
from dragoman.knowledge.names import fold
from dragoman.record import Actor

if TYPE_CHECKING:
    from dragoman.app.pages.book import Book, Shown  # which look up sides

# Who stands for a state in a pair; bodies of other kinds stand for themselves, whatever country they are in.
OF_A_STATE = frozenset({"country", "government", "ministry", "military", "office", "person", "population"})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor of the merged things."""

    key: str
    name: str
    kind: str
    country: str | None  # ISO 3166 alpha-3


def named(key: str, book: Book, shown: Mapping[str, Shown]) -> Named:
    """Who a key stands for: as the knowledge names it, else as a report at hand does, else as the key spells it."""
    plain, _, ref = key.partition("#")
    entry = book.knowledge.entry(plain)
    if entry:
        return Named(key, entry.name, entry.kind, entry.country)
    kind, words, country = _parts(plain)
    actor = _by_ref(ref, shown) if ref else _by_words(kind, words, shown)
    return Named(key, " ".join(actor.name.split()) if actor else words.title(), kind, country or None)


def name_all(keys: Iterable[str], book: Book, shown: Mapping[str, Shown]) -> tuple[Named, ...]:
    """Several, in their order."""
    return tuple(named(key, book, shown) for key in keys)


def country_of(key: str, knowledge: Knowledge) -> str | None:
    """The country of an actor by its key alone."""
    plain = key.partition("#")[0]
    entry = knowledge.entry(plain)
    return entry.country if entry else _parts(plain)[2] or None


def side_of(key: str, knowledge: Knowledge) -> str:
    """What an actor stands for in a pair: its country where it acts for a state or lives in one, else itself."""
    plain = key.partition("#")[0]
    entry = knowledge.entry(plain)
    kind, country = (entry.kind, entry.country) if entry else (_parts(plain)[0], _parts(plain)[2])
    return country if country and kind in OF_A_STATE else key


def side_name(side: str, knowledge: Knowledge) -> str:
    """A side as a reader would call it."""
    entry = knowledge.country(side) or knowledge.entry(side.partition("#")[0])
    return entry.name if entry else _parts(side.partition("#")[0])[1].title()


def side_named(side: str, book: Book, shown: Mapping[str, Shown]) -> str:
    """The same, as the reports at hand spell it."""
    return country_name(side, book.knowledge) if book.knowledge.country(side) else named(side, book, shown).name


def country_name(iso: str, knowledge: Knowledge) -> str:
    """A country's name; its code where the knowledge has none."""
    entry = knowledge.country(iso)
    return entry.name if entry else iso


def _parts(plain: str) -> tuple[str, str, str]:
    """Kind, words and country of a key that is spelled out: "person:jane doe:ALB"."""
    kind, _, rest = plain.partition(":")
    words, _, country = rest.rpartition(":")
    return kind, words or plain, country


def _by_ref(ref: str, shown: Mapping[str, Shown]) -> Actor | None:
    report, _, id = ref.rpartition("/")
    return shown[report].view.actors.get(id) if report in shown else None


def _by_words(kind: str, words: str, shown: Mapping[str, Shown]) -> Actor | None:
    """The actor of the reports at hand whose name is spelled like the key, titles before it aside."""
    actors = (actor for row in shown.values() for actor in row.view.reading.actors if actor.kind == kind)
    return next((actor for actor in actors if fold(actor.name).casefold().endswith(words)), None)
