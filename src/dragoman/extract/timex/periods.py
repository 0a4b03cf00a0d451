"""Weeks, months, quarters, seasons, years and what is longer: "last week", "March 2003", "the third quarter"."""

from __future__ import annotations

from datetime import date

from dragoman.extract.timex import values
from dragoman.extract.timex.context import Context, Meaning, Phrase, direction
from dragoman.extract.timex.lexicon import words
from dragoman.extract.timex.reckoning import BACK, CLOSING, MONTH_KINDS, ON, STAY, UNIT_KINDS, reference_day, stated_year, step

# Words after which a month that is also another word, or a bare "May", is a month.
MONTH_CUES = words("or in since by until till of from to the between and during after before for through last next this early late mid - –")


def month(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "March 2003", "last November", "June next year", and a month alone, by the tense of its clause."""
    number = phrase.number_of(*MONTH_KINDS)
    if number is None:
        return None
    if (year := stated_year(phrase, context)) is not None:
        return Meaning("DATE", f"{year:04}-{number:02}", context.anchor if phrase.has("year_unit") else None)
    if context.base is None:
        return Meaning("DATE", f"XXXX-{number:02}")
    year, anchor = year_of_month(phrase, context, number)
    return Meaning("DATE", f"{year:04}-{number:02}", anchor)


def year_of_month(phrase: Phrase, context: Context, number: int) -> tuple[int, str | int | None]:
    """The year of a month that has none: by "last", "next", "that", else by the tense of the clause, else the nearest past."""
    base = context.base or date.min
    if phrase.has("that", "same", "before") and context.told.year:
        return context.told.year
    if phrase.has("last", "past"):
        return base.year - (number >= base.month - 1), context.anchor  # "last June" said in July is a year ago
    if phrase.has(*ON):
        return base.year + (number <= base.month), context.anchor
    if phrase.has("this"):
        return base.year, context.anchor
    ahead = direction(phrase)
    if (ahead == "future" or (not ahead and (number - base.month) % 12 <= 3)) and phrase.word_before != "since":
        return base.year + (number < base.month), context.anchor
    return base.year - (number > base.month), context.anchor


def maybe_month(phrase: Phrase, context: Context) -> Meaning | None:
    """A month alone whose name is also another word; sure after a preposition."""
    found = month(phrase, context)
    sure = phrase.word_before in MONTH_CUES and not phrase.has("short_month")
    return found and Meaning(found.type, found.value, found.anchor, sure)


def unit(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Last week", "this year", "the following month", "the same day", "the quarter"."""
    token = phrase.get(*UNIT_KINDS)
    if token is None:
        return None
    code = str(token.value)
    if code.startswith("T"):
        return Meaning("DURATION", values.duration("1", code)) if phrase.has(*BACK, *ON) else None
    if code == "D" and phrase.has("this"):
        return Meaning("DATE", "PRESENT_REF")
    if code == "Y" and phrase.word_after in {"ended", "ending"} and not phrase.has(*BACK, *ON, *STAY):
        return Meaning("DURATION", "P1Y")  # twelve months by the books: "the year ended March 31"
    if code == "Q" and not phrase.has(*STAY, *BACK, *ON):
        return quarter_told(phrase, context)
    base, anchor = unit_base(phrase, context, code)
    if token.kind == "units" and phrase.has("before"):
        return Meaning("DATE", "PAST_REF")
    if base is None:
        return Meaning("DATE", ("PRESENT_REF", "FUTURE_REF", "PAST_REF")[step(phrase)], sure=step(phrase) != 0 or phrase.has("this"))
    return named_unit(phrase, base, anchor, code)


def unit_base(phrase: Phrase, context: Context, code: str) -> tuple[date | None, str | int | None]:
    """From where a unit is counted: the text for "the next day" and "the following year", else the base."""
    following = any(token.value == "following" for token in phrase.tokens)
    told = context.told
    if following or phrase.has("same", "that", "before") or (code == "D" and phrase.has("next", "coming")):
        if code == "Y" and told.year and (told.day is None or told.year[1] > told.day[1]):
            return values.safe_date(told.year[0], 1, 1), told.year[1]
        return reference_day(context)
    return context.base, context.anchor


def named_unit(phrase: Phrase, base: date, anchor: str | int | None, code: str) -> Meaning | None:
    """The day, week, month, quarter, year or decade so many steps from a day."""
    count = step(phrase)
    if code == "W":
        # On a Sunday "last week" is the one that ends that day.
        moved = values.add_days(base, 7 * count + (count < 0 and base.isoweekday() == 7 and isinstance(anchor, str)))
        return Meaning("DATE", values.week(moved), anchor) if moved else None
    if code in {"DE", "CE"} and count > 0:
        return Meaning("DATE", "FUTURE_REF")
    value = values.add_units(base, count, code)
    return Meaning("DATE", value, anchor, sure=count != 0 or phrase.has(*STAY) or is_bare_time(phrase, code)) if value else None


def is_bare_time(phrase: Phrase, code: str) -> bool:
    """Whether "the day", "the month" or "the year" tells when something is."""
    if phrase.word_after in {"of", "after", "before", "when", "that"} or code not in {"D", "M", "Y"}:
        return False
    return phrase.word_before in {"of", "in", "during", "for", "throughout", "later", "earlier"} or (
        code == "D" and phrase.kind_after in CLOSING
    )


def half(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The third quarter", "first half of 2006", "last year's second quarter"."""
    letter, per_year = ("Q", 4) if phrase.has("quarter") else ("H", 2)
    number = phrase.number_of("nth") or (per_year if phrase.has("last", "final") else 0)
    if not 1 <= number <= per_year:
        return None
    year, anchor = stated_year(phrase, context), None if phrase.has("year") else context.anchor
    if year is None and context.base is None:
        return Meaning("DATE", f"XXXX-{letter}{number}")
    if year is None and context.base:
        now = (context.base.month - 1) * per_year // 12 + 1
        year = context.base.year - (number > now and direction(phrase) != "future")
    return Meaning("DATE", f"{year:04}-{letter}{number}", anchor)


def quarter_told(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The quarter", "the latest period", "the year-ago quarter": as reports of results speak, of the quarter last named."""
    back, number, year = phrase.has("ago", "earlier"), phrase.number_of("nth"), phrase.number_of("year")
    told, anchor = context.told.quarter or (last_quarter(context), context.anchor)
    if told is None:
        return None
    if context.told.quarter is None and number is None and not phrase.has("quarter", "latest"):
        return Meaning("DATE", f"{year or int(told[:4]) - back:04}", anchor, sure=year is None or phrase.has("the"))
    return Meaning("DATE", f"{year or int(told[:4]) - back:04}-Q{number or told[-1]}", anchor)


def last_quarter(context: Context) -> str | None:
    """The last quarter that was over at the base, which is the one that reports of results speak of."""
    return values.add_units(context.base, -1, "Q") if context.base else None


def year_end(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Year-end", "the week's end"."""
    if context.base is None:
        return Meaning("DATE", "XXXX-12-31")
    if phrase.has("week_unit"):
        return Meaning("DATE", values.week(context.base) + "-WE", context.anchor)
    return Meaning("DATE", f"{context.base.year:04}-12-31", context.anchor)


def season(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Summer 2006", "last autumn", and a season alone, by the tense of its clause."""
    token = phrase.get("season", "fall")
    if token is None:
        return None
    if (year := stated_year(phrase, context)) is not None:
        return Meaning("DATE", f"{year:04}-{token.value}", context.anchor if phrase.has("year_unit") else None)
    if context.base is None:
        return Meaning("DATE", f"XXXX-{token.value}")
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[str(token.value)]
    year, anchor = year_of_month(phrase, context, begins)
    return Meaning("DATE", f"{year:04}-{token.value}", anchor, sure=token.kind == "season" or phrase.has("last", "this", "next"))


def weekend(phrase: Phrase, context: Context) -> Meaning | None:
    """The weekend: in the first half of a week the one before, towards its end the one to come."""
    if phrase.has("weekends"):
        return Meaning("SET", "XXXX-WXX-WE")
    if context.base is None:
        return Meaning("DATE", "XXXX-WXX-WE")
    day_of_week = context.base.isoweekday()
    early = day_of_week <= 3 and direction(phrase) != "future"
    weeks = -1 if phrase.has("last") or (early and not phrase.has("this", *ON)) else 1 if phrase.has(*ON) and day_of_week > 4 else 0
    moved = values.add_days(context.base, 7 * weeks)
    return Meaning("DATE", values.week(moved) + "-WE", context.anchor) if moved else None


def decade(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The 1990s", "the 19th century"."""
    if token := phrase.get("decade"):
        return Meaning(
            "DATE",
            str(token.value),
            sure=phrase.row.text[token.start] not in "1234567890" or token.end - token.start > 3 or phrase.has("the"),
        )
    number = phrase.number_of("nth")
    return Meaning("DATE", f"{number - 1:02}") if number else None


# Before or after these a number of four digits is no year.
COUNTED = words(
    "people troops soldiers police policemen refugees meters metres km kilometers miles men women children civilians members tons tonnes "
    "dollars euros yuan delegates prisoners homes houses families workers students votes percent million billion representatives "
    "barrels others were hours feet acres hectares local gmt victims deaths"
)
NOT_YEARS = words("no number resolution room nearly almost some than over least about approximately $ highway route flight article only")


def year(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "2006", "the year two thousand", "fiscal 1989", "'99"."""
    found = stated_year(phrase, context)
    if found is None:
        return None
    bare = len(phrase.tokens) == 1 and phrase.has("year")
    doubtful = bare and (phrase.word_after in COUNTED or phrase.word_before in NOT_YEARS or found > 2100 or found < 1500)
    return Meaning("DATE", f"{found:04}", sure=not doubtful)


def years(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "2003-2004", "2006/07": the first year; a length where the words call it a period."""
    first, last = (int(token.value) for token in phrase.tokens if token.kind in {"year", "day", "count"})
    if first >= last:  # among them those with a last year of two digits
        return Meaning("DATE", f"{first:04}")
    if phrase.has("period", "the") or phrase.word_before in {"period", "for"}:
        return Meaning("DURATION", f"P{last - first + 1}Y")
    return Meaning("DATE", f"{first:04}", sure=phrase.word_before != "(")
