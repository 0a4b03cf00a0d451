"""Toponyms to the places they name.

Every sense that the gazetteer knows for a name is scored: how prominent it is, what the words around the name say
("Springfield, Ohio"; "the Iraqi city of ..."), which countries the report speaks of, where it was published, and how near
the other places of the report lie. One name has one sense in a report. A name that only some hamlet far from all of this
bears stays unresolved: no point is better than a wrong one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from dragoman.knowledge.gazetteer import Gazetteer, Site, fold
from dragoman.record import Place, Report, Span

_MOST_SENSES = 120  # of one name; the most populous are kept
_SCOPE = 60_000  # characters read for the countries that the report speaks of
_FAMOUS = 150_000  # inhabitants from which an English name of a city is as good as its own: Geneva, Mecca
_ROUNDS = 3  # of letting the places of a report agree
_CITIES = frozenset({"city", "capital"})
_WIDE = frozenset({"country", "continent", "region", "sea"})  # too wide to be near anything
_STEPS = (-1, 0, 1)
_Likely = tuple[int, Site, float]  # number of the name, one of its senses, how likely beside the best

_NAME = r"[A-Z][\w.'’-]*(?:[ ](?:of |the |and |al-|de )?[A-Z][\w.'’-]*){0,3}"
_SIDE = r"(?:the|a|northern|southern|eastern|western|central|north|south|east|west)"
_AFTER = re.compile(rf"(?:,\s+|\s+\(|,?\s+in\s+)(?:{_SIDE}\s+)*({_NAME})")
_OWNER = re.compile(rf"({_NAME})['’]s?\s+(?:[a-z-]+\s+){{0,4}}$")
_KINDS = {
    **dict.fromkeys(("province", "provinces", "state", "region", "governorate", "oblast", "prefecture"), "province"),
    **dict.fromkeys(("county", "parish", "district", "borough"), "district"),
    **dict.fromkeys(("city", "town", "village", "suburb", "neighborhood", "neighbourhood"), "city"),
    **dict.fromkeys(("capital", "port", "settlement", "municipality"), "city"),
    **dict.fromkeys(("republic", "country", "nation"), "country"),
}
_KIND_AFTER = re.compile(r"\s+([A-Za-z]+)\b")
_KIND_BEFORE = re.compile(r"\b([A-Za-z]+)\s+of\s+(?:the\s+)?$")
_PEOPLE = re.compile(r"\b([A-Z]\w+(?:[ -][A-Z]\w+)?)\s+(?:[a-z-]+\s+){0,3}$")
_POSSESSIVE = re.compile(r"['’]s?(?= |$)")
_WORD = re.compile(r"\b[A-Z][\w’'.-]*\w(?: [A-Z][\w’'.-]*\w){0,2}")
_FRONT = re.compile(
    r"^(?:(?:(?:north|south)?(?:east|west|north|south)(?:ern)?|greater|downtown|central|upper|lower|inner|outer|old|metropolitan|mainland|"
    r"occupied|rural|far|(?:city|town|village|state|province|county) of|al|el|the|ad|as|ash|an|ar|at|az) )+"
)
_BACK = re.compile(
    r" (?:province|state|region|district|governorate|county|city|town|village|area|metropolitan area|valley|agency|prefecture|oblast|"
    r"border|airport|international airport|township|refugee camp|camp|suburb|suburbs|island|islands)$"
)
_BARE = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "capital",
        "city",
        "town",
        "village",
        "island",
        "country",
        "state",
        "province",
        "region",
        "district",
        "border",
        "coast",
        "gulf",
        "upper",
        "lower",
    ]
)  # alone they name no place, though some place somewhere bears each of them
_PRESS = re.compile(
    r"^(?:the|www|news|daily|my|go|com|weekly) ?|"
    r" ?(?:news|times|herald|star|telegram|post|dispatch|register|local|online|journal|gazette|tribune|press|beacon|review|sun|"
    r"sentinel|courier|observer|advocate|leader|chronicle|intelligencer|mercury|record|item|weekly|today|evening|independent|free|"
    r"standard|echo|mail|examiner|bulletin|democrat|republican|argus|citizen|reporter|call|globe|live|daily|newspapers?|state|world|"
    r"com|net|org|co)$"
)
_SHORT = re.compile(r"\b(co|twp|is|mtn|mtns)\.?$", re.IGNORECASE)
_SHORT_WORDS = {"co": "County", "twp": "Township", "is": "Island", "mtn": "Mountain", "mtns": "Mountains"}


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much each kind of evidence counts, in decimal logarithms of inhabitants; fitted by search on marked news."""

    country: float = 9.0
    other: float = 7.0
    province: float = 6.2
    capital: float = 1.5
    district: float = -1.2
    variant: float = 0.8
    named: float = 6.0
    inside: float = 4.0
    owner: float = 5.0
    nation: float = 3.0
    kind: float = 1.5
    share: float = 2.0
    home: float = 1.0
    paper: float = 1.0
    company: float = 3.0
    land: float = 0.2
    near: float = 1.2
    holds: float = 1.5
    beside: float = 1.0
    heat: float = 2.0
    floor: float = 0.45
    known: float = 50_000


