"""Adding what the reader missed, on the desk: the form, what does not fit, and where an addition is seen."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from dragoman.app.adding import SeveralError, span_for, trimmed, where
from dragoman.casebook import Casebook
from dragoman.desk import DeskSettings
from dragoman.errors import CasebookError
from dragoman.record import Span
from tests.casebook.full import TEXT, at
from tests.desk.test_review import Reviewer, _loaded_once, book, knowledge, said

__all__ = ["_loaded_once", "book", "knowledge"]

SAT = f"{at('sat').start}-{at('sat').end}"


def add(by: Reviewer, kind: str = "event", **form: Any) -> Any:
    return by.post("/review/add", report="r1", kind=kind, **form)


def test_the_form_shows_the_report_and_what_there_is_to_choose(book: Casebook) -> None:
    page = Reviewer(book).client.get(f"/review/add.json?report=r1&at={SAT}&type=CONSULT").json()
    assert page["text"] == TEXT
    assert page["given"]["words"] == "sat"
    assert [one["value"] for one in page["form"]["types"] if one["chosen"]] == ["CONSULT"]
    assert [one["label"].partition(":")[0] for one in page["voices"]] == ["Venn", "Belland", "Arden"]
    assert Reviewer(book).client.get("/review/add?report=none").status_code == 404
    assert Reviewer(book).client.get("/review/add?report=r1&kind=actor").status_code == 200


def test_an_event_that_was_missed_is_on_every_page_and_in_every_export(book: Casebook) -> None:
    ann = Reviewer(book)
    keys = book.entry("r1").keys
    form = {
        "words": "sat",
        "type": "CONSULT",
        "status": "happened",
        "place": "Karsh",
        "time": "2031-04-30",
        "evidence": "The Lamp Commission",
    }
    answer = add(ann, **form, sides="1", sources=[keys["A1"]], recipients=[keys["A2"]], why="the last sentence")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/reports/r1?at={SAT}#w-at")
    ((who, what, value),) = said(book)
    assert (who, what, value["sources"], value["asserted_by"]) == ("Ann", "add", [keys["A1"]], None)

    client = ann.client
    key = f"event/r1/{SAT}"
    report = client.get("/reports/r1")
    assert report.text.count("added by a person") == 1
    events = client.get("/api/v1/events?type=CONSULT&judged=yes").json()["items"]
    assert [(row["key"], row["added"], row["judged"]) for row in events] == [(key, True, True)]
    assert "added by a person" in client.get("/search?type=CONSULT&judged=yes").text
    assert "added by a person" in client.get(f"/happenings/{events[0]['happening']}").text
    reading = client.get("/api/v1/readings/r1").json()
    assert events[0]["event"] in reading["added"]
    rows = list(csv.DictReader(io.StringIO(client.get("/export/csv?type=CONSULT&voice=happening").content.decode("utf-8-sig"))))
    assert [(row["event_id"], row["added"], row["date"]) for row in rows] == [(key, "true", "2031-04-30")]
    told = [json.loads(line) for line in client.get("/export/plover?type=CONSULT&voice=happening").content.decode().splitlines()]
    assert [row["dragoman"]["added"] for row in told] == [True]
    for form_name in ("polecat", "icews", "gdelt-events", "ics"):
        assert b"\n" in client.get(f"/export/{form_name}?type=CONSULT").content
    assert "sat" in client.get("/search.atom?type=CONSULT&judged=yes").text
    assert client.get("/calendar.json?month=2031-04").json()["meetings"]


def test_an_addition_is_taken_back_by_a_judgment(book: Casebook) -> None:
    ann = Reviewer(book)
    add(ann, words="sat", type="CONSULT")
    (made,) = ann.client.get("/review/add.json?report=r1").json()["made"]
    assert (made["what"], made["words"], made["who"]) == ("add", "sat", "Ann")
    assert ann.post("/review/undo", judgment=made["id"], back="/review/add?report=r1").status_code == 303
    assert said(book) == [] and len(book.judgments()) == 2
    assert "added by a person" not in ann.client.get("/reports/r1").text


def test_an_addition_can_be_judged_in_its_turn(book: Casebook) -> None:
    ann, bob = Reviewer(book), Reviewer(book, "Bob")
    add(ann, words="sat", type="CONSULT")
    at_case = bob.client.get(f"/review/at?report=r1&at={SAT}")
    assert at_case.status_code == 303
    assert bob.client.get(at_case.headers["location"]).status_code == 200
    assert bob.judge("correct", f"event/r1/{SAT}", type="AGREE").status_code == 303
    event = next(event for event in book.entry("r1").reading.events if event.trigger == at("sat"))
    assert event.type == "AGREE"
    assert [what for _, what, _ in said(book)] == ["add", "correct"]


def test_an_actor_is_added_and_then_takes_part(book: Casebook) -> None:
    ann = Reviewer(book)
    assert add(ann, "actor", words="The Lamp Commission", name="Lamp Commission", actor_kind="igo").status_code == 303
    span = at("The Lamp Commission")
    key = f"actor/r1/{span.start}-{span.end}"
    sides = ann.client.get("/review/add.json?report=r1").json()["form"]["sides"]
    assert key in [one["key"] for one in sides]
    assert add(ann, words="sat", type="CONSULT", sides="1", sources=[key]).status_code == 303
    assert ann.client.get("/reports/r1").text.count("added by a person") == 2
    case = ann.case(f"key=event/r1/{at('accused').start}-{at('accused').end}")
    assert key in [one["key"] for one in case["form"]["sides"]], "who was added can be put into what was read"


def test_words_within_a_statement_are_its_speakers_unless_told(book: Casebook) -> None:
    ann, keys = Reviewer(book), book.entry("r1").keys
    add(ann, words="village", type="ASSAULT")
    add(ann, words="envoy", type="COOPERATE", voice="report")
    add(ann, words="sat", type="CONSULT", voice=keys["S1"])
    assert [value["asserted_by"] for _, _, value in said(book)] == [keys["S3"], None, keys["S1"]]


@pytest.mark.parametrize(
    ("kind", "form", "told"),
    [
        ("event", {"words": "sat"}, "needs its type"),
        ("event", {"words": "", "type": "CONSULT"}, "pick the words"),
        ("event", {"words": "slept", "type": "CONSULT"}, "does not say"),
        ("event", {"words": "sat", "type": "CONSULT", "evidence": "nowhere"}, "does not say"),
        ("event", {"words": "sat", "type": "CONSULT", "at": "9-99999"}, "characters"),
        ("event", {"words": "sat", "type": "CONSULT", "place": "Atlantis"}, "does not say"),
        ("event", {"words": "sat", "type": "CONSULT", "time": "someday"}, "someday"),
        ("actor", {"words": "The Lamp Commission"}, "needs its kind"),
        ("actor", {"words": "Orr", "actor_kind": "person"}, "already"),
        ("actor", {"words": "The Lamp Commission", "actor_kind": "igo", "country": "xx"}, "country"),
        ("meeting", {"words": "sat", "type": "CONSULT"}, "an event or an actor"),
    ],
)
def test_what_does_not_fit_comes_back_with_the_reason(book: Casebook, kind: str, form: dict[str, str], told: str) -> None:
    answer = add(Reviewer(book), kind, **form)
    assert answer.status_code == 422
    assert told in answer.text
    assert said(book) == []


def test_words_that_stand_twice_are_asked_for(book: Casebook) -> None:
    ann = Reviewer(book)
    answer = add(ann, words="Venn", type="CONSULT", why="kept")
    assert answer.status_code == 422
    assert answer.text.count('type="radio"') == 2 and 'value="kept"' in answer.text
    second = at("Venn", 40)
    assert add(ann, words="Venn", type="CONSULT", at=f"{second.start}-{second.end}").status_code == 303
    assert book.present_judgments()[0].on == f"event/r1/{second.start}-{second.end}"


def test_who_may_not_judge_may_not_add(book: Casebook) -> None:
    assert add(Reviewer(book, name=None), words="sat", type="CONSULT").status_code == 403
    closed = Reviewer(book, name=None, settings=DeskSettings(read_only=True))
    assert add(closed, words="sat", type="CONSULT").status_code == 403


def test_words_are_found_as_they_stand() -> None:
    text = "He met\n  them; they met 🏳️ again. Metres."
    assert [span.of(text) for span in where(text, "met")] == ["met", "met"]
    assert span_for(text, "met them").of(text) == "met\n  them"
    assert span_for(text, "3-6 met").of(text) == "met"
    assert trimmed(text, Span(2, 7)).of(text) == "met"
    assert where(text, "  ") == ()
    with pytest.raises(SeveralError, match="2 times"):
        span_for(text, "met")
    with pytest.raises(CasebookError, match="does not say"):
        span_for(text, "Met")
