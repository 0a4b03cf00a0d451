"""Which state a mention is of by its own words: hard evidence that two mentions are not of one actor.

"Taliban delegation" and "Pakistani delegation" look alike to a network and can never be the same; nor can "the Iranian
minister" be a man who was introduced as "Oman's foreign minister".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.extract.mentions import Found
from dragoman.extract.roles import OFFICES
from dragoman.knowledge import Knowledge, Nation
from dragoman.knowledge.words import ERRAND

_NAMED = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*")
# "Pakistan's caretaker foreign minister X": an office between the state and the name makes the name the state's.
_OFFICE_BETWEEN = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+){{0,5}}?(?:[\w-]*\s)?(?:{'|'.join(map(re.escape, sorted(OFFICES)))})\s+$", re.IGNORECASE
)
# "X, the Taliban governor": an office in apposition, with the state or body that it is of.
_APPOSED = re.compile(
    rf",\s+(?:the\s+|an?\s+)?(?P<body>[A-Z][\w’'-]*?)(?:['’]s)?\s+(?:[\w-]+\s+){{0,3}}?(?:{'|'.join(map(re.escape, sorted(OFFICES)))})\b"
)
# "Omani officials, including the foreign minister": one of the group is of its state.
_AMONG = re.compile(r"\s+[\w-]+,?\s+(?:including|among them)\s+(?:the|its|a)\s+")
_REACH = 60

Affiliation = frozenset[str]  # ISO 3166 alpha-3 codes; empty where the words tell nothing


def affiliations(text: str, mentions: Sequence[Found], knowledge: Knowledge) -> tuple[Affiliation, ...]:
    """For each mention the states that its words may be of; nothing for pronouns."""
    nations = knowledge.nations(text)
    starts = [nation.start for nation in nations]
    return tuple(
        _affiliation(text, mention, nations, starts, knowledge) if mention.form != "pronoun" else frozenset() for mention in mentions
    )


def _affiliation(text: str, mention: Found, nations: Sequence[Nation], starts: Sequence[int], knowledge: Knowledge) -> Affiliation:
    span = mention.span
    inside = nations[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    if inside:
        return frozenset(iso for nation in inside for iso in nation.countries)
    if mention.form == "nominal" and (named := _by_body(span.of(text), knowledge)):
        return named
    if mention.form == "name" and (apposed := _APPOSED.match(text, span.end)):
        return frozenset(knowledge.nationalities(apposed["body"])) or _by_body(apposed["body"], knowledge)
    before = nations[bisect_left(starts, span.start - _REACH) : bisect_left(starts, span.start)]
    if not before or before[-1].end >= span.start:
        return frozenset()
    errand = ERRAND.search(text, max(0, before[-1].start - 40), before[-1].start)
    tied = not errand and any(pattern.fullmatch(text, before[-1].end, span.start) for pattern in (_OFFICE_BETWEEN, _AMONG))
    return frozenset(before[-1].countries) if tied else frozenset()


def _by_body(words: str, knowledge: Knowledge) -> Affiliation:
    """The states of the bodies named in a description: "Taliban leader"."""
    found = {entry.country for name in _NAMED.findall(words) for entry in knowledge.find(name)}
    return frozenset(iso for iso in found if iso) if None not in found else frozenset()
