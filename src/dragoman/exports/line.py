"""One event of one report with all that a line of an export may say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dragoman.exports.dates import Dated, dated
from dragoman.exports.view import View
from dragoman.knowledge.gazetteer import fold
from dragoman.record import Actor, Event, Mention, Place, Reading, Span, Statement, Time
from dragoman.record.entry import Entry
from dragoman.record.merged import Happening, Merged

Happenings = Mapping[tuple[str, str], Happening]  # by report and event id


def happenings_of(merged: Merged) -> Happenings:
    """The happening that each event belongs to."""
    return {(support.report, support.event): happening for happening in merged.happenings for support in happening.supports}


class Reported:
    """A reading with what its lines look up; made once for all events of a report."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.reading: Reading = entry.reading
        self.report = entry.reading.report
        self.view = View.of(entry.reading)

    def key(self, id: str) -> str:
        """The stable key of an item; its report and id where the entry has none."""
        return self.entry.keys.get(id) or f"{self.report.id}/{id}"

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """The mentions of each actor, in the order of the text."""
        found: dict[str, list[Mention]] = {}
        for mention in self.reading.mentions:
            found.setdefault(mention.actor, []).append(mention)
        return found

    @cached_property
    def lead(self) -> int:
        """Where the first paragraph ends."""
        end = self.report.text.strip().find("\n\n")
        return end if end >= 0 else len(self.report.text)

    def nearest(self, actor: str, to: Span) -> Mention | None:
        """The mention of an actor that stands nearest to some words."""
        return min(self.mentions.get(actor, ()), key=lambda m: max(m.span.start - to.end, to.start - m.span.end), default=None)

    def identity(self, actor: Actor) -> str:
        """What an actor is called over reports: its entry of the knowledge, else kind, name, country; one without a name is only itself."""
        if actor.known or actor.wikidata:
            return actor.known or str(actor.wikidata)
        plain = f"{actor.kind}:{fold(actor.name) or actor.name}:{actor.country or ''}"
        named = any(mention.form == "name" for mention in self.mentions.get(actor.id, ()))
        return plain if named else f"{plain}#{self.report.id}/{actor.id}"


@dataclass(frozen=True, slots=True)
class Line:
    """An event in its report, who takes part, where, and the happening that it belongs to, where it belongs to one."""

    reported: Reported
    event: Event
    happening: Happening | None
    sources: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None

    @property
    def key(self) -> str:
        """The event's stable key."""
        return self.reported.key(self.event.id)

    @property
    def is_claim(self) -> bool:
        """Whether the event rests on a speaker's word instead of the report's own."""
        return self.event.asserted_by is not None

    @property
    def claim(self) -> Statement | None:
        """The statement that the event rests on."""
        return self.reported.view.statements.get(self.event.asserted_by or "")

    @property
    def independent(self) -> int:
        """Independent sources that tell of it: those of its happening; 1 for an event that belongs to none."""
        return self.happening.independent if self.happening else 1

    @property
    def time(self) -> Time | None:
        """When, in the report's words."""
        return self.reported.view.times.get(self.event.time or "")

    @property
    def dated(self) -> Dated:
        """When, as a day."""
        time = self.time
        return dated(time.value if time else None, self.reported.report.published)

    @property
    def sentence(self) -> str:
        """The sentence with the event's trigger, on one line."""
        return self.reported.view.words([self.reported.view.sentence(self.event)])

    @property
    def sentence_number(self) -> int:
        """Which sentence of the report holds the beginning of the trigger, counted from 1."""
        start = self.event.trigger.start
        return max(1, sum(span.start <= start for span in self.reported.view.sentences))

    def words_of(self, actor: Actor) -> str:
        """How the report calls an actor nearest to the trigger."""
        mention = self.reported.nearest(actor.id, self.event.trigger)
        return self.reported.view.words([mention.span]) if mention else actor.name


def lines(entries: Iterable[Entry], merged: Merged) -> Iterator[Line]:
    """All events of all reports, in their order."""
    happenings = happenings_of(merged)
    for entry in entries:
        if entry.reading.events:
            reported = Reported(entry)
            yield from (_line(reported, event, happenings) for event in entry.reading.events)


def _line(reported: Reported, event: Event, happenings: Happenings) -> Line:
    actors, places = reported.view.actors, reported.view.places
    sources, recipients = (tuple(actors[id] for id in ids if id in actors) for ids in (event.sources, event.recipients))
    happening = happenings.get((reported.report.id, event.id))
    return Line(reported, event, happening, sources, recipients, places.get(event.place or ""))
