"""Candidates for places from the gazetteer alone: capitalised names that it knows, where the words around them allow a place.

The trained tagger finds places better; this finds what it needs no training for, and it would rather miss a place than
take a person or an organisation for one. Large and unmistakable names need no context; all others need a locative one.
"""

from __future__ import annotations

import re

from dragoman.knowledge.gazetteer import Gazetteer, Site, fold
from dragoman.record import Span

_SURE = 150_000  # inhabitants from which a city needs no locative context
_LONGEST = 4  # words
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’-]|\.(?=\w))*\.?")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|outside|around|towards?|into|across|inside|throughout|from|to|via|between|over|off|(?:north|south|east|west) of|"
    r"(?:city|town|village|province|state|district|region|port|capital) of|capital,)\s+(?:the\s+)?$"
)
_KIND = re.compile(r"\s+(?:province|city|region|district|governorate|county|village|town|valley|airport|border|crossing|island|islands)\b")
_DATELINE = re.compile(r"(?:^|\n)\s*([A-Z][A-Z.'’ -]{2,40}?)(?=(?:,\s|\s*[(/]|\s+[-–—]+\s))")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\"“”]['\"”]?\s*)$")
_TITLES = re.compile(
    r"(?:mr|mrs|ms|dr|sir|lady|lord|gen|col|maj|lt|capt|sgt|prof|rev|president|minister|king|queen|prince|sheikh|mullah)\.?", re.IGNORECASE
)
_COMMON = re.compile(  # begins sentences or means something else far more often than the town that bears it
    r"(?:union|(?:west|east|north|south)(?:ern)?|gulf|pacific|central|most|man|nice|of|the|an?|s?he|it|we|they|this|that|these|those|in|on|"
    r"at|and|but|or|if|as|by|for|to|from|with|after|before|when|while|his|her|their|our|its|no|not|all|new|one|two|former|general|police|"
    r"university|mobile|reading|bath|split|orange|male|sale|media|bar|van|ba|both|many|some|other|such|t?here|what|who|why|how|then|more|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|(?:sept|nov|dec)ember|october)\.?",
    re.IGNORECASE,
)


def find_places(text: str, gazetteer: Gazetteer) -> tuple[Span, ...]:
    """Spans of names that are most likely places, in the order of the text, none overlapping."""
    datelines = [Span(match.start(1), match.end(1)) for match in _DATELINE.finditer(text) if _senses(match[1], gazetteer)]
    found: list[Span] = list(datelines)
    tokens = [Span(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        length, span = _longest_name(tokens, at, text, gazetteer)
        free = span and not any(span.overlaps(dateline) for dateline in datelines)
        if span and free and _stands_alone(tokens, at, length, text) and _is_place(span, text, _senses(span.of(text), gazetteer)):
            found.append(span)
        at += max(1, length)
    return tuple(sorted(found))


def _senses(name: str, gazetteer: Gazetteer) -> tuple[Site, ...]:
    return () if _COMMON.fullmatch(name) or _TITLES.fullmatch(name) else gazetteer.lookup(name)


def _longest_name(tokens: list[Span], at: int, text: str, gazetteer: Gazetteer) -> tuple[int, Span | None]:
    """How many tokens from `at` make a name that the gazetteer knows, and their span; (0, None) where none does."""
    if not text[tokens[at].start].isupper():
        return 0, None
    last = at
    while last + 1 < len(tokens) and last - at < _LONGEST - 1 and text[tokens[last].end : tokens[last + 1].start] == " ":
        last += 1
    for end in range(last, at - 1, -1):
        if not text[tokens[end].start].isupper():
            continue
        span = Span(tokens[at].start, tokens[end].end)
        for trimmed in _trimmings(span, text):
            if _senses(trimmed.of(text), gazetteer):
                return end - at + 1, trimmed
    return 0, None


def _trimmings(span: Span, text: str) -> list[Span]:
    """The span without a possessive "'s" or a full stop at its end; with the full stop where it may be an abbreviation's."""
    ending = re.search(r"(?:['’]s?|\.)$", span.of(text))
    if not ending or not ending.start() or re.fullmatch(r"(?:\w\.)+", span.of(text)):
        return [span]
    shorter = Span(span.start, span.start + ending.start())
    return [shorter, span] if ending[0] == "." and len(span) < 7 else [shorter]


def _stands_alone(tokens: list[Span], at: int, length: int, text: str) -> bool:
    """Whether no capitalised neighbour makes the name a part of a longer one ("Paris Hilton", "Bank of China")."""
    before, last = at - 1, at + length - 1
    closed = tokens[last].of(text).endswith(("'s", "’s", "'", "’", "."))
    if not closed and last + 1 < len(tokens) and _joined(tokens, last, text) and text[tokens[last + 1].start].isupper():
        return False
    if before < 0 or not _joined(tokens, before, text):
        return True
    word = tokens[before].of(text)
    if _TITLES.fullmatch(word) or (word == "of" and before > 0 and text[tokens[before - 1].start].isupper()):
        return False
    return (
        not word[0].isupper()
        or word.endswith(".")
        or bool(_SENTENCE_START.search(text[max(0, tokens[before].start - 3) : tokens[before].start]))
    )


def _joined(tokens: list[Span], number: int, text: str) -> bool:
    return text[tokens[number].end : tokens[number + 1].start] == " "


def _is_sure(site: Site, key: str) -> bool:
    """Whether the name needs no context: not a small town, nor a county without "County" (so many bear surnames)."""
    if site.feature in ("city", "province", "district"):
        return site.population >= _SURE and (site.feature != "district" or fold(site.name) == key)
    return True


def _is_place(span: Span, text: str, senses: tuple[Site, ...]) -> bool:
    if not senses:
        return False
    if any(_is_sure(site, fold(span.of(text))) for site in senses):
        return True
    return bool(_LOCATIVE.search(text[max(0, span.start - 24) : span.start]) or _KIND.match(text, span.end, span.end + 16))
