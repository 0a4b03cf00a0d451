from __future__ import annotations

from collections.abc import Callable

from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.gdelt import event_columns, mention_columns
from dragoman.record.entry import Entry

ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
EVENTS = [
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{n}{name}" for n in (1, 2) for name in ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{side}Geo_{name}" for side in ("Actor1", "Actor2", "Action") for name in GEO),
    *"DATEADDED SOURCEURL".split(),
]
MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
    "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras"
).split()
MEETINGS = Filter(types=frozenset({"CONSULT"}))


def rows(text: str, names: list[str]) -> list[dict[str, str]]:
    return [dict(zip(names, line.split("\t"), strict=True)) for line in text.splitlines()]


def test_the_columns_are_those_of_the_codebook(facts: Facts) -> None:
    assert len(EVENTS) == 61
    assert [column.name for column in event_columns(facts)] == EVENTS
    assert [column.name for column in mention_columns()] == MENTIONS


def test_a_happening_is_one_event_and_each_report_a_mention_of_it(written: Callable[..., str]) -> None:
    (event,) = rows(written("gdelt-events", MEETINGS), EVENTS)
    mentions = rows(written("gdelt-mentions", MEETINGS), MENTIONS)
    assert (event["NumMentions"], event["NumSources"], event["NumArticles"]) == ("2", "2", "2")
    assert [mention["GLOBALEVENTID"] for mention in mentions] == [event["GLOBALEVENTID"]] * 2
    assert [mention["MentionIdentifier"] for mention in mentions] == ["arden-belland", "https://post.example/7"]
    assert [mention["MentionType"] for mention in mentions] == ["2", "1"]


def test_days_are_reckoned_as_gdelt_does(written: Callable[..., str]) -> None:
    (event,) = rows(written("gdelt-events", MEETINGS), EVENTS)
    assert (event["SQLDATE"], event["MonthYear"], event["Year"]) == ("20250311", "202503", "2025")
    assert event["FractionDate"] == "2025.1945"  # (2 * 30 + 11) / 365
    assert event["DATEADDED"] == "20250313000000"


def test_offsets_point_at_the_words(written: Callable[..., str], entry: Entry) -> None:
    mention = rows(written("gdelt-mentions", MEETINGS, (entry,)), MENTIONS)[0]
    text = entry.reading.report.text
    assert text[int(mention["Actor1CharOffset"]) :].startswith("Arden")
    assert text[int(mention["ActionCharOffset"]) :].startswith("met")


def test_places_have_fips_codes_and_the_types_of_gdelt(written: Callable[..., str], with_place: Callable[..., Entry]) -> None:
    def geo(**more: object) -> list[str]:
        row = rows(written("gdelt-events", MEETINGS, (with_place(**more),)), EVENTS)[0]
        return [row[f"ActionGeo_{name}"] for name in ("Type", "FullName", "CountryCode", "FeatureID")]

    assert geo(name="Germany", geonameid=None, country="DEU") == ["1", "Germany", "GM", "GM"]
    assert geo(name="Geneva", geonameid=2660646, country="CHE") == ["4", "Geneva, Genève, Switzerland", "SZ", ""]
    assert geo(name="nowhere", geonameid=None, country=None)[0] == "0"
