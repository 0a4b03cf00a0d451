"""A small reading made by hand, with something of every kind, and one whose every word is hostile."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.formats import FORMATS
from dragoman.exports.selection import Selection
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.ontology import load
from dragoman.record import (
    Actor,
    AgendaItem,
    Candidate,
    Event,
    Mechanism,
    Meeting,
    Mention,
    Party,
    Place,
    Reader,
    Reading,
    Report,
    Role,
    Span,
    Statement,
    Time,
    Topic,
    Unread,
)
from dragoman.record.entry import Entry
from dragoman.record.merged import (
    Claim,
    Contradiction,
    Copies,
    Forum,
    Happening,
    Merged,
    NextSession,
    Session,
    Story,
    Support,
    Words,
)

TEXT = (
    "Envoy Mara Venn of Arden met Belland's delegation in Port Sorrel on Tuesday for two hours. "
    "The Sorrel Commission, now in its fifth session, meets each year.\n\n"
    "The talks covered fishing and the strait, Belland radio reported, citing officials. "
    "Venn accused Belland of shelling a lighthouse. Belland denied it.\n\n"
    "The navies will hold a joint exercise in May. Zxqv."
)
READER = Reader("1.2.3", "model-7", "ontology-1", "knowledge-1")


def span(words: str, text: str = TEXT, nth: int = 1) -> Span:
    """The span of the nth occurrence of the words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def statement(id: str, act: str, speaker: str, source: Span, cue: str, content: Span, **more: object) -> Statement:
    """A statement by one speaker."""
    return Statement(id, (speaker,), (source,), (span(cue),), (content,), (), act, **more)  # type: ignore[arg-type]


def event(id: str, code: str, trigger: str, *, by: str | None = None, status: str = "happened", **more: object) -> Event:
    """An event with a trigger; sources A1 and recipients A2 unless told."""
    kind, _, mode = code.partition("/")
    words = span(trigger)
    plain = Event(id, kind, mode or None, (), "040", 1.0, ("A1",), ("A2",), words, (words,), None, None, "happened", by, 0.9)
    return replace(plain, status=status, **more)  # type: ignore[arg-type]


TALKED = span("The talks covered fishing and the strait")
DENIED = span("denied it")


@pytest.fixture
def find() -> Callable[..., Span]:
    """Where words stand in the text of the reading."""
    return span


