"""What is searched for, as a value and as the query of an address: the same question always has the same address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from dragoman.exports.filter import Filter, Voice
from dragoman.record import Status

Sort = Literal["fit", "newest", "oldest"]
Show = Literal["events", "reports"]

# Facets: values of one are alternatives, all facets must fit.
FACETS = ("actor", "country", "type", "mode", "status", "voice", "topic", "place", "publisher", "sources", "confidence", "judged")
_LONGEST = 500  # characters of one value; a longer one is no name
_MOST = 50  # values of one facet
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class UnfitError(ValueError):
    """A question that cannot be asked; the message says which part and what would do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question. Empty fields ask for nothing.

    words: all of them stand in the report. actor: ids or names; country: ISO 3166 alpha-3, of an actor or the place; type, mode,
    status, topic: ids of the ontology; voice: "happening" or "claim"; place: names; dyad: two actors or countries; against: actors or
    countries to which something is done; since, until: ISO days, both included; sources, confidence: at least; judged: "yes" or "no".
    """

    words: str = ""
    actor: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    dyad: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sources: int = 1
    confidence: float = 0.0
    judged: tuple[str, ...] = ()
    sort: Sort | None = None
    show: Show = "events"

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return replace(self, sort=None, show="events") != Wanted()

    @property
    def order(self) -> Sort:
        """How finds are sorted: the best fit first where words are sought, else the newest."""
        return self.sort or ("fit" if self.words else "newest")

    def pairs(self) -> list[tuple[str, str]]:
        """The question as names and values of an address, in one order whatever order it was asked in."""
        found: list[tuple[str, str]] = []
        for item in fields(self):
            value = getattr(self, item.name)
            if value in (item.default, None):
                continue
            name = _NAMES.get(item.name, item.name)
            if item.name == "dyad":
                found.append((name, ",".join(value)))
            else:
                found += [(name, str(one)) for one in (sorted(value) if isinstance(value, tuple) else [value])]
        return found

    def query(self, **changed: object) -> str:
        """The question as the query of an address, with some fields changed."""
        return urlencode(replace(self, **changed).pairs(), errors="surrogatepass")  # type: ignore[arg-type]

    def toggled(self, facet: str, value: str) -> Wanted:
        """The same with a value of a facet put in, or out where it is in."""
        if facet == "sources":
            return replace(self, sources=1 if str(self.sources) == value else int(value))
        if facet == "confidence":
            return replace(self, confidence=0.0 if f"{self.confidence:g}" == value else float(value))
        held: tuple[str, ...] = getattr(self, facet)
        return replace(self, **{facet: tuple(one for one in held if one != value) if value in held else (*held, value)})  # type: ignore[arg-type]

    def filter(self) -> Filter:
        """What of it a format of exports has to know beside the events themselves."""
        voice: Voice | None = "both" if self.voice else None
        if len(self.voice) == 1:
            voice = "claims" if self.voice == ("claim",) else "happenings"
        return Filter(countries=frozenset(self.country), statuses=frozenset(self.status), voice=voice)


_NAMES = {"words": "q"}
PARAMETERS = tuple(_NAMES.get(item.name, item.name) for item in fields(Wanted))


def wanted_of(given: Iterable[tuple[str, str]]) -> Wanted:
    """The question of an address's query. Names that are none of ours are passed over. Raises UnfitError for values that cannot be."""
    held: dict[str, list[str]] = {}
    for name, value in given:
        if name in PARAMETERS and value.strip():
            held.setdefault(name, []).append(_plain(name, value))
    many = {item.name: _many(held, item.name) for item in fields(Wanted) if isinstance(item.default, tuple) and item.name != "dyad"}
    _check(many, "status", get_args(Status))
    _check(many, "voice", ("happening", "claim"))
    _check(many, "judged", ("yes", "no"))
    many["type"] = tuple(value.upper() for value in many["type"])
    many["country"] = tuple(value.upper() for value in many["country"])
    since, until = (_day(held, name) for name in ("since", "until"))
    if since and until and since > until:
        raise UnfitError(f"since: {since} is after until, {until}")
    sort, show = _one_of(held, "sort", get_args(Sort), None), _one_of(held, "show", get_args(Show), "events")
    return Wanted(
        words=" ".join(held.get("q", [])), **many, dyad=_dyad(held), since=since, until=until,
        sources=int(_number(held, "sources", 1, 1000)), confidence=round(_number(held, "confidence", 0, 1), 3),
        sort=cast("Sort | None", sort), show=cast(Show, show),
    )  # fmt: skip


def _plain(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise UnfitError(f"{name}: no more than {_LONGEST} characters")
    if _CONTROL.search(value):
        raise UnfitError(f"{name}: control characters and halves of characters cannot be searched for")
    return value.strip()


def _many(held: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(held.get(name, ())))
    if len(values) > _MOST:
        raise UnfitError(f"{name}: no more than {_MOST} values")
    return values


def _check(many: Mapping[str, tuple[str, ...]], name: str, known: tuple[str, ...]) -> None:
    for value in many[name]:
        if value not in known:
            raise UnfitError(f"{name}: {value!r} is none of {', '.join(known)}")


def _one_of(held: Mapping[str, list[str]], name: str, known: tuple[str, ...], default: str | None) -> str | None:
    value = held.get(name, [None])[-1]
    if value is not None and value not in known:
        raise UnfitError(f"{name}: {value!r} is none of {', '.join(known)}")
    return value or default


def _day(held: Mapping[str, list[str]], name: str) -> str:
    value = held.get(name, [""])[-1]
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise UnfitError(f"{name}: {value!r} is no day such as 2024-03-31") from None


def _number(held: Mapping[str, list[str]], name: str, least: float, most: float) -> float:
    value = held.get(name, [str(least)])[-1]
    try:
        found = float(value)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise UnfitError(f"{name}: {value!r} is no number from {least:g} to {most:g}")
    return found


def _dyad(held: Mapping[str, list[str]]) -> tuple[str, ...]:
    value = held.get("dyad", [""])[-1]
    names = tuple(name.strip() for name in value.split(",")) if value else ()
    if names and (len(names) != 2 or not all(names)):
        raise UnfitError("dyad: two actors are wanted with a comma between, such as Pakistan,Afghanistan")
    return names
