"""The merged record as JSON Lines: copies, stories, happenings, claims and forums, each pointing at reports and their words."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import asdict
from typing import IO, Any

from dragoman.exports.columns import Field
from dragoman.exports.jsonlines import write_objects
from dragoman.exports.selection import Selection
from dragoman.record.merged import Claim, Forum, Happening, Merged, Support, Words

Row = dict[str, Any]

STORY_FIELDS = (
    Field("kind", "string", "story"),
    Field("id", "string", "Id of the story, made from what it holds"),
    Field("reports", "list of strings", "Ids of the reports"),
)
FIELDS = (
    Field("kind", "string", "story, copies, happening, claim or forum"),
    Field("id", "string", "Id, made from what it holds (copies have none)"),
    Field("reports", "list of strings", "story, copies: ids of the reports; of copies the first is the one that the others copy"),
    Field("type", "string", "happening: PLOVER type"),
    Field("mode", "string", "happening: PLOVER mode, or null"),
    Field("date", "string", "happening: ISO 8601 day or month, empty where no report tells"),
    Field("place", "string", "happening: name of the place, or null"),
    Field("country", "string", "happening: ISO 3166 alpha-3 of the place, or null"),
    Field("status", "string", "happening: what the reports commit to"),
    Field("sources", "list of strings", "happening: keys of actors who act"),
    Field("recipients", "list of strings", "happening: keys of actors to whom"),
    Field("supports", "list of objects", "happening: report, event, start and end of the words of each account"),
    Field("independent", "integer", "happening: independent sources"),
    Field("contradictions", "list of objects", "happening: field, and values as report, start and end"),
    Field("speakers", "list of strings", "claim: keys of those who make it"),
    Field("statements", "list of objects", "claim: report, start and end of each repetition"),
    Field("denials", "list of objects", "claim: report, start and end of each denial"),
    Field("corroborated", "list of objects", "claim: supports by reports that tell it themselves, as in supports"),
    Field("name", "string", "forum: its name"),
    Field("parties", "list of strings", "forum: ISO 3166 alpha-3"),
    Field("sessions", "list of objects", "forum: number, date, venue, country, reports, heads of each"),
    Field("next", "object", "forum: null, or earliest and latest month and venue of the session that is due"),
)


class _Everything:
    """Holds whatever is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


def write_record(selection: Selection, out: IO[bytes]) -> int:
    """Writes all kinds; returns the number of rows. With a filter, those that a selected event or its report belongs to."""
    events, reports = _selected(selection)
    return write_objects(_rows(selection.merged, events, reports), out)


def write_stories(selection: Selection, out: IO[bytes]) -> int:
    """Writes the stories alone."""
    _, reports = _selected(selection)
    return write_objects(_stories(selection.merged, reports), out)


def _selected(selection: Selection) -> tuple[Container[tuple[str, str]], Container[str]]:
    """The (report, event) ids that pass the filter, and their reports; without a filter the entries need not be read."""
    if not selection.filter.asks and selection.only is None:
        return _Everything(), _Everything()
    events = {(line.reported.report.id, line.event.id) for line in selection.lines()}
    return events, {report for report, _ in events}


def _rows(merged: Merged, events: Container[tuple[str, str]], reports: Container[str]) -> Iterator[Row]:
    yield from _stories(merged, reports)
    yield from ({"kind": "copies", "reports": list(row.reports)} for row in merged.copies if any(id in reports for id in row.reports))
    for happening in merged.happenings:
        if any((support.report, support.event) in events for support in happening.supports):
            yield _happening(happening)
    for claim in merged.claims:
        if any(words.report in reports for words in (*claim.statements, *claim.denials)):
            yield _claim(claim)
    for forum in merged.forums:
        if any(id in reports for session in forum.sessions for id in session.reports):
            yield _forum(forum)


def _stories(merged: Merged, reports: Container[str]) -> Iterator[Row]:
    for story in merged.stories:
        if any(id in reports for id in story.reports):
            yield {"kind": "story", "id": story.id, "reports": list(story.reports)}


def _happening(row: Happening) -> Row:
    return {
        "kind": "happening", "id": row.id, "type": row.type, "mode": row.mode, "date": row.date, "place": row.place,
        "country": row.country, "status": row.status, "sources": list(row.sources), "recipients": list(row.recipients),
        "supports": [_support(support) for support in row.supports], "independent": row.independent,
        "contradictions": [{"field": one.field, "values": [_words(value) for value in one.values]} for one in row.contradictions],
    }  # fmt: skip


def _claim(row: Claim) -> Row:
    return {
        "kind": "claim", "id": row.id, "speakers": list(row.speakers),
        "statements": [_words(words) for words in row.statements], "denials": [_words(words) for words in row.denials],
        "corroborated": [_support(support) for support in row.corroborated],
    }  # fmt: skip


def _forum(row: Forum) -> Row:
    sessions = [asdict(session) for session in row.sessions]
    return {
        "kind": "forum", "id": row.id, "name": row.name, "parties": list(row.parties), "sessions": sessions,
        "next": asdict(row.next) if row.next else None,
    }  # fmt: skip


def _words(words: Words) -> Row:
    return {"report": words.report, "start": words.span.start, "end": words.span.end}


def _support(support: Support) -> Row:
    return {"report": support.report, "event": support.event, "start": support.span.start, "end": support.span.end}