W = _Weights()
_NEAREST = W.near + W.holds


@dataclass(slots=True)
class _Group:
    """All occurrences of one name, its senses and what speaks for each of them."""

    key: str
    spans: list[Span]
    senses: tuple[Site, ...]
    priors: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    chosen: Site | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What the report as a whole says about where it plays. Shares of countries sum to at most one."""

    shares: dict[str, float]
    home: str | None  # the publisher's country
    seat: Site | None  # the publisher's city, where known
    paper: str  # the place in the publisher's name, folded


def resolve_places(spans: Sequence[Span], report: Report, gazetteer: Gazetteer, countries: Sequence[str] = ()) -> tuple[Place, ...]:
    """One place for each span, "P1" ... in the order of the text.

    `countries` are ISO 3166 alpha-3 codes of the countries that the report speaks of, the most frequent first. Coordinates
    and GeoNames id are None where the gazetteer has no sense that the report makes believable.
    """
    ordered = sorted(set(spans))
    context = _context(report, gazetteer, countries)
    groups = _group(ordered, report.text, gazetteer)
    if context.seat:
        groups.append(_Group("", [], (context.seat,)))
    elif context.paper and not any(group.key == context.paper for group in groups):
        groups.append(_Group(context.paper, [], gazetteer.lookup(context.paper)[:_MOST_SENSES]))
    for group in groups:
        group.priors = [_prior(site, group.key) for site in group.senses]
        group.scores = list(group.priors)
        _weigh_words(group, report.text, gazetteer)
        _weigh_countries(group, context)
    _agree(groups)
    chosen = {span: group.chosen for group in groups for span in group.spans}
    return tuple(_place(number, span, report.text, chosen.get(span)) for number, span in enumerate(ordered, 1))


def _group(spans: Sequence[Span], text: str, gazetteer: Gazetteer) -> list[_Group]:
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_key[fold(span.of(text))].append(span)
    return [_Group(key, group, _senses(group[0].of(text), gazetteer)) for key, group in by_key.items() if key]


def _senses(surface: str, gazetteer: Gazetteer) -> tuple[Site, ...]:
    """What the name may stand for: as it is, else its part before a comma, else without "northern", "province" and the like."""
    if surface.islower() or fold(surface) in _BARE:
        return ()
    for name in _wordings(surface):
        if found := gazetteer.lookup(name):
            return found[:_MOST_SENSES]
    return _of_nation(surface, gazetteer)


def _wordings(surface: str) -> Iterator[str]:
    yield surface
    if "," in surface:
        yield surface.split(",")[0]
    key = fold(surface)
    for shorter in (_BACK.sub("", key), _FRONT.sub("", key), _BACK.sub("", _FRONT.sub("", key))):
        if shorter not in (key, *_BARE):
            yield shorter
    if (longer := _SHORT.sub(lambda match: _SHORT_WORDS[match[1].lower()], surface)) != surface:
        yield longer


def _of_nation(surface: str, gazetteer: Gazetteer) -> tuple[Site, ...]:
    """The countries of an adjective ("Afghan"), or their capitals ("Afghan capital")."""
    words = surface.split(" ")
    seat = len(words) > 1 and words[-1].lower() == "capital"
    codes = gazetteer.nationality(" ".join(words[:-1]) if seat else surface)
    found = (gazetteer.capital(code) if seat else gazetteer.country(code) for code in codes)
    return tuple(site for site in found if site)


def _prior(site: Site, key: str) -> float:
    """How prominent the sense is by itself: about the decimal logarithm of its inhabitants."""
    people = math.log10(site.population + 10)
    variant = W.variant * _strangeness(site.name, key) * (0.4 if site.population >= _FAMOUS else 1.0)
    if site.feature == "country":
        return W.country
    if site.feature == "province":
        return W.province + 0.3 * (people - 6) - variant
    if site.feature == "capital":
        return people + W.capital - variant
    if site.feature == "district":
        return people + W.district - variant
    return people - variant if site.feature == "city" else W.other


def _strangeness(name: str, key: str) -> float:
    """0 where the place is mainly called that, 0.4 where the name goes on ("Mexico" for Mexico City), 1 for another name of it."""
    main = fold(name)
    return 0.0 if main == key else 0.4 if main.startswith(key) else 1.0


def _weigh_words(group: _Group, text: str, gazetteer: Gazetteer) -> None:
    """Adds what the words at each occurrence say; the most telling occurrence counts."""
    best = [0.0] * len(group.senses)
    for span in group.spans:
        holders = _holders(span, text, gazetteer)
        nations = _nations(span, text, gazetteer)
        kind = _kind(span, text)
        for number, site in enumerate(group.senses):
            weight = max((strength for strength, holder in holders if _holds(holder, site)), default=0.0)
            weight += W.nation * (site.country in nations)
            weight += W.kind * (kind is not None and _is_kind(site, kind))
            best[number] = max(best[number], weight)
    group.scores = [score + weight for score, weight in zip(group.scores, best, strict=True)]


def _holders(span: Span, text: str, gazetteer: Gazetteer) -> list[tuple[float, Site]]:
    """Places named right after ("X, Ohio", "X in Ohio") or as owner before ("Ohio's X"), with how much they count."""
    found = []
    end = span.end
    surface = span.of(text)
    if "," in surface:
        found += [(W.named, site) for site in gazetteer.lookup(surface.split(",", 1)[1])]
    for _ in range(2):
        match = _AFTER.match(text, end, end + 80)
        if not match:
            break
        sites, end = _longest(match, gazetteer)
        strength = W.named if text[match.start()] in ",(" or text[match.start() : match.start() + 2] == " (" else W.inside
        found += [(strength, site) for site in sites]
        if not sites:
            break
    if owner := _OWNER.search(text, max(0, span.start - 60), span.start):
        found += [(W.owner, site) for site in gazetteer.lookup(owner[1]) if site.feature not in _CITIES]
    return found


def _longest(match: re.Match[str], gazetteer: Gazetteer) -> tuple[list[Site], int]:
    """The holders that the captured words name, the longest wording first, and where that wording ends."""
    words = match[1].split(" ")
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        sites = [site for site in gazetteer.lookup(name.rstrip(".,") if len(name) > 6 else name) if site.feature not in _CITIES]
        if sites:
            return sites, match.start(1) + len(name.rstrip("'’"))
    return [], match.end()


def _holds(holder: Site, site: Site) -> bool:
    if holder.id == site.id:
        return False
    if holder.feature == "country":
        return holder.country == site.country
    if holder.id in (site.province, site.district):
        return True
    return holder.feature not in ("province", "district") and holder.country == site.country and _kilometres(holder, site) < 800


def _nations(span: Span, text: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Countries whose adjective stands before the name: "the Iraqi city of X"."""
    before = text[max(0, span.start - 60) : span.start]
    match = _PEOPLE.search(before)
    if not match:
        return frozenset()
    words = (match[1], match[1].split(" ")[-1])
    return frozenset(country for word in words for country in gazetteer.nationality(word))


