"""Which reports are one voice."""

from __future__ import annotations

import pytest

from dragoman.merge.voices import Voices, cites, signed
from dragoman.record import Reader, Reading, Report
from dragoman.record.merged import Copies


def reading(id: str, publisher: str | None, text: str) -> Reading:
    return Reading(Report(id, text, publisher=publisher, published="2025-03-13"), Reader("1", "m", "o", "k"))


PLAIN = "Guards fired at a ferry off Port Sorrel."


def test_one_publisher_is_one_voice_whatever_it_writes() -> None:
    voices = Voices(
        [reading("a", "The Strait Courier", PLAIN), reading("b", "Strait Courier", "A ferry was hit."), reading("c", "Sorrel Post", PLAIN)],
        (),
    )
    assert voices.groups(["c", "b", "a"]) == (("a", "b"), ("c",))
    assert voices.count(["a", "c"]) == 2


def test_copies_are_one_voice() -> None:
    rows = [reading("a", "Courier", PLAIN), reading("b", "Post", PLAIN), reading("c", "Herald", PLAIN)]
    assert Voices(rows, [Copies(("a", "b"))]).groups(["a", "b", "c"]) == (("a", "b"), ("c",))


def test_papers_that_cite_one_agency_are_one_voice_with_it() -> None:
    rows = [
        reading("a", "Arden Press Agency", PLAIN),
        reading("b", "Post", "A ferry was hit, Arden Press Agency reported."),
        reading("c", "Herald", "PORT SORREL, March 13 (APA) - A ferry was hit."),
        reading("d", "Star", "Our reporter counted nine holes in the ferry."),
    ]
    assert Voices(rows, ()).groups(["a", "b", "c", "d"]) == (("a", "b", "c"), ("d",))


def test_two_papers_with_one_dateline_are_one_voice_without_the_agency() -> None:
    rows = [reading("a", "Post", "PORT SORREL (APA) - A ferry was hit."), reading("b", "Herald", "A ferry was hit off Port Sorrel. - APA")]
    assert Voices(rows, ()).count(["a", "b"]) == 1


def test_a_report_without_publisher_is_its_own_voice() -> None:
    assert Voices([reading("a", None, PLAIN), reading("b", None, PLAIN)], ()).count(["a", "b"]) == 2


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("The blast killed two, the Strait Courier reported.", "strait courier", True),
        ("According to APA, two died.", "apa", True),
        ("The office of the Strait Courier was burnt.", "strait courier", False),
        ("Two died. The Strait Courier building stood. A doctor said so.", "strait courier", False),
        ("He said that an apa is a monk.", "apa", False),
    ],
)
def test_cites_needs_words_of_reporting_in_the_sentence(text: str, name: str, found: bool) -> None:
    assert cites(text, name) is found


def test_signed_reads_dateline_and_end() -> None:
    assert signed("ARDEN, March 2 (Strait News) - Rain.") == {"strait news"}
    assert signed("Rain fell all day. - APA\n\nMore rain is due.") == {"apa"}
    assert signed("Rain (heavy at times) fell.") == frozenset()
