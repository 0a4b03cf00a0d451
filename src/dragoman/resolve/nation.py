"""Which country an actor is of, by the words of the report: in the mention, right before it, right behind it, in its role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from dragoman.knowledge.words import ERRAND
from dragoman.record import Mention, Role
from dragoman.resolve.cluster import Cluster
from dragoman.resolve.scene import Scene

_AND = re.compile(r"\s*(?:,|and|,\s*and|&|or|-|–|/)\s*(?:the\s+)?")
_ADJACENT = re.compile(r"(?:['’]s?)?\s+$")
_OF = re.compile(r"\s+of\s+(?:the\s+)?$|\s*\(\s*$")
_FROM = re.compile(r"\s+from\s+(?:the\s+)?$")  # "farmers from Kenya"; but "recalled its ambassador from Kenya"
_LEADS = re.compile(r",?\s+(?:who\s+)?(?:(?:is|was|has been)\s+)?(?:head(?:s|ed|ing)|lead(?:s|ing)|led)\s+(?:the|a)\s+$")
ROLE_REACH = 60  # characters between a role and the name that it belongs to, at most
PLACE_WEIGHT = {"inside": 4.0, "before": 4.0, "of": 4.0, "role": 4.0, "behind": 2.0}


def country_of_text(cluster: Cluster, scene: Scene, countries: Mapping[str, str]) -> str | None:
    """ISO code of the state that the text gives the actor, "" where it is of several, or None.

    `countries` holds those of clusters known already.
    """
    if any(_is_joint(mention, scene) for mention in cluster.mentions if mention.form == "nominal"):
        return ""
    votes: dict[str, float] = {}
    for how, iso in _voices(cluster, scene, countries):
        votes[iso] = votes.get(iso, 0.0) + PLACE_WEIGHT[how]
    return max(votes, key=lambda iso: votes[iso]) if votes else None  # of equal ones the first in the text


_NAMED = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*")
_OF_ROLE = re.compile(r"\s+(?:of|for|in)\s+(?:the\s+)?[^,.;()\n]{0,40}")


def country_of_named_body(cluster: Cluster, scene: Scene) -> str | None:
    """ISO code of the state that the body named within a description or an office is of: "Hamas official", "head of Taliban intelligence".

    The name is the text's, the state the knowledge's; None where the names are of several states or of none.
    """
    spans = [(m.span.start, m.span.end) for m in cluster.mentions if m.form == "nominal"]
    for role in cluster.roles:
        behind = _OF_ROLE.match(scene.text, role.span.end)
        spans.append((role.span.start, behind.end() if behind else role.span.end))
    found = {
        entry.country for start, end in spans for name in _NAMED.findall(scene.text, start, end) for entry in scene.knowledge.find(name)
    }
    return found.pop() if len(found) == 1 else None


def _voices(cluster: Cluster, scene: Scene, countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for mention in cluster.mentions:
        if mention.form != "pronoun":
            yield from _around(mention, cluster, scene)
    for role in cluster.roles:
        yield from _by_role(role, scene, countries)


def _around(mention: Mention, cluster: Cluster, scene: Scene) -> Iterator[tuple[str, str]]:
    span = mention.span
    person = mention.form == "name" and cluster.kind == "person"
    if not person:
        yield from (("inside", iso) for iso in _inside(mention, scene))
    else:  # "Spanish Foreign Minister Clara Roig"; but "Israel Katz" and "Jordan Bardella" are of no state for that
        begins = [n for n in scene.within(span.start, span.end) if n.start == span.start and not n.is_name and n.end < span.end]
        yield from (("inside", scene.pick(nation)) for nation in begins)
    yield from (("behind", iso) for iso in _behind(span.end, scene, cluster.kind in ("group", "population")))
    anchor = min([span.start, *(role.span.start for role in cluster.roles if 0 <= span.start - role.span.end <= ROLE_REACH)])
    yield from (("before", iso) for iso in _before(anchor, scene))
    if anchor != span.start:
        yield from (("before", iso) for iso in _before(span.start, scene))


def _inside(mention: Mention, scene: Scene) -> Iterator[str]:
    nations = scene.within(mention.span.start, mention.span.end)
    for nation in nations:
        if scene.text[nation.end : nation.end + 1] in "-–" and _is_foreign(nation.end, scene):
            continue
        yield scene.pick(nation)
        return


def _is_joint(mention: Mention, scene: Scene) -> bool:
    """Whether a description joins nations: "Israeli and Palestinian leaders", "Sino-German talks"."""
    nations = scene.within(mention.span.start, mention.span.end)
    return any(
        scene.pick(one) != scene.pick(other) and _AND.fullmatch(scene.text[one.end : other.start]) for one, other in pairwise(nations)
    )


def _is_foreign(end: int, scene: Scene) -> bool:
    behind = re.match(r"[-–\s]+([a-z]+)", scene.text[end : end + 20])
    return behind is not None and behind[1] in scene.knowledge.words.foreign


def _before(place: int, scene: Scene) -> Iterator[str]:
    for nation in reversed(scene.within(max(0, place - 80), place)):
        if _ADJACENT.fullmatch(scene.text[nation.end : place]) and not ERRAND.search(scene.text, max(0, nation.start - 40), nation.start):
            yield scene.pick(nation)
        return


def _behind(place: int, scene: Scene, many: bool = False) -> Iterator[str]:
    for nation in scene.within(place, place + 60):
        between = scene.text[place : nation.start]
        if _OF.fullmatch(between) or _LEADS.fullmatch(between) or (many and _FROM.fullmatch(between)):
            yield scene.pick(nation)
        return


def _by_role(role: Role, scene: Scene, countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if role.of is not None and role.of in countries:
        yield "of", countries[role.of]
    for nation in scene.within(role.span.start, role.span.end)[:1]:
        if not ERRAND.search(scene.text, role.span.start, nation.start):
            yield "role", scene.pick(nation)
    yield from (("role", iso) for iso in _before(role.span.start, scene))
    yield from (("behind", iso) for iso in _behind(role.span.end, scene))
