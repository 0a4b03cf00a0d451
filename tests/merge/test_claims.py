"""Claims over reports made by hand: who charges, who repeats, who denies and who tells the deed itself."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from dragoman.merge.claims import find_claims
from dragoman.record import Actor, Event, Mention, Reader, Reading, Report, Span, Statement
from dragoman.record.merged import Claim, Copies, Story

ARDEN = Actor("A1", "Arden", "country", "ard", None, "ARD")
BELLAND = Actor("A2", "Belland", "country", "bel", None, "BEL")
BELL_MINISTRY = Actor("A3", "Belland's defence ministry", "ministry", "bel.mod", None, "BEL", ("GOV",), member_of=("A2",))
GULLS = Actor("A4", "Grey Gulls", "armed_group", "gulls")
ACTORS = (ARDEN, BELLAND, BELL_MINISTRY, GULLS)
STORY = "told"


class Paper:
    """A reading in the making: rows are given by the words that they stand on."""

    def __init__(self, id: str, text: str, published: str = "2025-03-12", publisher: str | None = None) -> None:
        self.reading = Reading(Report(id, text, published=published, publisher=publisher or id), Reader("1", "m", "o", "k"), actors=ACTORS)

    def span(self, words: str) -> Span:
        start = self.reading.report.text.index(words)
        return Span(start, start + len(words))

    def names(self, **words: str) -> Paper:
        rows = tuple(Mention(f"{actor}.{n}", self.span(said), "name", actor) for n, (actor, said) in enumerate(words.items()))
        self.reading = replace(self.reading, mentions=self.reading.mentions + rows)
        return self

    def says(self, act: str, speaker: str | None, cue: str, *content: str, **more: Any) -> Paper:
        rows = self.reading.statements
        spans = tuple(map(self.span, content))
        row = Statement(f"S{len(rows) + 1}", (speaker,) if speaker else (), (), (self.span(cue),), spans, (), act, **more)  # type: ignore[arg-type]
        self.reading = replace(self.reading, statements=(*rows, row))
        return self

    def tells(self, type: str, words: str, sources: Sequence[str], by: str | None = None, goldstein: float = -9.0) -> Paper:
        rows, span = self.reading.events, self.span(words)
        row = Event(
            f"E{len(rows) + 1}", type, None, (), "19", goldstein, tuple(sources), (), span, (span,), None, None, "happened", by, 0.9
        )
        self.reading = replace(self.reading, events=(*rows, row))
        return self


def charge(id: str = "p1", **more: Any) -> Paper:
    paper = Paper(id, "Arden accused Belland of shelling the lighthouse at Cape Sorrel. Fishing went on.", **more)
    return paper.names(A1="Arden", A2="Belland").says("accuse", "A1", "accused", "Belland of shelling the lighthouse at Cape Sorrel")


def denial(id: str = "p2", **more: Any) -> Paper:
    paper = Paper(id, 'Belland denied that its guns had fired at the lighthouse. "Not one shell left our battery," it said.', **more)
    return paper.names(A2="Belland").says("deny", "A2", "denied", "that its guns had fired at the lighthouse")


def claims(*papers: Paper, keys: Mapping[tuple[str, str], str] | None = None, copies: Sequence[Copies] = ()) -> tuple[Claim, ...]:
    readings = [paper.reading for paper in papers]
    return find_claims(readings, [Story(STORY, tuple(reading.report.id for reading in readings))], keys or {}, copies)


def reports(claim: Claim) -> tuple[list[str], list[str]]:
    return [words.report for words in claim.statements], [words.report for words in claim.denials]


def test_a_denial_in_another_report_is_linked_to_the_charge_by_its_words() -> None:
    first, second = charge(), denial()
    (claim,) = claims(first, second)
    assert reports(claim) == (["p1"], ["p2"])
    assert claim.speakers == ("ard",)
    assert claim.statements[0].span.of(first.reading.report.text) == "accused Belland of shelling the lighthouse at Cape Sorrel"
    assert claim.denials[0].span.of(second.reading.report.text) == "denied that its guns had fired at the lighthouse"


def test_a_denial_in_another_story_is_not_linked() -> None:
    readings = [charge().reading, denial().reading]
    (claim,) = find_claims(readings, [Story("one", ("p1",)), Story("two", ("p2",))], {})
    assert reports(claim) == (["p1"], [])


def test_of_two_charges_the_denial_answers_the_one_that_it_is_about() -> None:
    other = Paper("p3", "Arden accused Belland of seizing two trawlers off Port Venn.").names(A1="Arden", A2="Belland")
    other.says("accuse", "A1", "accused", "Belland of seizing two trawlers off Port Venn")
    found = {claim.statements[0].report: claim for claim in claims(charge(), denial(), other)}
    assert reports(found["p1"])[1] == ["p2"]
    assert reports(found["p3"])[1] == []


def test_a_speaker_does_not_deny_its_own_words() -> None:
    own = Paper("p3", "Belland said its guns had fired at the lighthouse.").says(
        "say", "A2", "said", "its guns had fired at the lighthouse"
    )
    assert claims(own, denial()) == ()


def test_a_ministry_that_denies_for_its_country_answers_the_charge_against_the_country() -> None:
    ministry = Paper("p2", "The ministry dismissed the charge.").says("deny", "A3", "dismissed", "the charge")
    (claim,) = claims(charge(), ministry)
    assert reports(claim) == (["p1"], ["p2"])


def test_a_plain_assertion_becomes_a_claim_only_when_denied() -> None:
    plain = Paper("p3", "Arden said the lighthouse at Cape Sorrel was fired on.").names(A1="Arden")
    plain.says("say", "A1", "said", "the lighthouse at Cape Sorrel was fired on")
    assert claims(plain) == ()
    (claim,) = claims(plain, denial())
    assert reports(claim) == (["p3"], ["p2"])


def test_harm_that_a_speaker_lays_on_others_is_a_charge() -> None:
    paper = Paper("p3", "Gunmen of Belland shelled the lighthouse, Arden said.").says(
        "say", "A1", "said", "Gunmen of Belland shelled the lighthouse"
    )
    assert reports(claims(paper.tells("ASSAULT", "shelled", ["A2"], "S1"))[0]) == (["p3"], [])
    own = Paper("p3", "Our guns shelled the lighthouse, Arden said.").says("say", "A1", "said", "Our guns shelled the lighthouse")
    assert claims(own.tells("ASSAULT", "shelled", ["A1"], "S1")) == ()
    help = Paper("p3", "Belland repaired the lighthouse, Arden said.").says("say", "A1", "said", "Belland repaired the lighthouse")
    assert claims(help.tells("AID", "repaired", ["A2"], "S1", 7.0)) == ()


def test_repetitions_in_other_reports_are_one_claim() -> None:
    again = Paper("p3", "Arden repeated that Belland was shelling the lighthouse at Cape Sorrel.").names(A1="Arden", A2="Belland")
    again.says("claim", "A1", "repeated", "that Belland was shelling the lighthouse at Cape Sorrel")
    (claim,) = claims(charge(), again, denial())
    assert reports(claim) == (["p1", "p3"], ["p2"])


def test_a_charge_that_the_denial_retells_is_a_repetition_of_what_it_answers() -> None:
    retold = Paper("p2", "Belland rejected Arden's allegation that a beacon had been hit.").names(A2="Belland", A1="Arden")
    retold.says("deny", "A2", "rejected", "Arden's allegation that a beacon had been hit", denies=("S2",))
    retold.says("accuse", "A1", "allegation", "that a beacon had been hit")
    (claim,) = claims(charge(), retold)
    assert reports(claim) == (["p1", "p2"], ["p2"])


def test_words_for_a_lie_deny_whatever_their_act() -> None:
    lie = Paper("p2", "The story of a lighthouse under fire is a fabrication, Belland said.")
    lie.says("say", "A2", "said", "The story of a lighthouse under fire is a fabrication")
    assert reports(claims(charge(), lie)[0]) == (["p1"], ["p2"])
    plain = Paper("p2", "The story of a lighthouse under fire is widely told, Belland said.")
    plain.says("say", "A2", "said", "The story of a lighthouse under fire is widely told")
    assert reports(claims(charge(), plain)[0]) == (["p1"], [])


def test_what_goes_on_after_a_denial_denies_too() -> None:
    more = denial().says("say", "A2", "said", "Not one shell left our battery")
    struck = Paper("p1", "Arden accused Belland of sending shell after shell into the lighthouse.").names(A1="Arden", A2="Belland")
    struck.says("accuse", "A1", "accused", "Belland of sending shell after shell into the lighthouse")
    assert len(claims(struck, more)[0].denials) == 2
    other = Paper("p2", denial().reading.report.text).says("say", "A2", "said", "Not one shell left our battery")
    assert claims(struck, other)[0].denials == ()  # by itself it is no more than a statement


def test_the_reading_s_own_link_settles_which_charge_of_a_report_is_denied() -> None:
    def both(denies: str) -> Claim:
        paper = Paper("p1", "Arden spoke of shelling. The Gulls spoke of mines. Belland denied it.")
        paper.says("claim", "A1", "spoke of", "shelling").says("claim", "A4", "The Gulls", "mines")
        paper.says("deny", "A2", "denied", "it", denies=(denies,))
        return next(claim for claim in claims(paper) if claim.denials)

    assert both("S1").speakers == ("ard",)
    assert both("S2").speakers == ("gulls",)


def test_corroborated_where_a_report_of_another_publisher_tells_the_deed_itself() -> None:
    accused = charge().tells("ASSAULT", "shelling", ["A2"], "S1")

    def seen(source: str, publisher: str, by: str | None = None) -> Paper:
        paper = Paper("p3", "Shells of Belland struck the lighthouse at Cape Sorrel at dawn.", publisher=publisher)
        return paper.tells("ASSAULT", "struck", [source], by)

    def supports(paper: Paper, *copies: Copies) -> list[tuple[str, str]]:
        (claim,) = claims(accused, paper, copies=copies)
        return [(support.report, support.event) for support in claim.corroborated]

    assert supports(seen("A2", "Strait Courier")) == [("p3", "E1")]
    assert supports(seen("A2", "Strait Courier"), Copies(("p1", "p3"))) == []  # a copy of the claim's own report
    assert supports(seen("A4", "Strait Courier")) == []  # the deed of others
    assert supports(seen("A2", "P1")) == []  # the claim's own publisher
    assert supports(seen("A2", "Strait Courier", "S9")) == []  # somebody's word again


def test_keys_of_actors_over_reports_tell_who_speaks() -> None:
    (claim,) = claims(charge(), keys={("p1", "A1"): "nil:arden-of-the-isles"})
    assert claim.speakers == ("nil:arden-of-the-isles",)


def test_an_unknown_actor_goes_by_its_kind_and_name() -> None:
    paper = charge()
    paper.reading = replace(paper.reading, actors=(replace(ARDEN, known=None), *ACTORS[1:]))
    assert claims(paper)[0].speakers == ("country:arden",)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_readings_and_stories_is_of_no_matter(seed: int) -> None:
    papers = [charge(), denial(), charge("p3"), denial("p4", published="2025-03-10"), charge("p5"), denial("p6")]
    readings = [paper.reading for paper in papers]
    stories = [Story("a", ("p1", "p2", "p3", "p4")), Story("b", ("p5", "p6"))]
    expected = find_claims(readings, stories, {})
    assert [reports(claim) for claim in sorted(expected, key=lambda claim: claim.statements[0].report)] == [
        (["p1", "p3"], ["p2", "p4"]),
        (["p5"], ["p6"]),
    ]
    chance = random.Random(seed)
    chance.shuffle(readings)
    shuffled = [Story(story.id, tuple(chance.sample(story.reports, len(story.reports)))) for story in chance.sample(stories, 2)]
    assert find_claims(readings, shuffled, {}) == expected


def test_ids_are_of_what_the_claim_holds() -> None:
    assert claims(charge())[0].id == claims(charge(), Paper("p9", "Rain."))[0].id
    assert claims(charge())[0].id != claims(charge("p7"))[0].id


def test_nothing_said_is_no_claim_and_a_story_may_name_reports_without_readings() -> None:
    assert claims(Paper("p1", "Rain.")) == ()
    assert find_claims([], [Story("a", ("p1",))], {}) == ()


def test_a_statement_without_words_is_passed_over() -> None:
    paper = charge()
    bare = replace(paper.reading.statements[0], id="S9", cue=(), content=())
    paper.reading = replace(paper.reading, statements=(*paper.reading.statements, bare))
    assert [reports(claim) for claim in claims(paper)] == [(["p1"], [])]
