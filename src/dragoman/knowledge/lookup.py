"""Who is who, looked up by the words of a report.

Nothing here reads files but `Knowledge.load`; a loaded Knowledge is a plain value that can be pickled and shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge import index
from dragoman.knowledge.entry import Entry
from dragoman.knowledge.names import fold, keys_of_surface
from dragoman.knowledge.words import Words, make_words, spell

_POSSESSIVE = re.compile(r"['’ʼ]s?(?=\s|$)|\s['’]s?(?=\s|$)")
_OF = frozenset({"of", "in", "to", "for", "from"})
_ARTICLE = frozenset({"the", "a", "an", "this", "its", "their", "his", "our"})
_TOKEN = re.compile(r"[^\W\d_]+(?:[.'’ʼ][^\W\d_]+)*\.?")
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*[-–]?[^\S\n]*")  # between the words of one name: blanks, a line's end, a hyphen
NATION_LENGTH = 5  # words of the longest wording of a nation that is looked for before a noun

_decode = lru_cache(maxsize=8192)(index.decode)


@dataclass(frozen=True, slots=True)
class Description:
    """What a wording without an entry of its own means: its kind, its sectors, its nation."""

    kind: str | None  # None where nothing but the nation was understood
    sectors: tuple[str, ...]
    countries: tuple[str, ...]  # ISO 3166 alpha-3; several where the word does not tell ("Congolese")
    body: str | None = None  # which body of a state, where the whole wording was understood and not its last noun alone

    @property
    def exact(self) -> bool:
        """Whether the whole wording was understood."""
        return self.body is not None

    @property
    def id(self) -> str | None:
        """The id that the body's entry has, where there is one: "pak.mfa"."""
        return f"{self.countries[0].lower()}.{self.body}" if self.body is not None and len(self.countries) == 1 else None


