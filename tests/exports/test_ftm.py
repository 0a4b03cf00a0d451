from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from dragoman.exports.filter import Filter
from dragoman.record import Reading
from dragoman.record.entry import Entry

# What the schema of FollowTheMoney 4 lets these have, and the form of its types.
PROPERTIES = {
    "Article": {"title", "language", "publishedAt", "publisher", "sourceUrl", "fileName"},
    "Event": {"name", "date", "location", "country", "involved", "summary", "keywords", "proof", "recordId"},
    "LegalEntity": {"name", "alias", "country", "wikidataId", "topics"},
    "Person": {"name", "alias", "country", "wikidataId", "topics", "position"},
}
for schema in ("Organization", "Company", "PublicBody"):
    PROPERTIES[schema] = PROPERTIES["LegalEntity"]
FORMS = {
    "country": r"[a-z]{2}", "language": r"[a-z]{3}", "date": r"\d{4}-\d\d-\d\d", "publishedAt": r"\d{4}-\d\d-\d\d(T[\d:]+)?",
    "sourceUrl": r"https?://\S+", "topics": r"[a-z]+(\.[a-z]+)*",
}  # fmt: skip


def entities(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_entity_fits_the_schema(written: Callable[..., str], twisted: Reading, entry: Entry) -> None:
    everything = Filter(voice="both", statuses=frozenset({"happened", "planned"}))
    made = entities(written("ftm", everything, (entry, Entry(twisted))))
    for row in made:
        assert set(row) == {"id", "schema", "properties"}
        assert set(row["properties"]) <= PROPERTIES[row["schema"]]
        for name, values in row["properties"].items():
            assert values
            assert all(value == value.strip() and value for value in values)
            assert all(re.fullmatch(FORMS.get(name, r".+"), value) for value in values), (name, values)
        assert row["schema"] == "Article" or row["properties"]["name"]


def test_what_an_entity_points_at_is_there(written: Callable[..., str]) -> None:
    made = entities(written("ftm"))
    schemata = {row["id"]: row["schema"] for row in made}
    assert len(schemata) == len(made)
    for row in made:
        assert all(schemata[id] == "Article" for id in row["properties"].get("proof", []))
        assert all(schemata[id] not in ("Article", "Event") for id in row["properties"].get("involved", []))


def test_an_event_has_its_words(written: Callable[..., str], entry: Entry) -> None:
    events = [row["properties"] for row in entities(written("ftm", Filter(), (entry,))) if row["schema"] == "Event"]
    assert events[0]["keywords"] == ["CONSULT", "visit", "happened"]
    assert events[0]["country"] == ["be"]
    assert events[0]["name"][0].startswith("Arden: ")
    assert events[0]["summary"][0].startswith("Envoy Mara Venn")
