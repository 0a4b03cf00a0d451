"""From clusters of mentions to actors: name, kind, known entry, country, sectors, code, membership.

What the text says comes first; the knowledge only adds, and `Actor.inferred` names the fields that it added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from dragoman.knowledge import Description, Entry, Knowledge
from dragoman.record import Actor, Kind, Place, Report
from dragoman.resolve.cluster import Cluster
from dragoman.resolve.code import code_of
from dragoman.resolve.draft import Draft
from dragoman.resolve.kind import kind_of
from dragoman.resolve.known import link
from dragoman.resolve.membership import is_pair, members_of
from dragoman.resolve.naming import name_of
from dragoman.resolve.nation import country_of_named_body, country_of_text
from dragoman.resolve.parents import gather, parents_of
from dragoman.resolve.scene import Scene, make_scene
from dragoman.resolve.sector import sectors_of
from dragoman.resolve.setting import country_of_setting

__all__ = ["Cluster", "resolve_actors"]


def resolve_actors(clusters: Sequence[Cluster], report: Report, knowledge: Knowledge, places: Sequence[Place] = ()) -> tuple[Actor, ...]:
    """One actor for each cluster, in the same order and with the same id. Pure.

    `places` are those of the report, where they were read before; they help to tell the country of "police" and "residents".
    """
    scene = make_scene(report, knowledge, clusters, places)
    mentions = gather(clusters)
    owners = {mention.id: cluster for cluster in clusters for mention in cluster.mentions}
    parents = {cluster.id: parents_of(cluster, mentions, owners, scene) for cluster in clusters}
    told = _countries_told(clusters, scene)
    entries = link(clusters, told, scene)
    countries = _countries(clusters, told, entries, parents, scene)
    drafts = tuple(_draft(cluster, told, entries.get(cluster.id), countries.get(cluster.id), scene) for cluster in clusters)
    members = members_of(drafts, parents, scene)
    by_id = {draft.cluster.id: draft for draft in drafts}
    return tuple(_actor(draft, [by_id[id] for id in members[draft.cluster.id] if id in by_id], scene) for draft in drafts)


def _countries_told(clusters: Sequence[Cluster], scene: Scene) -> dict[str, str]:
    """Countries that the text gives; twice over, as the country of a role is that of the body whose role it is.

    An empty string stands for actors of several countries, or of none, by the text.
    """
    told: dict[str, str] = {}
    for _ in range(2):
        found = {cluster.id: country_of_text(cluster, scene, told) for cluster in clusters}
        told = {id: iso for id, iso in found.items() if iso is not None}
    return told


def _countries(
    clusters: Sequence[Cluster], told: Mapping[str, str], entries: Mapping[str, Entry], parents: Mapping[str, tuple[str, ...]], scene: Scene
) -> dict[str, str]:
    """Countries by the text, else by the entry, else by a body that its words name, else by the nearest body that has one."""
    named = {cluster.id: iso for cluster in clusters if (iso := country_of_named_body(cluster, scene))}
    states = {id: entry.country or "" for id, entry in entries.items() if entry.kind == "country"}
    known = named | {id: entry.country or "" for id, entry in entries.items()} | dict(told) | states
    for _ in range(2):  # a spokesman of a wing of a group is of the group's country
        for cluster in clusters:
            if cluster.id not in known and (over := [known[id] for id in parents[cluster.id] if id in known]):
                known[cluster.id] = over[0]
    return known


def _draft(cluster: Cluster, told: Mapping[str, str], entry: Entry | None, country: str | None, scene: Scene) -> Draft:
    descriptions = _descriptions(cluster, scene)
    kind = kind_of(cluster, entry, descriptions)
    if country is None and not is_pair(cluster, scene):
        country = country_of_setting(cluster, kind, scene)
    return Draft(cluster, entry, kind, None if kind == "igo" else country or None, cluster.id in told, descriptions)


def _descriptions(cluster: Cluster, scene: Scene) -> tuple[Description, ...]:
    found = (scene.knowledge.describe(mention.span.of(scene.text)) for mention in cluster.mentions if mention.form != "pronoun")
    return tuple(description for description in found if description is not None and description.kind is not None)


def _actor(draft: Draft, bodies: Sequence[Draft], scene: Scene) -> Actor:
    sectors, supplied = sectors_of(draft, bodies, scene.knowledge)
    inferred = [name for name, holds in (("country", draft.country and not draft.told), ("sectors", supplied)) if holds]
    return Actor(
        id=draft.cluster.id,
        name=name_of(draft, scene),
        kind=cast(Kind, draft.kind),
        known=draft.entry.id if draft.entry is not None else None,
        wikidata=draft.entry.wikidata if draft.entry is not None else None,
        country=draft.country,
        sectors=sectors,
        code=code_of(draft.kind, draft.country, sectors, draft.entry, scene.knowledge),
        member_of=tuple(body.cluster.id for body in bodies),
        roles=draft.cluster.roles,
        inferred=tuple(inferred),
    )
