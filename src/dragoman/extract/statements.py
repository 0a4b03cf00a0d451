"""Statements: who says what, with which words.

A cue ("said", "according to") is found by the tagger. Seen from each cue, every piece of the report is labelled as
content, source or neither, so that contents may nest, overlap, come in pieces and go over sentence ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dragoman.encoding import FRAME, Encoding, Floats, Ints, sigmoid, softmax
from dragoman.extract import features
from dragoman.extract.links import BLOCK, Groups, blocks, linked, pair_scores, ranges, sentences
from dragoman.extract.tagging import Tagged, apart, find_tagged, whole_words
from dragoman.record import Act, Span, Unread

# Chosen on the marked reports kept aside, as docs/reference/accuracy.md says.
CUE_CAUTION = 0.0  # added to the tagger's score of "no cue"
SPEAKER = 0.3  # an actor speaks whom no source names
USUAL = 1.0  # added to the score of the act that the words of a cue usually are
VIA = 0.5  # a statement comes through another
DENIES = 0.2  # a statement denies another

# Pieces that surely are outside a statement are not searched.
_OUTSIDE = 0.97
# Which label may follow which (Viterbi): an inner piece needs a beginning, a begun content of two pieces or more needs its end.
_FOLLOWS = {
    "O": ("O", "content_first", "source_first"),
    "content_first": ("content_inner", "content_last", "O", "content_first", "source_first"),
    "content_inner": ("content_inner", "content_last"),
    "content_last": ("O", "content_first", "source_first"),
    "source_first": ("source_inner", "O", "content_first", "source_first"),
    "source_inner": ("source_inner", "O", "content_first", "source_first"),
}
_ALLOWED = np.array([[0.0 if after in _FOLLOWS[before] else -1e9 for after in FRAME] for before in FRAME], np.float32)


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its parts have ids; `speakers` are groups of mentions, `via` and `denies` indices of other drafts."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    anonymous: bool
    speakers: tuple[int, ...]
    via: tuple[int, ...]
    denies: tuple[int, ...]
    confidence: float


Usual = Callable[[str], str | None]  # the act that the words of a cue usually are, where they are a special one


def find_statements(
    text: str, encoding: Encoding, actors: Groups, usual: Usual = lambda words: None
) -> tuple[tuple[Draft, ...], tuple[Unread, ...]]:
    """The statements of a report in the order of their cues, and the cues for which no words of the speaker are found."""
    tagged = find_tagged(text, encoding, "cue", CUE_CAUTION)
    framed = [(t, *frame) for t, frame in zip(tagged, _frames(text, encoding, [t.span for t in tagged]), strict=True)]
    unread = tuple(Unread(t.span, "a word of reporting, but what it reports was not found") for t, _, content in framed if not content)
    acts = [usual(t.span.of(text)) for t, _, content in framed if content]
    return _drafts(encoding, actors, [f for f in framed if f[2]], acts), unread


Framed = tuple[Tagged, tuple[Span, ...], tuple[Span, ...]]  # cue, source, content


def _drafts(encoding: Encoding, actors: Groups, framed: Sequence[Framed], usual: Sequence[str | None]) -> tuple[Draft, ...]:
    if not framed:
        return ()
    cues = [t.span for t, _, _ in framed]
    pooled = encoding.pool(cues)
    labels: tuple[Act, ...] = encoding.heads.labels["act"]  # type: ignore[assignment]
    acts = _acts(encoding.heads.spans["act"](pooled), labels, usual)
    anonymous = encoding.heads.spans["anonymous"](pooled)[:, 0] > 0
    speakers = linked(encoding, "speaker", cues, actors)[..., 0]
    via, denies = (sigmoid(pair_scores(encoding, head, cues, cues)[..., 0]) for head in ("via", "denies"))
    drafts = []
    for row, (t, source, content) in enumerate(framed):
        who, through, denied = _speakers(speakers[row], source, actors), _others(via[row], row, VIA), _others(denies[row], row, DENIES)
        sure = encoding.heads.calibrated("statement", t.confidence)
        drafts.append(Draft(t.span, source, content, labels[acts[row]], bool(anonymous[row]), who, through, denied, sure))
    return tuple(_with_denied(row, drafts) for row in range(len(drafts)))


_CHARGES = frozenset({"accuse", "claim", "demand", "urge", "warn", "condemn"})
_CHARGE_REACH = 250  # characters between the cues of a charge and of its denial


def _with_denied(row: int, drafts: Sequence[Draft]) -> Draft:
    """The statement; where it is a denial of nothing yet, of the charge by another speaker that stands nearest to it."""
    mine = drafts[row]
    if mine.act != "deny" or mine.denies:
        return mine
    apart = {
        abs(other.cue.start - mine.cue.start): number
        for number, other in enumerate(drafts)
        if number != row and other.act in _CHARGES and not set(other.speakers) & set(mine.speakers)
    }
    near = min(apart, default=_CHARGE_REACH)
    return replace(mine, denies=(apart[near],)) if near < _CHARGE_REACH else mine


def _acts(scores: Floats, labels: Sequence[str], usual: Sequence[str | None]) -> Ints:
    """The act of each cue: the head's, which the usual act of the cue's words outweighs where the head is unsure."""
    weighed = scores.copy()
    for row, act in enumerate(usual):
        if act in labels:
            weighed[row, labels.index(act)] += USUAL
    acts: Ints = weighed.argmax(axis=1).astype(np.int32)
    return acts


def _frames(text: str, encoding: Encoding, cues: Sequence[Span]) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """For each cue the spans of its source and of its content."""
    if not cues:
        return []
    at, states = ranges(encoding, cues), encoding.pool(cues)
    return [frame for rows in blocks(at) for frame in _block(text, encoding, at[rows], states[rows])]


def _block(text: str, encoding: Encoding, at: Ints, states: Floats) -> Iterator[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """The frames of cues that stand near each other, within what is in reach of them."""
    first, last = max(0, int(at[0, 0]) - BLOCK), min(len(encoding.pieces), int(at[-1, 1]) + 2 * BLOCK)
    each = np.stack([np.arange(first, last), np.arange(first + 1, last + 1)], axis=1).astype(np.int32)
    far = features.distance(at, each, sentences(encoding, at), encoding.sentence[first:last])
    for row in softmax(encoding.heads.pairs["frame"](states, encoding.hidden[first:last], far)):
        yield _spans(text, encoding, np.concatenate([np.zeros(first, np.int32), _path(row)]))


def _path(probabilities: Floats) -> Ints:
    """The best allowed labels [n] of the pieces seen from one cue."""
    labels = np.zeros(len(probabilities), np.int32)
    busy = np.flatnonzero(probabilities[:, 0] < _OUTSIDE)
    if not len(busy):
        return labels
    for stretch in np.split(busy, np.flatnonzero(np.diff(busy) > 1) + 1):
        first, last = int(stretch[0]), int(stretch[-1]) + 1
        labels[first:last] = _viterbi(np.log(probabilities[first:last] + 1e-9))
    return labels


def _viterbi(scores: Floats) -> list[int]:
    best = scores[0] + _ALLOWED[0]
    back = []
    for row in scores[1:]:
        options = best[:, None] + _ALLOWED
        back.append(options.argmax(axis=0))
        best = options.max(axis=0) + row
    path = [int((best + _ALLOWED[:, 0]).argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return path[::-1]


def _spans(text: str, encoding: Encoding, labels: Ints) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    found: dict[str, list[tuple[int, int]]] = {"content": [], "source": []}
    for at in np.flatnonzero(labels).tolist():
        part, _, position = FRAME[labels[at]].partition("_")
        if position == "first" or not found[part]:
            found[part].append((at, at + 1))
        else:
            found[part][-1] = (found[part][-1][0], at + 1)
    source, content = (apart(whole_words(text, encoding.span(a, b)) for a, b in found[part]) for part in ("source", "content"))
    return source, content


def _speakers(probabilities: Floats, source: Sequence[Span], actors: Groups) -> tuple[int, ...]:
    """The group that speaks: the likeliest of those named in the source, else of all, if it is likely enough."""
    named = {g for span, g in zip(actors.spans, actors.group, strict=True) if any(s.contains(span) for s in source)}
    options = sorted(named) if source else range(actors.count)
    likely = [(float(probabilities[g]), g) for g in options]
    sure = [g for p, g in likely if p > 0.5]
    if sure:
        return tuple(sure)
    best = max(likely, default=(0.0, -1))
    return (best[1],) if best[0] > (0.05 if source else SPEAKER) else ()


def _others(probabilities: Floats, row: int, least: float) -> tuple[int, ...]:
    return tuple(i for i in np.flatnonzero(probabilities > least).tolist() if i != row)
