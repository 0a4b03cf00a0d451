"""Which reports are one voice: those of one publisher, copies of one text, and those that cite the same agency or one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from dragoman.merge.groups import components
from dragoman.merge.terms import tokens
from dragoman.record import Reading
from dragoman.record.merged import Copies

# Where an agency signs its report: "(ABC)" in the dateline, "ABC -", or "- ABC" after the last sentence.
_DATELINE = re.compile(r"[(\[]\s*([^()\[\]\n]{2,40}?)\s*[)\]]\s*(?:[-–—:]|(?=[A-Z\"“]))")
_SIGNED = re.compile(r"[.!?\"”]\s*[-–—(/]\s*([A-Z][\w.&' -]{1,40}?)\s*\)?\s*(?:\n|$)")
_DATELINE_ENDS = 90  # characters; a dateline with two places, a date and an agency is shorter
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_SMALL = frozenset({"the", "of", "and", "for", "de", "la", "le", "du", "des"})
_REPORTS = r"(?:report\w*|said|says|wrote|writes|quot\w+|cit\w+|inform\w*|convey\w*|specif\w+|according to|learnt?|carri\w+|put it|told)"
_AGENCY_NEAR = 60  # characters between the words for an agency and those that say that it reports
_SHORT = 3  # a publisher's name of fewer letters is no name to look for in texts


class Voices:
    """Tells how many independent voices some reports are; built from all readings that may stand together."""

    def __init__(self, readings: Iterable[Reading], copies: Iterable[Copies]) -> None:
        self._readings = {reading.report.id: reading for reading in readings}
        self._printed: dict[str, set[str]] = defaultdict(set)
        for group in copies:
            first = min(group.reports)
            for report in self._readings.keys() & group.reports:
                self._printed[report].add(first)
        self._publishers = {report: publisher_of(reading) for report, reading in self._readings.items()}
        self._signs = {report: signed(reading.report.text) for report, reading in self._readings.items()}

    def groups(self, reports: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The reports, those of one voice together; sorted."""
        members = sorted(set(reports) & self._readings.keys())
        names = self._names(members)
        holders: dict[str, int] = {}
        shared = [(holders.setdefault(mark, n), n) for n, report in enumerate(members) for mark in self._marks(report, names)]
        return tuple(sorted(tuple(members[n] for n in voice) for voice in components(len(members), shared)))

    def count(self, reports: Iterable[str]) -> int:
        """The number of independent voices among the reports."""
        return len(self.groups(reports))

    def _names(self, members: Sequence[str]) -> Mapping[str, str]:
        """What each publisher of the members may be called, and which it is: its name, and the acronym of that."""
        found: dict[str, str] = {}
        for report in members:
            if name := self._publishers[report]:
                found[name] = name
                if acronym := _acronym(self._readings[report].report.publisher or ""):
                    found.setdefault(acronym, name)
        return found

    def _marks(self, report: str, names: Mapping[str, str]) -> set[str]:
        """What a report shares with others of its voice."""
        text = self._readings[report].report.text
        marks = {f"copy:{printed}" for printed in self._printed[report]}
        own = self._publishers[report]
        marks.update(f"by:{names.get(name, name)}" for name in {own, *self._signs[report]} if name)
        for called, publisher in names.items():
            if publisher != own and cites(text, called):
                marks.add(f"by:{publisher}")
        for agency in self._agencies(report):
            marks.add(f"by:{names.get(agency, agency)}")
        return marks

    def _agencies(self, report: str) -> set[str]:
        """Outlets that the report gives as the source of what it tells: speakers of the kind media."""
        reading = self._readings[report]
        media = {actor.id: _plain(actor.name) for actor in reading.actors if actor.kind == "media"}
        speakers = {s for statement in reading.statements for s in statement.speakers}
        return {name for actor, name in media.items() if actor in speakers and len(name) >= _SHORT and cites(reading.report.text, name)}


def publisher_of(reading: Reading) -> str:
    """The publisher's name as it is compared: small letters, no article; "" where none is told."""
    return _plain(reading.report.publisher or "")


def signed(text: str) -> frozenset[str]:
    """Agencies that sign the report in its dateline or at its end, as names are compared."""
    names = [hit[1] for hit in _DATELINE.finditer(text[:_DATELINE_ENDS])]
    names.extend(hit[1] for hit in _SIGNED.finditer(text))
    return frozenset(plain for name in names if (plain := _plain(name)))


def cites(text: str, name: str) -> bool:
    """Whether the text gives the outlet of that name (as names are compared) as its source."""
    if len(name) < _SHORT or not _may_name(text, name.split()[0]):
        return False
    words = r"[\W_]+".join(map(re.escape, name.split()))
    acronym = _ACRONYM.fullmatch(name.upper()) and " " not in name
    called = rf"\b{words.upper()}\b" if acronym else rf"(?i:\b{words}\b)"
    near, reports = rf"[^.!?\n]{{0,{_AGENCY_NEAR}}}", rf"(?i:\b{_REPORTS}\b)"
    return bool(re.search(rf"{called}{near}{reports}|{reports}{near}{called}", text))


def _may_name(text: str, word: str) -> bool:
    """Whether a word in small letters may stand in the text; most do not, and this is told faster than by an expression."""
    return word in _folded(text) or not word.isascii() or "ı" in text or "İ" in text


@lru_cache(32)
def _folded(text: str) -> str:
    return text.casefold()


def _plain(name: str) -> str:
    words = [word.casefold() for word in tokens(name)]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _acronym(name: str) -> str:
    """The first letters of the name's words, in small letters; "" for a name of one word."""
    words = [word for word in tokens(name) if word.casefold() not in _SMALL]
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""
