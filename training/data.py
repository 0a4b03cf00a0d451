"""Training examples: every data set turned into one form, in which each example says which heads it teaches.

An example is one window of word pieces. A head that an example has no target for is not trained by it: the public
sets each know one task, the marked reports know all.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dragoman.encoder.pieces import Pieces, split_pieces, windows
from dragoman.encoding import FRAME, KINDS, TAGS, TYPES, Ints
from dragoman.extract import features
from dragoman.record import Span
from dragoman.text.sentences import split_sentences
from training.labels import ACTS, CONTEXTS, MODES, STATUSES

Row = dict[str, Any]
Range = tuple[int, int]


@dataclass
class Link:
    """Targets of one link head: left and right ranges of pieces, the group of each right one, and truth [left, groups, labels]."""

    left: list[Range]
    right: list[Range]
    group: list[int]
    truth: np.ndarray
    features: np.ndarray


@dataclass
class Example:
    """One window of one text, and what it teaches."""

    ids: Ints
    shapes: Ints
    gaps: Ints
    marks: Ints
    tags: dict[str, np.ndarray] = field(default_factory=dict)
    spans: dict[str, tuple[list[Range], np.ndarray]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    mentions: list[Range] = field(default_factory=list)
    clusters: list[int] = field(default_factory=list)
    coreference: np.ndarray | None = None
    frames: tuple[list[Range], np.ndarray, np.ndarray] | None = None  # cues, labels [cues, pieces], features
    contexts: np.ndarray | None = None
    relation: tuple[Range | None, Range | None, np.ndarray] | None = None  # source, target, types that are right
    names_only: bool = False  # descriptions and pronouns are not marked: a piece outside names may belong to one
    weight: float = 1.0


def is_aside(report: str) -> bool:
    """Whether a marked report belongs to the fifth that is never trained on."""
    return int(hashlib.sha256(report.encode()).hexdigest(), 16) % 5 == 0


def draw(report: str) -> float:
    """A number from 0 to 1 that a report always draws: those below a share of it are that share of the reports."""
    return int(hashlib.sha256(f"portion {report}".encode()).hexdigest()[:12], 16) / 16**12


def rows(path: Path) -> Iterator[Row]:
    """The records of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


class Window:
    """One window of a text, with the way from characters to its pieces."""

    def __init__(self, text: str, pieces: Pieces, first: int, last: int) -> None:
        self.text, self.first, self.last = text, first, last
        self.offsets = pieces.offsets[first:last]
        self.sentence = pieces.sentence[first:last]
        self.example = Example(pieces.ids[first:last], pieces.shapes[first:last], pieces.gaps[first:last], np.zeros(last - first, np.int32))

    def range(self, span: Row | Sequence[int]) -> Range | None:
        """The pieces of a span, or None where it does not begin in this window."""
        start, end = (span["start"], span["end"]) if isinstance(span, dict) else span
        left = int(np.searchsorted(self.offsets[:, 1], start, side="right"))
        right = int(np.searchsorted(self.offsets[:, 0], end, side="left"))
        if left >= right or self.offsets[left, 0] >= end or (self.first and start < self.offsets[0, 0]):
            return None
        return left, right

    def ranges(self, spans: Iterable[Row]) -> list[Range]:
        return [r for r in map(self.range, spans) if r]

    def sentences(self, of: Sequence[Range]) -> Ints:
        return np.array([self.sentence[r[0]] for r in of], np.int32)

    def tag(self, head: str, spans: Iterable[tuple[Row, str]]) -> None:
        """Label the pieces of a tag head; where spans overlap, the longer one stands."""
        labels = np.zeros(len(self.offsets), np.int64)
        found = [(r, TAGS[head].index(kind)) for span, kind in spans if (r := self.range(span))]
        for (left, right), kind in sorted(found, key=lambda f: f[0][1] - f[0][0]):
            labels[left:right] = 2 + 2 * kind
            labels[left] = 1 + 2 * kind
            if right < len(labels) and labels[right] and labels[right] % 2 == 0:
                labels[right] -= 1  # what is left of a shorter span begins anew
        self.example.tags[head] = labels

    def link(self, head: str, left: list[Range], right: list[Range], group: list[int], truth: np.ndarray) -> None:
        if left and right:
            a, b = np.array(left), np.array(right)
            far = features.distance(a, b, self.sentences(left), self.sentences(right))
            order = features.order(features.standing(a, a, b), features.standing(b, a, b))
            self.example.links[head] = Link(left, right, group, truth.astype(np.float32), np.concatenate([far, order], axis=-1))


