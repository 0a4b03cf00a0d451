"""What a phrase of the grammar stands for: the table of rules' functions, and those rules that hold other phrases.

A rule's function takes a phrase and its context and gives the meaning, or None where the phrase is of something else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dragoman.extract.timex import amounts, days, hours, periods, recurring, values
from dragoman.extract.timex.context import Context, Meaning, Phrase
from dragoman.extract.timex.grammar import GRAMMAR, NAMES
from dragoman.extract.timex.reckoning import WEEKDAY_KINDS, dated


def read(phrase: Phrase, context: Context) -> Meaning | None:
    """The meaning of a phrase that some rule fits from end to end, else None."""
    match = GRAMMAR.fullmatch(phrase.row.kinds, phrase.first, phrase.last)
    return MEANINGS[NAMES[match.lastindex - 1]](phrase, context) if match and match.lastindex else None


def nth_of(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The third week of June", "the last day of the month"; of other periods the period itself."""
    start = next(at for at, token in enumerate(phrase.tokens) if token.kind in {"of", "in"}) + 1
    found = read(phrase.rest(start), context)
    if found is None or values.granularity(found.value) != "month" or "X" in found.value:
        return found
    first = date.fromisoformat(found.value + "-01")
    return dated_in_month(phrase, first, found.anchor)


def dated_in_month(phrase: Phrase, first: date, anchor: str | int | None) -> Meaning | None:
    """The nth day or week of the month that begins on `first`."""
    number = phrase.number_of("nth")
    after = values.add_months(first, 1)
    last = values.add_days(after, -1) if after else None
    if phrase.has("day_unit"):
        return dated(values.safe_date(first.year, first.month, number) if number else last, anchor)
    middle = values.add_days(first, 7 * number - 4) if number else last
    return Meaning("DATE", values.week(middle), anchor) if middle and phrase.has("week_unit") else None


def nearby(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Early next year", "late Monday", "the end of the month": what they are near to, in hours where that is a day."""
    start = next(at for at, token in enumerate(phrase.tokens) if token.kind in {"early", "late", "middle", "edge", "earlier", "later"})
    part = {"early": "TMO", "late": "TEV"}.get(phrase.tokens[start].kind)
    start += 1
    while phrase.tokens[start].kind in {"of", "in", "on", "dash"}:
        start += 1
    found = read(phrase.rest(start), context)
    if found and phrase.has("edge") and phrase.has("year_unit") and values.granularity(found.value) == "year":
        return Meaning("DATE", found.value + "-12", found.anchor)
    if found and part and values.granularity(found.value) == "day" and phrase.has(*WEEKDAY_KINDS):
        return Meaning("TIME", found.value + part, found.anchor)
    return found and Meaning(found.type, found.value, found.anchor)


MEANINGS: dict[str, Callable[[Phrase, Context], Meaning | None]] = {
    function.__name__: function
    for function in (
        nearby, nth_of,
        days.day, days.day_off, days.feast, days.maybe_weekday, days.nine_eleven, days.nth_day,
        hours.appointment, hours.bare_hour, hours.daypart, hours.night_before, hours.round_the_clock, hours.small_hours,
        periods.decade, periods.half, periods.maybe_month, periods.month, periods.quarter_told, periods.season, periods.unit,
        periods.weekend, periods.year, periods.year_end, periods.years,
        amounts.age, amounts.ago, amounts.length, amounts.nth_length, amounts.offset, amounts.to_come, amounts.vague, amounts.window,
        recurring.adverb, recurring.rate,
    )
}  # fmt: skip
