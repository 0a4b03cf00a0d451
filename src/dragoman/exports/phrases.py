"""How a reader is told what an event or a statement is: plain words for types, modes, acts and times."""

from __future__ import annotations

import re
from typing import Literal

Family = Literal["cooperation", "conflict"]

# PLOVER's split of its types; REQUEST stands with conflict as in the quad classes of CAMEO's demands.
_COOPERATION = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}

_TYPES = {
    "AGREE": "agree",
    "CONSULT": "meet or talk",
    "SUPPORT": "support",
    "CONCEDE": "give way",
    "COOPERATE": "work together",
    "AID": "give aid",
    "RETREAT": "draw back",
    "REQUEST": "ask or demand",
    "ACCUSE": "accuse",
    "REJECT": "refuse",
    "THREATEN": "threaten",
    "PROTEST": "protest",
    "SANCTION": "cut back ties",
    "MOBILIZE": "mobilise",
    "COERCE": "coerce",
    "ASSAULT": "attack",
}

_MODES = {
    "CONSULT/visit": "visit",
    "CONSULT/third-party": "mediate",
    "CONSULT/multilateral": "meet, several sides",
    "CONSULT/phone": "talk by telephone",
    "RETREAT/withdraw": "withdraw",
    "RETREAT/release": "release",
    "RETREAT/disarm": "disarm",
    "RETREAT/ceasefire": "cease fire",
    "RETREAT/access": "grant access",
    "RETREAT/resign": "resign",
    "REQUEST/assist": "ask for help",
    "REQUEST/change": "demand change",
    "REQUEST/yield": "demand an end to it",
    "REQUEST/meet": "ask to meet",
    "ACCUSE/disapprove": "criticise",
    "ACCUSE/allege": "blame for an act",
    "ACCUSE/investigate": "investigate",
    "REJECT/assist": "refuse help",
    "REJECT/change": "refuse change",
    "REJECT/yield": "refuse to yield",
    "REJECT/meet": "refuse or put off a meeting",
    "THREATEN/restrict": "threaten restrictions",
    "THREATEN/arrest": "threaten arrest",
    "THREATEN/relations": "threaten ties",
    "THREATEN/expel": "threaten expulsion",
    "THREATEN/territory": "threaten territory",
    "THREATEN/violence": "threaten violence",
    "PROTEST/demo": "demonstrate",
    "PROTEST/riot": "riot",
    "PROTEST/strike": "strike",
    "PROTEST/hunger": "hunger strike",
    "PROTEST/boycott": "boycott",
    "PROTEST/obstruct": "block or occupy",
    "SANCTION/convict": "convict or sentence",
    "SANCTION/expel": "expel",
    "SANCTION/withdraw": "withdraw from",
    "SANCTION/discontinue": "break off or embargo",
    "MOBILIZE/troops": "deploy troops",
    "MOBILIZE/weapons": "test or deploy weapons",
    "MOBILIZE/police": "deploy police",
    "MOBILIZE/militia": "raise a militia",
    "COERCE/seize": "seize",
    "COERCE/restrict": "restrict",
    "COERCE/censor": "censor",
    "COERCE/curfew": "impose a curfew",
    "COERCE/martial-law": "impose martial law",
    "COERCE/arrest": "arrest or charge",
    "COERCE/deport": "deport",
    "COERCE/withhold": "withhold",
    "COERCE/misinformation": "spread false news",
    "COERCE/cyber": "attack by computer",
    "ASSAULT/abduct": "abduct",
    "ASSAULT/beat": "beat",
    "ASSAULT/torture": "torture",
    "ASSAULT/sexual": "assault sexually",
    "ASSAULT/targeted": "kill by choice",
    "ASSAULT/destroy": "destroy property",
    "ASSAULT/primitive": "attack with knives or stones",
    "ASSAULT/firearms": "shoot or clash",
    "ASSAULT/explosives": "bomb",
    "ASSAULT/suicide-attack": "bomb in suicide",
    "ASSAULT/aerial": "strike from the air",
    "ASSAULT/drone": "strike with drones",
    "ASSAULT/heavy-weapons": "shell or rocket",
    "ASSAULT/crowd-control": "break up a crowd by force",
    "ASSAULT/unconventional": "attack with banned weapons",
}

# In the past, which serves one speaker and several.
_ACTS = {
    "say": "said",
    "claim": "claimed",
    "accuse": "accused",
    "deny": "denied",
    "demand": "demanded",
    "urge": "urged",
    "promise": "promised",
    "warn": "warned",
    "praise": "praised",
    "condemn": "condemned",
    "acknowledge": "acknowledged",
    "reject": "rejected",
    "announce": "announced",
    "predict": "predicted",
    "omit": "left out",
}

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour", "m": "minute", "S": "second"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def family(event_type: str) -> Family:
    """Whether a type of event is counted as cooperation or as conflict."""
    return "cooperation" if event_type in _COOPERATION else "conflict"


def event_code(event_type: str, mode: str | None) -> str:
    """The codebook's name: "CONSULT/visit"."""
    return f"{event_type}/{mode}" if mode else event_type


def event_phrase(event_type: str, mode: str | None) -> str:
    """The type and mode as a reader would say them: "talk by telephone". An unknown mode is named beside its type."""
    code = event_code(event_type, mode)
    plain = _TYPES.get(event_type, event_type.lower())
    return _MODES.get(code) or (f"{plain} ({mode})" if mode else plain)


def act_phrase(act: str) -> str:
    """The act of a statement as a verb: "denied"."""
    return _ACTS.get(act, act)


def plain_name(name: str) -> str:
    """An identifier as words: "armed_group" -> "armed group"."""
    return name.replace("_", " ")


def date_phrase(value: str) -> str:
    """An ISO 8601 or TIMEX3 value as a reader would write it: "3 January 2024", "3 hours"; what is neither stays as it is."""
    if match := re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:T(\d\d:\d\d))?", value):
        year, month, day, clock = match.groups()
        if 1 <= int(month) <= 12:
            words = f"{_MONTHS[int(month) - 1]} {year}"
            return (f"{int(day)} {words}" if day else words) + (f", {clock}" if clock else "")
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        return f"week {int(match[2])} of {match[1]}"
    if match := re.fullmatch(r"P(\d+[YMWD])?(?:T(\d+[HMS])?(\d+[HMS])?)?", value):
        parts = [_amount(part, "T" in value and n > 0) for n, part in enumerate(match.groups()) if part]
        return " ".join(parts) or value
    return {"PAST_REF": "in the past", "PRESENT_REF": "at present", "FUTURE_REF": "in the future"}.get(value, value)


def _amount(part: str, clock: bool) -> str:
    count, unit = part[:-1], part[-1]
    word = _UNITS["m" if clock and unit == "M" else unit]
    return f"{count} {word}" if count == "1" else f"{count} {word}s"