@dataclass(frozen=True, slots=True)
class Nation:
    """Words of a text that name a state or what belongs to it, at [start, end)."""

    start: int
    end: int
    countries: tuple[str, ...]
    is_name: bool  # "Pakistan", "Islamabad"; not "Pakistani"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The entries, by id, by name and by the wordings that hold for every state."""

    _index: index.Index = field(repr=False)
    words: Words = field(repr=False)

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Knowledge:
        """The shipped knowledge, with the entries of `extra` YAML files added, or put in the place of those with their ids.

        In a source checkout the index is compiled first where it is missing or older than its sources.
        Raises KnowledgeError for a faulty file, and where there is neither an index nor a way to make one.
        """
        made = _compiled()
        if extra:
            from dragoman.knowledge.loader import read_file  # PyYAML is slow to import, and most runs do without

            made = index.extend(made, (entry for path in extra for entry in read_file(path)))
        return cls(made, make_words(made.words))

    @property
    def version(self) -> str:
        """Hash of the content: 12 hexadecimal digits."""
        return self._index.version

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[Entry]:
        return (index.decode(self._index.line(number)) for number in range(len(self)))

    def entry(self, id: str) -> Entry | None:
        """The entry with that id."""
        number = self._index.get(f"#{id}")
        return self._entry(int(number)) if number else None

    def country(self, iso: str) -> Entry | None:
        """The entry of a state, by its ISO 3166 alpha-3 code."""
        return self.entry(iso.lower())

    def find(self, surface: str) -> tuple[Entry, ...]:
        """All entries that go by these words, also behind their nation ("Lebanon's Hezbollah"); in no order of likelihood."""
        numbers = self._numbers(surface)
        if not numbers:
            return self._find_behind_nation(surface)
        return tuple(map(self._entry, sorted(numbers)))

    def ids(self, surface: str) -> frozenset[str]:
        """Ids of what the words may stand for: entries, and bodies of states ("Iranian parliament"). Never raises."""
        numbers = self._numbers(surface)
        if numbers:
            return frozenset(self._entry(number).id for number in numbers)
        if surface.islower():  # without a capital there is no nation, and bodies without one are of no state
            return frozenset()
        side = surface.removesuffix(" side")
        if side != surface and (state := self.nationality(side)):
            return frozenset({state.lower()})  # "the Tajik side" is Tajikistan at a table
        described = self.describe(surface)
        found = {entry.id for entry in self._find_behind_nation(surface)}
        if described is not None and described.id is not None:
            found.add(described.id)
        return frozenset(found)

    def family(self, name: str) -> tuple[Entry, ...]:
        """People whose family name this is; to be believed only with an office, a country or a first name beside it."""
        return tuple(self._entry(int(number)) for number in self._index.get("~" + fold(name).lower()).split())

    def nationality(self, surface: str) -> str | None:
        """ISO code of the state that a name, an adjective or a demonym belongs to: "Afghan", "Afghans", "Afghanistan's"."""
        countries = self.nationalities(surface)
        return countries[0] if countries else None

    def nationalities(self, surface: str) -> tuple[str, ...]:
        """ISO codes of all states that the words may belong to, the likeliest first: "Congolese" -> COD, COG."""
        return self._states(fold(surface)) or (self._states(fold(surface.partition("-")[0])) if "-" in surface else ())

    def describe(self, surface: str) -> Description | None:
        """What a wording means by its nation and its noun: "Pakistan's Foreign Office", "Afghan national police", "US troops"."""
        words = _plain_words(surface)
        countries, rest = self._split_nation(words)
        wording = spell(" ".join(rest))
        while True:
            if (body := self.words.bodies.get(wording)) is not None:
                return Description(body.kind, body.sectors, countries, body.id)
            first, _, behind = wording.partition(" ")
            if not behind or first not in self.words.modifiers:
                break
            wording = behind
        return self._describe_head(rest, countries)

    def nations(self, text: str) -> tuple[Nation, ...]:
        """All words of a text that name a state or what belongs to it, in their order, the longest at each place."""
        found: list[Nation] = []
        tokens = list(_TOKEN.finditer(text))
        place = 0
        while place < len(tokens):
            step = 1
            if tokens[place][0][0].isupper():
                for size in range(_reach(tokens, place, text), 0, -1):
                    last = tokens[place + size - 1]
                    folded = " ".join(fold(token[0]) for token in tokens[place : place + size])
                    if countries := self._states(folded):
                        start = tokens[place].start()
                        found.append(Nation(start, last.end(), countries, self._is_name(folded)))
                        step = size
                        break
            place += step
        return tuple(found)

    def _states(self, folded: str) -> tuple[str, ...]:
        """The states of folded words; none of words in small letters, as every name of a nation has a capital."""
        if folded.islower():
            return ()
        return tuple((self._index.get(f"@={folded}") or self._index.get(f"@{folded.lower()}")).split())

    def _is_name(self, words: str) -> bool:
        return any(entry.kind == "country" for entry in self.find(words))

    def _numbers(self, surface: str) -> set[int]:
        return {int(number) for key in keys_of_surface(surface) for number in self._index.get(key).split()}

    def _entry(self, number: int) -> Entry:
        return _decode(self._index.line(number))

    def _find_behind_nation(self, surface: str) -> tuple[Entry, ...]:
        countries, rest = self._split_nation(_plain_words(surface))
        if not countries or not rest:
            return ()
        entries = map(self._entry, sorted(self._numbers(" ".join(rest))))
        return tuple(entry for entry in entries if entry.country in countries)

    def _split_nation(self, words: list[str]) -> tuple[tuple[str, ...], list[str]]:
        """The states that the wording begins or ends with, and the words without them."""
        for size in range(min(NATION_LENGTH, len(words) - 1), 0, -1):
            countries = self._states(" ".join(words[:size]))
            if countries:
                rest = words[size:]
                if rest[0].lower() in self.words.foreign:
                    return self._split_nation(rest[1:]) if len(rest) > 1 else ((), rest)
                return countries, rest
        for place in range(len(words) - 2, 0, -1):
            if words[place] in _OF and (countries := self._states(" ".join(words[place + 1 :]))):
                return countries, words[:place]
        return (), words

    def _describe_head(self, words: list[str], countries: tuple[str, ...]) -> Description | None:
        """Reads a wording by its last noun: the longest wording of `heads` that it, or its part before "of", ends with."""
        lower = spell(" ".join(words)).split()
        for place, word in enumerate(lower):
            if place and word in ("of", "in", "from", "for", "at", "who", "with", "near", "on", "by"):
                lower = lower[:place]
                break
        for start in range(max(0, len(lower) - 3), len(lower)):
            if (head := self.words.heads.get(" ".join(lower[start:]))) is not None:
                return Description(head.kind, head.sectors or self._sectors_of_body(lower[:start]), countries)
        if lower and (lower[-1] in ("ministry", "department") or lower[:2] == ["ministry", "of"]):
            return Description("ministry", ("GOV",), countries)
        return Description(None, (), countries) if countries else None

    def _sectors_of_body(self, words: list[str]) -> tuple[str, ...]:
        """The sectors of what a spokesman or a leader stands for: those of "foreign ministry" before "spokesman"."""
        for start in range(len(words)):
            wording = " ".join(words[start:])
            if (word := self.words.bodies.get(wording) or self.words.heads.get(wording)) is not None:
                return word.sectors
        return ()


def _reach(tokens: Sequence[re.Match[str]], place: int, text: str) -> int:
    """How many words from a place on can be one name: up to the end of a sentence, a comma or an empty line."""
    size = 1
    while size < min(NATION_LENGTH, len(tokens) - place):
        before, behind = tokens[place + size - 1], tokens[place + size]
        ends = before[0].endswith(".") and len(before[0]) > 2 and "." not in before[0][:-1]
        if ends or not _GAP.fullmatch(text, before.end(), behind.start()):
            break
        size += 1
    return size


def _plain_words(surface: str) -> list[str]:
    """The folded words, without possessives, articles in front, and digits in front."""
    words = fold(_POSSESSIVE.sub("", surface)).split()
    while len(words) > 1 and (words[0].lower() in _ARTICLE or words[0].isdigit()):
        del words[0]
    return words


def _compiled() -> index.Index:
    """The compiled index, made anew where a source checkout has newer sources. Raises KnowledgeError."""
    paths = index.sources()
    try:
        if paths and index.is_stale(paths):
            from dragoman.knowledge.compile import compile_actors  # PyYAML is slow to import, and most runs do without

            return compile_actors()
        return index.read()
    except (OSError, ValueError) as error:
        raise KnowledgeError(str(index.COMPILED), 0, "-", f"no compiled knowledge, and none can be made here: {error}") from error
