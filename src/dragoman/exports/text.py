"""The record of a reading for a terminal: dense, wrapped, legible without colour and from 60 columns on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.exports.phrases import Family, act_phrase, event_code, event_phrase, family, plain_name
from dragoman.exports.safe import for_terminal
from dragoman.exports.view import COUNTED, STANDINGS, Standing, View, join, masthead, standing
from dragoman.record import Actor, Event, Meeting, Reading, Span, Statement

# Longer lines tire the eye; from the second width on there is room for two columns of them instead.
_MEASURE = 110
_TWO_COLUMNS = 150
# From here on an actor's names stand beside its roles rather than below.
_WIDE = 84

_SIGNS: dict[Standing, str] = {"happening": "●", "planned": "◌", "claim": "❝", "denied": "⊘"}
_STYLES: dict[Standing | Family, str] = {
    "cooperation": "bold green",
    "conflict": "bold red",
    "happening": "",
    "planned": "blue",
    "claim": "magenta",
    "denied": "dim",
}
_QUOTES = '"“”„«»'


def render(reading: Reading, console: Console) -> None:
    """Print the record of one reading. Control characters and direction overrides of the report are shown as U+FFFD."""
    if console.is_terminal:
        console.print(_record(View.of(reading), console.width, signs=False))
        return
    # A pipe or a file has no styles, so that signs set off the words of an event, and wants no blanks at the ends of lines.
    plain = Console(file=StringIO(), width=console.width, color_system=None, force_terminal=False, legacy_windows=False)
    with plain.capture() as captured:
        plain.print(_record(View.of(reading), console.width, signs=True))
    console.out("\n".join(line.rstrip() for line in captured.get().splitlines()), highlight=False)


def _record(view: View, width: int, signs: bool) -> RenderableType:
    head, events = [*_head(view)], [*_happenings(view, signs)]
    statements, meetings = [*_statements(view)], [*_meetings(view)]
    rest = [*_mechanisms(view), *_topics(view), *_candidates(view), *_unread(view)]
    if width < _TWO_COLUMNS:
        return _fit([*head, *events, *statements, *meetings, *_actors(view, width), *rest], min(width, _MEASURE))
    columns = Table.grid(expand=True, padding=(0, 3, 0, 0))
    columns.add_column(ratio=1)
    columns.add_column(ratio=1)
    columns.add_row(Group(*events, *meetings), Group(*_actors(view, width // 2), *statements, *rest))
    return Group(*head, columns)


def _fit(blocks: list[RenderableType], width: int) -> Table:
    table = Table.grid()
    table.add_column(width=width)
    for block in blocks:
        table.add_row(block)
    return table


def _head(view: View) -> Iterator[RenderableType]:
    title, imprint = masthead(view.reading.report)
    yield _text(title, "bold")
    yield _text(imprint, "dim")
    yield Text()
    legend = Text(style="dim")
    for key, word in COUNTED.items():
        legend.append(f"{_SIGNS[key]} ", _STYLES[key]).append(f"{word}   ")
    legend.append("cooperation", "green").append(" / ").append("conflict", "red")
    yield legend.append("   ≈ inferred") if any("country" in actor.inferred for actor in view.reading.actors) else legend


def _actors(view: View, width: int) -> Iterator[RenderableType]:
    if not view.reading.actors:
        return
    active, mentioned = view.active_actors()
    yield from _section("Who")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=3, no_wrap=True)
    table.add_column(ratio=4 if width >= _WIDE else 1)
    if width >= _WIDE:
        table.add_column(ratio=5)
    for actor in active:
        lines = [*_actor_lines(view, actor)]
        name = Text.assemble(_text(view.name(actor.id), "bold"), "  ", _text(_belonging(view, actor), "dim"))
        table.add_row(Text(actor.id, "dim"), *([name, Group(*lines)] if width >= _WIDE else [Group(name, *lines)]))
    yield table
    if mentioned:
        names = ", ".join(view.name(actor.id) for actor in mentioned)
        yield _grid([(Text("+", "dim"), _pair("also mentioned", _text(names)))])


def _actor_lines(view: View, actor: Actor) -> Iterator[Text]:
    roles = dict.fromkeys(f"{role.title} of {view.name(role.of)}" if role.of else role.title for role in actor.roles)
    if roles:
        yield _text("; ".join(roles))
    if called := view.also_called(actor.id):
        yield Text.assemble(("“", "dim"), _text("”, “".join(called), "dim"), ("”", "dim"))


def _happenings(view: View, signs: bool) -> Iterator[RenderableType]:
    for key, events in view.standing_groups():
        yield from _section(STANDINGS[key], _STYLES[key])
        rows: list[tuple[Text, RenderableType]] = []
        for sentence, together in view.sentence_groups(events):
            rows += [(_label(event), Group(*_event_lines(view, event))) for event in together]
            rows.append((Text(), _quote(view.reading.report.text, sentence, view.highlights(*together), signs)))
        yield _grid(rows, least=5)


def _label(event: Event) -> Text:
    key = standing(event)
    return Text.assemble((f"{_SIGNS[key]} ", _STYLES[key] or _STYLES[family(event.type)]), (event.id, "dim"))


def _event_lines(view: View, event: Event) -> Iterator[Text]:
    sources, recipients = view.names(event.sources) or "somebody", view.names(event.recipients)
    dim = " dim" if event.status == "denied" else ""
    phrase = _text(event_phrase(event.type, event.mode), _STYLES[family(event.type)] + dim)
    arrow = (" → ", "dim") if recipients else ""
    yield Text.assemble(phrase, "  ", _text(sources), arrow, _text(recipients), (f"  {event_code(event.type, event.mode)}", "dim"))
    facts = [Text(event.status, _STYLES[standing(event)]), _text(view.place(event.place)), _text(view.time(event.time))]
    yield Text(" · ").join(fact for fact in facts if fact)
    if event.asserted_by:
        yield _word_of(view, event.asserted_by)


def _word_of(view: View, statement: str) -> Text:
    denials = (_text(f"; denied by {view.speaker(row.id)} {row.id}", "red") for row in view.deniers(statement))
    return Text.assemble(_text(f"on the word of {view.voice(statement)} {statement}", "magenta"), *denials)


def _statements(view: View) -> Iterator[RenderableType]:
    if view.reading.statements:
        yield from _section("Who said what")
        yield _grid([(Text(row.id, "dim"), Group(*_statement_lines(view, row))) for row in view.reading.statements])


def _statement_lines(view: View, row: Statement) -> Iterator[Text]:
    notes = [f"“{view.words(row.cue)}”"] if row.cue else []
    notes += ["speaker unnamed"] if row.anonymous else []
    notes += [f"citing {view.speaker(via)} {via}" for via in row.via if via in view.statements]
    yield Text.assemble(_text(view.speaker(row.id), "bold"), "  ", (act_phrase(row.act), "magenta"), _text("  " + ", ".join(notes), "dim"))
    if row.content:
        words = view.words(row.content)
        yield _quote(words, Span(0, len(words)))
    for denied in row.denies:
        if denied in view.statements:
            yield _text(f"⊘ denies {denied}, what {view.speaker(denied)} said", "red")
    for other in view.deniers(row.id):
        yield _text(f"⊘ denied by {view.speaker(other.id)} {other.id}", "red")


def _meetings(view: View) -> Iterator[RenderableType]:
    if view.reading.meetings:
        yield from _section("Meetings")
        yield _grid([(Text(row.id, "dim"), _meeting(view, row)) for row in view.reading.meetings])


def _meeting(view: View, row: Meeting) -> RenderableType:
    title = _text(join([view.name(party.actor) for party in row.parties]) or "parties not named", "bold")
    facts = [(label, _text(value)) for label, value in [*_delegations(view, row), *_circumstances(view, row)] if value]
    for number, item in enumerate(row.agenda):
        line = _text(view.words([item.span]), "italic")
        line.append(f"  {plain_name(item.topic)}" if item.topic else "", "cyan")
        line.append_text(_text(f"  told by {view.voice(item.said_by)} {item.said_by}" if item.said_by else "", "magenta"))
        facts.append(("agenda" if number == 0 else "", line))
    return Group(title, _facts(facts))


def _delegations(view: View, row: Meeting) -> Iterator[tuple[str, str]]:
    for party in row.parties:
        people = [f"{view.name(party.head)}, head"] if party.head else []
        people += [view.name(one) for one in party.delegates if one != party.head]
        yield view.name(party.actor), "; ".join(people)


def _circumstances(view: View, row: Meeting) -> list[tuple[str, str]]:
    event, forum = view.events.get(row.event), view.mechanisms.get(row.mechanism or "")
    session = f"session {row.session}" if row.session is not None else ""
    return [
        ("status", f"{event.status} {event.id}" if event else ""),
        ("host", view.name(row.host) if row.host else ""),
        ("venue", view.place(row.place)),
        ("day", view.time(row.time)),
        ("length", view.time(row.duration)),
        ("forum", ", ".join(part for part in (forum.name if forum else "", session) if part)),
    ]


def _mechanisms(view: View) -> Iterator[RenderableType]:
    if not view.reading.mechanisms:
        return
    yield from _section("Recurring forums")
    rows: list[tuple[Text, RenderableType]] = []
    for row in view.reading.mechanisms:
        title = Text.assemble(_text(row.name, "bold"), _text(f"  {row.acronym}" if row.acronym else "", "dim"))
        venues = join(list(dict.fromkeys(view.place(place) for place in row.venues)))
        facts = [(label, _text(value)) for label, value in (("parties", view.names(row.parties)), ("venues", venues)) if value]
        rows.append((Text(row.id, "dim"), Group(title, _facts(facts))))
    yield _grid(rows)


def _topics(view: View) -> Iterator[RenderableType]:
    reading = view.reading
    if not reading.topics and not reading.contexts:
        return
    yield from _section("Topics")
    shown = {row.id: dict.fromkeys(view.words([span]) for span in row.evidence) for row in reading.topics}
    facts = [(plain_name(topic), _text(", ".join(words), "italic")) for topic, words in shown.items()]
    if reading.contexts:
        facts.append(("contexts", _text(", ".join(map(plain_name, reading.contexts)))))
    yield _facts(facts)


def _candidates(view: View) -> Iterator[RenderableType]:
    if view.reading.candidates:
        yield from _section("Perhaps events")
        facts = [(f"{row.type}, {row.confidence:.0%} sure", _text(view.glimpse(row.span), "italic")) for row in view.reading.candidates]
        yield _facts(facts)


def _unread(view: View) -> Iterator[RenderableType]:
    if view.reading.unread:
        yield from _section("What was not read", "yellow")
        yield _facts([(row.reason, _text(view.glimpse(row.span), "italic")) for row in view.reading.unread])


def _belonging(view: View, actor: Actor) -> str:
    code = actor.code if actor.code != actor.country else None
    whole = f"of {view.names(actor.member_of)}" if actor.member_of and actor.kind != "country" else None
    return " · ".join(part for part in (plain_name(actor.kind), view.country(actor), code, whole) if part)


def _section(title: str, style: str = "") -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(title.upper(), style=f"bold {style}"), align="left", style="dim")


def _grid(rows: Iterable[tuple[Text, RenderableType]], least: int = 3) -> Table:
    """Ids, in a column of at least so many characters, beside what they stand for."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=least, no_wrap=True)
    table.add_column(ratio=1)
    for label, body in rows:
        table.add_row(label, body)
    return table


def _facts(pairs: Iterable[tuple[str, Text]]) -> Table:
    """Labels beside what they say; long labels wrap."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=22)
    table.add_column(ratio=1)
    for label, value in pairs:
        table.add_row(_text(label, "dim"), value)
    return table


def _pair(label: str, value: Text) -> Text:
    return Text.assemble(_text(f"{label}  ", "dim"), value)


def _text(words: str, style: str = "") -> Text:
    return Text(for_terminal(words), style=style)


def _quote(text: str, span: Span, highlights: Iterable[Span] = (), signs: bool = False) -> Text:
    """The words of a span in quotation marks, the highlighted ones bold and underlined, or between ‹ › where there are no styles."""
    quote = Text("" if text[span.start] in _QUOTES else "“", "dim")
    at = span.start
    for mark in highlights:
        quote.append(_flat(text[at : mark.start]), "not dim italic")
        quote.append(f"‹{_flat(mark.of(text))}›" if signs else _flat(mark.of(text)), "not dim bold underline")
        at = mark.end
    quote.append(_flat(text[at : span.end]), "not dim italic")
    return quote.append("" if text[span.end - 1] in _QUOTES else "”")


def _flat(words: str) -> str:
    return for_terminal(words).replace("\n", " ").replace("\t", " ")
