"""What people add to a reading: it is there like what was read, stays consistent, survives rereading, and can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.judged import Ruled, Ruling, apply
from dragoman.casebook.keys import keys_of
from dragoman.casebook.removal import without
from dragoman.errors import CasebookError
from dragoman.knowledge import Knowledge
from dragoman.record import Report, Span
from dragoman.record.entry import Entry
from tests.casebook.full import REPORT, TEXT, at, full
from tests.casebook.made import NEW, ORIGIN
from tests.grounded import check

NUMBERS = count()
SAT = at("sat")
FORUM = at("The Lamp Commission")


def key(kind: str, span: Span, home: str = "r1") -> str:
    return f"{kind}/{home}/{span.start}-{span.end}"


@pytest.fixture
def book(casebook: Casebook) -> Casebook:
    casebook.keep(REPORT, b"raw", ORIGIN, full())
    return casebook


def said(what: str, on: str, value: Any = None, book: Casebook | None = None) -> Judgment:
    made = Judgment(f"j-{next(NUMBERS)}", "ann", "2031-05-02T00:00:00+00:00", "it is there", on, what, json.dumps(value))  # type: ignore[arg-type]
    if book is not None:
        assert book.judge(made)
    return made


def add(book: Casebook, kind: str, span: Span, /, **fields: Any) -> Judgment:
    return said("add", key(kind, span), fields, book)


def at_key(entry: Entry, wanted: str) -> Any:
    id = next((id for id, one in entry.keys.items() if one == wanted), None)
    rows = (*entry.reading.events, *entry.reading.actors, *entry.reading.mentions, *entry.reading.meetings)
    return next((row for row in rows if row.id == id), None)


def test_an_added_event_stands_among_those_that_were_read(book: Casebook) -> None:
    fields = {
        "type": "CONSULT",
        "status": "planned",
        "sources": ["Arden"],
        "recipients": ["Belland"],
        "place": "Karsh",
        "time": "2031-04-30",
    }
    add(book, "event", SAT, **fields, evidence=[[FORUM.start, FORUM.end]])
    entry = book.entry("r1")
    event = at_key(entry, key("event", SAT))
    assert (event.type, event.status, event.sources, event.recipients, event.place) == ("CONSULT", "planned", ("A1",), ("A2",), "P1")
    assert (event.cameo, event.confidence, event.trigger, event.evidence) == ("040", 1.0, SAT, (FORUM, SAT))
    assert next(time.value for time in entry.reading.times if time.id == event.time) == "2031-04-30"
    assert [one.trigger for one in entry.reading.events] == sorted(one.trigger for one in entry.reading.events)
    assert entry.added == {key("event", SAT), key("meeting", SAT)} and key("event", SAT) in entry.judged
    check(entry.reading)


def test_an_added_encounter_is_a_meeting_that_can_be_corrected(book: Casebook) -> None:
    add(book, "event", SAT, type="CONSULT", sources=["Arden"], recipients=["Belland"])
    meeting = at_key(book.entry("r1"), key("meeting", SAT))
    assert {party.actor for party in meeting.parties} == {"A1", "A2"}
    said("correct", key("meeting", SAT), {"host": "Belland"}, book)
    assert at_key(book.entry("r1"), key("meeting", SAT)).host == "A2"
    said("correct", key("event", SAT), {"type": "AGREE"}, book)
    assert at_key(book.entry("r1"), key("meeting", SAT)) is None


def test_an_added_actor_has_its_mention_and_takes_part_in_events(book: Casebook) -> None:
    add(book, "actor", FORUM, name="Lamp Commission", kind="igo")
    add(book, "event", SAT, type="CONSULT", sources=["Lamp Commission"])
    said("correct", key("event", at("accused")), {"recipients": [key("actor", FORUM), "Belland"]}, book)
    entry = book.entry("r1")
    actor = at_key(entry, key("actor", FORUM))
    assert (actor.name, actor.kind, actor.sectors) == ("Lamp Commission", "igo", ("IGO",))
    assert at_key(entry, key("mention", FORUM)).actor == actor.id
    assert at_key(entry, key("event", SAT)).sources == (actor.id,)
    assert at_key(entry, key("event", at("accused"))).recipients == (actor.id, "A2")
    check(entry.reading)


def test_a_claim_that_was_added_is_its_speakers(book: Casebook) -> None:
    village = at("village")
    statement = full_keys()["S3"]
    add(book, "event", village, type="ASSAULT", sources=["Belland"], asserted_by=statement)
    entry = book.entry("r1")
    event = at_key(entry, key("event", village))
    assert event.asserted_by == "S3"
    assert event.id in next(row.events for row in entry.reading.statements if row.id == "S3")
    check(entry.reading)


def full_keys() -> dict[str, str]:
    return keys_of(full(), 1)


def test_an_addition_is_judged_like_what_was_read(book: Casebook) -> None:
    first = add(book, "event", SAT, type="CONSULT")
    said("correct", key("event", SAT), {"status": "denied"}, book)
    assert at_key(book.entry("r1"), key("event", SAT)).status == "denied"
    out = said("reject", key("event", SAT), None, book)
    assert at_key(book.entry("r1"), key("event", SAT)) is None
    said("undo", out.id, None, book)
    assert at_key(book.entry("r1"), key("event", SAT)) is not None
    said("undo", first.id, None, book)
    assert book.entry("r1").keys == full_keys(), "a correction of what is no more has nothing to stand on"
    add(book, "event", SAT, type="CONSULT")
    assert at_key(book.entry("r1"), key("event", SAT)) is not None


def test_an_event_outlives_the_actor_that_somebody_took_back(book: Casebook) -> None:
    actor = add(book, "actor", FORUM, name="Lamp Commission", kind="igo")
    add(book, "event", SAT, type="CONSULT", sources=[key("actor", FORUM), "Arden"])
    said("undo", actor.id, None, book)
    assert at_key(book.entry("r1"), key("event", SAT)).sources == ("A1",)


def test_an_addition_survives_rereading_and_is_the_item_that_a_newer_reader_finds(book: Casebook) -> None:
    add(book, "event", SAT, type="AGREE", sources=["Arden"])
    add(book, "actor", FORUM, name="Commission", kind="igo")
    newer = replace(without(full(), {"E1"}), reader=NEW)
    book.keep_reading(newer)
    entry = book.entry("r1")
    assert at_key(entry, key("event", SAT)).type == "AGREE" and key("event", SAT) in entry.added

    found = replace(full().events[1], id="E9", trigger=SAT, evidence=(SAT,), type="CONSULT", sources=("A2",))
    book.keep_reading(replace(newer, events=(*newer.events, found), reader=replace(NEW, version="3.0")))
    entry = book.entry("r1")
    event = at_key(entry, key("event", SAT))
    assert (event.id, event.type, event.sources, event.recipients) == ("E9", "AGREE", ("A1",), ("A2",))
    assert key("event", SAT) in entry.judged - entry.added


def test_a_changed_text_has_no_additions_of_the_old_one(book: Casebook) -> None:
    add(book, "event", SAT, type="CONSULT")
    changed = replace(REPORT, text=f"Corrected. {TEXT}")
    book.keep(changed, b"new", ORIGIN, replace(full(), report=changed))
    assert not book.entry("r1").added
    with pytest.raises(CasebookError, match="present text"):
        add(book, "event", FORUM, type="CONSULT")
    said("add", key("event", SAT, "r1@2"), {"type": "CONSULT"}, book)
    assert book.entry("r1").added == {key("event", SAT, "r1@2")}


@pytest.mark.parametrize(
    ("on", "value", "reason"),
    [
        (key("event", at("accused")), {"type": "ASSAULT"}, "already"),
        (key("actor", at("Arden")), {"name": "Arden", "kind": "country"}, "already"),
        (key("actor", at("Arden", 40)), {"name": "Arden", "kind": "country"}, "already"),
        (key("event", SAT), {}, "needs its type"),
        (key("event", SAT), {"type": "DANCE"}, "DANCE"),
        (key("event", SAT), {"type": ["AGREE"]}, "is none of"),
        (key("event", SAT), {"type": "CONSULT", "mode": "aerial"}, "has no mode"),
        (key("event", SAT), {"type": "CONSULT", "sources": ["nobody"]}, "no actor 'nobody'"),
        (key("event", SAT), {"type": "CONSULT", "place": "Atlantis"}, "does not say"),
        (key("event", SAT), {"type": "CONSULT", "evidence": [[0, 10_000]]}, "evidence"),
        (key("event", SAT), {"type": "CONSULT", "evidence": "sat"}, "evidence"),
        (key("event", SAT), {"type": "CONSULT", "colour": "red"}, "no such field"),
        (key("event", SAT), "CONSULT", "JSON object"),
        (key("actor", FORUM), {"name": "Lamp Commission"}, "needs its kind"),
        (key("actor", FORUM), {"name": "Lamp Commission", "kind": "lamp"}, "lamp"),
        (key("event", Span(SAT.start - 1, SAT.end)), {"type": "CONSULT"}, "blank"),
        (key("event", Span(5, 99_999)), {"type": "CONSULT"}, "within the text"),
        (key("statement", SAT), {"act": "say"}, "an event or an actor"),
        (key("event", SAT, "none"), {"type": "CONSULT"}, "no such report"),
        ("nonsense", {"type": "CONSULT"}, "no such report"),
    ],
)
def test_what_cannot_be_added_is_told(book: Casebook, on: str, value: Any, reason: str) -> None:
    with pytest.raises(CasebookError, match=reason):
        said("add", on, value, book)
    assert book.judgments() == ()


def test_nothing_is_added_twice(book: Casebook) -> None:
    add(book, "event", SAT, type="CONSULT")
    with pytest.raises(CasebookError, match="already"):
        add(book, "event", SAT, type="AGREE")
    said("add", f"{key('event', SAT)}#2", {"type": "AGREE"}, book)
    assert [event.type for event in book.entry("r1").reading.events if event.trigger == SAT] == ["CONSULT", "AGREE"]


def test_what_was_added_is_merged_and_searched(book: Casebook) -> None:
    add(book, "event", SAT, type="CONSULT", sources=["Arden"], recipients=["Belland"], time="2031-04-30")
    knowledge = Knowledge.load()
    while book.settle(knowledge):
        pass
    id = at_key(book.entry("r1"), key("event", SAT)).id
    assert any(("r1", id) in {(one.report, one.event) for one in row.supports} for row in book.merged().happenings)


_WORDS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12)).map(lambda at: Span(at[0], min(len(TEXT), at[0] + at[1])))
_FIELDS = st.fixed_dictionaries(
    {"type": st.sampled_from(["ASSAULT", "CONSULT", "NONE"])},
    optional={
        "sources": st.lists(st.sampled_from(["Arden", "Venn", "nobody"])), "place": st.sampled_from([None, "Karsh", "nowhere"]),
        "evidence": st.lists(st.tuples(st.integers(-1, 300), st.integers(-1, 300)).map(list)), "status": st.sampled_from(["denied", "x"]),
    },
)  # fmt: skip


@given(st.lists(st.tuples(_WORDS, _FIELDS), max_size=4), st.lists(_WORDS, max_size=3), st.booleans())
def test_a_reading_stays_consistent_whatever_is_added(events: list[tuple[Span, Any]], actors: list[Span], out: bool) -> None:
    """Whatever is in the table: rows of older versions are not checked anew."""
    named = {key("actor", span): {"name": "somebody", "kind": "person", "country": "ARD"} for span in actors}
    told = {key("event", span): fields for span, fields in events}
    on = {one: Ruling(False, fields) for one, fields in (named | told).items()}
    if out:
        on |= {one: Ruling(True, {}) for one in list(on)[:2]}
    entry = apply(full(), 1, Ruled(on, {"r1": tuple(on)}))
    check(entry.reading)
    rows = ("events", "statements", "meetings", "mechanisms", "actors", "mentions")
    assert {row.id for name in rows for row in getattr(entry.reading, name)} == entry.keys.keys()
    assert len(set(entry.keys.values())) == len(entry.keys)


def test_a_report_without_a_reading_takes_no_additions(book: Casebook) -> None:
    book.keep(Report("bare", TEXT, "Talks", "2031-05-01"), b"x", ORIGIN)
    with pytest.raises(CasebookError, match="was not read"):
        said("add", key("event", SAT, "bare"), {"type": "CONSULT"}, book)
