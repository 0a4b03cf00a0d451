"""An archive of invented readings: matters that several papers tell of, with copies, later mentions, charges, denials and sessions.

As many reports a day however long it is; the same for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman.merge.sittings import ORDINALS
from dragoman.merge.terms import _table
from dragoman.record import Actor, Event, Meeting, Mention, Place, Reader, Reading, Report, Span, Statement, Time

READER = Reader("1", "m", "o", "k")
PER_DAY = 25
_ONSETS = "b br d dr f g gl h j k kr l m n p pr r s sh st t tr v w z".split()
_VOWELS = "a e i o u ai ea oo".split()
_ENDS = "n r l s th k m nd rt x ".split(" ")
_PAPERS = [
    f"{first} {second}"
    for first in "Harbour Valley Northern River Capital Border".split()
    for second in "Post Echo Herald Wire Ledger".split()
]
_DEEDS = [
    ("ASSAULT", "shelled", "{a} shelled {p} on {day}, killing {n} people near {q}"),
    ("ASSAULT", "attacked", "Gunmen from {a} attacked a convoy of {b} at {p} on {day} and burned {n} trucks"),
    ("CONSULT", "met", "Envoys of {a} and {b} met {h} in {p} on {day} to speak of fishing off {q}"),
    ("THREATEN", "threatened", "{h} threatened {b} with ruin on {day} if the ferries of {q} do not sail to {p}"),
    ("AID", "sent", "{a} sent {n} ships with rice to {p} in {b} on {day}, where {h} took them over"),
    ("RETREAT", "withdrew", "{a} withdrew its troops from {p} on {day} under a promise to {h} of {b}"),
    ("MOBILIZE", "massed", "{a} massed {n} brigades at {p} on {day}, on the border of {b}"),
    ("SANCTION", "expelled", "{a} expelled {n} diplomats of {b} over the affair of {q} on {day}, {h} said in {p}"),
    ("PROTEST", "marched", "Thousands marched through {p} on {day} against {h} and the dam at {q}"),
    ("COERCE", "detained", "Guards of {a} detained {n} herders of {b} near {p} on {day}, among them {h} of {q}"),
]  # fmt: skip
_ORDINARY = sorted(word for word in _table() if word.isalpha() and len(word) > 3)
_NUMBERS = ["two", "three", "four", "seven", "nine", "twelve"]


def name(chance: random.Random, parts: int = 2) -> str:
    """A name that hardly any other text has."""
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(parts)).title() + chance.choice(_ENDS)


def babble(chance: random.Random, words: int) -> str:
    """Ordinary words in no order, so that two reports share few of them in a row."""
    return " ".join(chance.choices(_ORDINARY, k=words))


# States of the world, whose names many reports have: an invented name would weigh as much as that of a village.
_LANDS = dict(
    land.split(":")
    for land in "Chile:CHL Peru:PER Kenya:KEN Uganda:UGA Sudan:SDN Egypt:EGY Libya:LBY Morocco:MAR Spain:ESP Portugal:PRT Norway:NOR"
    " Sweden:SWE Finland:FIN Poland:POL Ukraine:UKR Romania:ROU Bulgaria:BGR Greece:GRC Turkey:TUR Iran:IRN Iraq:IRQ Syria:SYR Jordan:JOR"
    " Qatar:QAT Oman:OMN Yemen:YEM India:IND Pakistan:PAK Nepal:NPL China:CHN Japan:JPN Vietnam:VNM Laos:LAO Thailand:THA Cambodia:KHM"
    " Malaysia:MYS Indonesia:IDN Philippines:PHL Australia:AUS Fiji:FJI Canada:CAN Mexico:MEX Cuba:CUB Haiti:HTI Brazil:BRA"
    " Bolivia:BOL".split()
)


_FORUMS = [(of, *sorted(random.Random(of).sample(sorted(_LANDS), 2))) for of in ("Salt", "Ferry")]


@dataclass(frozen=True, slots=True)
class Matter:
    """What some reports tell of."""

    day: date
    deed: tuple[str, str, str]
    words: dict[str, str]


class Sheet:
    """A report in the making: its text, and rows that point into it."""

    def __init__(self) -> None:
        self.text = ""
        self.rows: dict[str, list[Any]] = {
            "actors": [],
            "mentions": [],
            "events": [],
            "statements": [],
            "times": [],
            "places": [],
            "meetings": [],
        }

    def span(self, words: str, after: int = 0) -> Span:
        start = self.text.index(words, after)
        return Span(start, start + len(words))

    def tell(self, matter: Matter, sentence: str, deed: tuple[str, str], **more: Any) -> Event:
        """Adds a sentence with one event, its actors, place and day."""
        start = len(self.text)
        self.text += sentence + ". "
        kind, verb = deed
        sides = [self._actor(matter.words[side], start) for side in "ab" if matter.words[side] in sentence]
        place = self._place(matter.words["p"], start)
        number = len(self.rows["events"]) + 1
        trigger = self.span(verb, start)
        when, status = self._day(matter, sentence, start), more.get("status", "happened")
        parts: Any = tuple(sides[:1]), tuple(sides[1:]), trigger, (trigger,), place, when, status, more.get("by"), 0.9
        event = Event(f"E{number}", kind, None, (), "190", -9.0 if kind == "ASSAULT" else 1.0, *parts)
        self.rows["events"].append(event)
        return event

    def _actor(self, words: str, start: int) -> str:
        found = next((a for a in self.rows["actors"] if a.name == words), None)
        if found is None:
            found = Actor(f"A{len(self.rows['actors']) + 1}", words, "country", country=_LANDS[words])
            self.rows["actors"].append(found)
        self.rows["mentions"].append(Mention(f"N{len(self.rows['mentions']) + 1}", self.span(words, start), "name", found.id))
        return str(found.id)

    def _place(self, words: str, start: int) -> str | None:
        if words not in self.text[start:]:
            return None
        made = Place(f"P{len(self.rows['places']) + 1}", self.span(words, start), words, None, None, None, None)
        self.rows["places"].append(made)
        return made.id

    def _day(self, matter: Matter, sentence: str, start: int) -> str | None:
        words = matter.day.strftime("%d %B").lstrip("0")
        if words not in sentence:
            return None
        made = Time(f"T{len(self.rows['times']) + 1}", self.span(words, start), "DATE", matter.day.isoformat(), "day", None)
        self.rows["times"].append(made)
        return made.id

    def reading(self, id: str, published: date, publisher: str) -> Reading:
        report = Report(id, self.text.strip() or "Nothing.", published=published.isoformat(), publisher=publisher)
        return Reading(report, READER, **{key: tuple(rows) for key, rows in self.rows.items()})


def archive(count: int, seed: int = 0, per_day: int = PER_DAY, sessions: float = 0.2) -> list[Reading]:
    """So many readings, in the order in which they came out; `sessions` is the share of sessions among what is told."""
    chance = random.Random(seed)
    made: list[Reading] = []
    past: list[Matter] = []
    start = date(2030, 1, 1)
    while len(made) < count:
        day = start + timedelta(len(made) // per_day)
        if chance.random() < sessions:
            made.extend(_sessions(chance, day, len(made)))
            continue
        matter = _matter(chance, day)
        made.extend(_told(chance, matter, past, len(made)))
        past = [*past[-200:], matter]
    return made[:count]


def _matter(chance: random.Random, day: date) -> Matter:
    a, b = chance.sample(sorted(_LANDS), 2)
    words = {
        "a": a,
        "b": b,
        "p": name(chance),
        "q": name(chance, 3),
        "h": f"{name(chance)} {name(chance, 3)}",
        "n": chance.choice(_NUMBERS),
    }
    return Matter(day, chance.choice(_DEEDS), words | {"day": day.strftime("%d %B").lstrip("0")})


def _told(chance: random.Random, matter: Matter, past: list[Matter], number: int) -> Iterator[Reading]:
    papers = chance.sample(_PAPERS, chance.choice([1, 1, 2, 3, 5]))
    first: Reading | None = None
    for place, paper in enumerate(papers):
        published = matter.day + timedelta(min(3, int(chance.expovariate(1))))
        if first and chance.random() < 0.25:
            yield _again(first, f"r{number + place}", published, paper)
            continue
        sheet = Sheet()
        kind, verb, template = matter.deed
        told = matter.words | ({"n": chance.choice(_NUMBERS)} if chance.random() < 0.2 else {})
        sheet.tell(matter, template.format(**told), (kind, verb))
        sheet.text += f"{babble(chance, 9)} in {matter.words['q']} {babble(chance, 6)}. {babble(chance, 14)} {matter.words['h']}. "
        if chance.random() < 0.3:
            _charge(sheet, matter, denied=chance.random() < 0.5)
        if past and chance.random() < 0.2:
            old = chance.choice(past[-60:])
            sheet.tell(
                old, f"It was the worst since {old.words['a']} {old.deed[1]} at {old.words['p']} on {old.words['day']}", old.deed[:2]
            )
        first = sheet.reading(f"r{number + place}", published, paper)
        yield first


def _again(of: Reading, id: str, published: date, paper: str) -> Reading:
    report = Report(id, of.report.text, published=published.isoformat(), publisher=paper)
    return Reading(report, READER, of.mentions, of.actors, of.statements, of.events, of.meetings, of.mechanisms, of.places, of.times)


def _charge(sheet: Sheet, matter: Matter, *, denied: bool) -> None:
    """One side accuses the other, which may deny it."""
    a, b = matter.words["a"], matter.words["b"]
    for act, speaker, sentence, cue in (
        ("accuse", b, f"{b} accused {a} of a plan to seize {matter.words['q']}", "accused"),
        ("deny", a, f"{a} denied any plan to seize {matter.words['q']}", "denied"),
    )[: 1 + denied]:
        start = len(sheet.text)
        sheet.text += sentence + ". "
        who = sheet._actor(speaker, start)
        content = Span(sheet.text.index("plan", start), start + len(sentence))
        said: Any = (who,), (sheet.span(speaker, start),), (sheet.span(cue, start),), (content,), (), act
        row = Statement(f"S{len(sheet.rows['statements']) + 1}", *said)
        sheet.rows["statements"].append(row)


def _sessions(chance: random.Random, day: date, number: int) -> Iterator[Reading]:
    """The session of a committee of two states, by its own name and number."""
    of, a, b = chance.choice(_FORUMS)
    turn = (day - date(2030, 1, 1)).days // 14 + 1
    ordinal = next((word for word, n in ORDINALS.items() if n == turn), "last")
    town = f"{of}{'ham' if turn % 2 else 'ton'}"
    matter = Matter(
        day, ("CONSULT", "session", ""), {"a": a, "b": b, "p": town, "q": "", "h": "", "n": "", "day": day.strftime("%d %B").lstrip("0")}
    )
    for place, paper in enumerate(chance.sample(_PAPERS, chance.choice([1, 2]))):
        sheet = Sheet()
        text = f"The {ordinal} session of the Joint {of} Committee of {a} and {b} was held in {town} on {matter.words['day']}"
        event = sheet.tell(matter, text, ("CONSULT", "session"))
        sheet.text += f"Delegates of the {of} Committee spoke of quotas and tolls. "
        sheet.rows["meetings"].append(Meeting("M1", event.id, (), None, event.place, event.time, None, None, turn, ()))
        yield sheet.reading(f"r{number + place}", day + timedelta(1), paper)
