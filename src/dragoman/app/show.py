"""What is asked for by name in a casebook: forums, pairs, actors and claims, found by the names that people type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

from dragoman.app.merge import bring_up_to_date
from dragoman.app.pages.actor import ActorPage, actor_page
from dragoman.app.pages.book import Book, Shown, Whole, claim_reports, shown_of
from dragoman.app.pages.claim import ClaimPage, claim_page
from dragoman.app.pages.evidence import words_evidence
from dragoman.app.pages.forum import ForumPage, forum_page, name_of
from dragoman.app.pages.names import country_name, country_of, name_all, named, side_named, side_of
from dragoman.app.pages.relation import Choice, RelationPage, relation_page
from dragoman.casebook import Casebook
from dragoman.errors import UnclearError
from dragoman.knowledge import Entry, Knowledge
from dragoman.knowledge.countries import country_codes
from dragoman.knowledge.names import fold
from dragoman.record.merged import Claim, Forum

T = TypeVar("T")

LISTED = 20  # what is offered for choice at most
_SEARCHED = 1_000  # reports in which the words of a claim are looked for, the best first
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Find:
    """What a name may stand for: its key, what it is called, and what tells it from others of that name."""

    key: str
    name: str
    note: str = ""

    @property
    def line(self) -> str:
        """As it is offered for choice: the key is what can be given instead of the name."""
        return f"  {self.key}  {self.name}" + (f" ({self.note})" if self.note else "")


def open_book(casebook: Casebook, knowledge: Knowledge, say: Callable[[str], None]) -> Book:
    """The merged things of this moment. What merging lags behind is merged first, and said."""
    if behind := casebook.unsettled():
        say(f"{behind} report{'s' if behind > 1 else ''} to be merged first")
        bring_up_to_date(casebook, knowledge)

    return Book(Whole.of(casebook.merged()), knowledge, partial(shown_of, casebook))


# --- pages -----------------------------------------------------------------------------------------------------------------


def show_forum(words: str, book: Book) -> ForumPage:
    """The forum that goes by a name, an acronym or words of its name. Raises UnclearError."""
    page = forum_page(_only(words, "forum", _forums(words, book), lambda: _forum_names(book)), book)
    return _there(page, words, "forum")


def show_claim(words: str, book: Book, casebook: Casebook) -> ClaimPage:
    """The claim of an id, or with these words in it. Raises UnclearError."""
    return _there(claim_page(_only(words, "claim", _claims(words, book, casebook)), book), words, "claim")


def show_actor(words: str, book: Book) -> ActorPage:
    """The actor that goes by a name. Raises UnclearError."""
    keys = _keys(book)
    finds = [_find(key, book, keys) for key in _actors(words, book, keys)]
    return _there(actor_page(_only(words, "actor", finds, lambda: _actor_names(book, keys)), book), words, "actor")


def show_dyad(words: tuple[str, str], book: Book, choice: Choice) -> RelationPage:
    """The relationship of two countries or actors that go by these names. Raises UnclearError."""
    one, other = sorted(_side(name, book) for name in words)
    if one == other:
        raise UnclearError(f"{words[0]} and {words[1]} are one side, {side_named(one, book, {})}; a dyad is of two")
    return relation_page(one, other, book, choice)


def _there(page: T | None, words: str, kind: str) -> T:
    if page is None:
        raise UnclearError(f"the casebook tells of no {kind} {words!r}")
    return page


def _only(words: str, kind: str, finds: Sequence[Find], names: Callable[[], Iterable[str]] = tuple) -> str:
    """The key of the one that was found. Raises UnclearError where there is none, with what of `names` is near, or more than one."""
    if len(finds) == 1:
        return finds[0].key
    if finds:
        more = [f"  ... and {len(finds) - LISTED} more"] if len(finds) > LISTED else []
        raise UnclearError(f"{words!r} may be any of these; give one of the keys:", (*(find.line for find in finds[:LISTED]), *more))
    spelt = {fold(name).casefold(): name for name in names()}
    close = [spelt[name] for name in get_close_matches(fold(words).casefold(), spelt, _NEAR)]
    raise UnclearError(f"no {kind} goes by {words!r}" + (f"; near it: {', '.join(close)}" if close else ""))


def _tokens(words: str) -> frozenset[str]:
    return frozenset(fold(words).casefold().split())


def _best(words: str, rows: Iterable[T], names: Callable[[T], Iterable[str]]) -> list[T]:
    """The rows of that very name; where none has it, those with all the words in a name."""
    sought, there = _tokens(words), list(rows)
    same = [row for row in there if any(fold(name).casefold() == fold(words).casefold() for name in names(row))]
    return same or [row for row in there if sought and any(sought <= _tokens(name) for name in names(row))]


# --- actors and sides ------------------------------------------------------------------------------------------------------


def _keys(book: Book) -> dict[str, int]:
    """The keys of all actors over reports, with the number of happenings and claims that each is in."""
    merged = book.whole.merged
    found: dict[str, int] = {}
    rows = [{*row.sources, *row.recipients} for row in merged.happenings] + [set(row.speakers) for row in merged.claims]
    for key in (key for row in rows for key in row):
        found[key] = found.get(key, 0) + 1
    return found


def _actors(words: str, book: Book, keys: Collection[str]) -> list[str]:
    """The keys of whom a name may stand for: a state before its bodies, whom reports tell of before others."""
    if words in keys:
        return [words]
    known = _known(words, book.knowledge)
    if states := [entry.id for entry in known if entry.kind == "country"]:
        return states
    told = [entry.id for entry in known if entry.id in keys] + [id for id in sorted(book.knowledge.ids(words)) if id in keys]
    plain = [key for key in keys if "#" not in key]  # the others have no name by which reports could mean the same one
    told += _best(words, sorted(plain), lambda key: (named(key, book, {}).name,)) if not told else []
    return list(dict.fromkeys(told or [entry.id for entry in known]))


def _known(words: str, knowledge: Knowledge) -> list[Entry]:
    """The entries that go by a code, an id or a name; the names of states have capitals in the knowledge, those who type may not."""
    code = words.strip().upper()
    iso = next((iso for iso, codes in country_codes().items() if codes.iso2 == code), code) if len(code) == 2 else code
    state = knowledge.country(iso)
    if state and state.kind == "country":
        return [state]
    found = [entry for entry in (knowledge.entry(words), *(knowledge.find(words) or knowledge.find(words.title()))) if entry]
    return [entry for entry in dict.fromkeys(found) if entry.kind != "mechanism"]


def _find(key: str, book: Book, keys: Mapping[str, int]) -> Find:
    iso, count = country_of(key, book.knowledge), keys.get(key, 0)
    notes = [country_name(iso, book.knowledge)] if iso else []
    return Find(key, named(key, book, {}).name, ", ".join([*notes, f"in {count} happenings and claims"]))


def _actor_names(book: Book, keys: Iterable[str]) -> list[str]:
    states = [entry.name for entry in book.knowledge if entry.kind == "country"]
    return [*(named(key, book, {}).name for key in keys if "#" not in key), *states]


def _side(words: str, book: Book) -> str:
    """A country's code or an actor's key: of people and bodies of a state, the state's."""
    keys = _keys(book)
    found = dict.fromkeys(side_of(key, book.knowledge) for key in _actors(words, book, keys))
    finds = [Find(side, side_named(side, book, {})) for side in found]
    return _only(words, "country or actor", finds, lambda: _actor_names(book, keys))


