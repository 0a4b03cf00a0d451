"""The grammar: each rule is a row of kinds, written in words and compiled to one regular expression over a text's kinds.

A rule's name is the name of the function in `meanings` that tells what its phrases mean. At each place the first rule
that fits wins, so the longer ones stand first. Names in FRAGMENTS stand for their text; all others are kinds of
`lexicon` and `tokens`. `( ) | ? * +` are those of regular expressions. No fragment repeats without bound inside a
repetition, which keeps matching linear.
"""

from __future__ import annotations

import re

from dragoman.extract.timex.tokens import KINDS

FRAGMENTS = {
    "any_unit": "unit|units|day_unit|week_unit|year_unit|quarter|century",
    "any_month": "month|maybe_month|short_month stop?",
    "spoken": "small tens (dash? small)?",
    "thousands": "small hundred (and? (below_hundred))?",
    "any_year": "year|short_year|spoken",
    "below_hundred": "tens (dash? small)? | small",
    "numeral": "(small|article)? hundred (and? (below_hundred))? | below_hundred | day slash day | count | day | four | year",
    "number": "numeral (dash? and dash? article? dash? half | day slash day | article? half)? | half article?",
    "vague": "article? few | article? couple of? | heaps of | article? dozen",
    "quantity": "number ((to|or|dash|and) number)? | vague (or few)?",
    "counted": "quantity dash? more? any_unit ((comma? and?) number any_unit)? (comma? and number any_unit)? (and article half)?",
    "single": "(article|another|half article) more? dash? any_unit (and article half | or (small|day|few))?",
    "amount": "counted | single",
    "rel": "last|before|next|coming|this|that|same|past",
    "zoned": "local time | zone",
    "hour": "clocked (zoned)? | (day|small) oclock (zoned)? | (four|year|clock|dotted) (zoned) | zone clock | clock | noon | midnight",
    "nearness": "early|late|middle|earlier|later",
    "near_to": "(nearness) (of|in|on|dash)? | edge of",
    "on_day": "day|nth",
    "numbered": "(any_month) (on_day) ((dash|to|and) (on_day)|(to|dash) (any_month) (on_day))? (comma? (any_year))?"
    " | the? (on_day) ((dash|to|and) (on_day))? of? (any_month) (comma? (any_year))?",
    "dated": "(numbered) (of? (rel) year_unit)? | iso",
    "named_day": "the? (rel)? (rel)? weekday (comma? on? (dated))? | short_weekday stop? comma? (dated) | dated | deictic",
    "one_day": "named_day | the? (same|next|before|coming|that) day_unit",
    "of_month": "(any_month) (comma? (of|in)? (any_year) | of? (rel) year_unit) | (rel)? month | (rel) (any_month)",
    "of_year": "the? (fiscal)? year_unit year | the? (rel) fiscal? year_unit | the fiscal? year_unit | fiscal? year | spoken",
    "of_fall": "the? fall (of|in) (any_year) | (rel|the) (rel)? fall",
    "of_season": "(the|rel)? (rel)? season ((of|in|dash)? (any_year) | (rel) year_unit)? | of_fall",
    "of_unit": "the? (rel) (fiscal)? (any_unit) | the (fiscal|more) year_unit"
    " | the (day_unit|week_unit|year_unit|quarter|unit) | all week_unit",
    "of_weekend": "(the|rel)? (rel)? weekend",
    "of_age": "the? decade | the? (nth) dash? century",
    "period": "of_month | of_season | of_weekend | of_age | of_year | of_unit | any_month",
}
RULES = (
    ("age", "quantity dash? (any_unit) dash? old"),
    ("round_the_clock", "part dash? to dash? part"),
    ("appointment", "(hour) (in the part)? (comma|dash|on|of|open|stop)? (on|the)? (one_day) part? close?"),
    ("appointment", "(one_day) (comma|dash|at|break)? (hour) (on (one_day))?"),
    ("appointment", "(day|small) in the part (comma? on? (one_day))?"),
    ("daypart", "the? ((near_to|nearness at) the?)? (part|noon|midnight|overnight|tonight) (of|on|comma)? the? (one_day)"),
    ("daypart", "((nearness) dash?)? (on)? open? (one_day) close? (nearness)? (part|noon|midnight|overnight)"),
    ("small_hours", "the? early units (of|on|in)? (the? one_day)?"),
    ("night_before", "the? part sooner"),
    ("daypart", "(near_to|nearness at)? (the|rel)? (rel)? (nearness)? dash? part | tonight | overnight"),
    ("appointment", "hour"),
    ("half", "the? fiscal? dash? (nth|last|final) dash? (half|quarter) ((of|in)? (period))? | the? year (nth) (quarter|half)"),
    ("quarter_told", "the? fiscal? year_unit dash? (ago|earlier) (nth)? dash? (quarter|period)?"),
    ("quarter_told", "the? (year|latest fiscal?) (quarter|period)"),
    ("half", "the? ((rel)? year_unit possessive) (nth)? (half|quarter) year_unit?"),
    ("nth_of", "the? (nth|last|final) (week_unit|day_unit|weekday) (of|in) (the? dated | period)"),
    ("day_off", "the? day_unit (sooner|after) (deictic)"),
    ("nearby", "the? (near_to) (one_day | period)"),
    ("year_end", "(the)? year_unit (possessive|dash)? edge | week_unit possessive edge | year_end"),
    ("ago", "(amount | few any_unit) (or so)? ago | units ago | article long time ago"),
    ("offset", "(amount) (earlier|later|sooner)"),
    ("window", "the? (last|past|next|coming|recent|nth|final) few? more? (quantity)? more? units (of (period))?"),
    ("window", "the? past more? (unit|week_unit|year_unit|day_unit|quarter|century)"),
    ("rate", "(each) (other|quantity|nth)? (any_unit|weekday|part|month|season|weekend)"),
    ("rate", "(once|quantity times|times) (article|per|each) (any_unit)"),
    ("adverb", "article? (almost)? adverb basis?"),
    ("rate", "per (day_unit|week_unit|year_unit|unit)"),
    ("day", "one_day"),
    ("decade", "of_age"),
    ("month", "of_month"),
    ("season", "of_season"),
    ("weekend", "of_weekend | weekends"),
    ("feast", "(the? rel)? feast part? edge? ((of|in)? year)? | the? new year_unit (possessive? (day_unit|edge))?"),
    ("years", "the? year (dash|slash) (year|day|count) (period)?"),
    (
        "year",
        "fiscal? year | the? (rel)? year_unit year | the year_unit (spoken|thousands) | small tens (dash small)? | short_year",
    ),
    ("to_come", "units (to)? come | the units come"),
    ("length", "(day_unit|week_unit|year_unit|unit|units) dash long | all (day_unit|year_unit)"),
    ("unit", "of_unit"),
    ("length", "amount (dash? long)? (period)?"),
    ("length", "units"),
    ("nth_length", "(the|article)? nth more? (day_unit|week_unit|year_unit)"),
    ("nth_day", "the (nth)"),
    ("maybe_month", "any_month"),
    ("maybe_weekday", "short_weekday | weekdays"),
    ("vague", "the past | the? (near)? future | in future"),
    ("nine_eleven", "nine_eleven"),
    ("bare_hour", "four|dotted|small|day"),
)


def compile_rule(rule: str) -> str:
    """A rule in words as a regular expression over kinds. Raises KeyError for a word that is neither fragment nor kind."""

    def piece(match: re.Match[str]) -> str:
        name = match[0]
        return f"(?:{compile_rule(FRAGMENTS[name])})" if name in FRAGMENTS else KINDS[name]

    return re.sub(r"[a-z_]+", piece, rule.replace("(", "(?:")).replace(" ", "")


def kinds(listed: str) -> str:
    """The characters of some kinds, for a set of a regular expression."""
    return "".join(KINDS[kind] for kind in listed.split())


NAMES = tuple(name for name, _ in RULES)
# Tried only where a phrase can begin, which spares most tokens the whole list: neither at a word that only stands within
# phrases, nor at an article and its like before a word of no kind.
INNER = "other of on and or to from at stop comma break quote close open gap money percent large"
BEFORE_NOUNS, NO_PART = "the article this that in", "other stop comma"
HEAD = f"(?![{kinds(INNER)}])(?![{kinds(BEFORE_NOUNS)}][{kinds(NO_PART)}])"
GRAMMAR = re.compile(HEAD + "(?:" + "|".join(f"({compile_rule(rule)})" for _, rule in RULES) + ")")