def _kind(span: Span, text: str) -> str | None:
    """The feature that the words beside the name state: "X province", "the city of X"."""
    after = _KIND_AFTER.match(text, span.end, span.end + 20)
    if after and after[1].lower() in _KINDS:
        return _KINDS[after[1].lower()]
    before = _KIND_BEFORE.search(text, max(0, span.start - 30), span.start)
    if before and before[1].lower() in _KINDS:
        return _KINDS[before[1].lower()]
    inside = fold(span.of(text)).split(" ")
    return _KINDS.get(inside[-1]) or (_KINDS.get(inside[0]) if len(inside) > 1 else None)


def _is_kind(site: Site, kind: str) -> bool:
    return site.feature == kind or (kind == "city" and site.feature == "capital")


def _context(report: Report, gazetteer: Gazetteer, countries: Sequence[str]) -> _Context:
    counts: Counter[str] = Counter()
    for words, count in Counter(match[0] for match in _WORD.finditer(report.text, 0, _SCOPE)).items():
        counts.update(dict.fromkeys(sorted(_countries_of(words, gazetteer)), count))  # sorted: sums must not vary by process
    for rank, country in enumerate(countries):
        counts[country] += 3.0 / (1 + rank)  # type: ignore[assignment]
    seat = gazetteer.seat(report.publisher or "") or gazetteer.seat(_host(report.url or ""))
    home = seat.country if seat else _home(report, gazetteer)
    total = sum(counts.values())
    return _Context({country: count / total for country, count in counts.items()}, home, seat, _paper(report, gazetteer))


