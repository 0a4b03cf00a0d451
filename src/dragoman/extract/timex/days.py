"""Days: "Friday", "Nov. 18-19, 2006", "yesterday", "the 23rd", feasts."""

from __future__ import annotations

from datetime import date

from dragoman.extract.timex import values
from dragoman.extract.timex.context import Context, Meaning, Phrase, direction
from dragoman.extract.timex.periods import unit
from dragoman.extract.timex.reckoning import BACK, CLOSING, MONTH_KINDS, ON, WEEKDAY_KINDS, dated, reference_day, stated_year
from dragoman.extract.timex.tokens import Token


def day(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Friday", "next Monday", "Nov. 18-19, 2006", "6 May", "yesterday", "the same day"."""
    if token := phrase.get("iso"):
        return iso_day(phrase.row.text[token.start : token.end])
    if phrase.has(*MONTH_KINDS):
        return month_day(phrase, context)
    if token := phrase.get("deictic"):
        return deictic_day(token, context)
    if phrase.row.word(phrase.first) == "following" and phrase.word_before not in {"the", "a"}:
        return None  # "after", as in "they fled following Wednesday's explosion"
    return weekday(phrase, context) if phrase.has(*WEEKDAY_KINDS) else unit(phrase, context)


def iso_day(surface: str) -> Meaning | None:
    """A day written as 2024-01-03."""
    try:
        return dated(date.fromisoformat(surface), None)
    except ValueError:
        return None


def month_day(phrase: Phrase, context: Context) -> Meaning | None:
    """A month and a day, with or without a year. Of a range the first day counts."""
    number, day_of_month = phrase.number_of(*MONTH_KINDS), phrase.number_of("day", "nth")
    if number is None or day_of_month is None:
        return None
    year = stated_year(phrase, context)
    if year is not None:
        return dated(values.safe_date(year, number, day_of_month), context.anchor if phrase.has("year_unit") else None)
    if (number, day_of_month) == (9, 11) and phrase.word_after.startswith(("attack", "terror", "hijack")):
        return Meaning("DATE", "2001-09-11")
    if context.base is None:
        return Meaning("DATE", f"XXXX-{number:02}-{day_of_month:02}")
    return dated(nearest_date(phrase, context.base, number, day_of_month), context.anchor)


def nearest_date(phrase: Phrase, base: date, month: int, day_of_month: int) -> date | None:
    """The day of that name nearest to the base; beyond four months the tense of the clause decides."""
    days = [found for year in (base.year - 1, base.year, base.year + 1) if (found := values.safe_date(year, month, day_of_month))]
    nearest = min(days, key=lambda found: abs(found - base), default=None)
    if nearest is None or (abs((nearest - base).days) <= 120 and phrase.word_before != "ended"):
        return nearest
    if direction(phrase) == "future":
        return next((found for found in days if found >= base), nearest)
    return next((found for found in reversed(days) if found <= base), nearest)


def deictic_day(token: Token, context: Context) -> Meaning | None:
    """Yesterday, today, tomorrow."""
    days = int(token.value)
    if context.base is None:
        return Meaning("DATE", ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[days])
    return dated(values.add_days(context.base, days), context.anchor)


def weekday(phrase: Phrase, context: Context) -> Meaning | None:
    """A day of the week: before the base in a clause that looks back, after it in one that looks ahead."""
    number = phrase.number_of(*WEEKDAY_KINDS)
    if context.base is None or number is None:
        return Meaning("DATE", f"XXXX-WXX-{number}")
    if phrase.has("before") and context.told.day:
        told, anchor = context.told.day
        return dated(values.add_days(told, -((told.isoweekday() - number) % 7 or 7)), anchor)
    back = (context.base.isoweekday() - number) % 7
    if phrase.has(*BACK):
        days = -(back or 7)
    elif phrase.has(*ON):
        days = 7 - back
    else:
        days = -back % 7 if direction(phrase) == "future" else -back
    return dated(values.add_days(context.base, days), context.anchor)


def maybe_weekday(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Mondays", "Tues"; "Mon", "Sat" and "Sun" alone are more often something else."""
    if token := phrase.get("weekdays"):
        return Meaning("SET", f"XXXX-WXX-{token.value}")
    found = weekday(phrase, context)
    sure = phrase.row.word(phrase.first) not in {"mon", "sat", "sun"}
    return found and Meaning(found.type, found.value, found.anchor, sure)


def day_off(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The day before yesterday", "the day after tomorrow"."""
    days = (phrase.number_of("deictic") or 0) + (1 if phrase.has("after") else -1)
    return dated(values.add_days(context.base, days), context.anchor) if context.base else None


def nth_day(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The 23rd", of the month last spoken of; sure in digits and between words that leave it no noun."""
    day_of_month, (base, anchor) = phrase.number_of("nth"), reference_day(context)
    found = values.safe_date(base.year, base.month, day_of_month) if base and day_of_month else None
    surface = phrase.row.word(phrase.last - 1)
    free = phrase.kind_after in CLOSING or phrase.word_after in {"by", "in", "at", "if", "with", "as", "when"}
    sure = surface[:1].isdigit() and free and phrase.word_before in {"on", "by", "until", "from", "about"}
    return Meaning("DATE", found.isoformat(), anchor, sure) if found else None


def feast(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Christmas", "New Year's Eve"."""
    token = phrase.get("feast")
    if token is None and not phrase.has("edge", "day_unit"):
        return new_year(phrase, context)
    month_and_day = str(token.value) if token else "12-31" if phrase.has("edge") else "01-01"
    number, day_of_month = int(month_and_day[:2]), int(month_and_day[3:]) - (token is not None and phrase.has("edge"))
    if (year := stated_year(phrase, context)) is not None:
        return dated(values.safe_date(year, number, day_of_month), None)
    if context.base is None:
        return Meaning("DATE", f"XXXX-{number:02}-{day_of_month:02}")
    return dated(nearest_date(phrase, context.base, number, day_of_month), context.anchor)


def new_year(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The New Year", its first day, and "the new year", all of it."""
    token = phrase.get("new")
    if context.base is None or token is None:
        return None
    value = f"{context.base.year + (context.base.month > 2):04}"
    return Meaning("DATE", value + "-01-01" if phrase.row.text[token.start].isupper() else value, context.anchor)


def nine_eleven(phrase: Phrase, context: Context) -> Meaning | None:
    """The attacks that are known by their date."""
    return Meaning("DATE", "2001-09-11")
