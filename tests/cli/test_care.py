"""The commands that judge and look after a casebook, with readings made by hand."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dragoman.app import reader
from dragoman.casebook import open_casebook
from dragoman.cli import main
from dragoman.record import Report
from tests.app.fake import VERSIONS, FakeReader
from tests.casebook.full import REPORT, full
from tests.casebook.made import NEW, ORIGIN

EVENT = "event/r1/108-115"


@pytest.fixture(autouse=True)
def _book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(reader, "load_reader", lambda settings, knowledge_files=(): FakeReader())
    monkeypatch.chdir(tmp_path)
    with open_casebook("book.db", create=True) as book:
        book.keep(REPORT, b"raw", ORIGIN, full())
    yield


def run(*arguments: str, given: str | None = None) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--casebook", "book.db"], input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments).stdout.splitlines()]


def events() -> dict[str, Any]:
    with open_casebook("book.db") as book:
        return {event.id: event for event in book.entry("r1").reading.events}


# --- judge -----------------------------------------------------------------------------------------------------------


def test_keys_show_what_can_be_judged() -> None:
    shown = {row["key"]: row for row in rows("judge", "keys", "r1", "--json")}
    assert shown[EVENT]["words"] == "accused"
    assert shown[EVENT]["says"] == "type=ACCUSE, status=happened, sources=Arden, recipients=Belland, place=Karsh, time=2031-04-28"
    assert shown["meeting/r1/73-76"]["says"] == "meeting of Orr; Venn"
    table = run("judge", "keys", "r1").stdout
    assert EVENT in table


def test_a_judgment_is_kept_shown_and_undone() -> None:
    kept = run(
        "judge", "correct", EVENT, "--set", "type=ASSAULT", "--set", "sources=Venn; Orr", "--set", "place=", "--who", "ann", "--why", "w"
    )
    event = events()["E2"]
    assert (kept.exit_code, event.type, event.sources, event.place) == (0, "ASSAULT", ("A3", "A4"), None)
    [row] = rows("judge", "list", "--json")
    assert (row["who"], row["why"], row["what"], row["on"], row["stands"]) == ("ann", "w", "correct", EVENT, True)
    assert run("judge", "undo", kept.stdout.strip(), "--who", "bob").exit_code == 0
    assert events()["E2"].type == "ACCUSE"
    assert [row["stands"] for row in rows("judge", "list", "--json")] == [False, False]


def test_what_was_missed_is_added_and_taken_back() -> None:
    actor = run("judge", "add", "actor", "r1", "--words", "The Lamp Commission", "--set", "name=Commission", "--set", "kind=igo")
    words = ("--words", "sat", "--words", "The Lamp Commission")
    kept = run("judge", "add", "event", "r1", *words, "--set", "type=CONSULT", "--set", "sources=Commission; Arden", "--who", "ann")
    id, key = kept.stdout.split()
    assert (actor.exit_code, kept.exit_code, key) == (0, 0, "event/r1/167-170")
    shown = {row["key"]: row for row in rows("judge", "keys", "r1", "--json")}
    assert (shown[key]["says"], shown[key]["judged"]) == ("type=CONSULT, status=happened, sources=Commission; Arden", True)
    assert run("judge", "undo", id).exit_code == 0
    assert set(events()) == {"E1", "E2", "E3"}


def test_what_is_accepted_holds_against_a_newer_reader() -> None:
    run("judge", "accept", EVENT, "--who", "ann")
    newer = tuple(replace(event, type="REJECT") if event.id == "E2" else event for event in full().events)
    with open_casebook("book.db") as book:
        book.keep_reading(replace(full(), reader=NEW, events=newer))
    assert events()["E2"].type == "ACCUSE"
    assert "stands already" in run("judge", "accept", EVENT, "--who", "ann").stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["reject", "event/r1/1-2"], "event/r1/1-2: there is no such item"),
        (["correct", EVENT, "--set", "type=QUARREL"], "type: 'QUARREL' is none of AGREE"),
        (["correct", EVENT], "--set"),
        (["reject", EVENT, "--set", "type=AID"], "--set"),
        (["correct", EVENT, "--set", "type"], "FIELD=VALUE"),
        (["merge", EVENT], "two keys"),
        (["add", "event", "r1", "--words", "sat"], "--set"),
        (["add", "event", "r1", "--set", "type=AID"], "--words"),
        (["reject", EVENT, "--words", "sat"], "--words"),
        (["add", "event", "--words", "sat", "--set", "type=AID"], "event or actor, and the id of a report"),
        (["add", "event", "r1", "--words", "Venn", "--set", "type=AID"], "stands in the report 2 times"),
        (["add", "event", "r1", "--words", "slept", "--set", "type=AID"], "does not say 'slept'"),
        (["add", "event", "r9", "--words", "sat", "--set", "type=AID"], "r9: there is no such report"),
        (["undo", "j9"], "no such judgment"),
        (["keys", "r9"], "r9: no such reading"),
        ([], "--from FILE or one of"),
    ],
)
def test_what_cannot_be_judged_is_said_in_a_line(arguments: list[str], reason: str) -> None:
    result = run("judge", *arguments, "--who", "ann")
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


# --- sample and precision --------------------------------------------------------------------------------------------


def add_many(count: int) -> None:
    """More reports, each with one accusation."""
    with open_casebook("book.db") as book:
        for number in range(count):
            text = f"{REPORT.text} Day {number}."
            report = Report(f"n{number}", text, "=Title", "2031-05-02")
            book.keep(report, b"raw", ORIGIN, replace(full(), report=report, events=full().events[1:2], meetings=(), statements=()))


def filled(path: str, verdicts: dict[str, dict[str, str]], rest: str = "accept", delimiter: str = ",") -> str:
    """The sheet with verdicts by key, and the same verdict in the other rows."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        found = [{**row, "verdict": rest, **verdicts.get(row["key"], {})} for row in csv.DictReader(stream)]
    with Path("filled.csv").open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, found[0], delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(found)
    return "filled.csv"


