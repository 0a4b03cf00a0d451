"""What views ask of a casebook: lines that follow the log, words, what is new, saved searches."""

from __future__ import annotations

from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.queries import Saved
from dragoman.record.entry import Entry
from tests.casebook.made import NEW, ORIGIN, reading, report


def told(entry: Entry) -> str:
    """A line that says which events there are and which of them were judged."""
    return f"{entry.reading.report.id}: " + " ".join(
        f"{event.type}{'!' if entry.keys[event.id] in entry.judged else ''}" for event in entry.reading.events
    )


def lines(casebook: Casebook, after: int = 0) -> dict[int, str]:
    casebook.queries.follow(told, "1")
    return {number: value for number, _, value in casebook.queries.lines(after)}


def judge(casebook: Casebook, id: str, what: str, on: str, value: str = "null") -> None:
    casebook.judge(Judgment(id, "ann", "2031-05-02", "seen", on, what, value))  # type: ignore[arg-type]


def test_lines_follow_reports_readings_and_judgments(casebook: Casebook) -> None:
    for number in (0, 1):
        casebook.keep(report(number), b"raw", ORIGIN, reading(report(number)))
    assert lines(casebook) == {1: "r0: ACCUSE", 2: "r1: ACCUSE"}
    seen = casebook.queries.newest()
    assert lines(casebook, seen) == {}
    judge(casebook, "j0", "reject", "event/r0/6-13")
    assert lines(casebook, seen) == {1: "r0: "}
    judge(casebook, "j1", "undo", "j0")
    judge(casebook, "j2", "correct", "event/r1/6-13", '{"type": "REJECT"}')
    assert lines(casebook, seen) == {1: "r0: ACCUSE", 2: "r1: REJECT!"}
    casebook.keep_reading(reading(report(0), NEW, type="THREATEN"))
    assert lines(casebook)[1] == "r0: THREATEN"


def test_another_version_of_a_report_takes_the_place_of_the_one_before(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    lines(casebook)
    seen = casebook.queries.newest()
    later = report(0, "More is told.")
    casebook.keep(later, b"raw2", ORIGIN, reading(later))
    assert lines(casebook, seen) == {1: "", 2: "r0: ACCUSE"}


def test_what_was_forgotten_is_out_of_the_lines_at_once(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    lines(casebook)
    casebook.forget("r0", "asked to")
    assert [value for _, _, value in casebook.queries.lines()] == []
    assert lines(casebook) == {1: ""}


def test_lines_of_another_maker_are_made_anew(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    lines(casebook)
    seen = casebook.queries.newest()
    casebook.queries.follow(lambda entry: "other", "2")
    assert [value for _, _, value in casebook.queries.lines(seen - 1)] == ["other"]


def test_words_give_all_reports_that_fit_with_scores(casebook: Casebook) -> None:
    for number in (0, 1, 2):
        casebook.keep(report(number, "Lanterns." if number else ""), b"raw", ORIGIN)
    assert [number for number, _ in casebook.queries.fits("shelling LANTERNS")] == [2, 3]
    assert all(score > 0 for _, score in casebook.queries.fits("lanterns"))
    assert casebook.queries.fits(" ?! ") == []


def test_what_is_new_since_a_number_of_the_log_comes_newest_first_and_once(casebook: Casebook) -> None:
    for number in (0, 1, 2):
        casebook.keep(report(number), b"raw", ORIGIN, reading(report(number)))
    casebook.keep_reading(reading(report(1), NEW))
    since = casebook.queries.since("reading", 0, 10)
    assert [id for _, id, _ in since] == ["r1", "r2", "r0"]
    assert [id for _, id, _ in casebook.queries.since("reading", since[1][0], 10)] == ["r1"]
    assert [id for _, id, _ in casebook.queries.since("reading", 0, 2)] == ["r1", "r2"]


def test_reports_are_told_by_number_and_id(casebook: Casebook) -> None:
    casebook.keep(report(), b"raw", ORIGIN, reading(report()))
    casebook.keep(report(1), b"raw", ORIGIN)
    filed = casebook.queries.filed([1, 2, 9])
    assert [(row.id, row.title, bool(row.read)) for row in filed.values()] == [("r0", "Lighthouse 0", True), ("r1", "Lighthouse 1", False)]
    assert casebook.queries.kept(["r0", "nobody"]) == {"r0": filed[1].kept}


def test_searches_are_saved_replaced_and_removed(casebook: Casebook) -> None:
    queries = casebook.queries
    queries.save(Saved("a", "Talks", "type=CONSULT", "", "2031-05-02"))
    queries.save(Saved("b", "Force", "type=ASSAULT", "https://hook.example/", "2031-05-02"))
    queries.save(Saved("a", "All talks", "type=CONSULT", "", "2031-05-03"))
    assert [(one.id, one.name) for one in queries.saved()] == [("a", "All talks"), ("b", "Force")]
    assert queries.told("b") is None
    queries.tell(queries.saved()[1], 7)
    queries.tell(queries.saved()[1], 9)
    assert queries.told("b") == 9
    assert queries.remove("a")
    assert not queries.remove("a")
    assert [one.id for one in queries.saved()] == ["b"]
