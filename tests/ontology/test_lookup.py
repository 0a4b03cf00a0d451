from __future__ import annotations

import pytest

from dragoman.ontology import cameo, cameo_quad, cue_of, goldstein, load, quad, read_title


def test_codes_and_values_of_types_and_modes() -> None:
    assert (cameo("CONSULT", None), cameo("CONSULT", "visit"), cameo("REJECT", "meet")) == ("040", "042", "125")
    assert (goldstein("AID", None), goldstein("ASSAULT", "firearms"), quad("AID"), quad("PROTEST")) == (7.0, -10.0, 2, 4)


@pytest.mark.parametrize(("kind", "mode"), [("MEET", None), ("CONSULT", "zoom"), ("AID", "visit")])
def test_an_unknown_type_or_mode_is_an_error(kind: str, mode: str | None) -> None:
    with pytest.raises(KeyError):
        cameo(kind, mode)


@pytest.mark.parametrize(("code", "expected"), [("010", 1), ("057", 1), ("0841", 2), ("112", 3), ("1385", 3), ("140", 4), ("204", 4)])
def test_the_quad_class_of_a_cameo_code(code: str, expected: int) -> None:
    assert cameo_quad(code) == expected


@pytest.mark.parametrize(
    ("words", "cue", "act", "event"),
    [
        ("said", "say", "say", None),
        ("told reporters", "tell", "say", None),
        ("according to", "according to", "say", None),
        ("called on", "call on", "urge", "REQUEST"),
        ("calls for", "call for", "urge", "REQUEST"),
        ("criticized", "criticize", "condemn", "ACCUSE"),
        ("criticised", "criticise", "condemn", "ACCUSE"),
        ("Accusing", "accuse", "accuse", "ACCUSE"),
        ("allegations", "allegation", "accuse", "ACCUSE"),
        ("denied", "deny", "deny", None),
        ("refused", "refuse", "reject", "REJECT"),
        ("refused to comment", "refuse to comment", "omit", None),
        ("avoided any mention of", "avoid any mention of", "omit", None),
        ("avoids mention of", "avoid mention of", "omit", None),
        ("stopped short of", "stop short of", "omit", None),
        ("did not say", "did not say", "omit", None),
        ("vowed", "vow", "promise", "AGREE"),
        ("threatened", "threaten", "warn", "THREATEN"),
        ("apologised", "apologise", "acknowledge", "CONCEDE"),
        ("made it clear", "made it clear", "say", None),
    ],
)
def test_cues(words: str, cue: str, act: str, event: str | None) -> None:
    found = cue_of(words, load())
    assert found is not None
    assert (found.id, found.act, found.event) == (cue, act, event)


@pytest.mark.parametrize("words", ["", "walked", "had been said", "the", "unsaid"])
def test_what_is_no_cue(words: str) -> None:
    assert cue_of(words, load()) is None


@pytest.mark.parametrize(
    ("title", "office", "changes", "sector"),
    [
        ("foreign minister", "minister", "", "GOV"),
        ("caretaker foreign minister", "minister", "acting", "GOV"),
        ("acting defense minister", "minister", "acting", "GOV"),
        ("deputy head", "head", "deputy", None),
        ("vice-president", "president", "deputy", "GOV"),
        ("President-elect", "president", "next", "GOV"),
        ("former U.N. envoy to Sudria", "envoy", "former", "UNO"),
        ("head of the army", "head", "", "MIL"),
        ("police chief", "head", "", "COP"),
        ("opposition leader", "head", "", "OPP"),
        ("rebel commander", "commander", "", "REB"),
        ("commander", "commander", "", "MIL"),
        ("prime minister's spokesman", "spokesman", "", "GOV"),
        ("spokesmen", "spokesman", "", None),
        ("secretary of state", "secretary_of_state", "", "GOV"),
        ("chief of army staff", "commander", "", "MIL"),
        ("special envoy", "envoy", "", None),
        ("lt. gen.", "general", "", "MIL"),
        ("astronaut", None, "", None),
    ],
)
def test_titles(title: str, office: str | None, changes: str, sector: str | None) -> None:
    read = read_title(title, load())
    assert (read.office and read.office.id, " ".join(q.changes for q in read.qualifiers), read.sector) == (office, changes, sector)
