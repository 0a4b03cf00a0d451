"""Where a phrase stands: its tokens, what the text spoke of before it, and whether its clause looks back or ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.extract.timex.lexicon import words
from dragoman.extract.timex.tokens import KINDS, Row, Token
from dragoman.record import TimeType

Direction = Literal["past", "future", ""]

# Right before a day these set a term that is still to come.
TERMS = words("until till through")
# Cues that a clause looks ahead, wherever they stand in it.
AHEAD = words(
    "will ll shall would may might must can cannot should due scheduled planned plans plan planning expected expects expect upcoming "
    "slated tentatively intends intend hopes hope hoping probably maybe invited invite postponed rescheduled tomorrow deadline next "
    "if unless pencilled supposed threatens vows pledges promises promised proposed"
)
# The present tense of what is fixed beforehand: "parliament debates the bill on Friday".
TIMETABLE = words(
    "meets begins starts opens closes ends debates votes rules hears decides visits arrives leaves retires returns flies travels hosts "
    "holds convenes resumes expires publishes gives takes faces goes comes becomes sits chairs joins sends plays continues fills"
)
# An infinitive points ahead only with these verbs; "accused of failing to" and its like are left open.
AIMS = words(
    "visit hold meet begin start attend leave arrive take host open be discuss travel vote go resume sign send convene address "
    "return release launch pay fly brief chair join visit end expire decide rule debate retire report testify appear sit try continue "
    "conclude"
)
BE = words("is are was were s has have had about")
BEHIND = words(
    "said told was were had did met held began took made went came left killed has have since became broke brought fell fled "
    "flew gave got led lost paid put ran saw sent shot spoke struck swore thought won wrote rose sat set drew drove chose stood grew "
    "knew spent sought sold bought caught felt kept slept dealt meant heard laid rode threw withdrew forbade froze burnt found fought"
)
NOT_BEHIND = words("need united armed indeed wed bed hundred red unless based related")
# After these a participle is part of a noun phrase or of a passive, and says nothing of when.
MUTES = words("a an the its their his her of be been being to by and newly so")
REACH = 14  # tokens looked at on each side; further cues belong to other clauses
CLAUSE_ENDS = {KINDS["gap"], KINDS["break"]}
STOP = KINDS["stop"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for. `anchor` as in `record.Time`, but the number of the other phrase instead of its id."""

    type: TimeType
    value: str
    anchor: str | int | None = None
    sure: bool = True  # whether the grammar stands by it without a tagger's word


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of tokens that a rule fits: tokens [first, last) of the row."""

    row: Row
    first: int
    last: int
    tokens: tuple[Token, ...]

    def get(self, *kinds: str) -> Token | None:
        """The first token of one of the kinds."""
        return next((token for token in self.tokens if token.kind in kinds), None)

    def number_of(self, *kinds: str) -> int | None:
        """The value of the first token of one of the kinds, where it is a number."""
        token = self.get(*kinds)
        return token.value if token and isinstance(token.value, int) else None

    def has(self, *kinds: str) -> bool:
        """Whether a token is of one of the kinds."""
        return self.get(*kinds) is not None

    def rest(self, start: int) -> Phrase:
        """The phrase without its first tokens."""
        return Phrase(self.row, self.first + start, self.last, self.tokens[start:])

    def without(self, *kinds: str) -> Phrase:
        """The phrase with the tokens of these kinds left out of `tokens`."""
        return Phrase(self.row, self.first, self.last, tuple(token for token in self.tokens if token.kind not in kinds))

    @property
    def word_before(self) -> str:
        """The token before the phrase, lower case."""
        return self.row.word(self.first - 1)

    @property
    def word_after(self) -> str:
        """The token after the phrase, lower case."""
        return self.row.word(self.last)

    @property
    def kind_after(self) -> str:
        """The kind (as its character) of the token after the phrase; a stop at the end of the text."""
        return self.row.kinds[self.last : self.last + 1] or STOP


@dataclass(frozen=True, slots=True)
class Told:
    """The latest day, year and quarter that the text spoke of, each with the number of its phrase."""

    day: tuple[date, int] | None = None
    year: tuple[int, int] | None = None
    quarter: tuple[str, int] | None = None
    place: int = 0  # the token at which the day was told

    def after(self, meaning: Meaning, number: int, place: int) -> Told:
        """What has been told once phrase `number`, at token `place`, is read."""
        if meaning.type not in {"DATE", "TIME"} or not re.match(r"\d{4}", meaning.value):
            return self
        year = (int(meaning.value[:4]), number)
        if re.match(r"\d{4}-\d\d-\d\d", meaning.value):
            return Told((date.fromisoformat(meaning.value[:10]), number), year, self.quarter, place)
        named = "-Q" in meaning.value and not isinstance(meaning.anchor, int)
        return Told(self.day, year, (meaning.value, number) if named else self.quarter, self.place)


@dataclass(frozen=True, slots=True)
class Context:
    """From what relative expressions are reckoned: the base day and its name in `record.Time.anchor`, and what was told."""

    base: date | None
    anchor: str | None
    told: Told


def direction(phrase: Phrase) -> Direction:
    """Whether the clause around a phrase looks back or ahead, by the cue nearest before it, else by the first after it."""
    term = phrase.word_before in TERMS or (phrase.word_before == "for" and phrase.has("weekday", "short_weekday"))
    row, first, last = phrase.row, phrase.first, phrase.last
    ahead = phrase.word_before == "of" and row.word(first - 2) in {"ahead", "advance"}
    if ahead or (term and phrase.kind_after != KINDS["possessive"]):
        return "future"
    before = _cue(row, range(first - 1, max(-1, first - 1 - REACH), -1))
    return before or _cue(row, range(last, min(len(row.kinds), last + REACH)))


def _cue(row: Row, indices: range) -> Direction:
    for index in indices:
        kind = row.kinds[index]
        if kind in CLAUSE_ENDS or (kind == STOP and len(row.word(index - 1)) > 2):
            return ""
        if found := _told_by(row, index):
            return found
    return ""


def _told_by(row: Row, index: int) -> Direction:
    """What one token tells of the direction of its clause."""
    word, before = row.word(index), row.word(index - 1)
    if word in AHEAD and (before, row.word(index - 2)) == ("been", "had"):
        return "past"  # what had been due by then
    if word == "to" and before in AHEAD:
        return ""  # "due to meet": the word before tells
    if word in AHEAD or word in TIMETABLE or (word == "to" and (row.word(index + 1) in AIMS or before in BE)):
        return "future"
    if word in BE and row.word(index + 1) == "to":
        return "future"
    if before not in MUTES and (word in BEHIND or (len(word) > 3 and word.endswith("ed") and word not in NOT_BEHIND)):
        return "past"
    return ""
