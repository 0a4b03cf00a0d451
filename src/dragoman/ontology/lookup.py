"""Questions that the rest of the system asks of the ontology."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.ontology.entries import Body, Cue, EventType, Mode, Office, Qualifier
from dragoman.ontology.load import Ontology, load
from dragoman.ontology.words import Phrases, phrase_forms

# Quad class by the first two digits of a CAMEO code, as GDELT and ICEWS reckon it; it can differ from that of the PLOVER type.
_CAMEO_QUADS = {root: quad for quad, roots in {1: range(1, 6), 2: range(6, 9), 3: range(9, 14), 4: range(14, 21)}.items() for root in roots}


def cameo(kind: str, mode: str | None) -> str:
    """The nearest CAMEO code of an event type and mode, e.g. "042". Raises KeyError for an unknown one."""
    return _row(kind, mode).cameo


def goldstein(kind: str, mode: str | None) -> float:
    """The Goldstein value of that code, -10 (conflict) to 10 (cooperation). Raises KeyError for an unknown one."""
    return _row(kind, mode).goldstein


def quad(kind: str) -> int:
    """PLOVER's quad class of a type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return load().events[kind].quad


def cameo_quad(code: str) -> int:
    """The quad class that GDELT and ICEWS give a CAMEO code. Raises KeyError for what is none."""
    return _CAMEO_QUADS[int(code[:2])]


def _row(kind: str, mode: str | None) -> EventType | Mode:
    event = load().events[kind]
    return event if mode is None else event.modes[mode]


@cache
def _cue_forms(ontology: Ontology) -> Phrases[Cue]:
    return Phrases((form, cue) for cue in ontology.cues.values() for form in cue.forms)


def cue_of(words: str, ontology: Ontology) -> Cue | None:
    """The cue that these words are ("called on" -> call on), or the one they begin with ("said on Monday" -> say)."""
    phrases = _cue_forms(ontology)
    hit = next(phrases.find(words), None)
    return phrases.whole(words) or (hit[2] if hit and not words[: hit[0]].strip(" \t\n'\"“‘") else None)


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What the words of a title tell: the office, how it is held, and the sector that office and body give."""

    office: Office | None
    qualifiers: tuple[Qualifier, ...]
    bodies: tuple[Body, ...]
    sector: str | None


@cache
def _title_words(ontology: Ontology) -> Phrases[Office | Qualifier | Body]:
    entries: list[Office | Qualifier | Body] = [*ontology.roles.values(), *ontology.qualifiers.values(), *ontology.bodies.values()]
    return Phrases((form, entry) for entry in entries for word in entry.words for form in phrase_forms(word))


def read_title(title: str, ontology: Ontology) -> TitleReading:
    """The parts of a title such as "caretaker deputy foreign minister" or "head of the army".

    The office is the last office word before "of", "to" or "for" ("prime minister's spokesman" is a spokesman). The sector
    is the last body's before it, else the first body's after it, else the office's own, else another office's.
    """
    found = list(_title_words(ontology).find(title))
    stop = _first_preposition(title)
    offices = [(start, entry) for start, _, entry in found if isinstance(entry, Office)]
    office = next((entry for start, entry in reversed(offices) if start < stop), offices[0][1] if offices else None)
    before = [entry for start, _, entry in found if isinstance(entry, Body) and start < stop]
    after = [entry for start, _, entry in found if isinstance(entry, Body) and start >= stop]
    qualifiers = tuple(entry for _, _, entry in found if isinstance(entry, Qualifier))
    sectors = [body.sector for body in (*reversed(before), *after)] + ([office.sector] if office else [])
    sectors += [entry.sector for _, entry in offices]  # a prime minister's spokesman speaks for the government
    sector = next((sector for sector in sectors if sector), None)
    return TitleReading(office, qualifiers, (*before, *after), sector)


def _first_preposition(title: str) -> int:
    places = [title.find(f" {word} ") for word in ("of", "to", "for", "at", "in")]
    return min((place for place in places if place >= 0), default=len(title))
