"""Counts of units: lengths ("three days"), what lies so far back or ahead ("two weeks ago", "a year later"), windows ("recent months")."""

from __future__ import annotations

from datetime import date

from dragoman.extract.timex import values
from dragoman.extract.timex.context import Context, Meaning, Phrase
from dragoman.extract.timex.lexicon import words
from dragoman.extract.timex.reckoning import CLOSING, NUMBER_KINDS, UNIT_KINDS, dated, reference_day
from dragoman.extract.timex.tokens import Token


def amount(phrase: Phrase) -> tuple[str, str] | None:
    """The count (digits, "2.5" or "X") and the unit of a phrase's first quantity."""
    at = next((at for at, token in enumerate(phrase.tokens) if token.kind in UNIT_KINDS or token.kind == "part"), None)
    if at is None:
        return None
    unit_token = phrase.tokens[at]
    code = "D" if unit_token.kind == "part" else str(unit_token.value)
    return count(phrase.tokens[:at], phrase.tokens[at + 1 :]), code


def count(tokens: tuple[Token, ...], following: tuple[Token, ...] = ()) -> str:
    """How many the tokens count, as digits; "X" where they are vague. `following` may add a half."""
    kinds = {token.kind for token in tokens}
    if kinds & {"few", "heaps"}:
        return "X"
    whole = 2.0 if "couple" in kinds else 12.0 if "dozen" in kinds else cardinal(tokens)
    if "half" in kinds:
        whole = 0.5 if whole in {0.0, 1.0} and tokens[0].kind == "half" else whole + 0.5
    if [token.kind for token in following[:3]] == ["and", "article", "half"]:
        whole += 0.5
    return f"{whole:g}" if whole < 1e6 else "X"


def cardinal(tokens: tuple[Token, ...]) -> float:
    """The first number that the tokens tell, in words or digits; an article is one, no number none."""
    total, seen = 0.0, False
    for at, token in enumerate(tokens):
        if token.kind == "hundred":
            total, seen = (total or 1) * int(token.value), True
        elif token.kind == "slash" and at + 1 < len(tokens):
            return total - int(tokens[at - 1].value) + int(tokens[at - 1].value) / (int(tokens[at + 1].value) or 1)
        elif token.kind in NUMBER_KINDS:
            total, seen = total + int(token.value), True
        elif seen and token.kind in {"to", "or", "dash"} and not (token.kind == "dash" and tokens[at - 1].kind == "tens"):
            break
    return total if seen else float(any(token.kind in {"article", "another"} for token in tokens))


