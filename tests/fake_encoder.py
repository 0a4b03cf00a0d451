"""Encodings made by hand, so that extraction is tested without a model and a test says what the model would say.

In `by_hand` each word is one piece whose state is its own axis. A head therefore says just what it was told of the named
words, and its `default` of all others. Words are named by their surface, "said#2" for the second one.

`by_chance` draws states, scores and heads at random over the pieces of a real tokenizer: nonsense that extraction must bear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from dragoman.encoder.pieces import split_pieces
from dragoman.encoding import FRAME, KINDS, TAGS, TYPES, Encoding, Floats, Heads, PairHead, SpanHead
from dragoman.extract.features import COREFERENCE, DISTANCE, LINK
from dragoman.ontology import load
from dragoman.record import Span
from dragoman.text.sentences import split_sentences

SURE = 12.0  # a score beside which a default of -6 is a plain yes, and one of 0 as good as nothing
NO = -6.0

ONTOLOGY = load()
LABELS: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "act": tuple(ONTOLOGY.acts),
    "anonymous": ("yes",),
    "event": ("NONE", *TYPES),
    "mode": tuple(f"{kind}/{mode}" for kind, entry in ONTOLOGY.events.items() for mode in ("", *entry.modes)),
    "status": tuple(ONTOLOGY.statuses),
    "context": tuple(ONTOLOGY.contexts),
}
PAIRS: Mapping[str, tuple[str, ...]] = {
    "argument": ("source", "recipient"),
    "frame": FRAME,
    "relation": ("NONE", *TYPES),
    **dict.fromkeys(("place", "time", "assert", "same", "speaker", "holder", "via", "denies", "coreference"), ("yes",)),
}
_FEATURES = {"coreference": COREFERENCE, "relation": 0, "frame": DISTANCE}

Tag = tuple[str, str]  # words, label
Said = tuple[str, str] | tuple[str, str, float]  # words, label, score
Linked = tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, float]  # left words, right words, label, score


def at(text: str, words: str) -> Span:
    """The characters of some words, "met#2" for the second time that they stand in the text."""
    surface, _, number = words.rpartition("#") if re.search(r".#\d+$", words) else (words, "", "1")
    start = -1
    for _ in range(int(number)):
        start = text.index(surface, start + 1)
    return Span(start, start + len(surface))


def by_hand(
    text: str,
    tags: Mapping[str, Sequence[Tag]] | None = None,
    spans: Mapping[str, Sequence[Said]] | None = None,
    pairs: Mapping[str, Sequence[Linked]] | None = None,
    contexts: Mapping[str, float] | None = None,
) -> Encoding:
    """An encoding in which tag heads, span heads and pair heads say what is listed, and nothing else."""
    pieces = np.array([hit.span() for hit in re.finditer(r"\w+|[^\w\s]", text)], np.int32).reshape(-1, 2)
    bare = Encoding(pieces, _sentence(text, pieces), np.zeros((len(pieces), 0), np.float32), {}, np.zeros(0, np.float32), Heads({}, {}, {}))
    width = len(pieces) + 1  # the last axis is the summary's
    hand = _Hand(text, bare, width)
    heads = Heads(
        {name: hand.span_head(name, (spans or {}).get(name, ()), contexts or {}) for name in LABELS},
        {name: hand.pair_head(name, (pairs or {}).get(name, ())) for name in PAIRS},
        LABELS,
    )
    summary = np.eye(width, dtype=np.float32)[-1]
    scores = {head: hand.tag_scores(head, (tags or {}).get(head, ())) for head in TAGS}
    return Encoding(pieces, bare.sentence, np.eye(len(pieces), width, dtype=np.float32), scores, summary, heads)


class _Hand:
    def __init__(self, text: str, pieces: Encoding, width: int) -> None:
        self.text, self.pieces, self.width = text, pieces, width

    def tag_scores(self, head: str, tags: Sequence[Tag]) -> Floats:
        scores = np.zeros((len(self.pieces.pieces), 1 + 2 * len(TAGS[head])), np.float32)
        scores[:, 0] = SURE / 2
        for words, label in tags:
            first, last = self.pieces.locate(at(self.text, words))
            kind = TAGS[head].index(label)
            scores[first, 1 + 2 * kind] = SURE
            scores[first + 1 : last, 2 + 2 * kind] = SURE
        return scores

    def axes(self, words: str) -> Floats:
        """1 for the pieces of the words; the pooled state of just these words then gives 1."""
        found = np.zeros(self.width, np.float32)
        if words == "SUMMARY":
            found[-1] = 1
        else:
            found[slice(*self.pieces.locate(at(self.text, words)))] = 1
        return found

    def span_head(self, name: str, said: Sequence[Said], contexts: Mapping[str, float]) -> SpanHead:
        labels = LABELS[name]
        rows = [(self.axes(words), _scores(labels, label, score)) for words, label, score in map(_said, said)]
        if name == "context":
            rows += [(self.axes("SUMMARY"), _scores(labels, label, score - NO)) for label, score in contexts.items()]
        default = np.full(len(labels), NO if name in {"anonymous", "context"} else 0, np.float32)
        if name == "event":  # whatever the tagger holds to be an event is none, until the head was told that it is
            default[0] = SURE / 2
        w1 = np.stack([row for row, _ in rows], axis=1) if rows else np.zeros((self.width, 1), np.float32)
        w2 = np.stack([score for _, score in rows]) if rows else np.zeros((1, len(labels)), np.float32)
        return SpanHead(w1, np.zeros(w1.shape[1], np.float32), w2, default)

    def pair_head(self, name: str, said: Sequence[Linked]) -> PairHead:
        labels = PAIRS[name]
        rows = [(self.axes(a), self.axes(b), _scores(labels, label, score)) for a, b, label, score in (_linked(s, labels) for s in said)]
        inner = max(len(rows), 1)
        p, q, w2 = np.zeros((self.width, inner)), np.zeros((self.width, inner)), np.zeros((inner, len(labels)))
        for k, (left, right, scores) in enumerate(rows):
            p[:, k], q[:, k], w2[k] = left, right, scores
        default = np.full(len(labels), NO) if len(labels) < 3 else np.where(np.arange(len(labels)) == 0, -NO, 0)
        none, far = np.zeros((self.width, inner)), np.zeros((_FEATURES.get(name, LINK), inner))
        return PairHead(*(x.astype(np.float32) for x in (none, none, p, q, far, np.zeros(inner), w2, default)))


def _said(said: Said) -> tuple[str, str, float]:
    return (*said, SURE) if len(said) == 2 else said


def _linked(said: Linked, labels: Sequence[str]) -> tuple[str, str, str, float]:
    left, right, label, score = (*said, *(labels[0], SURE)[len(said) - 2 :])
    return str(left), str(right), str(label), float(score)


def _scores(labels: Sequence[str], label: str, score: float) -> Floats:
    scores = np.zeros(len(labels), np.float32)
    scores[labels.index(label)] = score
    return scores


def _sentence(text: str, pieces: np.ndarray) -> np.ndarray:
    starts = np.array([s.start for s in split_sentences(text)] or [0])
    return np.maximum(np.searchsorted(starts, pieces[:, 0], side="right") - 1, 0).astype(np.int32)


def frame(cue: str, content: Sequence[str] = (), source: Sequence[str] = ()) -> list[Linked]:
    """What the frame head says from one cue: the words of each piece of content and of the source, apart by blanks."""
    said: list[Linked] = []
    for part, spans in (("content", content), ("source", source)):
        for words in spans:
            singles = words.split()
            labels = [f"{part}_inner"] * len(singles)
            labels[-1] = f"{part}_last" if part == "content" else labels[-1]
            labels[0] = f"{part}_first"
            said += [(cue, word, label) for word, label in zip(singles, labels, strict=True)]
    return said


# --- at random -----------------------------------------------------------------------------------------------------------


def tokenizer() -> Tokenizer:
    """A tokenizer built as the model's is, with single letters and a few endings for a vocabulary."""
    letters = [*map(chr, range(33, 127)), "é", "\u1100", "\u1161", "中", "ع", "ש", "😀"]
    words = ["<s>", "<pad>", "</s>", "[UNK]", "the", "said", "talks", "##ed", "##ing", *letters, *(f"##{c}" for c in letters)]
    made = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


