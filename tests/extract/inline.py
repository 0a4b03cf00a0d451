"""A short way to write down a report with what was read of it, for cases.

    A1 person < A2
    A2 country AZE
    E1 CONSULT/visit A1 > A2 happened on T1
    T1 2019-06-13

    [Elnar Qasimli]A1, [deputy foreign minister]R1 of [Azerbaijan]A2, [met]E1 them on [Thursday]T1.

Lines before the first blank one tell what the ids stand for; `[words]id` in the text marks words: A a mention, R office
words, E a trigger, P a place, T a time, K a mention of a forum, S the content of a statement, G words of an agenda.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from dragoman.extract.ground import Ground
from dragoman.record import Actor, Event, Mechanism, Mention, Place, Role, Span, Statement, Time
from dragoman.text.sentences import split_sentences

MARK = re.compile(r"\[|\](?P<id>[A-Z]\d+)")
PRONOUNS = {"he", "she", "it", "they", "who", "we", "his", "her", "its", "their", "him", "them"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the marked words of each id."""

    text: str
    told: dict[str, list[str]]
    words: dict[str, tuple[Span, ...]]

    def spans(self, letter: str) -> tuple[Span, ...]:
        """The marked words of all ids of one letter."""
        return tuple(sorted(span for mark, spans in self.words.items() if mark[0] == letter for span in spans))

    def kinds(self) -> dict[str, str]:
        return {actor.id: actor.kind for actor in self.ground().actors}

    def ground(self) -> Ground:
        mentions = [Mention(f"{a}.{n}", s, self._form(s), a) for a in self._ids("A") for n, s in enumerate(self.words.get(a, ()))]
        places = tuple(
            Place(f"{p}.{n}" if n else p, s, self.words[p][0].of(self.text), None, self.told[p][0], None, None)
            for p in self._ids("P")
            for n, s in enumerate(self.words[p])
        )
        times = tuple(
            Time(t, s, "DURATION" if self.told[t][0].startswith("P") else "DATE", self.told[t][0], "", None)
            for t in self._ids("T")
            for s in self.words[t]
        )
        return Ground(self.text, split_sentences(self.text), tuple(sorted(mentions, key=lambda m: m.span)), self._actors(), places, times)

    def events(self) -> tuple[Event, ...]:
        return tuple(self._event(e) for e in self._ids("E"))

    def statements(self) -> tuple[Statement, ...]:
        return tuple(Statement(s, (), (), (), self.words[s], (), self.told[s][0]) for s in self._ids("S"))  # type: ignore[arg-type]

    def mechanisms(self) -> tuple[Mechanism, ...]:
        return tuple(Mechanism(k, " ".join(self.told[k]), None, (), (), self.words[k]) for k in self._ids("K"))

    def _ids(self, letter: str) -> list[str]:
        return [mark for mark in self.told if mark[0] == letter]

    def _form(self, span: Span) -> str:
        words = span.of(self.text)
        return "pronoun" if words.lower() in PRONOUNS else "name" if words[0].isupper() else "nominal"

    def _actors(self) -> tuple[Actor, ...]:
        found = []
        for mark in self._ids("A"):
            kind, *rest = self.told[mark]
            above = tuple(rest[rest.index("<") + 1].split(",")) if "<" in rest else ()
            country = rest[0] if rest and len(rest[0]) == 3 else None
            roles = tuple(Role(s.of(self.text), None, s) for s in self.words.get("R" + mark[1:], ()))
            name = next((s.of(self.text) for s in self.words.get(mark, ())), mark)
            found.append(Actor(mark, name, kind, country=country, member_of=above, roles=roles))  # type: ignore[arg-type]
        return tuple(found)

    def _event(self, mark: str) -> Event:
        kind, sides, status = re.fullmatch(
            r"(\S+) (.*?) ?(happened|ongoing|planned|possible|conditional|denied|habitual).*", " ".join(self.told[mark])
        ).groups()  # type: ignore[union-attr]
        left, _, right = sides.partition(">")
        links = dict(zip(self.told[mark], self.told[mark][1:], strict=False))
        name, _, mode = kind.partition("/")
        sources, recipients = (tuple(a.strip() for a in side.split(",") if a.strip()) for side in (left, right))
        words = self.words[mark]
        return Event(
            mark, name, mode or None, (), "", 0.0, sources, recipients, words[0], words, links.get("at"), links.get("on"), status, None, 1.0
        )


def read_marks(source: str) -> Marked:
    """The marked text; raises KeyError where an id is marked but not told, but for those that need no telling (G, R)."""
    head, _, body = source.partition("\n\n")
    told = {line.split()[0]: line.split()[1:] for line in head.split("\n")}
    text, opened, words, at = "", [], defaultdict(list), 0
    for mark in MARK.finditer(body):
        text += body[at : mark.start()]
        at = mark.end()
        if mark["id"] is None:
            opened.append(len(text))
        else:
            words[mark["id"]].append(Span(opened.pop(), len(text)))
    return Marked(text + body[at:], told, {mark: tuple(sorted(spans)) for mark, spans in words.items()})
