"""The codebook page, made from the YAML: `python -m dragoman.ontology.codebook FILE` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from dragoman.ontology.entries import EventType
from dragoman.ontology.load import Ontology, load

_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}

_HEAD = """# Codebook

<!-- Generated from the YAML of dragoman.ontology by `python -m dragoman.ontology.codebook docs/reference/codebook.md`. -->

What the names and codes in a reading mean. Ontology version `{version}`. Event types, modes, contexts and sectors are those of
PLOVER (2021); definitions are our own. CAMEO codes are the nearest ones, for comparison with data sets in CAMEO; the Goldstein
value is that of the code. Where the sources disagree, [the decision on the ontology](../decisions/0001-ontology.md) says what
holds here.
"""


def codebook(ontology: Ontology) -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD.format(version=ontology.version), "## Event types\n", _overview(ontology)]
    parts += [_event(kind) for kind in ontology.events.values()]
    parts += [
        "## Statuses\n\nWhat the text commits to about an event.\n",
        _table(("status", "meaning", "example"), ((f"`{s.id}`", s.definition, s.example) for s in ontology.statuses.values())),
        "## Statement acts\n\nWhat a speaker does by saying something.\n",
        _table(("act", "meaning", "example"), ((f"`{a.id}`", a.definition, a.example) for a in ontology.acts.values())),
        "## Contexts\n\nWhat a report is about, one to four of these.\n",
        _table(("context", "meaning"), ((f"`{c.id}`", c.definition) for c in ontology.contexts.values())),
        "## Sectors\n\nThe part of a state or society that an actor belongs to.\n",
        _table(("code", "name", "of", "meaning"), ((f"`{s.id}`", s.name, s.group, s.definition) for s in ontology.sectors.values())),
        _topics(ontology),
        _roles(ontology),
        _cues(ontology),
    ]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _overview(ontology: Ontology) -> str:
    rows = (
        (f"[{e.id}](#{e.id.lower()})", f"{e.quad} {_QUADS[e.quad]}", f"`{e.cameo}`", _number(e.goldstein), _number(e.score), e.definition)
        for e in ontology.events.values()
    )
    return _table(("type", "quad class", "CAMEO", "Goldstein", "PLOVER score", "meaning"), rows)


def _event(kind: EventType) -> str:
    needs = "needed" if kind.recipient else "not needed"
    lines = [f"### {kind.id}\n", f"{kind.definition} Quad class {kind.quad}, {_QUADS[kind.quad]}; a recipient is {needs}.\n"]
    lines += ["Counts:\n", *(f"- {text}" for text in kind.counts), "\nDoes not count:\n", *(f"- {text}" for text in kind.excludes), ""]
    if kind.modes:
        rows = ((f"`{m.id}`", m.definition, f"`{m.cameo}`", _number(m.goldstein), _number(m.score)) for m in kind.modes.values())
        lines.append(_table(("mode", "meaning", "CAMEO", "Goldstein", "PLOVER score"), rows))
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace("-", "−")


def _topics(ontology: Ontology) -> str:
    head = "## Topics\n\nWhat is talked about. The words show the topic anywhere; those in brackets only on an agenda.\n"
    rows = ((f"`{t.id}`", t.name, t.definition, _listed(t.words, t.agenda)) for t in ontology.topics.values())
    return head + "\n" + _table(("topic", "name", "meaning", "words"), rows)


def _listed(words: tuple[str, ...], agenda: tuple[str, ...]) -> str:
    return ", ".join(words) + (f" [{', '.join(agenda)}]" if agenda else "")


def _roles(ontology: Ontology) -> str:
    head = "## Roles\n\nOffice words of titles. A body named in the title (below) gives the sector before the office does.\n"
    yes = {True: "yes", False: ""}
    offices = ((f"`{o.id}`", ", ".join(o.words), o.sector or "", o.rank, yes[o.leads], yes[o.speaks]) for o in ontology.roles.values())
    held = ((f"`{q.changes}`", ", ".join(q.words)) for q in ontology.qualifiers.values())
    bodies = ((f"`{b.id}`", b.sector, ", ".join(b.words)) for b in ontology.bodies.values())
    tables = [
        _table(("office", "words", "sector", "rank", "leads", "speaks for it"), offices),
        _table(("how it is held", "words"), held),
        _table(("body", "sector", "words"), bodies),
    ]
    return head + "\n" + "\n".join(tables)


def _cues(ontology: Ontology) -> str:
    head = "## Cues\n\nWords that report a saying, by the act that they usually mean and the event that such a saying is.\n"
    groups: dict[tuple[str, str], list[str]] = {}
    for cue in ontology.cues.values():
        event = "/".join(part for part in (cue.event, cue.mode) if part)
        groups.setdefault((cue.act, event), []).append(cue.id)
    rows = ((f"`{act}`", event and f"`{event}`", ", ".join(words)) for (act, event), words in groups.items())
    return head + "\n" + _table(("act", "event", "words"), rows)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(codebook(load()), encoding="utf-8")
