"""Page models in the terminal: tables whose every line has the id of its report and the words that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TextIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.app.pages.actor import ActorPage
from dragoman.app.pages.claim import ClaimPage, Telling
from dragoman.app.pages.evidence import Evidence, HappeningLine, ReportLine
from dragoman.app.pages.forum import ForumPage, SessionLine
from dragoman.app.pages.meeting import Item, Readout
from dragoman.app.pages.names import Named
from dragoman.app.pages.relation import Facing, RelationPage
from dragoman.app.pages.story import ClaimLine
from dragoman.exports.cells import cell
from dragoman.exports.phrases import event_phrase, plain_name
from dragoman.record.merged import NextSession

Page = ForumPage | RelationPage | ClaimPage | ActorPage
Row = tuple[Text | str, ...]
_FAMILY = {"cooperation": "green", "conflict": "red"}
_NAMED = 5  # actors on one side
_SAID = 2  # wordings of a claim that a list shows; its own page has all


def write(page: Page, stream: TextIO, width: int | None = None) -> None:
    """Writes a page, in colour to a terminal. `width` is in columns, without it that of the terminal."""
    console = Console(file=stream, width=width, highlight=False)
    with console.capture() as made:  # a console that writes itself ends the program where nobody reads on
        console.print(_text(page.title, "bold"))
        for part in _parts(page, not console.color_system):
            console.print(part)
    stream.write("\n".join(line.rstrip() for line in made.get().split("\n")))


def _parts(page: Page, signs: bool) -> Iterator[RenderableType]:
    if isinstance(page, ForumPage):
        return _forum(page, signs)
    if isinstance(page, RelationPage):
        return _dyad(page, signs)
    return _claim(page, signs) if isinstance(page, ClaimPage) else _actor(page, signs)


# --- a forum ---------------------------------------------------------------------------------------------------------------


def _forum(page: ForumPage, signs: bool) -> Iterator[RenderableType]:
    yield _text(", ".join(name for _, name in page.parties), "dim")
    yield from _table("Sessions", ("Day", "Session", "Reports and words"), [row for one in page.sessions for row in _session(one, signs)])
    yield Text()
    yield _text(due(page.next), "bold") if page.next else Text("Not known to be due")
    yield _text(page.why)


def due(next: NextSession) -> str:
    """When and where a forum is due, in a line."""
    months = next.earliest if next.earliest == next.latest else f"{next.earliest} to {next.latest}"
    return f"Due {months}" + (f", {next.venue}" if next.venue else "")


def _session(one: SessionLine, signs: bool) -> Iterator[Row]:
    if one.missing:
        numbers = f"{one.missing[0]} to {one.missing[-1]}" if len(one.missing) > 1 else str(one.missing[0])
        yield "", _text(f"{numbers}: no report", "yellow"), ""
    facts = [f"no. {one.number}" if one.number is not None else "no number", one.venue or "", _people(one.heads)]
    facts += [f"{_counted(one.after, 'month')} after the one before"] if one.after else []
    told = [said(words, signs, label) for label, words in _items(one.readouts)]
    covered = {item.evidence.report.id for readout in one.readouts for item in readout.items}
    told += [_headline(report) for report in one.reports if report.id not in covered]
    yield one.date, _lines(facts), Text("\n").join(told)


def _items(readouts: Iterable[Readout]) -> Iterator[tuple[str, Evidence]]:
    """Who says what was talked about, a sentence at a time: its topics, and the sentence with all the words for them."""
    for readout in readouts:
        together: dict[tuple[str, str], list[Item]] = {}
        for item in readout.items:
            together.setdefault((item.evidence.report.id, item.evidence.text), []).append(item)
        for items in together.values():
            topics = ", ".join(dict.fromkeys(plain_name(item.topic) for item in items if item.topic))
            lit = tuple(sorted({span for item in items for span in item.evidence.lit}))
            yield f"{readout.voice}: {topics}" if topics else readout.voice, replace(items[0].evidence, lit=lit)


# --- a dyad ----------------------------------------------------------------------------------------------------------------


def _dyad(page: RelationPage, signs: bool) -> Iterator[RenderableType]:
    counts = ", ".join(f"{count} {name}" for name, count in page.counts.items())
    yield _text(f"{counts}; {_counted(page.total, 'happening')} as asked", "dim")
    yield from _happenings("Happenings", page.timeline, signs)
    if page.more:
        yield _text(f"{page.more} earlier ones are not shown; --until takes an earlier day", "yellow")
    for side, claims in zip(page.sides, page.claims, strict=True):
        yield from _table(f"Claims of {side.name}", ("Claim", "Reports and words"), [_facing(one, signs) for one in claims])
    forums = [(row.id, _text(row.name or "Talks without a name"), str(len(row.sessions))) for row in page.forums]
    yield from _table("Forums", ("Forum", "Name", "Sessions"), forums)


def _facing(one: Facing, signs: bool) -> Row:
    told = [*_first([said(row, signs) for row in one.said]), *_first([said(row, signs, _denied(row)) for row in one.denials])]
    return _claim_cell(one.id, one.speakers, one.corroborated), Text("\n").join(told)


def _first(rows: Sequence[Text]) -> list[Text]:
    more = len(rows) - _SAID
    return [*rows[:_SAID], *([Text(f"and {_counted(more, 'time')} more", "dim")] if more > 0 else [])]


def _denied(one: Evidence) -> str:
    return f"denied by {one.voice}" if one.voice else "denied"


def _claim_cell(id: str, speakers: Iterable[Named], corroborated: int) -> Text:
    borne = f"borne out by {_counted(corroborated, 'report')}" if corroborated else ""
    return _lines([_people(speakers) or "somebody unnamed", borne, id])


# --- a claim ---------------------------------------------------------------------------------------------------------------


def _claim(page: ClaimPage, signs: bool) -> Iterator[RenderableType]:
    yield _text(f"told by {', '.join(page.outlets) or 'publishers that are not named'}", "dim")
    heads = ("Day", "Whose word", "Report and words")
    yield from _table("Told", heads, [_telling(one, signs) for one in page.tellings])
    yield from _table("Denied", heads, [_telling(one, signs) for one in page.denials])
    yield from _table("Borne out", heads, [(_day(one.report), one.report.publisher or "", said(one, signs)) for one in page.corroborated])


def _telling(one: Telling, signs: bool) -> Row:
    again = [f"also in {', '.join(one.again)}"] if one.again else []
    return _day(one.evidence.report), _lines([one.chain or one.evidence.voice or "", one.act or "", *again]), said(one.evidence, signs)


# --- an actor --------------------------------------------------------------------------------------------------------------


def _actor(page: ActorPage, signs: bool) -> Iterator[RenderableType]:
    facts = [plain_name(page.actor.kind), page.side.name if page.side.name != page.title else "", page.wikidata or "", page.actor.key]
    yield _text(" · ".join(filter(None, facts)), "dim")
    called = ", ".join(f"{name} ({count})" for name, count in page.names)
    for label, value in (("", page.note), ("part of", _listed(page.part_of)), ("called", called)):
        if value:
            yield _text(f"{label} {value}".strip())
    if not page.total and not page.claims:
        yield Text("The casebook tells nothing that it did or claimed.")
    offices = [(one.first, one.title + (f" of {one.of}" if one.of else ""), said(one.evidence, signs)) for one in page.offices]
    yield from _table("Offices", ("First", "Office", "Report and words"), [(day, _text(office), words) for day, office, words in offices])
    relations = [(_text(one.side.name), str(one.cooperation), str(one.conflict)) for one in page.relations]
    yield from _table("With whom", ("Side", "Cooperation", "Conflict"), relations)
    yield from _happenings(f"Happenings, the latest of {page.total}", page.happenings, signs)
    yield from _table("Claims", ("Claim", "Report and words"), [_claim_line(one, signs) for one in page.claims])


def _listed(rows: Iterable[tuple[str, str]]) -> str:
    return ", ".join(name for _, name in rows)


def _claim_line(one: ClaimLine, signs: bool) -> Row:
    shown = [said(one.first, signs)] if one.first else []
    shown += [said(one.denial, signs, _denied(one.denial))] if one.denial else []
    return _claim_cell(one.id, one.speakers, one.corroborated), Text("\n").join(shown)


# --- shared ----------------------------------------------------------------------------------------------------------------


def _happenings(title: str, rows: Sequence[HappeningLine], signs: bool) -> Iterator[RenderableType]:
    return _table(title, ("Day", "What", "Report and words"), [_happening(row, signs) for row in rows])


def _happening(row: HappeningLine, signs: bool) -> Row:
    what = _text(event_phrase(row.type, row.mode), _FAMILY[row.family])
    what.append(f"  {row.type}", "dim")
    sides = " → ".join(filter(None, (_people(row.sources), _people(row.recipients))))
    told = f"{row.independent} independent sources" if row.independent > 1 else ""
    differ = "reports differ" if row.contradictions else ""
    status = row.status if row.status != "happened" else ""
    what.append("\n").append_text(_lines([sides, row.place or "", status, told, differ]))
    return row.date, what, said(row.evidence, signs) if row.evidence else ""


def said(one: Evidence, signs: bool = False, label: str = "") -> Text:
    """A report's id with a label (else what it vouches for) above its sentence; words that matter are bold, or in ‹ › without colour."""
    voice = f"on the word of {one.voice}" if one.voice else ""
    standing = one.standing if one.standing != "happening" else None
    notes = label or ", ".join(filter(None, (standing, voice)))
    made = _text(one.report.id, "blue").append(f"  {cell(notes)}" if notes else "", "magenta").append("\n“", "dim")
    at = 0
    for lit in one.lit:
        start = max(at, lit.start)
        made.append(cell(one.text[at:start])).append_text(_lit(cell(one.text[start : lit.end]), signs) if start < lit.end else Text())
        at = max(at, lit.end)
    return made.append(cell(one.text[at:])).append("”", "dim")