def test_the_same_seed_draws_the_same_and_rare_types_all() -> None:
    add_many(20)
    first, again, other = (rows("sample", "--size", "8", "--seed", seed) for seed in ("3", "3", "4"))
    assert first == again != other
    assert len({row["key"] for row in first}) == 8
    assert sorted(row["type"] for row in first) == ["ACCUSE"] * 6 + ["ASSAULT", "CONSULT"]
    assert first[0]["sentence"] in f"{REPORT.text} Day"


def test_a_sheet_goes_out_and_comes_back() -> None:
    add_many(3)
    assert run("sample", "--size", "9", "--seed", "7", "--out", "s.csv").stderr == "s.csv: 6 events\n"
    assert "'=Title" in Path("s.csv").read_text(encoding="utf-8-sig")
    verdicts = {
        EVENT: {"verdict": "Reject", "why": "a film"},
        "event/r1/73-76": {"verdict": "correct", "recipients": "Belland; Venn", "time": ""},
        "event/n0/108-115": {"verdict": "correct", "type": "ASSAULT"},
        "event/n1/108-115": {"verdict": "correct"},
        "event/n2/108-115": {"verdict": "fine"},
    }
    result = run("judge", "--from", filled("s.csv", verdicts, delimiter=";"), "--who", "ann")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "4 judgments kept, 2 refused"
    assert "nothing in the row is changed" in result.stderr and "'fine' is no verdict" in result.stderr
    found = events()
    assert sorted(found) == ["E1", "E3"]
    assert (found["E1"].recipients, found["E1"].time, found["E1"].sources) == (("A2", "A3"), None, ("A4",))
    assert run("judge", "--from", "filled.csv", "--who", "ann").stderr.splitlines()[-1] == "0 judgments kept, 2 refused"
    again = {row["key"]: row["verdict"] for row in rows("sample", "--size", "9", "--seed", "7")}
    assert (again[EVENT], again["event/n0/108-115"], again["event/n1/108-115"]) == ("reject", "correct", "")


def test_a_sheet_of_json_lines_comes_back_too() -> None:
    made = [{**row, "verdict": "accept"} for row in rows("sample", "--seed", "2")]
    Path("s.jsonl").write_text("".join(json.dumps(row) + "\n" for row in made) + "[1]\n", encoding="utf-8")
    result = run("judge", "--from", "s.jsonl", "--who", "ann")
    assert result.stderr.splitlines() == ["s.jsonl:4: this is no JSON object", "3 judgments kept, 1 refused"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"verdict,type\naccept,AID\n", "there is no column 'key' in the first line"),
        (b"", "there is no column 'key'"),
        (b"key,verdict\n\xff\xfe,accept\n", "not UTF-8"),
        (b"key,verdict\nevent/zz/1-2,accept\n", "event/zz/1-2: there is no such event"),
        (b"key,verdict\nnonsense,accept\n", "nonsense: there is no such event"),
        (b'key,verdict\n"event/r1/108-115,accept\n', "no row of CSV"),
    ],
)
def test_a_sheet_that_is_none_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    Path("bad.csv").write_bytes(content)
    result = run("judge", "--from", "bad.csv", "--who", "ann")
    assert reason in result.stderr
    assert result.exit_code in (1, 2)
    assert rows("judge", "list", "--json") == []


def test_precision_weighs_types_by_their_number() -> None:
    add_many(18)  # 19 accusations, an attack, an encounter
    run("sample", "--size", "12", "--seed", "7", "--out", "s.csv")
    verdicts = {"event/r1/73-76": {"verdict": "reject"}, "event/r1/127-135": {"verdict": "correct", "status": "denied"}}
    run("judge", "--from", filled("s.csv", verdicts), "--who", "ann")
    found = json.loads(run("precision", "--json").stdout)
    by_type = {row["type"]: row for row in found["types"]}
    assert {type: (row["events"], row["judged"], row["right"]["share"], row["whole"]["share"]) for type, row in by_type.items()} == {
        "ACCUSE": (19, 10, 1.0, 1.0),
        "ASSAULT": (1, 1, 1.0, 0.0),
        "CONSULT": (1, 1, 0.0, 0.0),
    }
    assert (found["right"]["share"], found["whole"]["share"], found["covered"]) == (round(20 / 21, 4), round(19 / 21, 4), 1.0)
    assert found["right"]["low"] < found["right"]["share"] < found["right"]["high"] <= 1
    assert "all, weighed" in run("precision").stdout
    assert json.loads(run("precision", "--json", "--seed", "8").stdout)["covered"] == 0


