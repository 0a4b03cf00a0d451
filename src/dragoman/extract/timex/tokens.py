"""A text as a row of kinds: one private-use character a token, so that the grammar is regular expressions over kinds."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from dragoman.extract.timex.lexicon import Entry, capitals, lexicon, listed

# Words first, since most tokens are words; then longest first. Character classes are spelled out: they are far faster
# than classes such as [^\W\d_], and every word of the lexicon is Latin.
TOKEN = re.compile(
    r"""
    (?P<oclock>o['’]clock\b)
  | (?P<word>[A-Za-zÀ-ɏ]+)
  | (?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))
  | (?P<clocked>[0-9]{1,2}(?:[:.][0-5][0-9])?\s?[aApP](?:\.\s?[mM]\b\.?|[mM]\b))
  | (?P<nine_eleven>9/11(?![/0-9]))
  | (?P<decade>(?:1[0-9]|20)?[0-9]0['’]?s\b | ['’][0-9]0s\b)
  | (?P<nth>[0-9]{1,2}(?:st|nd|rd|th)\b)
  | (?P<clock>[0-9]{1,2}[:h][0-5][0-9](?::[0-5][0-9])?(?![0-9]))
  | (?P<dotted>[0-2]?[0-9]\.[0-5][0-9](?![0-9%]))
  | (?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)
  | (?P<short_year>['’][0-9][0-9]\b)
  | (?P<possessive>['’]s\b)
  | (?P<gap>\n\s*\n)
  | (?P<mark>[^\w\s])
  | (?P<foreign>\w)
    """,
    re.VERBOSE,
)
# Each word as it may be spelled: as in the lexicon, with a capital, in capitals alone.
SPELLED = {form: entry for word, entry in lexicon().items() for form in (word, word.capitalize(), word.upper())} | capitals()
MARKS = {
    ",": "comma", "-": "dash", "–": "dash", "—": "dash", "‑": "dash", "(": "open", ")": "close", "'": "apostrophe", "’": "apostrophe",
    "/": "slash", ".": "stop", "?": "stop", "!": "stop", ";": "break", ":": "break", '"': "quote", "“": "quote", "”": "quote", "$": "money",
    "€": "money", "£": "money", "%": "percent",
}  # fmt: skip
OTHER = "other"
KNOWN_GROUPS = frozenset({"word", "mark", "foreign"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an expression of time."""

    kind: str
    value: int | str
    start: int
    end: int


KINDS: dict[str, str] = {}  # kind -> its character; filled below, so that every kind that a token can have is known


def code(kind: str) -> str:
    """The character of a kind."""
    return KINDS.setdefault(kind, chr(0xE000 + len(KINDS)))


for _kind in (OTHER, *(entry.kind for entry in SPELLED.values()), *MARKS.values()):
    code(_kind)
for _kind in listed("iso decade nth clock clocked dotted day year count four large short_year nine_eleven oclock gap possessive"):
    code(_kind)

KNOWN = {word: KINDS[entry.kind] for word, entry in SPELLED.items()} | {mark: KINDS[kind] for mark, kind in MARKS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """A tokenised text: `kinds` holds a character a token, the arrays where each begins and ends."""

    text: str
    kinds: str
    starts: array[int]
    ends: array[int]

    def token(self, index: int) -> Token:
        """The token at an index, with its kind and value."""
        start, end = self.starts[index], self.ends[index]
        entry = _classify(self.text, start, end)
        return Token(entry.kind, entry.value, start, end)

    def word(self, index: int) -> str:
        """The characters of a token, lower case; empty before the first and after the last."""
        return self.text[self.starts[index] : self.ends[index]].lower() if 0 <= index < len(self.starts) else ""


def tokenise(text: str) -> Row:
    """The text's tokens, in one pass; linear in its length."""
    kinds: list[str] = []
    starts, ends = array("l"), array("l")
    known, unknown, groups = KNOWN, KINDS[OTHER], KNOWN_GROUPS
    for match in TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        group = match.lastgroup
        kinds.append(known.get(match[0], unknown) if group in groups else KINDS[_entry(group or OTHER, match[0]).kind])
    return Row(text, "".join(kinds), starts, ends)


def _classify(text: str, start: int, end: int) -> Entry:
    match = TOKEN.match(text, start)
    return _entry(match.lastgroup or OTHER, match[0]) if match and match.end() == end else Entry(OTHER, text[start:end])


def _entry(group: str, surface: str) -> Entry:
    if group in KNOWN_GROUPS:
        return SPELLED.get(surface) or Entry(MARKS.get(surface, OTHER), surface)
    if group == "number":
        return _number(surface)
    if group == "nth":
        return Entry("nth", int(re.sub(r"[^0-9]", "", surface)))
    if group == "decade":
        digits = re.sub(r"[^0-9]", "", surface)
        return Entry("decade", digits[:3] if len(digits) == 4 else "19" + digits[0])
    return Entry(group, surface)


def _number(surface: str) -> Entry:
    """Digits by what they can be: a day (1-31), a year (1400-2199), four digits, another count, or too much to count."""
    if not surface.isascii() or "." in surface or len(surface) > 6:
        return Entry("large", surface)
    value = int(surface.replace(",", ""))
    if len(surface) == 4 and "," not in surface:
        return Entry("year" if 1400 <= value < 2200 else "four", value)
    return Entry("day" if 1 <= value <= 31 and len(surface) <= 2 else "count", value)
