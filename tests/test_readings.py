"""Whole readings by the trained model: `cases/readings.md` holds short reports and what a good reader finds in them.

Each expected line checks one thing, and all must hold; what is in brackets may be left out and is then not checked:

    event [TYPE[/mode]] ["trigger"] [| sources [> recipients]] [| status]   the report itself vouches for it
    claim TYPE[/mode] "trigger" by speaker [| sources [> recipients]] [| status]   it is that speaker's word
    said [act] "speaker" [: "words of the content"]
    via "who reports" < "who said it to them"
    denial "who denies" > "whose statement"
    same "words" = "words"                     two mentions of one actor
    apart "words" / "words"                    two actors, both mentioned
    role "actor" "office" [of "actor"]
    country "actor" = AFG
    time "Wednesday" = 2024-01-03
    place "Goma" = COD
    meeting ["trigger"] [| parties or heads] [| place]
    forum "name" [session 6]
    topic border_security
    no LINE                                    that LINE does not hold: `no event` where nothing happened

Actors are called by any of their mentions, by their name (articles aside), a speaker also by words of its source. Those
named must be there, others may; `?` is an empty side. A trigger is found where it shares words with the event's evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

import pytest

from dragoman.app.read import Reads
from dragoman.app.reader import load_reader
from dragoman.encoder import FOLDER
from dragoman.record import Event, Reading, Span, Statement, Status
from dragoman.settings import Settings
from tests.casefile import CASES, Case, read_cases

FILE = CASES / "readings.md"


@pytest.fixture(scope="module")
def reader() -> Reads:
    """The reader that ships, loaded once."""
    if not (FOLDER / "encoder.onnx").is_file():
        pytest.skip("no trained model in the package: encoder.onnx is absent")
    return load_reader(Settings())


@pytest.mark.parametrize("case", read_cases(FILE), ids=lambda case: f"{case.line}: {case.title}")
def test_reading(case: Case, reader: Reads) -> None:
    found = Found(reader.read(case.report()))
    missed = [line for line in case.expected if not found.holds(line)]
    if missed:
        pytest.fail(f"{FILE.name}:{case.line}: {case.title}\nmissed:\n{_lines(missed)}\nfound:\n{_lines(found.lines())}", pytrace=False)


def test_every_line_has_a_form() -> None:
    for case in read_cases(FILE):
        for line in case.expected:
            Found.check(line.removeprefix("no "))


def test_a_line_of_no_known_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="no check reads"):
        Found.check('event ASSAULT of "shelled"')


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)


def _bare(name: str) -> str:
    """A name without its article: whether it is part of the name is another question."""
    return re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading holds, asked line by line."""

    reading: Reading

    def holds(self, line: str) -> bool:
        """Whether an expected line is true of the reading. Raises ValueError for a line that has none of the forms."""
        if line.startswith("no "):
            return not self.holds(line[3:])
        check, given = self.check(line)
        return check(self, **given)

    @staticmethod
    def check(line: str) -> tuple[Callable[..., bool], dict[str, str | None]]:
        """The check that a line asks for, with what it gives."""
        for form, check in FORMS.items():
            if given := form.fullmatch(line):
                return check, given.groupdict()
        raise ValueError(f"no check reads {line!r}")

    def words(self, spans: Iterable[Span]) -> str:
        return " .. ".join(span.of(self.reading.report.text) for span in spans)

    def actors(self, words: str) -> set[str]:
        """Ids of the actors that are called so."""
        named = {actor.id for actor in self.reading.actors if _bare(actor.name) == words}
        return named | {mention.actor for mention in self.reading.mentions if _bare(self.words([mention.span])) == words}

    def names(self, ids: Iterable[str]) -> str:
        ids = set(ids)
        return ", ".join(actor.name for actor in self.reading.actors if actor.id in ids) or "?"

    def among(self, names: str, ids: Iterable[str]) -> bool:
        """Whether each of the comma-separated names is one of these actors; `?` asks for none at all."""
        ids = set(ids)
        return not ids if names == "?" else all(self.actors(name) & ids for name in names.split(", "))

    def told(self, trigger: str | None, event: Event) -> bool:
        """Whether the words tell of the event."""
        spots = re.finditer(re.escape(trigger or ""), self.reading.report.text)
        return trigger is None or any(Span(*spot.span()).overlaps(span) for spot in spots for span in event.evidence)

    def says(self, speaker: str, statement: Statement) -> bool:
        return bool(self.actors(speaker) & set(statement.speakers)) or speaker in self.words(statement.source)

    def statement(self, identifier: str | None) -> Statement | None:
        return next((statement for statement in self.reading.statements if statement.id == identifier), None)

    def event(self, what: str | None, trigger: str | None, sides: str | None, status: str | None, by: str | None = None) -> bool:
        return any(
            what in (None, event.type, f"{event.type}/{event.mode}")
            and self.told(trigger, event)
            and self.between(sides, event)
            and status in (None, event.status)
            and self.asserted(by, event)
            for event in self.reading.events
        )

    def between(self, sides: str | None, event: Event) -> bool:
        sources, _, recipients = (sides or "").partition(" > ")
        return (not sources or self.among(sources, event.sources)) and (not recipients or self.among(recipients, event.recipients))

    def asserted(self, by: str | None, event: Event) -> bool:
        statement = self.statement(event.asserted_by)
        return statement is None if by is None else statement is not None and self.says(by, statement)

    def said(self, act: str | None, speaker: str, content: str | None) -> bool:
        return any(
            act in (None, statement.act) and self.says(speaker, statement) and (content or "") in self.words(statement.content)
            for statement in self.reading.statements
        )

    def linked(self, speaker: str, other: str, by: Callable[[Statement], tuple[str, ...]]) -> bool:
        """Whether a statement of the speaker points at one of the other's."""
        pairs = [(statement, self.statement(target)) for statement in self.reading.statements for target in by(statement)]
        return any(self.says(speaker, one) and two is not None and self.says(other, two) for one, two in pairs)

    def same(self, one: str, other: str) -> bool:
        return bool(self.actors(one) & self.actors(other))

    def apart(self, one: str, other: str) -> bool:
        return bool(self.actors(one)) and bool(self.actors(other)) and not self.same(one, other)

    def role(self, actor: str, title: str, of: str | None) -> bool:
        holders = [holder for holder in self.reading.actors if holder.id in self.actors(actor)]
        roles = [role for holder in holders for role in holder.roles if title in role.title]
        return any(of is None or role.of in self.actors(of) for role in roles)

    def country(self, actor: str, value: str) -> bool:
        return any(row.country == value for row in self.reading.actors if row.id in self.actors(actor))

    def time(self, words: str, value: str) -> bool:
        return any((self.words([time.span]), time.value) == (words, value) for time in self.reading.times)

    def place(self, words: str, value: str) -> bool:
        return any((self.words([place.span]), place.country) == (words, value) for place in self.reading.places)

    def spot(self, identifier: str | None) -> str:
        """The words of a place."""
        return next((self.words([place.span]) for place in self.reading.places if place.id == identifier), "?")

    def meeting(self, trigger: str | None, parties: str | None, place: str | None) -> bool:
        events = {event.id: event for event in self.reading.events}
        return any(
            self.told(trigger, events[meeting.event])
            and (parties is None or self.among(parties, [who for party in meeting.parties for who in (party.actor, party.head or "")]))
            and (place is None or self.spot(meeting.place) == place)
            for meeting in self.reading.meetings
        )

    def forum(self, name: str, session: str | None) -> bool:
        forums = {forum.id for forum in self.reading.mechanisms if name in (forum.name, forum.acronym)}
        held = {str(meeting.session) for meeting in self.reading.meetings if meeting.mechanism in forums}
        return bool(forums) and (session is None or session in held)

    def topic(self, value: str) -> bool:
        return value in {topic.id for topic in self.reading.topics}

    def lines(self) -> Iterator[str]:
        """All that was found, written like expected lines."""
        for event in self.reading.events:
            speaker = self.statement(event.asserted_by)
            kind, by = ("claim", f" by {self.names(speaker.speakers)}") if speaker else ("event", "")
            what = f"{event.type}/{event.mode}" if event.mode else event.type
            sides = f"{self.names(event.sources)} > {self.names(event.recipients)}"
            yield f'{kind} {what} "{self.words(event.evidence)}"{by} | {sides} | {event.status}'
        for said in self.reading.statements:
            links = "".join(f" {name} {', '.join(ids)}" for name, ids in (("via", said.via), ("denies", said.denies)) if ids)
            yield f'said {said.act} "{self.names(said.speakers)}" : "{self.words(said.content)}" ({said.id}{links})'
        for actor in self.reading.actors:
            calls = [self.words([mention.span]) for mention in self.reading.mentions if mention.actor == actor.id]
            roles = "; ".join(role.title + (f" of {self.names([role.of])}" if role.of else "") for role in actor.roles)
            yield f'same "{actor.name}" = {calls} | country {actor.country} | role {roles or "?"}'
        yield from (f'time "{self.words([time.span])}" = {time.value}' for time in self.reading.times)
        yield from (f'place "{self.words([place.span])}" = {place.country}' for place in self.reading.places)
        for meeting in self.reading.meetings:
            parties = self.names([who for party in meeting.parties for who in (party.actor, party.head or "") if who])
            yield f"meeting | {parties} | {self.spot(meeting.place)} | forum {meeting.mechanism} session {meeting.session}"
        yield from (f'forum "{forum.name}" ({forum.id}, {forum.acronym})' for forum in self.reading.mechanisms)
        yield from (f"topic {topic.id}" for topic in self.reading.topics)