def test_judgments_of_single_items_do_not_enter_precision_unless_asked() -> None:
    run("judge", "reject", EVENT, "--who", "ann")
    assert "nothing of a sample was judged yet" in run("precision").stderr
    assert json.loads(run("precision", "--json", "--every").stdout)["right"]["share"] == 0.0


def test_a_sample_is_not_written_over_verdicts() -> None:
    run("sample", "--out", "s.csv")
    assert "a file already" in run("sample", "--out", "s.csv").stderr
    assert "ends in .csv" in run("sample", "--out", "s.xls").stderr


# --- care ------------------------------------------------------------------------------------------------------------


def test_changes_go_on_where_one_stopped() -> None:
    lines = run("changes").stdout.splitlines()
    assert [line.split("  ", 2)[2] for line in lines] == ["report  r1  added", "reading  r1  added by 1.0"]
    assert [row["kind"] for row in rows("changes", "--since", "1", "--json")] == ["reading"]


def test_changes_are_followed_until_somebody_asks_to_stop() -> None:
    command = [sys.executable, "-m", "dragoman", "changes", "--follow", "--json", "--since", "1", "--casebook", "book.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        assert json.loads(process.stdout.readline())["kind"] == "reading"
        with open_casebook("book.db") as book:
            book.keep(replace(REPORT, id="r2"), b"raw", ORIGIN)
        told = json.loads(process.stdout.readline())
        assert (told["kind"], told["id"], told["what"]) == ("report", "r2", "added")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("", "")


def test_reread_reads_what_this_reader_has_not_and_says_what_changed() -> None:
    with open_casebook("book.db") as book:
        book.keep(Report("r2", "ZeroDivisionError here."), b"raw", ORIGIN)
    first, second = run("reread"), run("reread")
    assert first.exit_code == 1
    assert "report r2: not read" in first.stderr and "1 read anew, 1 of them otherwise than before" in first.stderr
    assert "  events: 0 new, 3 gone, 0 otherwise" in first.stderr.splitlines()
    assert "0 read anew" in second.stderr
    with open_casebook("book.db") as book:
        assert [reader.version for reader in book.readers("r1")] == ["1.0", VERSIONS.version]
        assert (book.reading("r1").reader, book.check()) == (VERSIONS, ())


def test_diff_shows_what_two_readers_find_differently() -> None:
    assert "two readings are wanted" in run("diff", "r1").stderr
    newer = tuple(replace(event, type="REJECT") if event.id == "E2" else event for event in full().events[:2])
    said = tuple(replace(s, events=tuple(id for id in s.events if id != "E3")) for s in full().statements)
    with open_casebook("book.db") as book:
        book.keep_reading(replace(full(), reader=NEW, events=newer, statements=said))
    found = rows("diff", "r1", "--json")
    assert {(row["kind"], row["words"], row["is"]) for row in found} >= {
        ("events", "108-115 accused", "otherwise"),
        ("events", "127-135 shelling", "gone"),
    }
    assert "type: ACCUSE -> REJECT" in run("diff", "r1").stdout
    assert [row["is"] for row in rows("diff", "r1", "--json", "--before", "2", "--after", "1") if row["words"].endswith("shelling")] == [
        "new"
    ]
    assert run("diff", "r9").exit_code == 2


def test_check_says_that_all_is_well_or_what_is_not() -> None:
    assert (run("check").exit_code, run("check").stderr) == (0, "book.db: no fault\n")
    raw = sqlite3.connect("book.db")
    raw.execute("UPDATE raws SET bytes = X'78'")
    raw.commit()
    raw.close()
    result = run("check", "--json")
    assert (result.exit_code, json.loads(result.stdout)["kind"]) == (1, "raw")


def test_backup_and_forget() -> None:
    assert run("backup", "copy.db").stderr == "copy.db: written\n"
    assert "there is a file already" in run("backup", "copy.db").stderr
    assert run("forget", "r1", "--why", "a court", given="n\n").exit_code == 1
    assert "r1" in {row["id"] for row in rows("changes", "--json")}
    assert run("forget", "r1", "--why", "a court", "--yes").stderr == "r1: forgotten\n"
    assert "was forgotten" in run("forget", "r1", "--why", "a court", "--yes").stderr
    assert run("judge", "keys", "r1").exit_code == 2
    with open_casebook("copy.db") as book:
        assert book.reading("r1") == full()


def test_a_casebook_that_is_not_there_is_named() -> None:
    for command in (["check"], ["precision"], ["sample"], ["changes"], ["reread"]):
        result = CliRunner().invoke(main, [*command, "--casebook", "none.db"])
        assert (result.exit_code, result.stderr) == (2, "none.db: there is no casebook\n")
    assert not Path("none.db").exists()
