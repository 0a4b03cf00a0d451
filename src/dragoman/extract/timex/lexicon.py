"""The words that expressions of time are made of, each with its kind (a terminal of the grammar) and its value."""

from __future__ import annotations

from dataclasses import dataclass


def listed(text: str) -> tuple[str, ...]:
    """The words of a text, in its order."""
    return tuple(text.split())


def words(text: str) -> frozenset[str]:
    """The words of a text, to look others up in."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word is to the grammar. `value` is a number for numbers, months and days, a TIMEX3 code for the rest."""

    kind: str
    value: int | str


MONTHS = listed("January February March April May June July August September October November December")
WEEKDAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
SMALL = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)

# Codes of units as in ISO 8601 durations, a leading T where they are parts of a day; DE and CE are TIMEX3's own.
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "2W", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
SHORT_UNITS = {"min": "TM", "mins": "TM", "hr": "TH", "hrs": "TH", "wks": "W", "yrs": "Y", "yr": "Y"}
OWN_KIND = {"day": "day_unit", "week": "week_unit", "year": "year_unit", "quarter": "quarter", "century": "century"}
PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "dawn": "TMO", "daybreak": "TMO", "sunrise": "TMO",
    "dusk": "TEV", "nightfall": "TEV", "sunset": "TEV", "sundown": "TEV", "lunchtime": "TAF",
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
# Fixed feasts as month and day; the movable ones are left unread rather than guessed.
FEASTS = {"Christmas": "12-25", "Xmas": "12-25", "Halloween": "10-31", "Nowruz": "03-21"}

# kind: words, lower case, that have the word's own form as value
PLAIN = {
    "the": "the", "of": "of", "in": "in during within throughout", "on": "on", "at": "at around about by", "and": "and", "or": "or",
    "to": "to through until till", "from": "from between", "article": "a an", "half": "half", "per": "per",
    "last": "last", "latest": "latest", "past": "past", "before": "previous preceding", "next": "next",
    "coming": "coming upcoming following", "this": "this current", "that": "that", "same": "same very", "each": "each every",
    "other": "other", "recent": "recent", "final": "final opening initial remaining", "early": "early beginning", "late": "late",
    "middle": "mid middle", "edge": "end start close outset eve", "earlier": "earlier", "later": "later afterwards",
    "sooner": "before", "after": "after", "ago": "ago", "another": "another", "few": "few several some many", "couple": "couple",
    "more": "more consecutive successive straight additional full extra whole working", "dozen": "dozen", "times": "times",
    "old": "old", "long": "long", "future": "future", "near": "near foreseeable distant", "fiscal": "fiscal financial",
    "all": "all", "new": "new", "period": "period term", "so": "so", "basis": "basis", "local": "local", "time": "time",
    "come": "come ahead", "almost": "almost nearly",
}  # fmt: skip
ADVERBS = {
    "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "monthly": "P1M", "weekly": "P1W", "hourly": "PT1H", "quarterly": "P3M",
    "biennial": "P2Y", "biannual": "P6M", "nightly": "XXXX-XX-XXTNI", "everyday": "P1D", "daily": "P1D", "fortnightly": "P2W",
}  # fmt: skip
DEICTIC = {"yesterday": -1, "today": 0, "tomorrow": 1}


# The few words that are alone of their kind, or that have a value of their own.
SINGLE: dict[str, tuple[str, int | str]] = {
    "hundred": ("hundred", 100), "thousand": ("hundred", 1000), "hundreds": ("heaps", "X"), "thousands": ("heaps", "X"),
    "dozens": ("heaps", "X"),
    "noon": ("noon", "T12:00"), "midday": ("noon", "T12:00"), "midnight": ("midnight", "TNI"), "tonight": ("tonight", "TNI"),
    "overnight": ("overnight", "TNI"), "weekend": ("weekend", "WE"), "weekends": ("weekends", "WE"), "fall": ("fall", "FA"),
    "nineties": ("decade", "199"), "eighties": ("decade", "198"), "seventies": ("decade", "197"), "sixties": ("decade", "196"),
    "fifties": ("decade", "195"), "forties": ("decade", "194"), "gmt": ("zone", "GMT"), "utc": ("zone", "UTC"), "est": ("zone", "EST"),
    "edt": ("zone", "EDT"), "cet": ("zone", "CET"), "yearend": ("year_end", ""), "once": ("once", 1), "twice": ("once", 2),
}  # fmt: skip


def lexicon() -> dict[str, Entry]:
    """Every lower-case word that the grammar knows, apart from those that depend on capitals (`capitals`)."""
    found = {word: Entry(kind, word) for kind, text in PLAIN.items() for word in text.split()}
    found |= {word: Entry("small", value) for value, word in enumerate(SMALL, 1)}
    found |= {word: Entry("tens", value * 10) for value, word in enumerate(TENS, 2)}
    found |= {word: Entry("nth", value) for value, word in enumerate(ORDINALS, 1)}  # "second" is an ordinal, "seconds" a unit
    found |= {word: Entry(OWN_KIND.get(word, "unit"), code) for word, code in UNITS.items() if word != "second"}
    found |= {plural(word): Entry("units", code) for word, code in UNITS.items()}
    found |= {word: Entry("units", code) for word, code in SHORT_UNITS.items()}
    for kind, table in (("part", PARTS), ("season", SEASONS), ("adverb", ADVERBS)):
        found |= {word: Entry(kind, code) for word, code in table.items()}
    found |= {word: Entry("deictic", value) for word, value in DEICTIC.items()}
    return found | {word: Entry(kind, value) for word, (kind, value) in SINGLE.items()}


def capitals() -> dict[str, Entry]:
    """Words that are of time only as they are spelled here. A `maybe_` kind needs a day or a year beside it to be believed."""
    found: dict[str, Entry] = {}
    for number, name in enumerate(MONTHS, 1):
        kind = "maybe_month" if name in {"March", "May"} else "month"
        found |= {name: Entry(kind, number), name.upper(): Entry(kind, number)}
        short = {"September": ("Sept", "Sep"), "June": ("Jun",), "July": ("Jul",)}.get(name, (name[:3],))
        found |= {form: Entry("short_month", number) for form in short if form not in found}
        found |= {form.upper(): Entry("short_month", number) for form in short if form.upper() not in found}
    for number, name in enumerate(WEEKDAYS, 1):
        found |= {name: Entry("weekday", number), name.upper(): Entry("weekday", number), name + "s": Entry("weekdays", number)}
        found |= {form: Entry("short_weekday", number) for form in (name[:3], *{2: ("Tues",), 4: ("Thur", "Thurs")}.get(number, ()))}
    return found | {name: Entry("feast", day) for name, day in FEASTS.items()}


def plural(word: str) -> str:
    """The plural of a unit's name."""
    return word[:-1] + "ies" if word == "century" else word + "s"