# --- forums ----------------------------------------------------------------------------------------------------------------


def _forums(words: str, book: Book) -> list[Find]:
    there = book.whole.forums
    rows = [there[words]] if words in there else _best(words, there.values(), lambda row: _called(row, book))
    return [Find(row.id, name_of(row), f"{len(row.sessions)} sessions, {_parties(row, book)}") for row in rows]


def _parties(row: Forum, book: Book) -> str:
    return ", ".join(country_name(code, book.knowledge) for code in row.parties)


def _called(row: Forum, book: Book) -> list[str]:
    """What a forum goes by: in the knowledge, in its reports, and with its parties."""
    known = [name for entry in book.knowledge.find(row.name) if entry.kind == "mechanism" for name in entry.all_names] if row.name else []
    shown = book.load({id for session in row.sessions for id in session.reports})
    told = [one for report in shown.values() for one in report.view.reading.mechanisms if fold(one.name) == fold(row.name)]
    return [name_of(row), *known, *(one.acronym for one in told if one.acronym), f"{name_of(row)} {_parties(row, book)}"]


def _forum_names(book: Book) -> list[str]:
    return [name_of(row) for row in book.whole.merged.forums]


# --- claims ----------------------------------------------------------------------------------------------------------------


def _claims(words: str, book: Book, casebook: Casebook) -> list[Find]:
    if words in book.whole.claims:
        return [Find(words, words)]
    reports = [found.report for found in casebook.search(words, _SEARCHED)] if _tokens(words) else []
    rows = list(dict.fromkeys(row for id in reports for row in book.whole.claimed_in.get(id, ())))
    shown = book.load({id for row in rows for id in claim_reports(row)})
    return [_claim(row, book, shown) for row in rows if _tokens(words) <= _tokens(_told(row, shown))]


def _told(row: Claim, shown: Mapping[str, Shown]) -> str:
    return " ".join(one.text for one in words_evidence((*row.statements, *row.denials), shown))


def _claim(row: Claim, book: Book, shown: Mapping[str, Shown]) -> Find:
    said = words_evidence(row.statements, shown)
    speakers = ", ".join(one.name for one in name_all(row.speakers, book, shown)) or "somebody unnamed"
    return Find(row.id, f"{speakers}: {' '.join(said[0].text.split())}" if said else speakers)