def _countries_of(words: str, gazetteer: Gazetteer) -> set[str]:
    """Countries that the words name or whose adjective they hold; a name that is a province elsewhere (Georgia) says nothing."""
    names = [words, *_POSSESSIVE.sub("", words).split(" ")]
    for name in names:
        sites = gazetteer.lookup(name)
        found = {site.country for site in sites if site.feature == "country" and site.country}
        if found and not any(site.feature == "province" and site.country not in found for site in sites):
            return found
        if nations := gazetteer.nationality(name):
            return set(nations)
    return set()


def _home(report: Report, gazetteer: Gazetteer) -> str | None:
    """The country that the publisher's address ends in."""
    for address in (report.publisher or "", _host(report.url or "")):
        ending = re.search(r"\.([a-z]{2})$", address.strip().lower())
        if ending:
            country = gazetteer.country({"uk": "gb"}.get(ending[1], ending[1]))
            if country:
                return country.country
    return None


def _host(url: str) -> str:
    match = re.match(r"\w+://([^/:]+)", url)
    return match[1] if match else ""


def _paper(report: Report, gazetteer: Gazetteer) -> str:
    """The place that the publisher calls itself by, folded: "paris" of "The Paris News" and theparisnews.com; "" where none."""
    name = report.publisher or _host(report.url or "")
    for label in name.split(".") if "." in name else [name]:
        key = re.sub(r"[^a-z ]", " ", fold(label))
        while (shorter := _PRESS.sub("", key).strip()) != key:
            key = shorter
        for wording in (key, *(f"{key[:cut]} {key[cut:]}" for cut in range(3, len(key) - 2) if " " not in key)):
            if len(wording) > 3 and any(site.population > 2000 for site in gazetteer.lookup(wording)):
                return fold(wording)
    return ""


def _weigh_countries(group: _Group, context: _Context) -> None:
    for number, site in enumerate(group.senses):
        if site.country:
            group.scores[number] += W.share * math.sqrt(context.shares.get(site.country, 0.0))
            group.scores[number] += W.home * (site.country == context.home)
        if group.key == context.paper:
            group.scores[number] += W.paper * ((site.feature not in _WIDE) + (site.country == (context.home or "USA")))


