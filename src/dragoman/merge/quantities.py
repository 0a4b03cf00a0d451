"""Numbers in reports and what they count: the dead, the hurt, how long a thing took, or other things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.merge.terms import stem
from dragoman.record import Span
from dragoman.record.merged import Field

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen".split()
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_WORDS = {word: n for n, word in enumerate(_ONES)} | _TENS | {"both": 2, "dozen": 12, "hundred": 100, "half": 0.5, "a": 1, "an": 1}
_NONE = ("no", "nobody", "none")
_TENS_AND_ONE = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_ONES[1:10])})"
_SPELLED = "|".join(sorted((*_WORDS, *_NONE), key=len, reverse=True))
_NUMBER = re.compile(
    rf"\b(?:(?P<figure>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)|(?P<word>{_TENS_AND_ONE}|no one|{_SPELLED}))"
    r"(?P<times>[- ](?:hundred|thousand|million|dozen))?\b(?![.:]\d|st\b|nd\b|rd\b|th\b|mm\b|%)",
    re.IGNORECASE,
)
_TIMES = {"hundred": 100, "thousand": 1000, "million": 10**6, "dozen": 12}
_CLAUSE = 70  # characters after a number that can say what befell those counted
_BEFORE = 22  # characters before it that can
_DEAD = re.compile(
    r"\b(?:kill(?:ed|s|ing)|dead|die[ds]?|deaths?|dying|lives|perish\w*|slain|martyr\w*|funerals?|coffins?|corpses?|bodies"
    r"|fatal\w*|lost their lives|to death)\b",
    re.IGNORECASE,
)
_HURT = re.compile(
    r"\b(?:wound(?:ed|s|ing)|injur(?:ed|ies|ing|y)|hurt|casualt(?:y|ies)|burns|bruised|in hospital|to hospital|hospitali[sz]ed|maimed)\b",
    re.IGNORECASE,
)
_UNITS = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200}
_SCALES = {
    "minute": "hour",
    "hour": "hour",
    "day": "day",
    "week": "day",
    "month": "month",
}
_LASTING = re.compile(
    r"^[- ]+(?!(?:first|second|third|fourth|fifth)\b)(?:\w+ )?(minute|hour|day|week|month)s?\b"
    r"(?! (?:ago|later|earlier|before|after|old)\b)",
    re.IGNORECASE,
)
_NOT_LASTING = re.compile(
    r"\b(?:within|every|last|past|next|previous|first|each|than a|ago|since|aged?|by|just|some time|in the (?:last|past))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_TOLD_LASTING = re.compile(
    r"\b(?:last(?:ed|ing|s)?|took|taken|for|after|over|of|limited to|cut to|exchanged?"
    r"|spent|dragged on|sat|stayed|session|another|barely|almost)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"^[- ]+(?:(?:of|the|his|her|its|their|other|more|new|such|joint|these|those)\s+)*((?:[A-Za-z'’-]+\s+){0,2}?)([A-Za-z'’-]{3,})"
)
_NO_NOUN = frozenset(
    "a an the and or of in on at to for from by with who which that were was are is have has had people per percent others"
    " o'clock sides side times time"
    " stages stage metres meters kilometres miles minutes minute hours hour days day weeks week months month years year".split()
)
_SOME_OF = re.compile(r"\s+of (?:them|whom|which|these|those)\b", re.IGNORECASE)
_CALENDAR = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?\s*$|\b(?:no|article|resolution|page|brigade|room|km|chapter)\.?\s*$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    r"^\s+(?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text: what it counts, and how much (lengths in minutes).

    `of` is "" for the dead and the hurt, for lengths whether they are of hours, days or months, else the stem of a noun.
    """

    field: Field
    of: str
    value: float
    span: Span


def quantities(text: str, within: Span) -> Iterator[Quantity]:
    """The numbers of that part of the text that count something, in its order."""
    part = text[within.start : within.end]
    hits = [hit for hit in _NUMBER.finditer(part) if not _part_of(part, hit)]
    for n, hit in enumerate(hits):
        stop = next((h.start() for h in hits[n + 1 :] if h["figure"] or (h["word"] or "").casefold() not in {"a", "an"}), len(part))
        made = _read(part, hit, stop)
        if made:
            field, of, value = made
            yield Quantity(field, of, value, Span(within.start + hit.start(), within.start + hit.end()))


def _part_of(part: str, hit: re.Match[str]) -> bool:
    """Whether it counts some of those counted before, or is no number: "three of them", "of one family"."""
    return bool(_SOME_OF.match(part[hit.end() :])) or (
        hit[0].casefold() == "one" and part[: hit.start()].casefold().endswith((" of ", "no "))
    )


# "Five people, three of them soldiers, were killed": what stands between the commas is told of some of them.
_ASIDE = re.compile(r"(?<=\w),\s+(?:[\w-]+\s+){1,3}of\s+(?:them|whom)\b[^,.;]*,")


