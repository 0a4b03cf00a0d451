"""Events: who did what to whom.

A trigger is found by the tagger and weighed again by the event head, which sees the whole of it; triggers that tell of
the same event are joined; actors, place, time and the statement that asserts it are linked to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.encoding import TYPES, Encoding, Floats, Heads, softmax
from dragoman.extract.links import Groups, linked
from dragoman.extract.tagging import Tagged, find_tagged
from dragoman.record import Candidate, Span, Status

# Chosen on the marked reports kept aside, as docs/reference/accuracy.md says; bench/floors.json holds what they give there.
CAUTION = 0.0  # added to the tagger's score of "no event"
SURE = 0.35  # a trigger below this confidence is no event
DOUBT = 0.25  # one between the two is a candidate
SAME = 0.4  # two triggers of one type tell of one event
# How sure it must be that the event is one and that an actor takes part in it.
PARTY = 0.45  # in a meeting, an agreement, a cooperation
FURTHER = 0.65  # one of several sources or recipients of a deed: most deeds have one of each
RECIPIENT = 0.28  # the likeliest recipient of a deed
ALONE = 0.15  # the likeliest source: few events are nobody's deed
CIRCUMSTANCE = 0.2  # a place or time is the event's
ASSERTED = 0.4  # a statement asserts the event
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its parts have ids; sources and recipients are groups of mentions, `asserted_by` the index of a cue."""

    type: str
    mode: str | None
    status: Status
    triggers: tuple[Span, ...]  # the surest first
    sources: tuple[int, ...]
    recipients: tuple[int, ...]
    place: int | None
    time: int | None
    asserted_by: int | None
    confidence: float
    status_confidence: float
    source_confidence: tuple[float, ...]
    recipient_confidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that mean an event, and how sure that is."""

    span: Span
    type: str
    confidence: float


def find_triggers(text: str, encoding: Encoding) -> tuple[Trigger, ...]:
    """What may be trigger words, in the order of the text, with the type on which tagger and event head agree best."""
    tagged = find_tagged(text, encoding, "event", CAUTION)
    if not tagged:
        return ()
    again = softmax(encoding.heads.spans["event"](encoding.pool([t.span for t in tagged])))[:, 1:]
    first = np.stack([_type_probabilities(encoding, t) for t in tagged])
    both = np.sqrt(first * again)
    return tuple(Trigger(t.span, TYPES[int(row.argmax())], float(row.max())) for t, row in zip(tagged, both, strict=True))


def doubtful(triggers: Sequence[Trigger], heads: Heads) -> tuple[Candidate, ...]:
    """The triggers that are too unsure to be events and too likely to be passed over."""
    unsure = (t for t in triggers if DOUBT <= t.confidence < SURE)
    return tuple(Candidate(t.span, t.type, heads.calibrated("event", t.confidence)) for t in unsure)


def _type_probabilities(encoding: Encoding, tagged: Tagged) -> Floats:
    first, last = encoding.locate(tagged.span)
    probabilities = softmax(encoding.tags["event"][first:last]).mean(axis=0)
    joined: Floats = probabilities[1::2] + probabilities[2::2]
    return joined


def find_events(
    encoding: Encoding, found: Sequence[Trigger], actors: Groups, places: Groups, times: Groups, cues: Sequence[Span]
) -> tuple[Draft, ...]:
    """The events that the triggers tell of, in the order of their first words."""
    triggers = [t for t in found if t.confidence >= SURE]
    spans = [t.span for t in triggers]
    drafts, heads = [], encoding.heads
    parties = linked(encoding, "argument", spans, actors)
    where, when = (linked(encoding, head, spans, groups)[..., 0] for head, groups in (("place", places), ("time", times)))
    asserted = linked(encoding, "assert", spans, Groups.single(cues))[..., 0]
    for rows in _join(encoding, triggers):
        surest = sorted(rows, key=lambda row: -triggers[row].confidence)
        kind, words = triggers[surest[0]].type, tuple(spans[row] for row in surest)
        taking_part = _gathered(parties[surest], kind)
        status, status_confidence = _status(encoding, words)
        mode = _mode(encoding, words, kind)
        sides = _sides(taking_part, triggers[surest[0]].confidence, kind in MUTUAL)
        sides = _hosted(sides, taking_part) if mode == "visit" else sides
        drafts.append(
            Draft(
                type=kind,
                mode=mode,
                status=status,
                triggers=words,
                sources=sides[0],
                recipients=sides[1],
                place=_best(where[rows].max(axis=0), CIRCUMSTANCE),
                time=_best(when[rows].max(axis=0), CIRCUMSTANCE),
                asserted_by=_best(asserted[rows].mean(axis=0), ASSERTED),
                confidence=heads.calibrated("event", triggers[surest[0]].confidence),
                status_confidence=status_confidence,
                source_confidence=tuple(heads.calibrated("party", float(taking_part[actor, 0])) for actor in sides[0]),
                recipient_confidence=tuple(heads.calibrated("party", float(taking_part[actor, 1])) for actor in sides[1]),
            )
        )
    return tuple(drafts)


def _join(encoding: Encoding, triggers: Sequence[Trigger]) -> list[list[int]]:
    """Rows of triggers that tell of one event: each goes to the earlier event of its type that it is most like."""
    spans = [t.span for t in triggers]
    same = linked(encoding, "same", spans, Groups.single(spans))[..., 0]
    groups: list[list[int]] = []
    for row, trigger in enumerate(triggers):
        alike = [(float(same[row, g].mean()), g) for g in groups if triggers[g[0]].type == trigger.type]
        best = max(alike, key=lambda a: a[0], default=(0.0, []))
        if best[0] > SAME:
            best[1].append(row)
        else:
            groups.append([row])
    return groups


def _gathered(probabilities: Floats, kind: str) -> Floats:
    """One row of probabilities for an event from those of its triggers, the surest first.

    Each word for a meeting may name another of its parties; who did a deed is told best by its surest word.
    """
    gathered: Floats = probabilities.max(axis=0) if kind in MUTUAL else probabilities[0]
    return gathered


Sides = tuple[tuple[int, ...], tuple[int, ...]]  # groups of sources and of recipients


def _sides(probabilities: Floats, sure: float, mutual: bool = False) -> Sides:
    """Who takes part, from probabilities [groups, 2] and that of the event itself; nobody is on both sides."""
    if not len(probabilities):
        return (), ()
    likely = probabilities * sure
    sources, recipients = _likely(likely, PARTY, PARTY) if mutual else _likely(likely, RECIPIENT, FURTHER)
    if mutual and sources.sum() + recipients.sum() == 1:
        # Nobody meets or agrees alone: the likeliest other one, on whichever side.
        others = np.where((sources | recipients)[:, None], 0, likely)
        other = int(others.max(axis=1).argmax())
        if others[other].max() >= ALONE:
            (sources if others[other, 0] >= others[other, 1] else recipients)[other] = True
    return tuple(np.flatnonzero(sources).tolist()), tuple(np.flatnonzero(recipients).tolist())


def _likely(probabilities: Floats, recipient: float, further: float) -> tuple[Any, Any]:
    """Masks [groups] of the sources and of the recipients, the likeliest of each by a lower threshold than the others."""
    most = probabilities.max(axis=0)
    sources = probabilities[:, 0] >= min(further, max(ALONE, float(most[0])))
    recipients = probabilities[:, 1] >= min(further, max(recipient, float(most[1])))
    both = sources & recipients
    sources &= ~both | (probabilities[:, 0] >= probabilities[:, 1])
    recipients &= ~both | (probabilities[:, 0] < probabilities[:, 1])
    return sources, recipients


def _hosted(sides: Sides, probabilities: Floats) -> Sides:
    """The sides of a visit: of several who are all received, the likeliest source is the one who comes."""
    sources, recipients = sides
    if sources or len(recipients) < 2:
        return sides
    visitor = max(recipients, key=lambda group: float(probabilities[group, 0]))
    return (visitor,), tuple(group for group in recipients if group != visitor)


def _best(probabilities: Floats, least: float) -> int | None:
    if not len(probabilities):
        return None
    best = int(probabilities.argmax())
    return best if probabilities[best] > least else None


def _mode(encoding: Encoding, triggers: Sequence[Span], kind: str) -> str | None:
    """The mode among those of the type that fits the triggers best; None where "no mode" does."""
    labels = encoding.heads.labels["mode"]
    scores = encoding.heads.spans["mode"](encoding.pool(triggers)).mean(axis=0)
    options = [(float(score), label) for score, label in zip(scores, labels, strict=True) if label.startswith(kind + "/")]
    return max(options)[1].partition("/")[2] or None


def _status(encoding: Encoding, triggers: Sequence[Span]) -> tuple[Status, float]:
    """The likeliest status and how likely it is right."""
    probabilities = softmax(encoding.heads.spans["status"](encoding.pool(triggers))).mean(axis=0)
    best = int(probabilities.argmax())
    label: Status = encoding.heads.labels["status"][best]  # type: ignore[assignment]
    return label, encoding.heads.calibrated("status", float(probabilities[best]))