def _lit(words: str, signs: bool) -> Text:
    return Text(f"‹{words}›" if signs else words, "bold underline")


def _headline(report: ReportLine) -> Text:
    return _text(report.id, "blue").append("\n").append_text(_text(f"“{report.title}”"))


def _day(report: ReportLine) -> str:
    return (report.published or "")[:10]


def _people(rows: Iterable[Named]) -> str:
    """The names, each once; of many the first."""
    names = list(dict.fromkeys(one.name for one in rows))
    return ", ".join([*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])])


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _lines(parts: Iterable[str]) -> Text:
    return Text("\n").join(_text(part) for part in parts if part)


def _text(words: str, style: str = "") -> Text:
    return Text(cell(words), style)


def _table(title: str, heads: Sequence[str], rows: Sequence[Row]) -> Iterator[RenderableType]:
    """A table under its title; nothing where there are no rows. The last column, which has the words, takes what room there is."""
    if not rows:
        return
    yield Padding(Rule(_text(title, "bold"), align="left", style="dim"), (1, 0, 0, 0))
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), leading=1, pad_edge=False, show_edge=False, header_style="dim")
    for number, head in enumerate(heads):
        words = number == len(heads) - 1 and "words" in head
        narrow = head in ("Day", "First")
        table.add_column(
            head, overflow="fold", ratio=5 if words else None if narrow else 3, min_width=10 if narrow else None, no_wrap=narrow
        )
    for row in rows:
        table.add_row(*(one if isinstance(one, Text) else _text(one) for one in row))
    yield table
