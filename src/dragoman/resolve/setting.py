"""The country of an actor whom neither the words beside it nor the knowledge place: that of the report's setting.

"Police fired tear gas" in a report from Nairobi means Kenya's police: newspapers leave out what the reader knows.
What comes out is listed as inferred. Measured on the marked reports of our own and others': for institutions and
persons the rule is right three times in four, for crowds and outlets it needs a setting that leaves no doubt.
"""

from __future__ import annotations

import re

from dragoman.resolve.cluster import Cluster
from dragoman.resolve.scene import Scene

INSTITUTIONS = frozenset({"government", "ministry", "military", "office", "party", "person", "organization", "country"})
OTHERS = frozenset({"group", "population", "company", "media", "armed_group", "ngo"})
MOST = 0.5  # share of the report's words of nation that makes a state its main one
NEARLY_ALL = 0.7
_FROM_ELSEWHERE = re.compile(
    r"(?i)\b(?:foreign(?:ers)?|international|multinational|outside|overseas|western|neighbou?ring|regional|global|world)\b"
)


def country_of_setting(cluster: Cluster, kind: str, scene: Scene) -> str | None:
    """ISO code of the state in which the report is set at this place of it, or None where that is not plain."""
    if not scene.counts or not cluster.mentions:
        return None
    main, count = max(scene.counts.items(), key=lambda pair: pair[1])
    share = count / scene.counts.total()
    near = scene.nearest(cluster.mentions[0].span)
    if kind in INSTITUTIONS:
        first = scene.pick(scene.nations[0])
        if share >= MOST or main in (near, first):
            return main
        return near if near == first else None
    if kind in OTHERS and not _is_from_elsewhere(cluster, scene) and (share >= NEARLY_ALL or (share >= MOST and main == near)):
        return main
    return None


def _is_from_elsewhere(cluster: Cluster, scene: Scene) -> bool:
    """Whether a description says that its bearers are of no one state, or of another one: "foreign powers", "Western donors"."""
    return any(m.form == "nominal" and _FROM_ELSEWHERE.search(scene.text, m.span.start, m.span.end) for m in cluster.mentions)
