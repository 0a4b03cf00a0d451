"""Which entry of the knowledge a cluster is, if any: candidates by name, weighed by country, year, office and company.

A wrong link is worse than none: where evidence is thin, or two entries come out alike, there is no link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.knowledge import Entry
from dragoman.knowledge.names import fold
from dragoman.resolve.cluster import Cluster
from dragoman.resolve.scene import Scene
from dragoman.resolve.setting import country_of_setting

# Set by hand, on examples of our own and on the marked reports that may be tuned on; what counts is their order.
FULL_NAME = 2.0  # several words of a name agree
ONE_WORD = 1.0
SAME_COUNTRY = 2.0
OTHER_COUNTRY = -3.0
COUNTRY_NAMED = 1.0  # the entry's state is named somewhere in the report
COUNTRY_ABSENT = -0.5
SAME_OFFICE = 2.0
IN_OFFICE = 0.5
NOT_YET = -2.0
NO_LONGER = -0.5
SAME_KIND = 1.0
OTHER_KIND = -2.5
OTHER_NAME_NEAR = 1.0  # another of its names, or its adjective, stands in the report
OTHER_LONG_NAME = -1.5  # an acronym of the entry, but the report spells it out as something else
FIRST_OF_NATION = 1.0
THRESHOLD = 1.3
MARGIN = 0.9
UNLIKELY = 0.05  # a kind to which the model gives less is taken for excluded

_ALIKE = (
    frozenset({"armed_group", "party", "organization", "group", "ngo"}),
    frozenset({"government", "ministry", "office", "military", "organization", "group"}),
    frozenset({"company", "media", "organization", "ngo"}),
    frozenset({"country", "government"}),
    frozenset({"igo", "organization", "group", "military", "government", "ngo", "mechanism"}),
    frozenset({"person", "office"}),
)
_WORLDWIDE = frozenset({"media", "company", "ngo", "igo"})  # met in reports from anywhere
_NO_OFFICE = frozenset({"of", "the", "for", "and", "to", "former", "deputy", "acting", "general", "chief", "mr", "senior"})


def link(clusters: Sequence[Cluster], told: Mapping[str, str], scene: Scene) -> dict[str, Entry]:
    """The entries of those clusters that have one, by the clusters' ids. `told`: countries that the text gives."""
    found: dict[str, Entry] = {}
    for cluster in clusters:
        if (entry := _best(cluster, told.get(cluster.id), scene)) is not None:
            found[cluster.id] = entry
    return found


def _best(cluster: Cluster, country: str | None, scene: Scene) -> Entry | None:
    if country is None and any(_is_generic(surface, scene) for surface in _surfaces(cluster, scene)):
        country = country_of_setting(cluster, cluster.kind, scene) or ""
    candidates = _candidates(cluster, country, scene)
    scored = [(_score(entry, words, cluster, country, scene), entry) for entry, words in candidates.items()]
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    if not scored or scored[0][0] < THRESHOLD:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        return None
    return scored[0][1]


def _candidates(cluster: Cluster, country: str | None, scene: Scene) -> dict[Entry, int]:
    """Entries that go by one of the cluster's names, with the number of words in the longest such name; 0 for a family name."""
    found: dict[Entry, int] = {}
    for surface in _surfaces(cluster, scene):
        size = len(surface.split())
        for entry in (*scene.knowledge.find(surface), *_bodies(surface, country, scene)):
            found[entry] = max(size, found.get(entry, 0))
    if cluster.kind != "person" or not cluster.names:
        return found
    longest = max((fold(mention.span.of(scene.text)).lower() for mention in cluster.names), key=len).split()
    people = found or dict.fromkeys(scene.knowledge.family(longest[-1]) if longest else (), 0)
    return {entry: size for entry, size in people.items() if entry.kind == "person" and _may_be(entry, longest)}


def _surfaces(cluster: Cluster, scene: Scene) -> set[str]:
    """The words to look up: names, and descriptions that hold a proper noun ("Afghan police"); of groups names alone."""
    nominal = cluster.kind not in ("group", "person")
    found = (
        mention.span.of(scene.text) for mention in cluster.mentions if mention.form == "name" or (nominal and mention.form == "nominal")
    )
    return {words for words in found if not words.islower()}