def text_windows(text: str, tokenizer: Tokenizer, size: int) -> list[Window]:
    pieces = split_pieces(text, split_sentences(text), tokenizer)
    return [Window(text, pieces, first, last) for first, last in windows(pieces, size)]


# --- marked reports: every head -----------------------------------------------------------------------------------------


def marked(gold: Row, tokenizer: Tokenizer, alias: features.Alias, size: int) -> Iterator[Example]:
    """The windows of one wholly marked report."""
    for window in text_windows(gold["report"]["text"], tokenizer, size):
        _teach_tags(window, gold)
        _teach_actors(window, gold, alias)
        _teach_events(window, gold)
        _teach_statements(window, gold)
        contexts = np.zeros(len(CONTEXTS), np.float32)
        contexts[[CONTEXTS.index(c) for c in gold["contexts"]]] = 1
        window.example.contexts = contexts
        yield window.example


def _teach_tags(window: Window, gold: Row) -> None:
    window.tag("mention", [(m, m["form"]) for m in gold["mentions"]])
    window.tag("place", [(p, "place") for p in gold["places"]])
    window.tag("time", [(t, "time") for t in gold["times"]])
    window.tag("role", [(r, "role") for a in gold["actors"] for r in a["roles"]])
    window.tag("mechanism", [(m, "mechanism") for k in gold["mechanisms"] for m in k["mentions"]])
    window.tag("agenda", [(i, "agenda") for m in gold["meetings"] for i in m["agenda"]])
    window.tag("cue", [(c, "cue") for s in gold["statements"] for c in s["cue"]])
    window.tag("content", [(c, "content") for s in gold["statements"] for c in s["content"]])
    window.tag("event", [(t, e["type"]) for e in gold["events"] for t in e["evidence"]])


def _teach_actors(window: Window, gold: Row, alias: features.Alias) -> None:
    kinds = {a["id"]: a["kind"] for a in gold["actors"]}
    order = {a["id"]: i for i, a in enumerate(gold["actors"])}
    seen = [(m, r) for m in gold["mentions"] if (r := window.range(m))]
    example = window.example
    example.mentions = [r for _, r in seen]
    example.clusters = [order[m["actor"]] for m, _ in seen]
    if not seen:
        return
    example.spans["kind"] = (example.mentions, np.array([KINDS.index(kinds[m["actor"]]) for m, _ in seen]))
    spans = [(Span(m["start"], m["end"]), m["form"]) for m, _ in seen]
    example.coreference = features.coreference(window.text, spans, window.sentences(example.mentions), alias)
    roles = [(r, order[a["id"]]) for a in gold["actors"] for role in a["roles"] if (r := window.range(role))]
    truth = np.zeros((len(roles), len(order), 1))
    for row, (_, actor) in enumerate(roles):
        truth[row, actor] = 1
    window.link("holder", [r for r, _ in roles], example.mentions, example.clusters, truth)


def _teach_events(window: Window, gold: Row) -> None:
    example = window.example
    actors = {a["id"]: i for i, a in enumerate(gold["actors"])}
    triggers = [(e, r) for e in gold["events"] for r in window.ranges(e["evidence"])]
    ranges = [r for _, r in triggers]
    if not triggers:
        return
    example.spans["event"] = (ranges, np.array([1 + TYPES.index(e["type"]) for e, _ in triggers]))
    example.spans["mode"] = (ranges, np.array([MODES.index(f"{e['type']}/{e['mode'] or ''}") for e, _ in triggers]))
    example.spans["status"] = (ranges, np.array([STATUSES.index(e["status"]) for e, _ in triggers]))
    truth = np.zeros((len(triggers), len(actors), 2))
    for row, (event, _) in enumerate(triggers):
        for side, name in enumerate(("sources", "recipients")):
            truth[row, [actors[a] for a in event[name]], side] = 1
    window.link("argument", ranges, example.mentions, example.clusters, truth)
    for head, key in (("place", "places"), ("time", "times")):
        _link_circumstance(window, triggers, gold[key], head)
    ids = [e["id"] for e, _ in triggers]
    same = np.array([[a == b for b in ids] for a in ids])[..., None]
    window.link("same", ranges, ranges, list(range(len(ranges))), same)


