"""Words by which a report tells of its story's happening without an event of its reading: "the blast", "the second round"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dragoman.merge.terms import stem
from dragoman.record import Span

# The commonest words of a family in later reports, as stems; a happening's own words are looked for as well.
_FAMILY_WORDS = {
    "ASSAULT": "attack assault clash blast explosion bomb raid ambush kill shoot shot shell strike battl fight fir massacr skirmish"
    " violenc bloodsh explod detonat storm seiz kidnap fell burn dead di murder carnag firefight hit torn board",
    "CONSULT": "meet met talk session round visit call discuss dialogu summit negotiat sitt convers host receiv held conven open gather"
    " encounter sat commission deleg consultation exchang",
    "SANCTION": "sanction expel expell expulsion list blacklist ban persona measur decision step mov eject undesirabl embargo suspend",
    "AGREE": "agree accord deal pact sign treat memorandum protocol understand arrangement text promis",
    "SUPPORT": "sign protocol accord agree back",
    "RETREAT": "releas swap exchang withdraw withdrew fre ceasefir truc calm silent handov return",
    "COOPERATE": "exchang handov hand trad return joint",
    "COERCE": "arrest detain detention seiz clos closur curfew custod held jail rais",
    "PROTEST": "protest march ral demonstrat sit-in blockad strik unrest",
    "REJECT": "postpon delay cancel refus reject declin call",
    "MOBILIZE": "deploy deployment send troop mobili",
}
_STEMS = {kind: frozenset(words.split()) for kind, words in _FAMILY_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def told_in_passing(text: str, kind: str, own: Collection[str], taken: Collection[Span]) -> Span | None:
    """The first word of the text that can tell of a happening of that type and is no other event's; its own words first.

    `own` are the stems of the words by which other reports tell of it, `taken` the spans of the report's events.
    """
    for stems in (own, _STEMS.get(kind, frozenset())):
        if found := next(_words(text, stems, taken), None):
            return found
    return None


def _words(text: str, stems: Collection[str], taken: Collection[Span]) -> Iterator[Span]:
    for hit in _WORD.finditer(text):
        span = Span(*hit.span())
        if stem(hit[0]) in stems and not any(span.overlaps(other) for other in taken):
            yield span
