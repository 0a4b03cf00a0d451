"""Invented readings that differ in everything that is searched for, the same for the same number."""

from __future__ import annotations

import random

from dragoman.casebook import Casebook, Origin
from dragoman.record import Actor, Event, Meeting, Mention, Party, Place, Reading, Report, Span, Statement, Time, Topic
from tests.casebook.made import OLD

STATES = (("Ardenia", "ARD"), ("Bellandia", "BLL"), ("Corvia", "COR"))
PLACES = (("Karsh", "ARD", 10.0, 20.0), ("Venlo", "BLL", -3.5, 40.0), ("Oriel", "COR", None, None))
TYPES = ("CONSULT", "ACCUSE", "ASSAULT", "AID")
STATUSES = ("happened", "planned", "denied")
ORIGIN = Origin("made", "2031-05-01T00:00:00+00:00")
TEXT = "Ardenia told Bellandia and Corvia about Karsh near Venlo on Monday before Oriel fell quiet again {number} {word}. "


def text_of(number: int) -> str:
    return TEXT.format(number=number, word=("lantern", "harbour", "bridge")[number % 3]) * 3


def reading(number: int) -> Reading:
    chance = random.Random(number)
    text = text_of(number)
    report = Report(f"r{number}", text, f"Report {number}", f"2031-0{1 + number % 6}-1{number % 9}", ("Gazette", "Courier")[number % 2])
    names = [(name, Span(text.index(name), text.index(name) + len(name))) for name, _ in STATES]
    actors = tuple(Actor(f"A{n}", name, "country", country=code) for n, (name, code) in enumerate(STATES))
    mentions = tuple(Mention(f"N{n}", span, "name", f"A{n}") for n, (_, span) in enumerate(names))
    places = tuple(Place(f"P{n}", Span(text.index(name), text.index(name) + 4), name, n, *rest) for n, (name, *rest) in enumerate(PLACES))  # type: ignore[arg-type]
    times = (
        Time("T0", Span(3, 5), "DATE", f"2031-0{1 + number % 6}-0{1 + number % 9}", "day", None),
        Time("T1", Span(5, 7), "DATE", "2031-03", "month", None),
    )
    said = (Statement("S0", ("A0",), (), (Span(8, 12),), (Span(13, 30),), (), "say"),)
    events = tuple(_event(n, chance) for n in range(chance.randrange(0, 5)))
    met = tuple(
        Meeting(f"M{n}", e.id, tuple(Party(a) for a in e.sources), None, None, None, None, None, None, ())
        for n, e in enumerate(events)
        if e.type == "CONSULT"
    )
    topics = (Topic("trade", (Span(0, 3),)),) if number % 4 == 0 else ()
    return Reading(report, OLD, mentions, actors, said, events, met, (), places, times, topics)


def _event(n: int, chance: random.Random) -> Event:
    kind = chance.choice(TYPES)
    one, other = chance.sample(("A0", "A1", "A2"), 2)
    sides = ((one, other), ()) if kind == "CONSULT" else ((one,), (other,))
    trigger = Span(8 + n, 9 + n)
    return Event(
        f"E{n}", kind, chance.choice((None, "visit")) if kind == "CONSULT" else None, (), "112", -2.0, *sides, trigger, (trigger,),
        chance.choice(("P0", "P1", "P2", None)), chance.choice(("T0", "T1", None)), chance.choice(STATUSES), chance.choice((None, "S0")),  # type: ignore[arg-type]
        round(chance.random(), 3),
    )  # fmt: skip


def fill(casebook: Casebook, many: int) -> list[Reading]:
    made = [reading(number) for number in range(many)]
    for one in made:
        casebook.keep(one.report, b"raw", ORIGIN, one)
    return made
