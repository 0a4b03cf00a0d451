"""What judgments make of a reading: it stays consistent whatever is judged, and says what people said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.casebook import Casebook, Constraints, Judgment
from dragoman.casebook.corrections import UnfitError
from dragoman.casebook.corrections import check as fits
from dragoman.casebook.judged import Ruled, Ruling, apply, facts
from dragoman.casebook.keys import keys_of
from dragoman.casebook.removal import without
from dragoman.errors import CasebookError
from dragoman.ontology import cameo, goldstein
from dragoman.record import Span
from dragoman.record.entry import Entry
from tests.casebook.full import REPORT, at, full
from tests.casebook.made import NEW, ORIGIN
from tests.grounded import check

KEYS = keys_of(full(), 1)
NUMBERS = iter(range(10_000))


def judged(**values: Any) -> Entry:
    """The reading with rulings by id: False for a rejection, fields for a correction, None for an acceptance."""
    return apply(full(), 1, Ruled({KEYS[id]: Ruling(value is False, value or {}) for id, value in values.items()}))


def event_of(entry: Entry, id: str) -> Any:
    return next(event for event in entry.reading.events if event.id == id)


# --- rejections ------------------------------------------------------------------------------------------------------


def test_a_rejected_event_takes_its_meeting_along() -> None:
    entry = judged(E1=False)
    assert [event.id for event in entry.reading.events] == ["E2", "E3"]
    assert (entry.reading.meetings, entry.reading.statements[1].events) == ((), ())
    assert {"E1", "M1"}.isdisjoint(entry.keys)


def test_the_events_of_a_rejected_statement_pass_to_the_one_that_carried_it_and_keep_their_status() -> None:
    entry = judged(S2=False)
    assert (event_of(entry, "E1").asserted_by, event_of(entry, "E1").status) == ("S1", "happened")
    assert [said.events for said in entry.reading.statements] == [("E1",), ("E3",)]
    assert entry.reading.meetings[0].agenda[0].said_by == "S1"
    assert entry.reading.statements[1].denies == ()


def test_the_events_of_a_rejected_statement_that_nothing_carried_are_the_reports_own() -> None:
    assert event_of(judged(S3=False), "E3").asserted_by is None
    assert event_of(judged(S1=False, S2=False), "E1").asserted_by is None


def test_a_rejected_actor_is_no_party_and_a_rejected_only_mention_takes_its_actor_along() -> None:
    entry = judged(A3=False)
    assert [party.actor for party in entry.reading.meetings[0].parties] == ["A4"]
    assert event_of(entry, "E1").recipient_confidence == ()
    assert "A4" not in {actor.id for actor in judged(N5=False).reading.actors}
    assert "A1" in {actor.id for actor in judged(N1=False).reading.actors}


IDS = st.sets(st.sampled_from(sorted(KEYS)))


@given(IDS)
def test_a_reading_stays_consistent_whatever_is_taken_out(ids: set[str]) -> None:
    check(full())
    left = without(full(), ids)
    check(left)
    assert not ids & {row.id for row in (*left.events, *left.statements, *left.meetings, *left.mechanisms, *left.actors, *left.mentions)}


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_corrected_type_brings_its_code_and_value_and_drops_a_mode_that_it_has_not() -> None:
    entry = judged(E1={"type": "ASSAULT"})
    event = event_of(entry, "E1")
    assert (event.type, event.mode, event.cameo, event.goldstein) == ("ASSAULT", None, cameo("ASSAULT", None), goldstein("ASSAULT", None))
    assert entry.reading.meetings == ()  # an encounter it was not
    assert entry.judged == {KEYS["E1"]}


def test_actors_are_named_by_key_name_or_words() -> None:
    event = event_of(judged(E2={"sources": ["venn", KEYS["A4"]], "recipients": ["its", "Belland"]}), "E2")
    assert (event.sources, event.recipients, event.source_confidence) == (("A3", "A4"), ("A2",), (1.0, 1.0))


def test_a_date_and_a_place_that_the_reading_has_not_are_put_at_words_of_the_report() -> None:
    entry = judged(E1={"time": "2031-05-05", "place": "village"}, E2={"time": "Monday", "place": "Karsh"})
    check(entry.reading)
    times, places = {t.id: t for t in entry.reading.times}, {p.id: p for p in entry.reading.places}
    one, two = event_of(entry, "E1"), event_of(entry, "E2")
    assert (times[one.time].value, times[one.time].span, places[one.place].span) == ("2031-05-05", at("Monday"), at("village"))
    assert (two.time, two.place) == ("T1", "P1")


def test_fields_of_other_items_are_corrected_too() -> None:
    values: dict[str, Any] = {
        "S1": {"act": "claim", "speakers": ["Orr"], "anonymous": True}, "M1": {"host": "Belland", "session": 4, "mechanism": None},
        "K1": {"name": "Joint Lamp Commission"}, "A2": {"name": "Republic of Belland", "country": "BEL"}, "N4": {"actor": "Venn"},
    }  # fmt: skip
    reading = judged(**values).reading
    said, meeting = reading.statements[0], reading.meetings[0]
    assert (said.act, said.speakers, said.anonymous) == ("claim", ("A4",), True)
    assert (meeting.host, meeting.session, meeting.mechanism) == ("A2", 4, None)
    assert (reading.mechanisms[0].name, reading.actors[1].name, reading.mentions[3].actor) == (
        "Joint Lamp Commission", "Republic of Belland", "A3"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "values", "reason"),
    [
        ("E1", {"type": "QUARREL"}, "type: 'QUARREL' is none of AGREE"),
        ("E1", {"mode": "riot"}, "mode: CONSULT has no mode 'riot'"),
        ("E1", {"type": "PROTEST", "mode": "visit"}, "PROTEST has no mode"),
        ("E1", {"status": "maybe"}, "status: 'maybe' is none of"),
        ("E1", {"sources": ["Cland"]}, "sources: the report has no actor 'Cland' .there are: Arden; Belland"),
        ("E1", {"sources": "Arden"}, "a list is wanted"),
        ("E1", {"place": "Atlantis"}, "does not say 'Atlantis'"),
        ("E1", {"time": "2031-02-30"}, "neither a time of the report nor a date"),
        ("E1", {"asserted_by": "statement/r1/9-9"}, "no statement"),
        ("E1", {"colour": "red"}, "colour: an event has no such field"),
        ("S1", {"act": "sing"}, "act: 'sing' is none of"),
        ("A1", {"country": "Arden"}, "no country code"),
        ("M1", {"session": 0}, "no number"),
        ("K1", {"name": " "}, "text"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_field_and_what_there_is(id: str, values: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnfitError, match=reason):
        fits(full(), KEYS, id, values)


def test_what_no_longer_fits_a_newer_reading_stays_as_it_was_read() -> None:
    old = full()
    newer = replace(without(old, {"A4"}), reader=NEW)
    ruled = {KEYS["E2"]: Ruling(False, {"sources": ["Orr"], "status": "denied"})}
    event = event_of(apply(newer, 1, Ruled(ruled)), "E2")
    assert (event.sources, event.status) == (("A1",), "denied")


_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["ASSAULT", "CONSULT", "NONE"]), "mode": st.sampled_from([None, "visit", "aerial"]),
        "sources": st.lists(st.sampled_from(["Arden", "Venn", "nobody"])), "place": st.sampled_from([None, "Karsh", "village", "nowhere"]),
        "time": st.sampled_from([None, "Monday", "2031-05", "someday"]), "asserted_by": st.sampled_from([None, KEYS["S1"]]),
    },
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["E1", "E2", "E3"]), _VALUES), IDS)
def test_a_reading_stays_consistent_whatever_is_corrected_and_rejected(values: dict[str, Any], rejected: set[str]) -> None:
    ruled = {KEYS[id]: Ruling(False, fields) for id, fields in values.items()} | {KEYS[id]: Ruling(True, {}) for id in rejected}
    entry = apply(full(), 1, Ruled(ruled))
    check(entry.reading)
    left = {
        row.id for name in ("events", "statements", "meetings", "mechanisms", "actors", "mentions") for row in getattr(entry.reading, name)
    }
    assert left == entry.keys.keys()


# --- keys ------------------------------------------------------------------------------------------------------------


def test_keys_are_different_and_hold_whatever_the_type() -> None:
    twice = replace(full(), events=(*full().events, replace(full().events[1], id="E4", type="REJECT")))
    keys = keys_of(twice, 1)
    assert len(set(keys.values())) == len(keys)
    assert (keys["E2"], keys["E4"]) == ("event/r1/108-115", "event/r1/108-115#2")
    assert keys_of(full(), 2)["E2"] == "event/r1@2/108-115"
    assert keys_of(replace(full(), report=replace(REPORT, id="r1@2")), 1)["E2"] == "event/r1@2@1/108-115"


# --- in a casebook ---------------------------------------------------------------------------------------------------


@pytest.fixture
def book(casebook: Casebook) -> Iterator[Casebook]:
    casebook.keep(REPORT, b"raw", ORIGIN, full())
    yield casebook


def judge(book: Casebook, what: Any, on: str, value: Any = None) -> str:
    id = f"j{next(NUMBERS)}"
    book.judge(Judgment(id, "ann", "2031-05-02T00:00:00+00:00", "seen", on, what, json.dumps(value)))
    return id


def test_judgments_hold_over_a_newer_reader_that_numbers_and_types_otherwise(book: Casebook) -> None:
    judge(book, "reject", KEYS["E2"])
    judge(book, "correct", KEYS["E3"], {"sources": [KEYS["A1"]]})
    newer = replace(full(), reader=NEW, events=tuple(replace(e, id=f"E1{e.id[1]}", type="COERCE", mode=None) for e in full().events))
    newer = replace(newer, meetings=(), statements=tuple(replace(said, events=()) for said in full().statements))
    book.keep_reading(newer)
    [entry] = book.entries()
    assert [(event.id, event.sources) for event in entry.reading.events] == [("E11", ("A4",)), ("E13", ("A1",))]
    assert entry.reading.reader == NEW


def test_what_was_accepted_stays_as_it_was_seen(book: Casebook) -> None:
    [entry] = book.entries()
    judge(book, "accept", KEYS["E1"], json.loads(facts(entry, "E1")))
    assert next(book.entries()).reading == full()
    book.keep_reading(replace(full(), reader=NEW, events=(replace(full().events[0], type="COERCE", mode="cyber"), *full().events[1:])))
    [entry] = book.entries(["r1"])
    assert (event_of(entry, "E1").type, event_of(entry, "E1").mode) == ("CONSULT", "visit")
    assert entry.judged == {KEYS["E1"]}
    assert event_of(next(book.as_read()), "E1").type == "COERCE"


def test_the_last_judgment_outranks_and_corrections_of_different_fields_stand_together(book: Casebook) -> None:
    judge(book, "correct", KEYS["E2"], {"status": "denied"})
    judge(book, "reject", KEYS["E2"])
    last = judge(book, "correct", KEYS["E2"], {"mode": "allege"})
    assert (event_of(book.entry("r1"), "E2").status, event_of(book.entry("r1"), "E2").mode) == ("denied", "allege")
    undone = judge(book, "undo", last)
    assert "E2" not in book.entry("r1").keys
    judge(book, "undo", undone)
    assert event_of(book.entry("r1"), "E2").mode == "allege"
    assert len(book.present_judgments()) == 3


def test_a_judgment_needs_an_item_and_a_value_that_fits(book: Casebook) -> None:
    for what, on, value, reason in [
        ("accept", "event/r9/1-2", None, "no such item"),
        ("reject", "tree/r1/1-2", None, "no such item"),
        ("correct", KEYS["E1"], None, "JSON object"),
        ("correct", KEYS["E1"], {"type": "QUARREL"}, "none of"),
        ("merge", KEYS["A1"], KEYS["E1"], "of one kind"),
        ("split", KEYS["A1"], None, "needs the key"),
        ("merge", "report/r1", "report/r9", "no such report"),
        ("merge", KEYS["A1"], KEYS["A1"], "two different"),
    ]:
        with pytest.raises(CasebookError, match=reason):
            judge(book, what, on, value)
    assert book.judgments() == ()


def test_constraints_are_what_was_joined_and_set_apart_last(book: Casebook) -> None:
    other = replace(REPORT, id="r2")
    book.keep(other, b"raw", ORIGIN, replace(full(), report=other))
    one, two = KEYS["A3"], KEYS["A3"].replace("r1", "r2")
    judge(book, "merge", one, two)
    last = judge(book, "split", two, one)
    judge(book, "merge", "report/r2", "report/r1")
    reports = frozenset({("report/r1", "report/r2")})
    assert book.constraints() == Constraints(reports, frozenset({(one, two)}))
    judge(book, "undo", last)
    assert book.constraints() == Constraints(reports | {(one, two)})


def test_an_entry_that_is_not_there_is_named(book: Casebook) -> None:
    with pytest.raises(CasebookError, match="r9: no such reading"):
        book.entry("r9")
    assert [reader.version for reader in book.readers("r1")] == ["1.0"]
    assert Span(0, 5) == at("Arden")