@pytest.fixture
def reading() -> Reading:
    """Two meetings' worth of diplomacy between Arden and Belland."""
    return Reading(
        report=Report("arden-belland", TEXT, title="Envoy in Port Sorrel", published="2025-03-13", publisher="Strait Courier"),
        reader=READER,
        mentions=(
            Mention("A3.1", span("Mara Venn"), "name", "A3"),
            Mention("A1.1", span("Arden"), "name", "A1"),
            Mention("A2.1", span("Belland"), "name", "A2"),
            Mention("A4.1", span("delegation"), "nominal", "A4"),
            Mention("A6.1", span("Belland radio"), "name", "A6"),
            Mention("A2.2", span("Belland", nth=2), "name", "A2"),
            Mention("A5.1", span("officials"), "nominal", "A5"),
            Mention("A3.2", span("Venn", nth=2), "name", "A3"),
            Mention("A7.1", span("navies"), "nominal", "A7"),
        ),
        actors=(
            Actor("A1", "Arden", "country", country="ARD", inferred=("country",)),
            Actor("A2", "Belland", "country", country="BEL"),
            Actor("A3", "Mara Venn", "person", None, None, "ARD", (), "ARDGOV", ("A1",), (Role("Envoy", "A1", span("Envoy")),)),
            Actor("A4", "Belland's delegation", "group", country="BEL", member_of=("A2",)),
            Actor("A5", "officials", "group"),
            Actor("A6", "Belland radio", "media", country="BEL"),
            Actor("A7", "navies", "military"),
        ),
        statements=(
            statement("S1", "say", "A5", span("officials"), "citing", TALKED, anonymous=True),
            statement("S2", "say", "A6", span("Belland radio"), "reported", TALKED, via=("S1",)),
            statement("S3", "accuse", "A3", span("Venn", nth=2), "accused", span("Belland of shelling a lighthouse")),
            statement("S4", "deny", "A2", span("Belland", nth=4), "denied", Span(DENIED.end - 2, DENIED.end), denies=("S3",)),
        ),
        events=(
            event("E1", "CONSULT/visit", "met", place="P1", time="T1"),
            event("E2", "ACCUSE/allege", "accused"),
            event("E3", "ASSAULT/heavy-weapons", "shelling", by="S3", sources=("A2",), recipients=()),
            event("E4", "COOPERATE", "joint exercise", status="planned", sources=("A7",), recipients=(), time="T3"),
            event("E5", "CONSULT", "talks", by="S1", status="denied"),
        ),
        meetings=(
            Meeting(
                "M1", "E1", (Party("A1", head="A3"), Party("A2", delegates=("A4",))), "A2", "P1", "T1", "T2", "K1", 5,
                (AgendaItem("fisheries", span("fishing"), "S1"), AgendaItem(None, span("the strait"), None)),
            ),
        ),
        mechanisms=(Mechanism("K1", "Sorrel Commission", "SC", ("A1", "A2"), ("P1",), (span("Sorrel Commission"),)),),
        places=(Place("P1", span("Port Sorrel"), "Port Sorrel", 1, "BEL", 1.25, -2.5),),
        times=(
            Time("T1", span("Tuesday"), "DATE", "2025-03-11", "day", "published"),
            Time("T2", span("two hours"), "DURATION", "PT2H", "hour", None),
            Time("T3", span("May"), "DATE", "2025-05", "month", "published"),
        ),
        topics=(Topic("fisheries", (span("fishing"),)),),
        contexts=("diplomatic", "natural_resource"),
        candidates=(Candidate(span("lighthouse"), "ASSAULT", 0.3),),
        unread=(Unread(span("Zxqv."), "no sentence of English"),),
    )  # fmt: skip


HOSTILE = (
    "</script><script>alert(1)</script> \u202eevil\u202c e\u0301\u0338 <img src=x onerror=alert(2)> "
    "\x1b[31mred\x00 \ud800 {{ 7*7 }} ]]> --> שלום 𝔘\ufffe"
)