STATES = "|".join(get_args(Status))
WHAT = r"(?P<what>[A-Z]+(?:/[\w-]+)?)"
REST = rf"(?: \| (?!{STATES})(?P<sides>[^|]+?))?(?: \| (?P<status>{STATES}))?"
FORMS: dict[re.Pattern[str], Callable[..., bool]] = {
    re.compile(f'event(?: {WHAT})?(?: "(?P<trigger>[^"]+)")?{REST}'): Found.event,
    re.compile(f'claim {WHAT} "(?P<trigger>[^"]+)" by (?P<by>[^|]+?){REST}'): Found.event,
    re.compile(r'said(?: (?P<act>[a-z]+))? "(?P<speaker>[^"]+)"(?: : "(?P<content>.+)")?'): Found.said,
    re.compile(r'via "(?P<speaker>[^"]+)" < "(?P<other>[^"]+)"'): lambda found, **who: found.linked(**who, by=lambda one: one.via),
    re.compile(r'denial "(?P<speaker>[^"]+)" > "(?P<other>[^"]+)"'): lambda found, **who: found.linked(**who, by=lambda one: one.denies),
    re.compile(r'same "(?P<one>[^"]+)" = "(?P<other>[^"]+)"'): Found.same,
    re.compile(r'apart "(?P<one>[^"]+)" / "(?P<other>[^"]+)"'): Found.apart,
    re.compile(r'role "(?P<actor>[^"]+)" "(?P<title>[^"]+)"(?: of "(?P<of>[^"]+)")?'): Found.role,
    re.compile(r'country "(?P<actor>[^"]+)" = (?P<value>[A-Z]{3})'): Found.country,
    re.compile(r'time "(?P<words>[^"]+)" = (?P<value>\S+)'): Found.time,
    re.compile(r'place "(?P<words>[^"]+)" = (?P<value>[A-Z]{3})'): Found.place,
    re.compile(r'meeting(?: "(?P<trigger>[^"]+)")?(?: \| (?P<parties>[^|]+?))?(?: \| (?P<place>[^|]+))?'): Found.meeting,
    re.compile(r'forum "(?P<name>[^"]+)"(?: session (?P<session>\d+))?'): Found.forum,
    re.compile(r"topic (?P<value>\w+)"): Found.topic,
}
