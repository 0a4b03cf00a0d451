"""What the meanings share: the sets of kinds, and the days and years from which is reckoned."""

from __future__ import annotations

from datetime import date

from dragoman.extract.timex.context import Context, Meaning, Phrase
from dragoman.extract.timex.tokens import KINDS

MONTH_KINDS = ("month", "maybe_month", "short_month")
WEEKDAY_KINDS = ("weekday", "short_weekday")
DAY_KINDS = (*MONTH_KINDS, *WEEKDAY_KINDS, "deictic", "iso", "day_unit")
UNIT_KINDS = ("unit", "units", "day_unit", "week_unit", "year_unit", "quarter", "century")
NUMBER_KINDS = ("day", "count", "year", "four", "small", "tens", "hundred")
BACK, ON, STAY = ("last", "past", "before"), ("next", "coming"), ("this", "same", "that")
UNKNOWN_DAY = "XXXX-XX-XX"
CLOSING = {KINDS[kind] for kind in ("stop", "comma", "quote", "break", "gap", "and")}  # what follows where no noun does
NEAR_TOKENS, NEAR_DAYS = 150, 3  # an hour without a day belongs to a day told within so many tokens and so near the base


def step(phrase: Phrase) -> int:
    """-1, 0 or 1: whether "last", "this" or "next" stands in the phrase."""
    return -1 if phrase.has(*BACK) else 1 if phrase.has(*ON) else 0


def dated(day: date | None, anchor: str | int | None) -> Meaning | None:
    """A meaning for a day that the calendar has."""
    return Meaning("DATE", day.isoformat(), anchor) if day else None


def reference_day(context: Context) -> tuple[date | None, str | int | None]:
    """The day last spoken of, else the base; with what it is reckoned from."""
    return context.told.day or (context.base, context.anchor)


def near_day(phrase: Phrase, context: Context) -> tuple[date | None, str | int | None]:
    """The day last spoken of if that was shortly before and near the base, else the base: the day of an hour without one."""
    told = context.told
    if (
        told.day
        and phrase.first - told.place <= NEAR_TOKENS
        and (context.base is None or abs((told.day[0] - context.base).days) <= NEAR_DAYS)
    ):
        return told.day
    return context.base, context.anchor


def stated_year(phrase: Phrase, context: Context) -> int | None:
    """The year that the phrase itself tells: 2006, '99, "nineteen ninety-seven", "last year"."""
    if (year := phrase.number_of("year")) is not None:
        return year
    if token := phrase.get("short_year"):
        two = int(str(token.value)[1:])
        return two + (2000 if two <= ((context.base.year if context.base else 2050) + 10) % 100 else 1900)
    if phrase.has("year_unit") and context.base and phrase.has(*BACK, *ON, *STAY):
        return context.base.year + step(phrase)
    if phrase.has("small") and phrase.has("tens", "hundred"):
        return spoken_year(phrase)
    return None


def spoken_year(phrase: Phrase) -> int:
    """A year in words: "nineteen ninety-seven", "two thousand and six"."""
    first, *others = [int(token.value) for token in phrase.tokens if token.kind in {"small", "tens"}]
    hundred = phrase.number_of("hundred") or 100
    return first * hundred + sum(others)
