"""English word forms by rule, and looking up phrases in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")

# A word keeps its combining marks, so that "cafe" is not found in a decomposed "café".
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
# What may stand between two words of a phrase: blanks with at most one line end, a hyphen, the apostrophe of a possessive.
_GAP = re.compile(r"['’]?(?:[ \t\u00a0]*\r?\n?[ \t\u00a0]*|[-\u2010\u2011] ?)")
_TAKES_ES = ("s", "x", "z", "ch", "sh", "o")


def plural(word: str) -> str:
    """The regular plural: "treaty" gives "treaties", "spokesman" "spokesmen", "IDP" "IDPs"."""
    if word.endswith("man") and word != "man":
        return word[:-3] + "men"
    return word + "s" if word.isupper() else third_person(word)


def third_person(verb: str) -> str:
    """The form in -s: "deny" gives "denies", "veto" "vetoes"."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(_TAKES_ES) else "s")


def past(verb: str) -> str:
    """The regular past: "accuse" gives "accused", "deny" "denied"."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")


def present_participle(verb: str) -> str:
    """The regular form in -ing: "accuse" gives "accusing", "agree" "agreeing"."""
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"


def verb_forms(phrase: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All forms of a verb, its base first; of a phrase the first word changes ("call on", "calls on", "called on")."""
    verb, blank, rest = phrase.partition(" ")
    odd = irregular.get(verb, ())
    regular = [third_person(verb)]
    if not any(form.endswith("ing") and form != verb for form in odd):
        regular.append(present_participle(verb))
    if all(form.endswith("ing") for form in odd):
        regular.append(past(verb))
    return tuple(dict.fromkeys(form + blank + rest for form in (verb, *regular, *odd)))


def phrase_forms(phrase: str) -> tuple[str, ...]:
    """A phrase, its plural, and what a hyphen in it may be left out of ("cease-fire": "ceasefire", "ceasefires")."""
    head, last = phrase[: -len(phrase.rpartition(" ")[2])], phrase.rpartition(" ")[2]
    forms = [phrase, head + plural(last)]
    return tuple(dict.fromkeys(forms + [form.replace("-", "") for form in forms]))


class Phrases(Generic[T]):
    """Phrases with what each stands for, found in running text in one pass.

    Words of a phrase that have a capital match exactly, the others in any case. Time is linear in the text: each of its
    words is looked up once for each length of the phrases that begin with it.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._rows: dict[tuple[str, ...], list[tuple[tuple[str, ...], T]]] = {}
        sizes: dict[str, set[int]] = {}
        for phrase, value in phrases:
            words = tuple(_WORD.findall(phrase))
            folded = tuple(word.lower() for word in words)
            self._rows.setdefault(folded, []).append((words, value))
            sizes.setdefault(folded[0], set()).add(len(words))
        for rows in self._rows.values():
            rows.sort(key=lambda row: "".join(row[0]).islower())  # "AIDS" is tried before "aids"
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """(start, end, value) of each phrase in the text, leftmost and longest, none overlapping another."""
        words = list(_WORD.finditer(text))
        folded = [word.group().lower() for word in words]
        at = 0
        while at < len(words):
            hit = self._longest(text, words, folded, at)
            if hit is None:
                at += 1
                continue
            size, value = hit
            yield words[at].start(), words[at + size - 1].end(), value
            at += size

    def whole(self, text: str) -> T | None:
        """What the text as a whole stands for, or None where it is no phrase."""
        words = list(_WORD.finditer(text))
        hit = self._longest(text, words, [word.group().lower() for word in words], 0) if words else None
        return hit[1] if hit and hit[0] == len(words) else None

    def _longest(self, text: str, words: list[re.Match[str]], folded: list[str], at: int) -> tuple[int, T] | None:
        for size in self._sizes.get(folded[at], ()):
            key = tuple(folded[at : at + size])
            here = words[at : at + size]
            for phrase, value in self._rows.get(key, ()) if len(key) == size else ():
                if _same(here, phrase, key) and all(_joined(text, left, right) for left, right in pairwise(here)):
                    return size, value
        return None


def _same(words: list[re.Match[str]], phrase: tuple[str, ...], folded: tuple[str, ...]) -> bool:
    """Whether the words of a phrase that have a capital stand in the text as they are."""
    if phrase == folded:
        return True
    return all(wanted == small or word.group() == wanted for word, wanted, small in zip(words, phrase, folded, strict=True))


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    initials = len(left.group()) == len(right.group()) == 1  # "U.N."
    return _GAP.fullmatch(text, left.end(), right.start()) is not None or (initials and text[left.end() : right.start()] == ".")
