"""Resolving actors on texts of our own.

In the texts `[words]A1` marks a name of A1, `[~words]A1` a description, `[^he]A1` a pronoun, and `{words}A1` a role of
A1, `{words}A1>A2` one whose body is A2.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge import Knowledge
from dragoman.record import Actor, Kind, Mention, Place, Report, Role, Span
from dragoman.resolve.actors import Cluster, resolve_actors

KINDS = get_args(Kind)
MARK = re.compile(r"\[([~^]?)([^\]]+)\](A\d+)|\{([^}]+)\}(A\d+)(?:>(A\d+))?")
FORMS = {"": "name", "~": "nominal", "^": "pronoun"}


def unmark(marked: str, kinds: dict[str, str]) -> tuple[str, list[Cluster]]:
    text, place = "", 0
    mentions: dict[str, list[Mention]] = defaultdict(list)
    roles: dict[str, list[Role]] = defaultdict(list)
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        words, id = match[2] or match[4], match[3] or match[5]
        span = Span(len(text), len(text) + len(words))
        if match[4]:
            roles[id].append(Role(words, match[6], span))
        else:
            mentions[id].append(Mention(f"{id}.{len(mentions[id])}", span, FORMS[match[1]], id))  # type: ignore[arg-type]
        text, place = text + words, match.end()
    shares = {id: {kind: 0.72 if kind == kinds.get(id) else 0.02 for kind in KINDS} for id in mentions}
    return text + marked[place:], [Cluster(id, tuple(mentions[id]), shares[id], tuple(roles[id])) for id in mentions]


def resolve(knowledge: Knowledge, marked: str, published: str = "2019-06-14", **kinds: str) -> dict[str, Actor]:
    text, clusters = unmark(marked, kinds)
    actors = resolve_actors(clusters, Report("test", text, published=published), knowledge)
    assert [actor.id for actor in actors] == [cluster.id for cluster in clusters]
    return {actor.id: actor for actor in actors}


# --- country: the text first ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "kind", "country"),
    [
        ("An [~Afghan delegation]A1 came.", "group", "AFG"),
        ("Pakistan's {caretaker foreign minister}A1 [Asad Khan]A1 spoke.", "person", "PAK"),
        ("The {Togolese premier}A1, [Kossi Ayite]A1, spoke.", "person", "TGO"),
        ("[~Residents]A1 of Kenya fled.", "group", "KEN"),
        ("The [~US troops]A1 left.", "military", "USA"),
        ("[~Iran-backed Yemeni rebels]A1 withdrew.", "armed_group", "YEM"),
        ("The [~Congolese army]A1 moved towards Brazzaville, and Brazzaville was calm.", "military", "COG"),
        ("The [~Congolese army]A1 moved.", "military", "COD"),
        ("{Foreign minister}A1 [Ana Prado]A1 of Peru spoke.", "person", "PER"),
        ("[Spanish Foreign Minister Clara Roig]A1 praised Morocco.", "person", "ESP"),
    ],
)
def test_the_words_give_the_country(knowledge: Knowledge, marked: str, kind: str, country: str) -> None:
    actor = resolve(knowledge, marked, A1=kind)["A1"]
    assert actor.country == country
    assert "country" not in actor.inferred


def test_an_office_is_of_the_country_of_its_body(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "[Norbert Vale]A1, {spokesman}A1>A2 of the [~Chilean navy]A2, spoke.", A1="person", A2="military")
    assert (actors["A1"].country, actors["A1"].member_of, actors["A1"].inferred) == ("CHL", ("A2",), ())


def test_an_envoy_to_a_country_is_of_the_one_whose_delegation_he_leads(knowledge: Knowledge) -> None:
    marked = "The {Special Envoy}A1 on Sudan {Ambassador}A1 [Tomas Hruby]A1, heading the Czech [~delegation]A2, spoke."
    assert resolve(knowledge, marked, A1="person", A2="group")["A1"].country == "CZE"


def test_the_body_named_in_a_description_or_an_office_gives_its_country(knowledge: Knowledge) -> None:
    marked = "In Cairo, a [~senior Hamas official]A1 met [Omar Fadel]A2, the {deputy head}A2 of Taliban intelligence."
    actors = resolve(knowledge, marked, A1="person", A2="person")
    assert (actors["A1"].country, actors["A2"].country) == ("PSE", "AFG")
    assert "country" in actors["A1"].inferred


def test_a_persons_name_is_no_nationality(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "[Israel Vargas]A1 met [Jordan Hill]A2 in Bolivia.", A1="person", A2="person")
    assert actor["A1"].country == actor["A2"].country == "BOL"
    assert "country" in actor["A1"].inferred


def test_a_group_of_two_nations_is_of_neither(knowledge: Knowledge) -> None:
    assert resolve(knowledge, "[~Israeli and Palestinian leaders]A1 met.", A1="group")["A1"].country is None


def test_organisations_of_states_have_no_country(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "In Kenya, the [United Nations]A1 said Kenya must act.", A1="igo")["A1"]
    assert (actor.country, actor.code, actor.known) == (None, "IGOUNO", "igo.un")


def test_the_text_goes_before_the_knowledge(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "The [~Lebanese branch]A1 of [Hamas]A2 in Lebanon denied it.", A1="group", A2="armed_group")
    assert actor["A1"].country == "LBN"
    assert (actor["A2"].country, actor["A2"].inferred) == ("PSE", ("country", "sectors"))


def test_police_are_of_the_country_where_the_report_is_set(knowledge: Knowledge) -> None:
    text = "NAIROBI - [~Police]A1 fired on a crowd, and Kenya's president promised an inquiry."
    actor = resolve(knowledge, text, A1="military")["A1"]
    assert (actor.country, actor.code, "country" in actor.inferred) == ("KEN", "KENCOP", True)


def test_crowds_that_come_from_elsewhere_are_not_of_the_setting(knowledge: Knowledge) -> None:
    text = "In Kenya, [~traders]A1 and [~foreign donors]A2 met. Kenya's police left for Kenya's coast."
    actor = resolve(knowledge, text, A1="group", A2="group")
    assert (actor["A1"].country, actor["A2"].country) == ("KEN", None)


def test_places_that_were_read_tell_the_setting(knowledge: Knowledge) -> None:
    text, clusters = unmark("KARWAN, May 3 - [~Police]A1 fired on a crowd.", {"A1": "military"})
    report = Report("test", text)
    assert resolve_actors(clusters, report, knowledge)[0].country is None
    place = Place("P1", Span(0, 6), "Karwan", None, "NPL", None, None)
    assert resolve_actors(clusters, report, knowledge, [place])[0].country == "NPL"


# --- known entries: namesakes stay apart -----------------------------------------------------------------------------


def test_the_two_taliban_stay_apart(knowledge: Knowledge) -> None:
    text = "The [Taliban]A1 urged the [Tehreek-e-Taliban Pakistan]A2 ([TTP]A2) to talk to Pakistan."
    actors = resolve(knowledge, text, A1="armed_group", A2="armed_group")
    assert (actors["A1"].known, actors["A1"].country) == ("afg.taliban", "AFG")
    assert (actors["A2"].known, actors["A2"].country) == ("pak.ttp", "PAK")


def test_the_two_congos_stay_apart(knowledge: Knowledge) -> None:
    text = "[Congo-Brazzaville]A1 and the [Democratic Republic of Congo]A2 signed; [DR Congo]A2 will follow."
    actors = resolve(knowledge, text, A1="country", A2="country")
    assert (actors["A1"].known, actors["A2"].known) == ("cog", "cod")


def test_the_two_koreas_stay_apart(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "[Seoul]A1 called; [Pyongyang]A2 did not answer. [South Korea]A1 waits.", A1="country", A2="country")
    assert [(a.known, a.code, a.name) for a in actors.values()] == [("kor", "KOR", "South Korea"), ("prk", "PRK", "North Korea")]


def test_an_acronym_that_the_report_spells_out_otherwise_is_not_linked(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "The [Tea Traders' Panel]A1 ([TTP]A1) of Pakistan met.", A1="organization")["A1"]
    assert actor.known is None


def test_a_namesake_in_another_country_is_not_linked(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "Peru's {police chief}A1 [Colonel Burhan]A1 resigned.", published="2006-01-10", A1="person")["A1"]
    assert (actor.known, actor.country) == (None, "PER")


def test_another_first_name_is_another_person(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "[Ulla Guterres]A1 of Portugal spoke; [Guterres]A1 left.", A1="person")
    assert actors["A1"].known is None


def test_a_name_of_many_states_is_that_of_the_one_which_the_text_names(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "Zambia's [National Assembly]A1 voted, and Zambia waits.", A1="government")
    assert (actors["A1"].known, actors["A1"].code) == ("zmb.parliament", "ZMBLEG")
    assert resolve(knowledge, "The [National Assembly]A1 voted.", A1="government")["A1"].known is None


def test_the_year_tells_who_can_be_meant(knowledge: Knowledge) -> None:
    text = "{President}A1 [Clinton]A1 of the United States spoke."
    assert resolve(knowledge, text, published="1997-04-02", A1="person")["A1"].known == "usa.person.clinton-b"


def test_a_family_name_alone_needs_an_office_or_a_country(knowledge: Knowledge) -> None:
    assert resolve(knowledge, "[Sturm]A1 sat down.", A1="person")["A1"].known is None


# --- name, kind, sectors, code ---------------------------------------------------------------------------------------


def test_the_fullest_name_of_the_text_is_the_name(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "[Qasimli]A1 spoke. [Elnar Qasimli]A1 left.", A1="person")["A1"]
    assert actor.name == "Elnar Qasimli"


@pytest.mark.parametrize(
    ("marked", "kind", "name"),
    [
        ("Peru's [~delegation]A1 left; [^it]A1 was tired.", "group", "Peruvian delegation"),
        ("An [~Afghan delegation]A1 left.", "group", "Afghan delegation"),
        ("[^They]A1 left.", "group", "They"),
        ("Peru sent [^our]A1 thanks.", "country", "Peru"),
        ("The [~customs service]A1 of Peru came.", "government", "Peruvian customs service"),
        ("Peru's [~12 envoys]A1 came.", "group", "12 Peruvian envoys"),
        ("[WHO]A1 warned.", "igo", "World Health Organization"),
    ],
)
def test_a_cluster_without_a_full_name_is_called_by_its_best_words(knowledge: Knowledge, marked: str, kind: str, name: str) -> None:
    assert resolve(knowledge, marked, A1=kind)["A1"].name == name


def test_knowledge_mends_a_kind_that_the_model_is_unsure_of(knowledge: Knowledge) -> None:
    text, (cluster,) = unmark("[Hizbollah]A1 of Lebanon denied it.", {})
    unsure = Cluster(cluster.id, cluster.mentions, {"company": 0.4, "armed_group": 0.3, "party": 0.3})
    assert resolve_actors([unsure], Report("test", text), knowledge)[0].kind == "armed_group"
    text, (cluster,) = unmark("Peru's [~foreign ministry]A1 denied it.", {})
    unsure = Cluster(cluster.id, cluster.mentions, {"government": 0.5, "ministry": 0.3, "group": 0.2})
    assert resolve_actors([unsure], Report("test", text), knowledge)[0].kind == "ministry"


@pytest.mark.parametrize(
    ("marked", "kind", "code"),
    [
        ("Peru's {foreign minister}A1 [Ana Prado]A1 spoke.", "person", "PERGOV"),
        ("Peru's {army chief}A1 [Ana Prado]A1 spoke.", "person", "PERMIL"),
        ("Peruvian {opposition leader}A1 [Ana Prado]A1 spoke.", "person", "PEROPP"),
        ("[~Peruvian police]A1 came.", "military", "PERCOP"),
        ("Peru's {foreign ministry spokesman}A1 [Ana Prado]A1 spoke.", "person", "PERGOV"),
        ("[~Peruvian lawmakers]A1 came.", "group", "PERLEG"),
        ("[~Peruvian refugees]A1 came.", "population", "PERREF"),
        ("[Peru]A1 agreed.", "country", "PER"),
        ("[NATO]A1 agreed.", "igo", "IGONAT"),
        ("[UNHCR]A1 agreed.", "igo", "IGOUNO"),
        ("[al-Qaeda]A1 agreed.", "armed_group", "IMG"),
        ("[~masked men]A1 came.", "group", "UAF"),
        ("[~things]A1 came.", "group", None),
    ],
)
def test_codes(knowledge: Knowledge, marked: str, kind: str, code: str | None) -> None:
    assert resolve(knowledge, marked, A1=kind)["A1"].code == code


def test_a_spokesman_is_of_the_sector_of_the_body(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "[Ana Prado]A1, {spokeswoman}A1>A2 of the [Herald Group]A2, spoke.", A1="person", A2="company")
    assert actors["A1"].sectors == ("BUS",)


# --- membership ------------------------------------------------------------------------------------------------------


def test_officials_and_bodies_belong_to_their_country(knowledge: Knowledge) -> None:
    text = "[Peru]A1 sent a [~delegation]A2; the [~Peruvian army]A3 and {foreign minister}A4>A1 [Ana Prado]A4 agreed. [Chile]A5 did not."
    actors = resolve(knowledge, text, A1="country", A2="group", A3="military", A4="person", A5="country")
    assert [actors[id].member_of for id in ("A1", "A3", "A4", "A5")] == [(), ("A1",), ("A1",), ()]


@pytest.mark.parametrize(
    "marked",
    ["[TTP]A1 [~fighters]A2", "[TTP]A1's [~fighters]A2", "[~fighters]A2 of the [TTP]A1"],
)
def test_words_beside_each_other_make_a_member(knowledge: Knowledge, marked: str) -> None:
    assert resolve(knowledge, f"The {marked} left.", A1="armed_group", A2="group")["A2"].member_of == ("A1",)


def test_a_description_belongs_to_the_name_that_it_begins_with(knowledge: Knowledge) -> None:
    shares = {kind: 1 / len(KINDS) for kind in KINDS}
    group = Cluster("A1", (Mention("A1.1", Span(4, 16), "nominal", "A1"),), shares | {"group": 0.9})
    owner = Cluster("A2", (Mention("A2.1", Span(4, 7), "name", "A2"),), shares | {"armed_group": 0.9})
    actors = resolve_actors([group, owner], Report("test", "The TTP fighters left."), knowledge)
    assert [actor.member_of for actor in actors] == [("A2",), ()]


def test_a_part_belongs_to_the_whole_that_the_report_names(knowledge: Knowledge) -> None:
    actors = resolve(knowledge, "The [Security Council]A1 of the [United Nations]A2 met.", A1="igo", A2="igo")
    assert actors["A1"].member_of == ("A2",)


def test_both_sides_are_the_states_named_last(knowledge: Knowledge) -> None:
    text = "[Chad]A1 was absent. [Peru]A2 met [Chile]A3, and the [~two countries]A4 signed."
    assert resolve(knowledge, text, A1="country", A2="country", A3="country", A4="group")["A4"].member_of == ("A3", "A2")


# --- whatever comes --------------------------------------------------------------------------------------------------


def test_a_role_of_nobody_that_is_there_does_no_harm(knowledge: Knowledge) -> None:
    actor = resolve(knowledge, "Peru's {envoy}A1>A9 [Ana Prado]A1 spoke.", A1="person")["A1"]
    assert (actor.country, actor.member_of) == ("PER", ())


def test_without_clusters_there_are_no_actors(knowledge: Knowledge) -> None:
    assert resolve_actors([], Report("test", ""), knowledge) == ()


@cache
def shipped() -> Knowledge:
    """As the fixture, which Hypothesis cannot take."""
    return Knowledge.load()


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_text_is_resolved_the_same_way_twice(text: str, data: st.DataObject) -> None:
    knowledge = shipped()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    form = data.draw(st.sampled_from(["name", "nominal", "pronoun"]))
    kind = data.draw(st.sampled_from(KINDS))
    cluster = Cluster("A1", (Mention("A1.1", Span(start, end), form, "A1"),), {kind: 1.0}, (Role("x", None, Span(start, end)),))
    first, second = (resolve_actors([cluster], Report("test", text), knowledge) for _ in range(2))
    assert first == second
    assert (first[0].id, first[0].roles) == ("A1", cluster.roles)
