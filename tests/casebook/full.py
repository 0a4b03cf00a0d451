"""A reading with an item of every kind, each pointing at others."""

from __future__ import annotations

from dragoman.record import (
    Actor,
    AgendaItem,
    Event,
    Mechanism,
    Meeting,
    Mention,
    Party,
    Place,
    Reading,
    Report,
    Role,
    Span,
    Statement,
    Time,
)
from tests.casebook.made import OLD

TEXT = (
    "Arden's minister Venn said Belland had told reporters that its envoy Orr met Venn in Karsh on Monday. "
    "Arden accused Belland of shelling a village. The Lamp Commission sat."
)
REPORT = Report("r1", TEXT, "Talks", "2031-05-01", "Arden Gazette")


def at(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def event(id: str, type: str, words: str, sources: tuple[str, ...], recipients: tuple[str, ...], by: str | None = None) -> Event:
    span = at(words)
    mode = "visit" if type == "CONSULT" else None
    sure = tuple(0.9 for _ in sources), tuple(0.8 for _ in recipients)
    return Event(
        id, type, mode, (), "000", 0.0, sources, recipients, span, (span,), "P1", "T1", "happened", by, 0.7, 1.0, *sure
    )  # fmt: skip


def said(id: str, words: str, speaker: str, via: tuple[str, ...] = (), events: tuple[str, ...] = ()) -> Statement:
    return Statement(id, (speaker,), (), (at(words),), (at("its envoy Orr met Venn in Karsh"),), (), "say", via, False, events)


def full() -> Reading:
    mentions = (
        Mention("N1", at("Arden"), "name", "A1"), Mention("N2", at("Venn"), "name", "A3"), Mention("N3", at("Belland"), "name", "A2"),
        Mention("N4", at("its"), "pronoun", "A2"), Mention("N5", at("Orr"), "name", "A4"), Mention("N6", at("Venn", 40), "name", "A3"),
        Mention("N7", at("Arden", 40), "name", "A1"), Mention("N8", at("Belland", 60), "name", "A2"),
    )  # fmt: skip
    actors = (
        Actor("A1", "Arden", "country", country="ARD"), Actor("A2", "Belland", "country"),
        Actor("A3", "Venn", "person", member_of=("A1",), roles=(Role("minister", "A1", at("minister")),)),
        Actor("A4", "Orr", "person", member_of=("A2",)),
    )  # fmt: skip
    events = (
        event("E1", "CONSULT", "met", ("A4",), ("A3",), "S2"),
        event("E2", "ACCUSE", "accused", ("A1",), ("A2",)),
        event("E3", "ASSAULT", "shelling", ("A2",), (), "S3"),
    )
    statements = (
        said("S1", "said", "A3"),
        said("S2", "told", "A2", ("S1",), ("E1",)),
        Statement(
            "S3", ("A1",), (at("Arden", 40),), (at("accused"),), (at("shelling a village"),), (), "accuse",
            events=("E3",), denies=("S2",),
        ),
    )  # fmt: skip
    agenda = (AgendaItem(None, at("village"), "S2"),)
    meetings = (Meeting("M1", "E1", (Party("A4", (), "A4"), Party("A3", ("A3",))), "A1", "P1", "T1", None, "K1", 3, agenda),)
    forums = (Mechanism("K1", "Lamp Commission", None, ("A1", "A2"), ("P1",), (at("Lamp Commission"),)),)
    places = (Place("P1", at("Karsh"), "Karsh", 7, "ARD", 1.0, 2.0),)
    times = (Time("T1", at("Monday"), "DATE", "2031-04-28", "day", "published"),)
    return Reading(REPORT, OLD, mentions, actors, statements, events, meetings, forums, places, times)