TOKENIZER = tokenizer()
_WIDTH, _INNER = 8, 6


def by_chance(text: str, seed: int, loudness: float = 3.0) -> Encoding:
    """An encoding drawn at random, the same for the same text and seed; the louder, the more is found."""
    chance = np.random.default_rng([seed, len(text)])
    pieces = split_pieces(text, split_sentences(text), TOKENIZER)

    def draw(*shape: int) -> Floats:
        return (loudness * chance.standard_normal(shape)).astype(np.float32)

    def pair(features: int, labels: int) -> PairHead:
        sides = (draw(_WIDTH, _INNER) for _ in range(4))
        return PairHead(*sides, draw(features, _INNER), draw(_INNER), draw(_INNER, labels), draw(labels))

    spans = {
        name: SpanHead(draw(_WIDTH, _INNER), draw(_INNER), draw(_INNER, len(labels)), draw(len(labels))) for name, labels in LABELS.items()
    }
    pairs = {name: pair(_FEATURES.get(name, LINK), len(labels)) for name, labels in PAIRS.items()}
    tags = {head: draw(len(pieces), 1 + 2 * len(kinds)) for head, kinds in TAGS.items()}
    return Encoding(pieces.offsets, pieces.sentence, draw(len(pieces), _WIDTH), tags, draw(_WIDTH), Heads(spans, pairs, LABELS))
