"""The network of actors as GraphML: actors as nodes, what one does to another as directed edges, one for each type of event.

Events of one happening count once. Encounters, where neither acts on the other, give an edge each way.
Source: the GraphML primer and schema 1.1 (graphdrawing.org).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from dragoman.exports.cells import cell
from dragoman.exports.columns import Field
from dragoman.exports.dyads import dyads
from dragoman.exports.line import Line
from dragoman.exports.safe import for_page
from dragoman.exports.selection import Selection
from dragoman.record import Actor

NODE_FIELDS = (
    Field("label", "string", "Name of the actor, as the first report gives it"),
    Field("kind", "string", "person, government, armed_group ..."),
    Field("country", "string", "ISO 3166 alpha-3"),
    Field("code", "string", "PLOVER/CAMEO-style code"),
    Field("sectors", "list of strings", "PLOVER sectors"),
    Field("known", "string", "Id in the knowledge"),
    Field("wikidata", "string", "Wikidata id"),
)
EDGE_FIELDS = (
    Field("type", "string", "PLOVER type"),
    Field("happenings", "integer", "Happenings (events that belong to none count each)"),
    Field("events", "integer", "Events of reports"),
    Field("goldstein", "number", "Mean Goldstein value of those events"),
    Field("first", "date", "Day of the earliest"),
    Field("last", "date", "Day of the latest"),
    Field("independent", "integer", "Most independent sources that one of them has"),
)
_TYPES = {"integer": "int", "number": "double"}
_SCHEMA = "http://graphml.graphdrawing.org/xmlns"


@dataclass(slots=True)
class _Edge:
    happenings: set[str] = field(default_factory=set)
    events: int = 0
    goldstein: float = 0.0
    days: list[str] = field(default_factory=list)  # the earliest and the latest
    independent: int = 0

    def add(self, line: Line) -> None:
        self.happenings.add(line.happening.id if line.happening else line.key)
        self.events += 1
        self.goldstein += line.event.goldstein
        self.independent = max(self.independent, line.independent)
        if day := line.dated.day:
            self.days = [min((*self.days, day)), max((*self.days, day))]


def write(selection: Selection, out: IO[bytes]) -> int:
    """Writes the graph; returns the number of edges. Nodes and edges are held, events are not."""
    nodes: dict[str, Actor] = {}
    edges: dict[tuple[str, str, str], _Edge] = {}
    for line in selection.lines():
        _take(line, nodes, edges)
    for part in _parts(nodes, edges):
        out.write(part.encode())
    return len(edges)


def _take(line: Line, nodes: dict[str, Actor], edges: dict[tuple[str, str, str], _Edge]) -> None:
    for dyad in dyads(line, both_ways=False):
        if dyad.source is None or dyad.recipient is None:
            continue
        ends = [line.reported.identity(actor) for actor in (dyad.source, dyad.recipient)]
        for end, actor in zip(ends, (dyad.source, dyad.recipient), strict=True):
            nodes.setdefault(end, actor)
        ways = [ends] if line.event.recipients else [ends, ends[::-1]]
        for source, recipient in ways:
            edges.setdefault((source, recipient, line.event.type), _Edge()).add(line)


def _parts(nodes: Mapping[str, Actor], edges: Mapping[tuple[str, str, str], _Edge]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_SCHEMA}">\n'
    yield from _keys("node", "n", NODE_FIELDS)
    yield from _keys("edge", "e", EDGE_FIELDS)
    yield '<graph id="actors" edgedefault="directed">\n'
    for id, actor in sorted(nodes.items()):
        values = (actor.name, actor.kind, actor.country, actor.code, "; ".join(actor.sectors), actor.known, actor.wikidata)
        yield f"<node id={_quoted(id)}>{_data('n', NODE_FIELDS, values)}</node>\n"
    for number, ((source, recipient, kind), edge) in enumerate(sorted(edges.items(), key=lambda item: item[0])):
        first, last = edge.days or ("", "")
        row = (kind, len(edge.happenings), edge.events, round(edge.goldstein / edge.events, 4), first, last, edge.independent)
        yield f'<edge id="e{number}" source={_quoted(source)} target={_quoted(recipient)}>{_data("e", EDGE_FIELDS, row)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(of: str, letter: str, fields: Iterable[Field]) -> Iterator[str]:
    for item in fields:
        kind = _TYPES.get(item.type, "string")
        yield f'<key id="{letter}-{item.name}" for="{of}" attr.name="{item.name}" attr.type="{kind}"/>\n'


def _data(letter: str, fields: Iterable[Field], values: Iterable[object]) -> str:
    pairs = zip(fields, values, strict=True)
    return "".join(
        f'<data key="{letter}-{item.name}">{escape(_plain(str(value)))}</data>' for item, value in pairs if value not in (None, "")
    )


def _quoted(text: str) -> str:
    return quoteattr(_plain(text))


def _plain(text: str) -> str:
    """Text that XML may hold, on one line."""
    return for_page(cell(text))
