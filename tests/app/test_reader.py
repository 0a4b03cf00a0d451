"""The reader that ships, with a stand-in for the model: what it reads of a report, and what it lists as unread."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dragoman.app.reader import LoadedReader
from dragoman.encoder import SOURCE, TARGET, Card
from dragoman.encoding import Encoding
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.ontology import load
from dragoman.pipeline import References
from dragoman.record import Report, Span
from tests.fake_encoder import at, by_hand

TEXT = "Arden met Belmar. Doran left Selen. Guards fired at dawn."


class FakeEncoder:
    card = Card("fake-1", {})

    def __init__(self) -> None:
        self.given: list[tuple[str, list[Span], list[tuple[Span, int]]]] = []

    def encode(self, text: str, sentences: Sequence[Span], marks: Sequence[tuple[Span, int]] = ()) -> Encoding:
        self.given.append((text, list(sentences), list(marks)))
        names = [name for name in ("Arden", "Doran", "Guards") if name in text]
        return by_hand(
            text,
            {"mention": [(name, "name") for name in names]},
            pairs={"relation": [("Arden", "Belmar", "CONSULT")]} if "Belmar" in text else {},
        )

    def count(self, text: str) -> int:
        return len(text.split())


@pytest.fixture(scope="module")
def references() -> References:
    return References(Knowledge.load(), load_gazetteer(), load())


def reader(references: References, limit: int) -> tuple[LoadedReader, FakeEncoder]:
    encoder = FakeEncoder()
    return LoadedReader(encoder, references, limit), encoder  # type: ignore[arg-type]


def test_a_report_within_the_limit_is_read_whole(references: References) -> None:
    made, encoder = reader(references, len(TEXT))
    reading = made.read(Report("a", TEXT))
    assert [mention.span.of(TEXT) for mention in reading.mentions] == ["Arden", "Doran", "Guards"]
    assert reading.unread == ()
    assert reading.reader.model == "fake-1"
    assert encoder.given[0][0] == TEXT
    assert len(encoder.given[0][1]) == 3


@pytest.mark.parametrize("limit", [35, 40, len(TEXT) - 1])
def test_what_lies_behind_the_limit_is_unread(references: References, limit: int) -> None:
    report = Report("a", TEXT)
    made, encoder = reader(references, limit)
    reading = made.read(report)
    assert reading.report == report, "the record keeps the whole text"
    assert [mention.span.of(TEXT) for mention in reading.mentions] == ["Arden", "Doran"]
    (unread,) = reading.unread
    assert unread.span.of(TEXT).strip() == "Guards fired at dawn."
    assert unread.span.end == len(TEXT)
    assert len(encoder.given[0][0]) <= limit


def test_both_arguments_of_a_relation_are_marked(references: References) -> None:
    made, encoder = reader(references, 1000)
    found, scores = made.relate(TEXT, at(TEXT, "Arden"), at(TEXT, "Belmar"))
    assert found == "CONSULT" == max(scores, key=scores.__getitem__)
    assert encoder.given[0][2] == [(at(TEXT, "Arden"), SOURCE), (at(TEXT, "Belmar"), TARGET)]


def test_an_actor_that_is_not_named_has_no_mark(references: References) -> None:
    made, encoder = reader(references, 1000)
    found, _ = made.relate(TEXT, None, at(TEXT, "Belmar"))
    assert found == "NONE"
    assert encoder.given[0][2] == [(at(TEXT, "Belmar"), TARGET)]


def test_a_text_of_many_word_pieces_is_read_in_part(references: References, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.app.reader.MOST_PIECES", 10)
    text = "Arden met Doran. " * 10
    reading = reader(references, len(text))[0].read(Report("r", text))
    assert reading.unread[-1].span.end == len(text)
    assert 0 < reading.unread[-1].span.start < len(text) // 2
