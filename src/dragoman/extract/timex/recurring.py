"""What recurs: "every year", "twice a week", "annually"."""

from __future__ import annotations

from dragoman.extract.timex import values
from dragoman.extract.timex.amounts import amount
from dragoman.extract.timex.context import Context, Meaning, Phrase
from dragoman.extract.timex.reckoning import MONTH_KINDS, UNKNOWN_DAY


def rate(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Every year", "twice a week", "each Thursday", "every two months"."""
    if token := phrase.get("weekday"):
        return Meaning("SET", f"XXXX-WXX-{token.value}")
    if phrase.has("weekend"):
        return Meaning("SET", "P1W")
    if phrase.has(*MONTH_KINDS, "season"):
        return Meaning("SET", "P1Y")
    if token := phrase.get("part"):
        return Meaning("SET", UNKNOWN_DAY + str(token.value))
    return rate_of_unit(phrase)


def rate_of_unit(phrase: Phrase) -> Meaning | None:
    """How often, where units are counted."""
    told = amount(phrase)
    if told is None:
        return None
    number, code = told
    if phrase.has("once", "times"):
        twice = phrase.number_of("once") == 2
        return Meaning("SET", "P6M" if twice and code == "Y" else values.duration("1", code))
    number = "2" if phrase.has("other") else number if number != "0" else "1"
    return Meaning("SET", values.duration(number, code), sure=True)


def adverb(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Annually", "weekly", "on a daily basis"; "daily" alone is most often a newspaper's."""
    token = phrase.get("adverb")
    if token is None:
        return None
    word = phrase.row.text[token.start : token.end]
    sure = word.islower() and (word != "daily" or phrase.has("basis", "almost")) and phrase.word_after not in {"newspaper", "magazine"}
    return Meaning("SET", str(token.value), sure=sure)
