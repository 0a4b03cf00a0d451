"""Parts of days and hours: "Monday night", "overnight", "3 p.m. on Friday", "1500 GMT"."""

from __future__ import annotations

from dragoman.extract.timex import values
from dragoman.extract.timex.context import Context, Meaning, Phrase
from dragoman.extract.timex.days import day
from dragoman.extract.timex.reckoning import DAY_KINDS, UNKNOWN_DAY, dated, near_day, reference_day
from dragoman.extract.timex.tokens import KINDS, Token

COUNTED = {KINDS["other"], KINDS["hundred"]}  # what a number before them counts


def daypart(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Monday night", "this morning", "overnight", "dawn on Friday"."""
    token = phrase.get("part", "noon", "midnight", "tonight", "overnight")
    if token is None:
        return None
    plain = phrase.without("part", "noon", "midnight", "tonight", "overnight")
    if plain.has(*DAY_KINDS):
        found = day(plain, context)
        return Meaning("TIME", found.value[:10] + str(token.value), found.anchor) if found and found.value[4:5] == "-" else found
    return bare_daypart(phrase, context, token)


def small_hours(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The early hours", "the early hours of Sunday"."""
    token = phrase.get("units")
    if token is None or token.value != "TH":
        return None
    base, anchor = near_day(phrase, context)
    found = dated(base, anchor) if base else None
    if phrase.has(*DAY_KINDS):
        found = day(phrase.without("units", "early"), context)
    value = found.value[:10] if found and found.value[4:5] == "-" else UNKNOWN_DAY
    return Meaning("TIME", value + "TMO", found.anchor if found else None)


def bare_daypart(phrase: Phrase, context: Context, token: Token) -> Meaning | None:
    """A part of a day that is not named: of the base for "this" and "last", else of the day last spoken of."""
    (base, anchor), value = near_day(phrase, context), str(token.value)
    if phrase.has("this") or token.kind in {"tonight", "overnight"} or phrase.has("last"):
        base, anchor = context.base, context.anchor
    if base is None:
        return Meaning(
            "TIME" if token.kind == "part" else "DATE",
            "PRESENT_REF" if phrase.has("this") or token.kind == "tonight" else UNKNOWN_DAY + value,
        )
    days = -1 if phrase.has("last", "before") or token.kind == "overnight" else 1 if phrase.has("next") else 0
    found = values.add_days(base, days)
    sure = token.kind != "part" or len(phrase.tokens) > 1 or value != "TNI"
    return Meaning("TIME", found.isoformat() + value, anchor, sure) if found else None


def night_before(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "The night before"."""
    (base, anchor), token = reference_day(context), phrase.get("part")
    found = values.add_days(base, -1) if base else None
    return Meaning("TIME", found.isoformat() + str(token.value), anchor) if found and token else None


def round_the_clock(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "Dawn-to-dusk", a length of no certain measure."""
    return Meaning("DURATION", "PXH", sure=False)


def appointment(phrase: Phrase, context: Context) -> Meaning | None:
    """As in "3 p.m. on Friday", "1500 GMT", "noon"; without a day, of the day last spoken of."""
    time = hour(phrase)
    if time is None:
        return None
    if phrase.has(*DAY_KINDS):
        found = day(days_part(phrase), context)
        return Meaning("TIME", found.value[:10] + time, found.anchor) if found and found.value[4:5] == "-" else None
    base, anchor = near_day(phrase, context)
    return Meaning("TIME", (base.isoformat() if base else UNKNOWN_DAY) + time, anchor)


def bare_hour(phrase: Phrase, context: Context) -> Meaning | None:
    """A number that is an hour only because a tagger says so, or because "at" stands before a dotted one."""
    token = phrase.tokens[0]
    if any(phrase.row.word(phrase.last + on) in {"bc", "b", "ad"} for on in range(4)):  # 1354 to 1345 B.C.
        return None
    if phrase.kind_after in COUNTED and phrase.word_before != "at":
        return None  # "three summers", "two thousand"
    time = clock(f"{token.value:04}" if token.kind == "four" else str(token.value), phrase)
    base, anchor = near_day(phrase, context)
    sure = phrase.has("dotted") and phrase.word_before in {"at", "*"}
    return Meaning("TIME", (base.isoformat() if base else UNKNOWN_DAY) + time, anchor, sure) if time else None


def days_part(phrase: Phrase) -> Phrase:
    """The phrase without its hour, so that the hour's number is not taken for a day."""
    drop = next((at for at, token in enumerate(phrase.tokens) if token.kind in {"oclock", "in"}), 0)
    kept = phrase.tokens[: drop - 1] + phrase.tokens[drop + 1 :] if drop else phrase.tokens
    return Phrase(phrase.row, phrase.first, phrase.last, kept).without("four", "clock", "clocked", "dotted", "zone")


def hour(phrase: Phrase) -> str | None:
    """The hour of a phrase as T15:00, or None where no clock shows such a time."""
    for at, token in enumerate(phrase.tokens):
        following = phrase.tokens[at + 1].kind if at + 1 < len(phrase.tokens) else ""
        if token.kind in {"noon", "midnight"}:
            return "T12:00" if token.kind == "noon" else "T24:00"
        if token.kind in {"clock", "clocked", "dotted", "four"} or (token.kind == "year" and following in {"zone", "local", "open"}):
            return clock(token.value if isinstance(token.value, str) else f"{token.value:04}", phrase)
        if token.kind in {"day", "small"} and following in {"oclock", "in"}:
            return clock(str(token.value), phrase)
    return None


def clock(surface: str, phrase: Phrase) -> str | None:
    """Digits as a time of day, in the afternoon where they or the phrase say so."""
    digits = "".join(char for char in surface if char.isdigit())
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    part, half = phrase.get("part"), surface.lstrip("0123456789:.h ")[:1].lower()
    late = half == "p" or (part is not None and part.value in {"TAF", "TEV", "TNI"} and hours > 3)
    if late and hours < 12:
        hours += 12
    elif half == "a" and hours == 12:
        hours = 0
    return f"T{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else None