@pytest.fixture
def hostile() -> Reading:
    """A reading in which every text is hostile and every span lies where it hurts: inside tags, pairs and combined letters."""
    cuts = [Span(start, start + 3) for start in range(len(HOSTILE) - 3)]
    name, whole = HOSTILE, Span(0, len(HOSTILE))
    return Reading(
        report=Report('"><b id=E1>', HOSTILE + "\n" + HOSTILE, title=HOSTILE, published=HOSTILE, publisher=HOSTILE),
        reader=Reader(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        mentions=tuple(Mention(f"A1.{cut.start}", cut, "name", "A1") for cut in cuts),
        actors=(Actor("A1", name, "person", country="X", roles=(Role(name, "A1", cuts[0]),)),),
        statements=(Statement("S1", ("A1",), (cuts[1],), (cuts[2],), (whole,), (), "say", via=("S1",), denies=("S1",)),),
        events=(replace(event("E1", "ACCUSE/<b>", "met", by="S1", place="P1", time="T1"), trigger=cuts[4], evidence=(cuts[4], whole)),),
        places=(Place("P1", cuts[5], name, None, None, None, None),),
        times=(Time("T1", cuts[6], "DATE", name, "", None),),
        topics=(Topic("t", (cuts[7],)),),
        candidates=(Candidate(cuts[9], name, 0.3),),
        unread=(Unread(cuts[8], name),),
    )


@pytest.fixture(scope="session")
def facts() -> Facts:
    """What formats look up."""
    return Facts(Knowledge.load(), load_gazetteer(), load())


@pytest.fixture
def entry(reading: Reading) -> Entry:
    """The reading with a key for each event, one of which a person judged."""
    keys = {event.id: f"event/arden-belland/{event.trigger.start}-{event.trigger.end}" for event in reading.events}
    return Entry(reading, keys, frozenset({keys["E1"]}))


@pytest.fixture
def retold(reading: Reading) -> Entry:
    """The same events in another report of another day."""
    report = replace(reading.report, id="retold", published="2025-03-14", publisher="Sorrel Post", url="https://post.example/7")
    return Entry(replace(reading, report=report))


@pytest.fixture
def merged(reading: Reading) -> Merged:
    """What the two reports hold together: one meeting, told by both and contested in its length; a charge; a forum."""
    met, accused = (next(event for event in reading.events if event.id == id) for id in ("E1", "E3"))
    told = tuple(Support(report, met.id, met.trigger) for report in ("arden-belland", "retold"))
    length = Contradiction("length", tuple(Words(support.report, support.span) for support in told))
    meeting = Happening("H1", "CONSULT", "visit", "2025-03-11", "Port Sorrel", "BEL", "happened", ("ard",), ("bel",), told, 2, (length,))
    denial = Words("arden-belland", DENIED)
    claim = Claim("C1", ("ard",), (Words("arden-belland", accused.trigger),), (denial,), (told[0],))
    sessions = tuple(Session(n, f"202{n}-03", "Port Sorrel", "BEL", ("arden-belland",)) for n in (4, 5))
    forum = Forum("F1", "Sorrel Commission", ("ARD", "BEL"), sessions, NextSession("2026-03", "2026-04", "Arden City"))
    reports = ("arden-belland", "retold")
    return Merged((Story("S1", reports),), (Copies(reports),), (meeting,), (claim,), (forum,))


@pytest.fixture
def written(facts: Facts, entry: Entry, retold: Entry, merged: Merged) -> Callable[..., str]:
    """What a format makes of the two reports, or of other entries, with a filter."""

    def write(name: str, wanted: Filter = Filter(), entries: Sequence[Entry] = (entry, retold)) -> str:  # noqa: B008  # frozen
        out = io.BytesIO()
        made = FORMATS[name]
        made.write(Selection(entries, facts, merged, made.filter(wanted)), out)
        return out.getvalue().decode("utf-8") if name != "parquet" else out.getvalue().hex()

    return write


@pytest.fixture
def twisted() -> Reading:
    """A reading whose names are formulas and break rows, with a meeting and numbers below zero."""
    name = '=HYPERLINK("x")\tb\nc;d'
    words = span("met")
    told = Event("E1", "CONSULT", None, (), "040", -2.0, ("A1", "A2"), (), words, (words,), "P1", "T1", "happened", None, 0.5)
    actors = (Actor("A1", name, "person", country="KEN", sectors=("GOV",)), Actor("A2", "\u202e\x00\u2028-1+1", "ngo"))
    return Reading(
        Report("=1+1\t\n", TEXT, title=" @cmd", published="2025-03-13", publisher="+SUM(1)", url="javascript:alert(1)\n"),
        READER,
        actors=actors,
        events=(told,),
        meetings=(Meeting("M1", "E1", (Party("A1"), Party("A2")), None, "P1", "T1", None, None, None, ()),),
        places=(Place("P1", span("Port Sorrel"), "-Port\r\nSorrel", None, "KEN", -1.5, 2.0),),
        times=(Time("T1", span("Tuesday"), "DATE", "2025-03-11T09:30", "minute", None),),
    )


@pytest.fixture
def with_event(reading: Reading) -> Callable[..., Entry]:
    """The reading with one of its events changed."""

    def changed(id: str, **more: object) -> Entry:
        events = (replace(event, **more) if event.id == id else event for event in reading.events)  # type: ignore[arg-type]
        return Entry(replace(reading, events=tuple(events)))

    return changed


@pytest.fixture
def with_place(reading: Reading) -> Callable[..., Entry]:
    """The reading with its place changed."""

    def changed(**more: object) -> Entry:
        return Entry(replace(reading, places=(replace(reading.places[0], **more),)))  # type: ignore[arg-type]

    return changed


@pytest.fixture
def span_of() -> Callable[[str], tuple[int, int]]:
    """Start and end of words of the text."""
    return lambda words: (span(words).start, span(words).end)
