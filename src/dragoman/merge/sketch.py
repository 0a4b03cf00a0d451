"""What merging needs of one reading, small enough to keep beside it in a table and to compare with many others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from dragoman.merge.terms import rarity, stem, tokens
from dragoman.record import Reading, Span
from dragoman.text.sentences import split_sentences

Weights = tuple[tuple[str, float], ...]  # terms with weights, in the order of the terms: a vector of length 1

# A report tells its matter first. The lead is its head and the first two whole sentences; what stands there counts twice
# (names alone, on undated reports of 36 happenings: B-cubed F1 .931 so, .914 with all words alike).
LEAD_SENTENCES = 2
LEAD_COUNT = 2
WHOLE_SENTENCE = 6  # words that a sentence of the lead has more of; what is shorter is a headline, a byline or an address
_ENDED = re.compile(r"[.!?…][\"'”’)\]\s]*$")
MOST_TERMS = 150  # the heaviest are kept; a report of 600 words has fewer that weigh
# At the head of a sentence a word with a capital is a name only where it is this rare: "Police" and "They" are not.
NAME_RARITY = 5.0
# Below it a word with a capital says nothing: days of the week, "President", "Minister".
PLAIN_RARITY = 2.0
# Numbers in figures tell like happenings apart (a magnitude, a sum, a day): B-cubed .940 with them among the names, .931 without.
NUMBER_RARITY = 6.0
MAIN_DAYS = 15  # a lead's date longer before publication is background

SHINGLE = 4  # words in a row: copies that a desk has touched up still share most rows
MOST_SHINGLES = 512  # all of a report of 500 words, the smallest hashes of a longer one
# Copies of dated reports share names as well; the bands are for reprints long after, and such as have no names.
BANDS = 12
BAND = 2  # minima in a band: texts that have half of their rows in common share a band with a chance of .97, of a third .76


@dataclass(frozen=True, slots=True)
class Sketch:
    """One report as merging sees it; strings, numbers and tuples of them alone, so that it can be kept as JSON.

    `published` is an ISO day or "". `day` is the day of the report's main matter as far as its lead tells one, else "".
    `words` are all words of title and text, `names` the words with a capital and the numbers of the text.
    `shingles` are hashes of rows of words, in order: all of a report, or the smallest ones of a long one.
    `minima` are the minima of its rows under fixed permutations.
    """

    report: str
    published: str
    day: str
    words: Weights
    names: Weights
    countries: tuple[str, ...]  # ISO 3166 alpha-3 of actors and places
    shingles: tuple[int, ...]
    minima: tuple[int, ...]


def sketch(reading: Reading) -> Sketch:
    """The sketch of a reading."""
    text, published = reading.report.text, _day(reading.report.published)
    sentences = split_sentences(text)
    head = _lead_end(text, sentences)
    lead = [stem(t) for t in tokens((reading.report.title or "") + "\n" + text[:head])]
    rest = [stem(t) for t in tokens(text[head:])]
    rows = _rows(text)
    return Sketch(
        report=reading.report.id,
        published=published,
        day=_main_day(reading, published, head),
        words=_weights(_counted(lead, rest)),
        names=_weights(_names(text, sentences, head)),
        countries=tuple(sorted({c for c in [*(a.country for a in reading.actors), *(p.country for p in reading.places)] if c})),
        shingles=rows[:MOST_SHINGLES],
        minima=_minima(rows),
    )


_WHEN = frozenset(
    map(
        stem,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct"
        " nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun yesterday today"
        " tomorrow".split(),
    )
)


def telling(term: str) -> bool:
    """Whether a term may say whose matter a report is: no number, single letter or word for a day, which all reports of a day share."""
    return len(term) > 1 and not term[0].isdigit() and term not in _WHEN


def apart(a: str, b: str) -> int:
    """Days between two ISO days, in whatever order."""
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days)


def heaviest(weights: Iterable[tuple[str, float]], most: int) -> list[tuple[str, float]]:
    """Those of the most weight, of equals the first by their terms."""
    return sorted(weights, key=lambda item: (-item[1], item[0]))[:most]


def _day(value: str | None) -> str:
    """The ISO day that a value begins with, "" where it is none."""
    try:
        return date.fromisoformat((value or "")[:10]).isoformat()
    except ValueError:
        return ""


def _lead_end(text: str, sentences: Sequence[Span]) -> int:
    whole = [s.end for s in sentences if _ENDED.search(s.of(text)) and len(tokens(s.of(text))) > WHOLE_SENTENCE]
    return whole[min(LEAD_SENTENCES, len(whole)) - 1] if whole else len(text)


def _counted(lead: Iterable[str], rest: Iterable[str]) -> Counter[str]:
    found = Counter(rest)
    for term in lead:
        found[term] += LEAD_COUNT
    return found


def _names(text: str, sentences: Sequence[Span], head: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for sentence in sentences:
        for place, word in enumerate(tokens(sentence.of(text))):
            term = stem(word)
            if _is_number(word) or _is_name(word, PLAIN_RARITY if place else NAME_RARITY):
                found[term] += LEAD_COUNT if sentence.start < head else 1
    return found


def _is_number(word: str) -> bool:
    return word[0].isdigit() and word.strip("0") != ""  # the rest of "10,000" tells nothing


def _is_name(word: str, least: float) -> bool:
    return len(word) > 1 and word[0].isupper() and rarity(stem(word)) > least  # nor do the letters of "U.S."


def _weights(counted: Mapping[str, int]) -> Weights:
    weighed = {term: (1 + math.log(n)) * _rarity(term) for term, n in counted.items()}
    heavy = heaviest(weighed.items(), MOST_TERMS)
    length = math.sqrt(sum(w * w for _, w in heavy)) or 1.0
    return tuple(sorted((term, round(w / length, 4)) for term, w in heavy))


def _rarity(term: str) -> float:
    if not term[0].isdigit():
        return rarity(term)
    return NUMBER_RARITY if len(term) > 1 else NUMBER_RARITY / 2


def _main_day(reading: Reading, published: str, head: int) -> str:
    """The first day in the lead that is not long before publication, nor after it."""
    days = [day for t in reading.times if t.span.start < head and len(t.value) >= len("2000-01-01") and (day := _day(t.value))]
    if published:
        first = (date.fromisoformat(published) - timedelta(MAIN_DAYS)).isoformat()
        days = [day for day in days if first <= day <= published]
    return min(days, default="")


def _rows(text: str) -> tuple[int, ...]:
    words = [t.casefold() for t in tokens(text)]
    rows = {" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}
    return tuple(sorted({crc32(row.encode()) for row in rows}))


# Permutations of the hashes: odd factors and shifts over 32 bits, fixed once (multiply-shift hashing, Dietzfelbinger 1997).
_FACTORS, _SHIFTS = np.random.Generator(np.random.PCG64(1)).integers(1, 1 << 63, (2, BANDS * BAND, 1), dtype=np.uint64)


def _minima(rows: Sequence[int]) -> tuple[int, ...]:
    if not rows:
        return ()
    mixed = ((_FACTORS | np.uint64(1)) * np.array(rows, np.uint64) + _SHIFTS) >> np.uint64(32)
    return tuple(int(x) for x in mixed.min(axis=1))