def _link_circumstance(window: Window, triggers: list[tuple[Row, Range]], spans: list[Row], head: str) -> None:
    groups = {name: i for i, name in enumerate(dict.fromkeys(s["id"].split(".")[0] for s in spans))}
    seen = [(groups[s["id"].split(".")[0]], r) for s in spans if (r := window.range(s))]
    truth = np.zeros((len(triggers), len(groups), 1))
    for row, (event, _) in enumerate(triggers):
        if event[head]:
            truth[row, groups[event[head]]] = 1
    window.link(head, [r for _, r in triggers], [r for _, r in seen], [g for g, _ in seen], truth)


def _teach_statements(window: Window, gold: Row) -> None:
    example = window.example
    actors = {a["id"]: i for i, a in enumerate(gold["actors"])}
    cued = [(s, r) for s in gold["statements"] if s["cue"] and (r := window.range(s["cue"][0]))]
    _teach_frames(window, cued)
    if not cued:
        return
    ranges = [r for _, r in cued]
    example.spans["act"] = (ranges, np.array([ACTS.index(s["act"]) for s, _ in cued]))
    example.spans["anonymous"] = (ranges, np.array([int(s["anonymous"]) for s, _ in cued]))
    truth = np.zeros((len(cued), len(actors), 1))
    for row, (statement, _) in enumerate(cued):
        truth[row, [actors[a] for a in statement["speakers"]]] = 1
    window.link("speaker", ranges, example.mentions, example.clusters, truth)
    ids = [s["id"] for s, _ in cued]
    for head in ("via", "denies"):
        links = np.array([[other in s[head] for other in ids] for s, _ in cued])[..., None]
        window.link(head, ranges, ranges, list(range(len(ranges))), links)
    triggers = [(e, r) for e in gold["events"] for r in window.ranges(e["evidence"])]
    asserted = np.array([[e["asserted_by"] == name for name in ids] for e, _ in triggers])[..., None] if triggers else np.zeros((0, 0, 1))
    window.link("assert", [r for _, r in triggers], ranges, list(range(len(ranges))), asserted)


def _teach_frames(window: Window, cued: list[tuple[Row, Range]]) -> None:
    """For each cue the part of every piece in its statement."""
    if not cued:
        return
    labels = np.zeros((len(cued), len(window.offsets)), np.int64)
    for row, (statement, _) in enumerate(cued):
        for left, right in window.ranges(statement["source"]):
            labels[row, left:right] = FRAME.index("source_inner")
            labels[row, left] = FRAME.index("source_first")
        for left, right in window.ranges(statement["content"]):
            labels[row, left:right] = FRAME.index("content_inner")
            labels[row, right - 1] = FRAME.index("content_last")
            labels[row, left] = FRAME.index("content_first")
    ranges = [r for _, r in cued]
    pieces = np.stack([np.arange(len(window.offsets)), np.arange(1, len(window.offsets) + 1)], axis=1)
    far = features.distance(np.array(ranges), pieces, window.sentences(ranges), window.sentence)
    window.example.frames = (ranges, labels, far)


# --- public sets: one task each -----------------------------------------------------------------------------------------


def attribution(record: Row, tokenizer: Tokenizer, size: int, weight: float = 1.0) -> Iterator[Example]:
    """PolNeAR: sources, cues and contents of whole articles."""
    items = [
        {part: [{"start": s, "end": e} for s, e in item[part]] for part in ("source", "cue", "content")}
        for item in record["attributions"]
        if item["cue"] and item["content"]
    ]
    for window in text_windows(record["text"], tokenizer, size):
        window.tag("cue", [(c, "cue") for item in items for c in item["cue"]])
        window.tag("content", [(c, "content") for item in items for c in item["content"]])
        _teach_frames(window, [(item, r) for item in items if (r := window.range(item["cue"][0]))])
        window.example.weight = weight
        yield window.example


_PRONOUNS = frozenset(
    (
        "i we you he she it they me us him her them my our your his its their mine ours hers theirs himself herself itself "
        "themselves who whom which this that these those"
    ).split()
)