def _clause(part: str, hit: re.Match[str], stop: int) -> str:
    """What follows a number and can say what is counted and what befell it, up to the next number; asides left out."""
    rest = _ASIDE.sub(" ", part[hit.end() : stop])
    return re.split(r"[;:]|, (?:and|but|while)\b", rest[:_CLAUSE])[0]


def _read(part: str, hit: re.Match[str], stop: int) -> tuple[Field, str, float] | None:
    value, word = _value(hit), (hit["word"] or "").casefold()
    before, after = part[: hit.start()], _clause(part, hit, stop)
    if _CALENDAR.search(before) or _MONTH_AFTER.match(after):
        return None
    unit = _LASTING.match(part[hit.end() :])
    if unit:
        lasts = _lasts(before, part[hit.end() + unit.end() :], word in {"a", "an"})
        return ("length", _SCALES[unit[1].casefold()], value * _UNITS[unit[1].casefold()]) if lasts else None
    if harm := _harm(before, after, word in {"a", "an"}):
        return harm, "", value
    noun = None if word in {"a", "an", "half", *_NONE, "no one"} or (value > 1900 and hit["figure"]) else _NOUN.match(after)
    name = _counted(_head(noun, after, value), after) if noun and noun[2].casefold() not in _NO_NOUN else ""
    return ("number", name, value) if name else None


PERSONS = "persons"  # what is counted, however reports call them
_PERSONS = frozenset(
    map(
        stem,
        "person man men woman women diplomat official member employee envoy soldier guard fighter militant prisoner detainee captive"
        " hostage hero mercenary worker civilian villager driver sailor seafarer crewman policeman officer national citizen attache"
        " servicemen".split(),
    )
)


# "Two loaded barges": the first plural of the next words.
_PLURAL = re.compile(r"^((?:[A-Za-z’'-]+\s+){0,2}?)([A-Za-z’'-]{2,}[^s\W]s)\b")


def _head(noun: re.Match[str], after: str, value: float) -> str:
    """What is counted, of a number's next words: of several the first plural, where one comes before a word that is no noun."""
    plural = _PLURAL.match(after[noun.start(2) :]) if value > 1 else None
    fits = plural and not any(word.casefold() in _NO_NOUN for word in (*plural[1].split(), plural[2]))
    return plural[2] if plural and fits else noun[2]


def _counted(noun: str, after: str) -> str:
    """What is counted: persons where one of the next words says so, else the stem of the noun."""
    return PERSONS if any(stem(word) in _PERSONS for word in re.findall(r"[\w’'-]+", after)[:4]) else stem(noun)


def number(word: str) -> float | None:
    """The value of a number in figures or words, "a" among them; None for another word."""
    hit = _NUMBER.fullmatch(word)
    return _value(hit) if hit else None


def _value(hit: re.Match[str]) -> float:
    if hit["figure"]:
        value = float(hit["figure"].replace(",", ""))
    else:
        word = hit["word"].casefold()
        value = 0.0 if word in _NONE or word == "no one" else float(sum(_WORDS.get(part, 0) for part in re.split(r"[- ]", word)))
    return value * _TIMES.get((hit["times"] or "").strip(" -").casefold(), 1)


def _lasts(before: str, after: str, article: bool) -> bool:
    if article:
        return bool(re.search(r"\b(?:for|lasted|took|over|than|about|almost|nearly|half)\s+$", before, re.IGNORECASE))
    if _NOT_LASTING.search(before):
        return False
    return bool(_TOLD_LASTING.search(before) or re.match(r"^ (?:\w+ )?(?:of|session|exchange|meeting|talks|visit)\b", after, re.IGNORECASE))


def _harm(before: str, after: str, article: bool) -> Field | None:
    """Whether those counted died or were hurt: by the next word that says so before another number, or that just before."""
    found: list[tuple[int, Field]] = [(m.start(), field) for field, words in _HARMS if (m := words.search(_DOERS.sub("", after)))]
    near = re.split(r"[.,;]|\band\b", before[-_BEFORE:])[-1]
    just = [(m.end(), field) for field, words in _HARMS for m in words.finditer(near)]
    if just and (not found or not re.search(r"\b(?:was|were|been|people|others)\b", after[: min(found)[0]])):
        return max(just)[1]
    if article and (not found or not re.search(r"\b(?:was|were|had been|died|perished)\b", after[: min(found)[0] + 8])):
        return None
    return min(found)[1] if found else None


# "Four drones killed three": those counted first did it.
_DOERS = re.compile(
    r"(?<!\bwere)(?<!\bwas)(?<!\bbeen)\s(?:killed|wounded|injured)\s+(?:(?:at least|some|about|up to|more than)\s+)?$", re.IGNORECASE
)
_HARMS: tuple[tuple[Field, re.Pattern[str]], ...] = (("dead", _DEAD), ("hurt", _HURT))
