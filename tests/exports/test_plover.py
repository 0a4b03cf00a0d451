from __future__ import annotations

import json
from collections.abc import Callable

from dragoman.exports.filter import Filter
from dragoman.exports.plover import FIELDS
from dragoman.record.entry import Entry


def test_a_record_has_the_keys_of_the_manual_and_ours_under_one_key(written: Callable[..., str], entry: Entry) -> None:
    met, _, shelled, *_ = (json.loads(line) for line in written("plover", Filter(), (entry,)).splitlines())
    named = [field.name for field in FIELDS]
    assert list(met) == [name for name in named if "." not in name]
    assert [f"dragoman.{name}" for name in met["dragoman"]] == [name for name in named if "." in name]
    assert {"id", "date", "actor", "event"} <= set(met)  # what the manual requires
    assert (met["event"], met["mode"], met["quad_code"], met["event_scale"]) == (["CONSULT"], ["visit"], 1, 4.0)
    assert met["actor"][0]["identifier_text"] == "Arden"
    assert met["dragoman"]["asserted_by"] is None
    assert met["dragoman"]["happening"] == "H1"
    assert shelled["dragoman"]["claim"] is True
    assert shelled["dragoman"]["asserted_by"]["speakers"] == ["Mara Venn"]
    assert shelled["dragoman"]["asserted_by"]["denied_by"] == ["Belland"]


def test_evidence_is_the_words_of_the_report(written: Callable[..., str], entry: Entry) -> None:
    for line in written("plover", Filter(), (entry,)).splitlines():
        for words in json.loads(line)["dragoman"]["evidence"]:
            assert entry.reading.report.text[words["start"] : words["end"]] == words["text"]
