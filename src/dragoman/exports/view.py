"""A reading as people look at it: names for ids, who vouches for what, and the words that show it. Shared by text and page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dragoman.exports.phrases import date_phrase
from dragoman.record import Actor, Event, Mechanism, Place, Reading, Report, Span, Statement, Time, cover
from dragoman.text.sentences import split_sentences

# Characters of the longest sentence that is shown whole. Newswire sentences over 600 are lists or lack their stops.
_LONG = 600

Standing = Literal["happening", "planned", "claim", "denied"]

# In the order in which a record shows them: what the report vouches for comes first, a claim never among it.
STANDINGS: dict[Standing, str] = {
    "happening": "What happened",
    "planned": "What is planned or possible",
    "claim": "What speakers claim or tell",
    "denied": "What is denied",
}

COUNTED: dict[Standing, str] = {"happening": "happened", "planned": "planned", "claim": "on a speaker’s word", "denied": "denied"}


@dataclass(frozen=True, slots=True)
class View:
    """Look-ups over one reading; nothing here adds to what the reading says."""

    reading: Reading
    actors: dict[str, Actor]
    statements: dict[str, Statement]
    events: dict[str, Event]
    places: dict[str, Place]
    times: dict[str, Time]
    mechanisms: dict[str, Mechanism]
    sentences: tuple[Span, ...]
    ranks: dict[str, int]  # of actors, the most mentioned first

    @classmethod
    def of(cls, reading: Reading) -> View:
        """The view of one reading."""
        return cls(
            reading,
            {row.id: row for row in reading.actors},
            {row.id: row for row in reading.statements},
            {row.id: row for row in reading.events},
            {row.id: row for row in reading.places},
            {row.id: row for row in reading.times},
            {row.id: row for row in reading.mechanisms},
            split_sentences(reading.report.text),
            {actor: rank for rank, (actor, _) in enumerate(Counter(mention.actor for mention in reading.mentions).most_common())},
        )

    def words(self, spans: Iterable[Span]) -> str:
        """The report's words under the spans on one line, gaps shown as an ellipsis."""
        return " … ".join(" ".join(span.of(self.reading.report.text).split()) for span in sorted(spans))

    def glimpse(self, span: Span) -> str:
        """The words of a span that may be long: its beginning and its end."""
        half = _LONG // 4
        if len(span) <= _LONG:
            return self.words([span])
        return self.words([Span(span.start, span.start + half), Span(span.end - half, span.end)])

    def name(self, actor: str) -> str:
        """The name of an actor, on one line."""
        found = self.actors.get(actor)
        return " ".join(found.name.split()) if found else actor

    def names(self, actors: Iterable[str]) -> str:
        """Names as one phrase: "A, B and C"; empty for none."""
        return join([self.name(actor) for actor in actors])

    def country(self, actor: Actor) -> str:
        """The country's code, marked where knowledge and not the text supplied it; empty for none."""
        return ("≈" if "country" in actor.inferred else "") + actor.country if actor.country else ""

    def also_called(self, actor: str) -> tuple[str, ...]:
        """The other names and descriptions that the report uses for an actor, each once, pronouns left out."""
        taken = {self.name(actor).casefold()}
        found: list[str] = []
        for mention in self.reading.mentions:
            words = self.words([mention.span])
            if mention.actor == actor and mention.form != "pronoun" and words.casefold() not in taken:
                taken.add(words.casefold())
                found.append(words)
        return tuple(found)

    def speaker(self, statement: str) -> str:
        """Who makes a statement: actors, else the source's words, else "somebody unnamed"."""
        row = self.statements[statement]
        return self.names(row.speakers) or self.words(row.source) or "somebody unnamed"

    def voice(self, statement: str | None) -> str:
        """The chain of voices behind a claim: "Pakistani media, citing officials"; "the report" for None."""
        if statement is None or statement not in self.statements:
            return "the report"
        row = self.statements[statement]
        carriers = [other.id for other in self.reading.statements if statement in other.via]
        cited = join([self.speaker(other) for other in row.via if other in self.statements])
        carried = join([self.speaker(other) for other in carriers])
        return self.speaker(statement) + (f", citing {cited}" if cited else "") + (f", through {carried}" if carried else "")

    def sentence(self, event: Event) -> Span:
        """The sentence around an event's trigger; of a very long one, the words nearby."""
        trigger = event.trigger
        first = bisect_right(self.sentences, trigger.start, key=lambda span: span.end)
        last = bisect_left(self.sentences, trigger.end, key=lambda span: span.start)
        found = cover([trigger, *self.sentences[first:last]])
        if len(found) <= _LONG:
            return found
        near = Span(max(found.start, trigger.start - _LONG // 2), min(found.end, trigger.end + _LONG // 2))
        text = self.reading.report.text
        start = text.find(" ", near.start, trigger.start) + 1 if near.start > found.start else near.start
        end = text.rfind(" ", trigger.end, near.end) if near.end < found.end else near.end
        return Span(max(start, near.start), end if end > trigger.end else near.end)

    def sentence_groups(self, events: Iterable[Event]) -> list[tuple[Span, list[Event]]]:
        """Events by the sentence that shows them, so that it is printed once."""
        groups: dict[Span, list[Event]] = {}
        for event in events:
            groups.setdefault(self.sentence(event), []).append(event)
        return list(groups.items())

    def highlights(self, *events: Event, whole: bool = False) -> tuple[Span, ...]:
        """The words of events within their sentence, or in the whole report, without the sentence that closes the evidence."""
        found: list[Span] = []
        for event in events:
            sentence = self.sentence(event)
            words = (span for span in event.evidence if 2 * len(span) < len(sentence) or not span.overlaps(event.trigger))
            found += [event.trigger, *(span for span in words if whole or sentence.contains(span))]
        return merge(found)

    def deniers(self, statement: str | None) -> list[Statement]:
        """The statements that deny one."""
        return [row for row in self.reading.statements if statement in row.denies]

    def asserted(self, statement: str) -> list[Event]:
        """The events that rest on a statement."""
        return [event for event in self.reading.events if event.asserted_by == statement]

    def place(self, place: str | None) -> str:
        """A place and its country; empty for None."""
        row = self.places.get(place or "")
        if row is None:
            return ""
        return f"{row.name} ({row.country})" if row.country else row.name

    def time(self, time: str | None) -> str:
        """A time as a reader would write it and the report's words for it; empty for None."""
        row = self.times.get(time or "")
        if row is None:
            return ""
        words, value = self.words([row.span]), date_phrase(row.value)
        return value if words == value else f"{value} (“{words}”)"

    def standing_groups(self) -> list[tuple[Standing, list[Event]]]:
        """The events by standing, in the order of STANDINGS, empty ones left out."""
        groups = {key: [event for event in self.reading.events if standing(event) == key] for key in STANDINGS}
        return [(key, events) for key, events in groups.items() if events]

    def active_actors(self) -> tuple[list[Actor], list[Actor]]:
        """Actors that the record uses or that hold a role, and those that are only mentioned."""
        used = set(_used_actors(self.reading))
        active = [actor for actor in self.reading.actors if actor.id in used or actor.roles]
        return active, [actor for actor in self.reading.actors if actor not in active]


def standing(event: Event) -> Standing:
    """What a reader may build on: vouched for by the report, planned, a speaker's claim, or denied."""
    if event.status == "denied":
        return "denied"
    if event.asserted_by is not None:
        return "claim"
    return "planned" if event.status in ("planned", "possible", "conditional") else "happening"


def masthead(report: Report) -> tuple[str, str]:
    """Title (else the first words) and "publisher · day"."""
    title = report.title or " ".join(report.text[:80].split()) or report.id
    return title, " · ".join(part for part in (report.publisher, date_phrase(report.published or "")) if part)


def join(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, overlapping ones made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = cover([merged[-1], span])
        else:
            merged.append(span)
    return tuple(merged)


def _used_actors(reading: Reading) -> Iterable[str]:
    for event in reading.events:
        yield from (*event.sources, *event.recipients)
    for statement in reading.statements:
        yield from statement.speakers
    for meeting in reading.meetings:
        for party in meeting.parties:
            yield from (party.actor, *party.delegates, *([party.head] if party.head else []))
    for mechanism in reading.mechanisms:
        yield from mechanism.parties
