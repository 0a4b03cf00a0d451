"""The report that Dragoman was first asked to read: what must come out of it, each entry with its words.

Its text is not ours to copy: it lies beside the repository where it lies at all, and nothing was trained on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dragoman.app.reader import load_reader
from dragoman.encoder import FOLDER
from dragoman.record import Actor, Meeting, Reading, Report, Span, Statement
from dragoman.settings import Settings


@pytest.fixture(scope="module")
def reading(dev_data: Path) -> Reading:
    path = dev_data / "first-report.txt"
    if not path.is_file() or not (FOLDER / "encoder.onnx").is_file():
        pytest.skip("the first report or the model is not there")
    text = path.read_text(encoding="utf-8")
    return load_reader(Settings()).read(Report("first", text, published="2024-01-03"))


def actor_of(reading: Reading, words: str, nth: int = 1) -> Actor:
    """The actor of the nth mention that is just these words."""
    mentions = [m for m in reading.mentions if m.span.of(reading.report.text) == words]
    assert len(mentions) >= nth, f"{words!r} is no mention"
    return next(a for a in reading.actors if a.id == mentions[nth - 1].actor)


def titles(actor: Actor) -> list[str]:
    return [role.title.lower() for role in actor.roles]


def words_of(reading: Reading, spans: Iterable[Span]) -> str:
    return " … ".join(span.of(reading.report.text) for span in spans)


def statement(reading: Reading, content: str, act: str | None = None) -> Statement:
    found = [s for s in reading.statements if content in words_of(reading, s.content) and act in (None, s.act)]
    assert found, f"no {act or 'statement'} holds {content!r}"
    return min(found, key=lambda s: len(words_of(reading, s.content)))


def joint_meeting(reading: Reading) -> Meeting:
    return next(m for m in reading.meetings if {p.head for p in m.parties} >= {actor_of(reading, "Asif Durrani").id})


def countries(reading: Reading, meeting: Meeting) -> set[str | None]:
    known = {a.id: a.country for a in reading.actors}
    return {known[p.actor] for p in meeting.parties}


def test_the_envoy_with_four_names_is_one_person_with_two_offices(reading: Reading) -> None:
    shirin = actor_of(reading, "Shirin Akhund")
    assert {shirin.id} == {actor_of(reading, name).id for name in ("Shirin", "Taliban leader")}
    assert shirin.country == "AFG"
    assert any("governor" in title for title in titles(shirin))
    assert any("deputy head" in title for title in titles(shirin))


def test_the_host_and_the_head_of_the_delegation_have_office_and_country(reading: Reading) -> None:
    jilani, durrani = actor_of(reading, "Jalil Abbas Jilani"), actor_of(reading, "Asif Durrani")
    assert (jilani.country, durrani.country) == ("PAK", "PAK")
    assert any("foreign minister" in title for title in titles(jilani))
    assert any("special envoy" in title for title in titles(durrani))


def test_the_two_taliban_are_apart(reading: Reading) -> None:
    group = actor_of(reading, "TTP")
    assert group.id == actor_of(reading, "Tehreek-e-Taliban Pakistan").id
    assert group.known == "pak.ttp"
    assert group.id != actor_of(reading, "Taliban").id


def test_the_joint_meeting_has_sides_heads_place_day_and_length(reading: Reading) -> None:
    meeting = joint_meeting(reading)
    assert countries(reading, meeting) >= {"AFG", "PAK"}
    assert actor_of(reading, "Shirin Akhund").id in {p.head for p in meeting.parties}
    assert {p.name for p in reading.places if p.id == meeting.place} == {"Islamabad"}


def test_the_day_of_the_visit_is_that_of_publication(reading: Reading) -> None:
    days = {t.id: t.value for t in reading.times}
    assert "2024-01-03" in {days[m.time] for m in reading.meetings if m.time}


def test_the_talks_lasted_three_hours_and_media_tell_the_agenda(reading: Reading) -> None:
    values = {t.id: t.value for t in reading.times}
    talks = next(m for m in reading.meetings if m.duration)
    assert values[talks.duration or ""] == "PT3H"
    media = actor_of(reading, "Pakistani media").id
    # The media cite official sources, so that either statement of the chain may stand beside the agenda.
    theirs = {id for s in reading.statements if media in s.speakers for id in (s.id, *s.via)}
    told = [item.span.of(reading.report.text) for item in talks.agenda if item.said_by in theirs]
    for topic in ("Tehreek-e-Taliban Pakistan", "border security", "deportation"):
        assert any(topic in words for words in told), topic


def test_the_forum_has_its_states_venues_and_session(reading: Reading) -> None:
    (forum,) = [k for k in reading.mechanisms if k.acronym == "JCC"]
    country = {a.id: a.country for a in reading.actors}
    assert {country[party] for party in forum.parties} >= {"AFG", "PAK"}
    assert {p.name for p in reading.places if p.id in forum.venues} >= {"Kabul", "Islamabad"}
    assert 6 in {m.session for m in reading.meetings if m.mechanism == forum.id}


SAID = [
    ("issues of mutual concerns", "Foreign Office", None),
    ("commitment to continued engagement", "Jilani", "promise"),
    ("long-standing support", "Taliban leader", "acknowledge"),
    ("would address potential conflicts", "Taliban spokesperson", None),
    ("action against terrorist havens", "Pakistan", None),
    ("not being used against Pakistan", "Taliban government", "deny"),
    ("nationals were involved in attacks", "acting Taliban defense minister", None),
]


@pytest.mark.parametrize(("content", "speaker", "act"), SAID)
def test_who_said_what(reading: Reading, content: str, speaker: str, act: str | None) -> None:
    said = statement(reading, content, act)
    names = {m.span.of(reading.report.text) for m in reading.mentions if m.actor in said.speakers}
    assert speaker in names


def test_the_insistence_contradicts_the_charge(reading: Reading) -> None:
    denial = statement(reading, "not being used against Pakistan", "deny")
    assert statement(reading, "action against terrorist havens").id in denial.denies


def test_what_the_official_statements_avoid_is_on_record(reading: Reading) -> None:
    assert statement(reading, "sensitive issues", "omit").cue


def find(reading: Reading, holds: Callable[[str], bool], **wanted: str) -> list[str]:
    rows = [e for e in reading.events if holds(words_of(reading, e.evidence))]
    return [e.id for e in rows if all(getattr(e, key) == value for key, value in wanted.items())]


def test_a_charge_is_its_speakers_and_no_happening(reading: Reading) -> None:
    attacks = [e for e in reading.events if "attacks" in words_of(reading, e.evidence)]
    assert attacks and all(e.asserted_by for e in attacks)
    assert find(reading, lambda words: "blamed" in words, type="ACCUSE")


def test_the_attacks_on_security_forces_go_on(reading: Reading) -> None:
    assert find(reading, lambda words: "targeting" in words, status="ongoing")


def test_the_separate_meeting_with_the_minister_is_a_meeting_of_its_own(reading: Reading) -> None:
    jilani = actor_of(reading, "Jalil Abbas Jilani").id
    assert any(jilani in {p.actor, p.head, *p.delegates} for m in reading.meetings if m.id != joint_meeting(reading).id for p in m.parties)
