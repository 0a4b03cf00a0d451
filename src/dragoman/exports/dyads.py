"""Events as pairs, for formats that hold one actor and one target a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from dragoman.exports.line import Line
from dragoman.record import Actor

_HOST, _VISIT = "043", "042"  # the same visit from the other side


@dataclass(frozen=True, slots=True)
class Dyad:
    """One event between two actors, either of whom may be unnamed. `code` is the CAMEO code from the source's side."""

    line: Line
    source: Actor | None
    recipient: Actor | None
    code: str

    @property
    def id(self) -> tuple[str, str, str]:
        """What tells it from the other pairs of its event: the actors as they are called over reports."""
        return self.line.key, self._called(self.source), self._called(self.recipient)

    def _called(self, actor: Actor | None) -> str:
        return self.line.reported.identity(actor) if actor else ""


def told_of(actor_of: Callable[[Dyad], Actor | None], what: Callable[[Actor], str | None]) -> Callable[[Dyad], str | None]:
    """What a column tells of one side of a pair; None where that side is unnamed."""

    def value(dyad: Dyad) -> str | None:
        actor = actor_of(dyad)
        return what(actor) if actor else None

    return value


def dyads(line: Line, both_ways: bool) -> Iterator[Dyad]:
    """Every source with every recipient. A meeting without sides, or anything else done together, is one of every two sources.

    With `both_ways`, encounters (CONSULT) are given from each side, as ICEWS does: a visit is 042 from the visitor's side and
    043 from the host's.
    """
    code = line.event.cameo
    for source, recipient in _pairs(line):
        yield Dyad(line, source, recipient, code)
        if both_ways and line.event.type == "CONSULT" and source is not None and recipient is not None:
            yield Dyad(line, recipient, source, _HOST if code == _VISIT and line.event.recipients else code)


def _pairs(line: Line) -> Iterator[tuple[Actor | None, Actor | None]]:
    sources, recipients = line.sources, line.recipients
    if recipients:
        yield from ((source, recipient) for source in sources or (None,) for recipient in recipients)
    elif len(sources) > 1:
        yield from combinations(sources, 2)
    else:
        yield next(iter(sources), None), None