def entities(record: Row, tokenizer: Tokenizer, size: int) -> Iterator[Example]:
    """re3d: mentions of people, organisations and places; times. The form is read off the words."""
    mentions, places, times = [], [], []
    for entity in record["entities"]:
        words = record["text"][entity["start"] : entity["end"]]
        if entity["type"] in {"Organisation", "Person"}:
            named = any(c.isupper() for c in words)
            mentions.append((entity, "pronoun" if words.lower() in _PRONOUNS else "name" if named else "nominal"))
        elif entity["type"] == "Location" and any(c.isupper() for c in words):
            places.append((entity, "place"))
        elif entity["type"] == "Temporal":
            times.append((entity, "time"))
    for window in text_windows(record["text"], tokenizer, size):
        window.tag("mention", mentions)
        window.tag("place", places)
        people = [r for e in record["entities"] if e["type"] == "Person" and (r := window.range(e))]
        if people:
            window.example.spans["kind"] = (people, np.array([KINDS.index("person")] * len(people)))
        yield window.example


_PEOPLE = frozenset("PER ORG person group corporation".split())
_LOCATIONS = frozenset("LOC location".split())
UNKNOWN = -1  # the label of a piece that teaches nothing


def named(record: Row, tokenizer: Tokenizer, size: int) -> Iterator[Example]:
    """Wikigold, WNUT17: names alone. Whether a location acts, as a mention does, they do not say."""
    people = [e for e in record["entities"] if e["type"] in _PEOPLE]
    locations = [e for e in record["entities"] if e["type"] in _LOCATIONS]
    for window in text_windows(record["text"], tokenizer, size):
        window.tag("mention", [(e, "name") for e in people])
        window.tag("place", [(e, "place") for e in locations])
        for left, right in window.ranges(locations):
            window.example.tags["mention"][left:right] = UNKNOWN
        window.example.names_only, window.example.weight = True, 0.5
        yield window.example


def timexes(record: Row, tokenizer: Tokenizer, size: int) -> Iterator[Example]:
    """TimeBank: expressions of time."""
    for window in text_windows(record["text"], tokenizer, size):
        window.tag("time", [(t, "time") for t in record["timexes"] if t.get("function_in_document") in {None, "", "NONE"}])
        yield window.example


PENTA = {
    1: ("AGREE", "CONSULT", "SUPPORT"), 2: ("CONCEDE", "RETREAT", "COOPERATE", "AID"), 3: ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    4: ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}  # fmt: skip


def relation(
    text: str, source: Sequence[int] | None, target: Sequence[int] | None, types: Iterable[str], tokenizer: Tokenizer
) -> Example | None:
    """One sentence with its two arguments marked. `types` are all that would be right; none of them is NONE."""
    found = text_windows(text, tokenizer, 254)
    if not found:
        return None
    window = found[0]
    right = np.zeros(1 + len(TYPES), np.float32)
    right[[1 + TYPES.index(t) for t in types]] = 1
    right[0] = not right.any()
    ranges = [window.range(a) if a else None for a in (source, target)]
    for mark, place in enumerate(ranges, 1):
        if place:
            window.example.marks[place[0] : place[1]] = mark
    window.example.relation = (ranges[0], ranges[1], right)
    return window.example


def plv_types(record: Row) -> tuple[str, ...]:
    """The PLOVER types of a record of PLV, which says YIELD for two of them."""
    return ("CONCEDE", "RETREAT") if record["root"] == "YIELD" else (record["root"],)


def marked_relations(gold: Row, tokenizer: Tokenizer, chance: random.Random) -> Iterator[Example]:
    """Pairs of actors within one sentence of a marked report, related by an event there or by none."""
    text = gold["report"]["text"]
    for sentence in split_sentences(text):
        inside = [m for m in gold["mentions"] if sentence.start <= m["start"] and m["end"] <= sentence.end]
        first: dict[str, Row] = {}
        for mention in inside:
            first.setdefault(mention["actor"], mention)
        events = [e for e in gold["events"] if sentence.start <= e["trigger"]["start"] < sentence.end]
        related = {(s, r): e["type"] for e in events for s in e["sources"] for r in e["recipients"] if s in first and r in first}
        pairs = [(s, r) for s in first for r in first if s != r and (s, r) not in related and (r, s) not in related]
        drawn = chance.sample(pairs, min(len(pairs), 1)) if chance.random() < 0.15 else []
        for source, target in [*related, *drawn]:
            kind = related.get((source, target))
            ends = [[first[a]["start"] - sentence.start, first[a]["end"] - sentence.start] for a in (source, target)]
            example = relation(sentence.of(text), ends[0], ends[1], [kind] if kind else [], tokenizer)
            if example:
                example.weight = 0.3
                yield example
