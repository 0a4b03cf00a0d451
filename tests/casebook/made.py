"""Reports and readings by hand, the same for the same number."""

from __future__ import annotations

from dragoman.casebook import Origin
from dragoman.record import Actor, Event, Mention, Reader, Reading, Report, Span, Statement

OLD = Reader("1.0", "m1", "o1", "k1")
NEW = Reader("2.0", "m1", "o1", "k1")
ORIGIN = Origin("wire/file.txt", "2031-05-01T00:00:00+00:00")


def report(number: int = 0, words: str = "") -> Report:
    text = f"Arden accused Belland of shelling lighthouse {number}. {words}"
    return Report(f"r{number}", text, f"Lighthouse {number}", "2031-05-01", "Arden Gazette", f"https://gazette.example/{number}")


def reading(of: Report, reader: Reader = OLD, *, type: str = "ACCUSE", first: int = 1) -> Reading:
    """Two actors, a statement and an event; ids are counted from `first`."""
    trigger, one, two = Span(6, 13), f"A{first}", f"A{first + 1}"
    event = Event(f"E{first}", type, None, (), "112", -2.0, (one,), (two,), trigger, (trigger,), None, None, "happened", None, 0.9)
    said = Statement(f"S{first}", (one,), (Span(0, 5),), (trigger,), (Span(14, 33),), (), "accuse")
    mentions = (Mention(f"M{first}", Span(0, 5), "name", one), Mention(f"M{first + 1}", Span(14, 21), "name", two))
    actors = (Actor(one, "Arden", "country", country="ARD"), Actor(two, "Belland", "country"))
    return Reading(of, reader, mentions, actors, (said,), (event,))
