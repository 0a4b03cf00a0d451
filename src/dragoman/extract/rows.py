"""From what the extractors found, in spans and numbers, to the rows of a reading, with ids that point at each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.extract import events as event_drafts
from dragoman.extract import statements as statement_drafts
from dragoman.extract.links import Groups
from dragoman.extract.mentions import Found
from dragoman.ontology import cameo, goldstein
from dragoman.record import Event, Mention, Place, Span, Statement, Time, Topic


def actor_id(number: int) -> str:
    """The id of the cluster with that number."""
    return f"A{number + 1}"


def mention_rows(found: Sequence[Found], numbers: Sequence[int]) -> tuple[Mention, ...]:
    """Mentions with their ids and the ids of their actors."""
    numbered = enumerate(zip(found, numbers, strict=True), 1)
    return tuple(Mention(f"N{row}", mention.span, mention.form, actor_id(number)) for row, (mention, number) in numbered)


def place_groups(places: Sequence[Place]) -> Groups:
    """Places with the same name and point are one thing."""
    numbers: dict[tuple[str, int | None], int] = {}
    group = tuple(numbers.setdefault((place.name.casefold(), place.geonameid), len(numbers)) for place in places)
    return Groups(tuple(p.span for p in places), group, len(numbers))


def time_groups(times: Sequence[Time]) -> Groups:
    """Each expression of time stands for itself."""
    return Groups.single([t.span for t in times])


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the numbers in the drafts stand for."""

    places: tuple[Place, ...]
    place_groups: Groups
    times: tuple[Time, ...]

    def place(self, number: int | None, near: Span) -> str | None:
        """The id of the place of a group that stands nearest to a span."""
        if number is None:
            return None
        mine = [p for p, g in zip(self.places, self.place_groups.group, strict=True) if g == number]
        return min(mine, key=lambda p: abs(p.span.start - near.start)).id

    def time(self, number: int | None) -> str | None:
        """The id of a time."""
        return None if number is None else self.times[number].id


def event_rows(drafts: Sequence[event_drafts.Draft], numbered: Numbered, contexts: tuple[str, ...]) -> tuple[Event, ...]:
    """Events with ids."""
    return tuple(
        Event(
            id=f"E{row}",
            type=draft.type,
            mode=draft.mode,
            contexts=contexts,
            cameo=cameo(draft.type, draft.mode),
            goldstein=goldstein(draft.type, draft.mode),
            sources=tuple(map(actor_id, draft.sources)),
            recipients=tuple(map(actor_id, draft.recipients)),
            trigger=draft.triggers[0],
            evidence=tuple(sorted(draft.triggers)),
            place=numbered.place(draft.place, draft.triggers[0]),
            time=numbered.time(draft.time),
            status=draft.status,
            asserted_by=None if draft.asserted_by is None else statement_id(draft.asserted_by),
            confidence=draft.confidence,
            status_confidence=draft.status_confidence,
            source_confidence=draft.source_confidence,
            recipient_confidence=draft.recipient_confidence,
        )
        for row, draft in enumerate(drafts, 1)
    )


def statement_id(row: int) -> str:
    """The id of the statement with that row."""
    return f"S{row + 1}"


def statement_rows(
    drafts: Sequence[statement_drafts.Draft], events: Sequence[Event], topics: Sequence[Topic], quotes: Sequence[Span]
) -> tuple[Statement, ...]:
    """Statements with ids, the events that they assert, their topics and the quoted parts of their contents."""
    asserted: dict[str, list[str]] = defaultdict(list)
    for event in events:
        if event.asserted_by:
            asserted[event.asserted_by].append(event.id)
    return tuple(
        Statement(
            id=statement_id(row),
            speakers=tuple(map(actor_id, draft.speakers)),
            source=draft.source,
            cue=(draft.cue,),
            content=draft.content,
            quotes=tuple(q for q in quotes if any(c.overlaps(q) for c in draft.content)),
            act=draft.act,
            via=tuple(map(statement_id, draft.via)),
            anonymous=draft.anonymous,
            events=tuple(asserted[statement_id(row)]),
            topics=tuple(t.id for t in topics if any(c.overlaps(e) for c in draft.content for e in t.evidence)),
            denies=tuple(map(statement_id, draft.denies)),
            confidence=draft.confidence,
        )
        for row, draft in enumerate(drafts)
    )
