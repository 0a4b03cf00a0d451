"""The whole pipeline without a model: a small report read by hand, and nonsense over hostile texts that must hold together."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman import __version__
from dragoman.encoding import Encoding
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.ontology import load
from dragoman.pipeline import References, read
from dragoman.record import Reading, Report
from tests.fake_encoder import by_chance, by_hand, frame
from tests.grounded import HOSTILE, check

REFERENCES = References(Knowledge.load(), load_gazetteer(), load())

TEXT = (
    "Foreign Minister Elna Doran of Norway met the Swedish envoy in Oslo on Monday. "
    "She said that Sweden would open the border. Sweden denied it."
)


def by_the_book() -> Encoding:
    """What a good model would say of the text."""
    return by_hand(
        TEXT,
        {
            "mention": [
                ("Elna Doran", "name"),
                ("Norway", "name"),
                ("the Swedish envoy", "nominal"),
                ("She", "pronoun"),
                ("Sweden", "name"),
                ("Sweden#2", "name"),
            ],
            "role": [("Foreign Minister", "role")],
            "place": [("Oslo", "place")],
            "time": [("Monday", "time")],
            "cue": [("said", "cue"), ("denied", "cue")],
            "event": [("met", "CONSULT"), ("open", "RETREAT")],
        },
        {
            "kind": [
                ("Elna Doran", "person"),
                ("Norway", "country"),
                ("the Swedish envoy", "person"),
                ("Sweden", "country"),
                ("Sweden#2", "country"),
            ],
            "act": [("said", "claim"), ("denied", "deny")],
            "event": [("met", "CONSULT"), ("open", "RETREAT")],
            "mode": [("met", "CONSULT/visit"), ("open", "RETREAT/access")],
            "status": [("met", "happened"), ("open", "planned")],
        },
        {
            "coreference": [("She", "Elna Doran"), ("Sweden#2", "Sweden")],
            "frame": frame("said", ["that Sweden would open the#2 border"], ["She"])
            + frame("denied", [], ["Sweden#2"])
            + [("denied", "it", "content_first")],
            "speaker": [("said", "She"), ("denied", "Sweden#2")],
            "denies": [("denied", "said")],
            "argument": [("met", "Elna Doran", "source"), ("met", "the Swedish envoy", "recipient"), ("open", "Sweden", "source")],
            "place": [("met", "Oslo")],
            "time": [("met", "Monday")],
            "assert": [("open", "said")],
        },
        {"diplomatic": 3.0},
    )


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(Report("r", TEXT, published="2024-05-07"), by_the_book(), REFERENCES, "hand")


def test_it_holds_together(reading: Reading) -> None:
    check(reading)
    assert (reading.reader.version, reading.reader.model) == (__version__, "hand")
    assert reading.reader.ontology == REFERENCES.ontology.version
    assert reading.reader.knowledge == REFERENCES.knowledge.version


def test_actors_with_their_mentions(reading: Reading) -> None:
    words = {actor.name: [m.span.of(TEXT) for m in reading.mentions if m.actor == actor.id] for actor in reading.actors}
    assert words["Elna Doran"] == ["Elna Doran", "She"]
    assert words["Sweden"] == ["Sweden", "Sweden"]
    assert [actor.kind for actor in reading.actors if actor.name in ("Norway", "Elna Doran")] == ["person", "country"]


def test_an_office_and_the_country_of_its_holder(reading: Reading) -> None:
    (doran,) = (actor for actor in reading.actors if actor.name == "Elna Doran")
    assert [role.span.of(TEXT) for role in doran.roles] == ["Foreign Minister"]
    assert doran.country == "NOR"


def test_events_with_their_parts(reading: Reading) -> None:
    names = {actor.id: actor.name for actor in reading.actors}
    met, opened = reading.events
    assert (met.type, met.mode, met.status, met.asserted_by) == ("CONSULT", "visit", "happened", None)
    assert [names[id] for id in met.sources] == ["Elna Doran"]
    assert len(met.recipients) == 1
    assert [place.span.of(TEXT) for place in reading.places if place.id == met.place] == ["Oslo"]
    assert [time.value for time in reading.times if time.id == met.time] == ["2024-05-06"]
    assert (opened.type, opened.mode, opened.status) == ("RETREAT", "access", "planned")
    assert met.contexts == reading.contexts == ("diplomatic",)


def test_a_claim_is_its_speakers(reading: Reading) -> None:
    names = {actor.id: actor.name for actor in reading.actors}
    claim, denial = reading.statements
    opened = reading.events[1]
    assert (opened.asserted_by, claim.events) == (claim.id, (opened.id,))
    assert [names[id] for id in claim.speakers] == ["Elna Doran"]
    assert [span.of(TEXT) for span in claim.content] == ["that Sweden would open the border"]
    assert (denial.act, denial.denies) == ("deny", (claim.id,))


def test_an_encounter_is_a_meeting(reading: Reading) -> None:
    (meeting,) = reading.meetings
    assert meeting.event == reading.events[0].id
    assert meeting.place == reading.events[0].place
    assert len(meeting.parties) == 2


@given(HOSTILE, st.integers(0, 1000), st.sampled_from(["2024-01-03", None, "nonsense"]))
@example("", 0, None)
@example("\u0301", 1, None)
@example("\u202e\u200b \ufeff", 2, "2024-01-03")
@example("中国" * 50, 3, None)
def test_nonsense_holds_together(text: str, seed: int, published: str | None) -> None:
    report = Report("r", text, published=published)
    once = read(report, by_chance(text, seed), REFERENCES, "chance")
    check(once)
    assert len(once.contexts) <= 4
    assert read(report, by_chance(text, seed), REFERENCES, "chance") == once


@given(HOSTILE, st.integers(0, 1000))
def test_a_quiet_model_holds_together(text: str, seed: int) -> None:
    """Where little is found, rules meet other gaps than where all is."""
    check(read(Report("r", text, published="2024-01-03"), by_chance(text, seed, 0.7), REFERENCES, "chance"))