def _is_generic(surface: str, scene: Scene) -> bool:
    """Whether every state has a body that goes by these words: "Supreme Court", "Congress"."""
    described = scene.knowledge.describe(surface)
    return described is not None and described.body is not None and not described.countries


def _bodies(surface: str, country: str | None, scene: Scene) -> tuple[Entry, ...]:
    """The body of the country that goes by a name without one: "Congress" of Peru."""
    if not country or (described := scene.knowledge.describe(surface)) is None or described.body is None:
        return ()
    entry = scene.knowledge.entry(f"{country.lower()}.{described.body}")
    return (entry,) if entry is not None else ()


def _may_be(entry: Entry, words: list[str]) -> bool:
    """Whether the fullest name of the text can be a name of the person: first names agree, or their initials."""
    return len(words) < 2 or any(_agree(fold(name).lower().split(), words) for name in entry.all_names)


def _agree(own: list[str], words: list[str]) -> bool:
    if set(words) <= set(own) or (len(own) > 1 and set(own) <= set(words)):
        return True
    return len(own) > 1 and own[-1] == words[-1] and own[0][0] == words[0][0] and 1 in (len(own[0]), len(words[0]))


def _score(entry: Entry, words: int, cluster: Cluster, country: str | None, scene: Scene) -> float:
    score = (0.0, ONE_WORD)[words] if words < 2 else FULL_NAME
    score += _by_kind(entry, cluster) + _by_country(entry, country, scene) + _by_year(entry, scene) + _by_office(entry, cluster)
    if _other_name_near(entry, cluster, scene):
        score += OTHER_NAME_NEAR
    if words < 2 and _has_other_long_name(entry, cluster, scene):
        score += OTHER_LONG_NAME
    if entry.kind == "country" and entry.id == str(entry.country).lower():
        score += FIRST_OF_NATION
    return score


def _has_other_long_name(entry: Entry, cluster: Cluster, scene: Scene) -> bool:
    names = {mention.span.of(scene.text) for mention in cluster.names}
    return entry.kind not in ("person", "country") and any(" " in name and entry not in scene.knowledge.find(name) for name in names)


def _by_kind(entry: Entry, cluster: Cluster) -> float:
    alike = {entry.kind}.union(*(kinds for kinds in _ALIKE if entry.kind in kinds))
    share = sum(cluster.kinds.get(kind, 0.0) for kind in alike)
    return OTHER_KIND if share < UNLIKELY else SAME_KIND * cluster.kinds.get(entry.kind, 0.0)


def _by_country(entry: Entry, country: str | None, scene: Scene) -> float:
    if entry.country is None:
        return 0.0
    if country is not None:
        return SAME_COUNTRY if country == entry.country else OTHER_COUNTRY
    if scene.counts[entry.country]:
        return COUNTRY_NAMED
    return 0.0 if entry.kind in _WORLDWIDE else COUNTRY_ABSENT


def _by_year(entry: Entry, scene: Scene) -> float:
    if scene.year is None or (entry.since is None and entry.until is None):
        return 0.0
    if entry.since is not None and scene.year < entry.since:
        # A politician may be in the news long before the office; a body is not there before it is founded.
        return NOT_YET if entry.kind != "person" or entry.since - scene.year > 15 else NO_LONGER
    return IN_OFFICE if entry.held(scene.year) else NO_LONGER


def _by_office(entry: Entry, cluster: Cluster) -> float:
    if entry.office is None or not cluster.roles:
        return 0.0
    titles = {word for role in cluster.roles for word in fold(role.title).lower().split()}
    return SAME_OFFICE if (titles & set(fold(entry.office).lower().split())) - _NO_OFFICE else 0.0


def _other_name_near(entry: Entry, cluster: Cluster, scene: Scene) -> bool:
    used = {mention.span.of(scene.text) for mention in cluster.mentions}
    near = (name for name in (*entry.all_names, *entry.adjectives) if len(name) > 3 and name not in used)
    return any(name in scene.text and not any(name in words for words in used) for name in near)