def _agree(groups: list[_Group]) -> None:
    """Lets the places of the report support each other, each round by what the round before made likely."""
    totals = [group.scores for group in groups]
    for _ in range(_ROUNDS):
        neighbours = _Neighbours(groups, totals)
        totals = [
            [score + neighbours.support(site, number) for score, site in zip(group.scores, group.senses, strict=True)]
            for number, group in enumerate(groups)
        ]
    for group, scores in zip(groups, totals, strict=True):
        if scores:
            best = max(range(len(scores)), key=scores.__getitem__)
            site = group.senses[best]
            evidence = scores[best] - group.priors[best]
            group.chosen = site if _believed(site, group.key, evidence) else None


def _believed(site: Site, key: str, evidence: float) -> bool:
    """A large place is believed by itself; a small one only where the report leads there, the more so if it is mainly called otherwise."""
    if site.feature not in (*_CITIES, "district") or site.population >= W.known:
        return True
    return evidence >= W.floor * (1 + _strangeness(site.name, key))


class _Neighbours:
    """The likely senses of a report's names, found by the land they lie in and by their degree square."""

    def __init__(self, groups: Sequence[_Group], totals: Sequence[Sequence[float]]) -> None:
        self._within: dict[int, list[_Likely]] = defaultdict(list)
        self._square: dict[tuple[int, int], list[_Likely]] = defaultdict(list)
        self._country: dict[str, dict[int, float]] = defaultdict(dict)
        for number, (group, scores) in enumerate(zip(groups, totals, strict=True)):
            top = max(scores, default=0.0)
            for site, score in zip(group.senses, scores, strict=True):
                weight = math.exp((score - top) / W.heat)
                if weight > 0.05:
                    self._put((number, site, weight))

    def _put(self, likely: _Likely) -> None:
        number, site, weight = likely
        if site.country:
            shares = self._country[site.country]
            shares[number] = max(weight, shares.get(number, 0.0))
        if site.feature in _WIDE:
            return
        for id in {site.id, site.province, site.district} - {None}:
            self._within[id].append(likely)  # type: ignore[index]
        self._square[_square_of(site)].append(likely)

    def support(self, site: Site, own: int) -> float:
        """How well the sense fits the other names: near them, in the same province, in the same country."""
        total = 0.0
        if site.country:
            total = W.land * sum(weight for number, weight in self._country[site.country].items() if number != own)
        if site.feature not in _WIDE:
            total += sum(self._close(site, own).values())
        return W.company * math.log1p(total)

    def _close(self, site: Site, own: int) -> dict[int, float]:
        """For each other name the best that one of its senses does for the site."""
        best: dict[int, float] = {}
        lat, lon = _square_of(site)
        holders = (site.id, site.province, site.district)
        pools = [self._within[id] for id in holders if id in self._within]
        squares = self._square
        pools += [squares[at] for at in ((lat + up, lon + right) for up in _STEPS for right in _STEPS) if at in squares]
        for number, other, weight in chain.from_iterable(pools):
            # what is already best needs no reckoning: nearness has a ceiling
            if number != own and weight * _NEAREST > best.get(number, 0.0):
                best[number] = max(best.get(number, 0.0), weight * _nearness(site, other))
        return best


def _square_of(site: Site) -> tuple[int, int]:
    return (math.floor(site.lat), math.floor(site.lon))


def _nearness(left: Site, right: Site) -> float:
    near = W.near * math.exp(-_kilometres(left, right) / 60.0)
    if right.id in (left.province, left.district) or left.id in (right.province, right.district):
        return near + W.holds
    return near + W.beside * (left.province is not None and left.province == right.province)


def _kilometres(left: Site, right: Site) -> float:
    """Near enough for short distances, which are all that counts here."""
    east = abs(left.lon - right.lon)
    return 111.2 * math.hypot(left.lat - right.lat, min(east, 360 - east) * math.cos(math.radians(left.lat)))


def _place(number: int, span: Span, text: str, site: Site | None) -> Place:
    surface = span.of(text)
    if site is None:
        return Place(f"P{number}", span, surface, None, None, None, None)
    name = site.name if fold(site.name) != fold(surface) or surface.isupper() else surface
    return Place(f"P{number}", span, name, site.geonameid, site.country, round(site.lat, 4), round(site.lon, 4))