def length(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Three days", "two-day", "weeks", "half an hour"; "a year" as a rate is a set."""
    told = amount(phrase)
    if told is None:
        return None
    number, code = told
    if phrase.tokens[0].kind == "units":
        return Meaning("DURATION", values.duration("X", code), sure=lasts(phrase, code))
    if phrase.tokens[0].kind == "article" and number == "1" and is_rate(phrase):
        return Meaning("SET", values.duration("1", code))
    return Meaning("DURATION", whole_length(phrase, number or "1", code))


def nth_length(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "For the fourth day", "the third successive week": how long something has lasted."""
    number, token = phrase.number_of("nth"), phrase.get("day_unit", "week_unit", "year_unit")
    sure = phrase.word_before == "for" or phrase.has("more") or phrase.word_after == "running"
    return Meaning("DURATION", values.duration(str(number), str(token.value)), sure=sure) if token else None


def age(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "63-year-old", most often of somebody and then no time."""
    found = length(phrase, context)
    return found and Meaning(found.type, found.value, sure=False)


def whole_length(phrase: Phrase, number: str, code: str) -> str:
    """The value of a length, with its further units where it has some ("14 years, nine months")."""
    halves = {"Y": "P6M", "TH": "PT30M", "DE": "P5Y", "CE": "P50Y"}
    if number == "0.5" and code in halves:
        return halves[code]
    value = values.duration(number if number != "0" else "1", code)
    units = [at for at, token in enumerate(phrase.tokens) if token.kind in UNIT_KINDS or token.kind == "part"]
    for at in units[:-1]:
        more = amount(phrase.rest(at + 1))
        if more and (more[1][0] == "T") == (code[0] == "T") and "X" not in more[0] + number:
            value += values.duration(*more)[2 if code[0] == "T" else 1 :]
    return value


# After these a plural alone ("for months") is a length of time; elsewhere it is so too seldom.
LASTING = words("for in of over after last past many")


def lasts(phrase: Phrase, code: str) -> bool:
    """Whether a plural alone is a length of time: "for months", "hours before the vote", "months of talks"."""
    if phrase.word_before in LASTING or len(phrase.tokens) > 1:
        return True
    return (phrase.word_after in {"before", "after"} and code != "TM") or (phrase.word_after == "of" and code in {"W", "M"})


RATED = words("million billion percent times dollars people barrels tons tonnes euros % once salary")


def is_rate(phrase: Phrase) -> bool:
    """Whether "a year" follows a sum: "$3 billion a year", "200 people a day"."""
    words = [phrase.row.word(phrase.first - back) for back in (1, 2, 3)]
    return words[0] in RATED or (
        words[0] not in {"for", "in", "within", "after", "than", "over"} and any(word[:1].isdigit() for word in words)
    )


def ago(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Two weeks ago", "decades ago"."""
    told = amount(phrase)
    if told is None or told[0] in {"X", "0"} or phrase.has("time") or context.base is None:
        return Meaning("DATE", "PAST_REF")
    if told[1].startswith("T"):
        return dated(context.base, context.anchor)
    if told == ("1", "Y") and context.told.quarter:
        return year_before(context.told.quarter)
    back = shifted(context.base, told, -1)
    return Meaning("DATE", back, context.anchor) if back else Meaning("DATE", "PAST_REF")


def year_before(told: tuple[str, int]) -> Meaning:
    """The same quarter a year before: what "a year ago" means to a report of results."""
    return Meaning("DATE", f"{int(told[0][:4]) - 1:04}{told[0][4:]}", told[1])


def shifted(base: date, told: tuple[str, str], sign: int) -> str | None:
    """The value so many units from a day; more than a thousand years are not reckoned."""
    number, code = float(told[0]), told[1]
    if code == "CE" or (code in {"Y", "DE"} and number >= 1000):
        return None if number != 0.25 else values.add_units(base, 25 * sign, "Y")
    if code == "DE":
        return values.add_units(base, int(10 * number) * sign, "Y")
    return values.add_units(base, int(number) * sign, code)


def offset(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Two days later", "a year earlier", counted from the day or the quarter last spoken of."""
    told = amount(phrase)
    tied = phrase.word_after == "than" or (phrase.has("sooner") and phrase.kind_after not in CLOSING)
    if told is None or told[0] in {"X", "0"} or told[1].startswith("T") or tied:
        return length(phrase, context)
    sign = 1 if phrase.has("later") else -1
    if told == ("1", "Y") and sign < 0 and context.told.quarter:
        return year_before(context.told.quarter)
    base, anchor_day = offset_base(context, told[1])
    moved = shifted(base, told, sign) if base else None
    return Meaning("DATE", moved, anchor_day) if moved else length(phrase, context)


def offset_base(context: Context, code: str) -> tuple[date | None, str | int | None]:
    """The day last spoken of; for years the year last spoken of, where that came later."""
    told = context.told
    if code == "Y" and told.year and (told.day is None or told.year[1] > told.day[1]):
        return values.safe_date(told.year[0], 1, 1), told.year[1]
    return reference_day(context)


def window(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The past two days", "recent months", "the coming weeks", "the first nine months"."""
    told = amount(phrase)
    if told is None:
        return None
    number, code = told
    if phrase.has("recent") and number in {"X", "0"}:
        return Meaning("DATE", "PAST_REF")
    if phrase.has("next", "coming") and number in {"X", "0"} and not phrase.has("few"):
        return Meaning("DATE", "FUTURE_REF")
    if number == "0" and phrase.has("units"):
        return Meaning("DATE", "PAST_REF") if phrase.has("past", "last") else Meaning("DURATION", values.duration("X", code))
    return Meaning("DURATION", values.duration(number if number != "0" else "1", code))


def to_come(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The weeks ahead", "months to come"."""
    told = amount(phrase)
    return Meaning("DURATION", values.duration("X", told[1])) if told else None


def vague(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The past", "the near future", where no noun follows that they would belong to."""
    free = phrase.kind_after in CLOSING
    value = "PAST_REF" if phrase.has("past") else "FUTURE_REF"
    return Meaning("DATE", value, sure=phrase.has("near") or (free and phrase.has("past")))
