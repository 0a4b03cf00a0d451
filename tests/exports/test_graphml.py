from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from dragoman.exports.filter import Filter
from dragoman.record.entry import Entry

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def graph(text: str) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str, str], dict[str, str]]]:
    """Nodes by id, edges by ends and type, with their data; every key that is used is declared."""
    root = ElementTree.fromstring(text)
    names = {key.attrib["id"]: key.attrib["attr.name"] for key in root.iter(f"{SPACE}key")}

    def data(item: ElementTree.Element) -> dict[str, str]:
        return {names[row.attrib["key"]]: row.text or "" for row in item.iter(f"{SPACE}data")}

    nodes = {node.attrib["id"]: data(node) for node in root.iter(f"{SPACE}node")}
    edges = {}
    for edge in root.iter(f"{SPACE}edge"):
        told = data(edge)
        edges[edge.attrib["source"], edge.attrib["target"], told["type"]] = told
        assert {edge.attrib["source"], edge.attrib["target"]} <= set(nodes)
    return nodes, edges


def test_events_of_one_happening_count_once(written: Callable[..., str]) -> None:
    nodes, edges = graph(written("graphml"))
    labels = {id: node["label"] for id, node in nodes.items()}
    met = {(labels[a], labels[b]): told for (a, b, kind), told in edges.items() if kind == "CONSULT"}
    assert set(met) == {("Arden", "Belland")}  # a visit: the one side goes to the other
    told = met["Arden", "Belland"]
    assert (told["happenings"], told["events"], told["independent"]) == ("1", "2", "2")
    assert (told["first"], told["last"], told["goldstein"]) == ("2025-03-11", "2025-03-11", "1.0")


def test_an_encounter_without_sides_leads_both_ways(written: Callable[..., str], with_event: Callable[..., Entry]) -> None:
    _, edges = graph(written("graphml", Filter(types=frozenset({"CONSULT"})), (with_event("E1", sources=("A1", "A2"), recipients=()),)))
    (one, other) = edges
    assert one[:2] == other[1::-1]
