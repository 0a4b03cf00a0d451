"""The worst records of a development set: what was missed and what was invented, in words.

    python -m bench.errors PART [--set real] [--data ../shared] [--kept DIR] [--most 10]

PART is actors, acts, attribution, claims, events, links, mechanisms, mentions, modes, names, places, relations, roles,
statements, status or times. With --kept, readings that `bench.gate --keep DIR` left are looked into instead of reading anew.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gate import run_dragoman
from bench.gold import SETS, GoldSet, Record, load_gold, read_lines, record_id, write_lines

Lines = list[str]
Spans = Callable[[Record], Sequence[Record]]
Label = Callable[[Record, Record], str]


@dataclass(frozen=True, slots=True)
class Faults:
    """One record's faults, as lines to read."""

    title: str
    missed: Lines
    invented: Lines

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.missed) + len(self.invented)


Compare = Callable[[Record, Record], Faults]


def words(record: Record, spans: Iterable[Record]) -> str:
    """The words of spans, in one line."""
    text = record.get("report", record)["text"]
    return " … ".join(" ".join(text[s["start"] : s["end"]].split()) for s in spans)


def context(record: Record, span: Record) -> str:
    """The words around a span."""
    text, start, end = record.get("report", record)["text"], span["start"], span["end"]
    return " ".join(f"{text[max(0, start - 70) : start]}[{text[start:end]}]{text[end : end + 70]}".split())


def touch(left: Iterable[Record], right: Iterable[Record]) -> bool:
    """Whether any two of the spans share characters."""
    rights = list(right)
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in left for b in rights)


def pairs(gold: Sequence[Record], said: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Marked events with the read ones of their type that share words with them, the surest first, one to one."""
    free = list(gold)
    for event in sorted(said, key=lambda e: -e["confidence"]):
        same = (g for g in free if g["type"] == event["type"] and touch([g["trigger"], *g["evidence"]], [event["trigger"]]))
        found = next(same, None)
        if found is not None:
            free.remove(found)
            yield found, event


def both_ways(alone: Callable[[Record, Record], Lines]) -> Compare:
    """What stands in the gold alone is missed, what stands in the reading alone invented."""
    return lambda gold, read: Faults(record_id(gold), alone(gold, read), alone(read, gold))


def by_spans(kind: str, spans: Spans, label: Label) -> Compare:
    """Compares the rows of one kind: two rows agree where their spans touch and their labels are equal."""

    def alone(mine: Record, theirs: Record) -> Lines:
        def is_found(row: Record) -> bool:
            return any(touch(spans(row), spans(other)) and label(mine, row) == label(theirs, other) for other in theirs[kind])

        return [f"{label(mine, row):<24} {context(mine, spans(row)[0])}" for row in mine[kind] if not is_found(row)]

    return both_ways(alone)


def mentions_of(reading: Record, actors: Iterable[str]) -> list[Record]:
    """The mentions of some actors."""
    wanted = set(actors)
    return [m for m in reading["mentions"] if m["actor"] in wanted]


_MUTUAL = {"CONSULT", "AGREE", "COOPERATE"}  # who stands on which side is not told apart


def links(mine: Record, theirs: Record) -> Lines:
    """Sources and recipients that stand on one side alone, of events on whose type and trigger both agree."""
    names = {actor["id"]: actor["name"] for actor in mine["actors"]}
    found: Lines = []
    for event in mine["events"]:
        same = next((e for e in theirs["events"] if e["type"] == event["type"] and touch(e["evidence"], event["evidence"])), None)
        for side in ("sources", "recipients") if same else ():
            sides = ("sources", "recipients") if event["type"] in _MUTUAL else (side,)
            others = mentions_of(theirs, [actor for s in sides for actor in same[s]])  # type: ignore[index]
            alone = [actor for actor in event[side] if not touch(mentions_of(mine, [actor]), others)]
            found += [f"{side:<11}{names[actor]:<30}{context(mine, event['trigger'])}" for actor in alone]
    return found


def roles(mine: Record, theirs: Record) -> Lines:
    """Roles that stand on one side alone, with the name of their holder."""
    others = [(role, mentions_of(theirs, [actor["id"]])) for actor in theirs["actors"] for role in actor["roles"]]
    held = [(role, actor, mentions_of(mine, [actor["id"]])) for actor in mine["actors"] for role in actor["roles"]]
    wrong = [(r, a) for r, a, spans in held if not any(touch([r], [role]) and touch(spans, own) for role, own in others)]
    return [f"{actor['name']:<30}{context(mine, role)}" for role, actor in wrong]


def clusters(mine: Record, theirs: Record) -> Lines:
    """Actors whose mentions the other side gives to several."""
    found: Lines = []
    for actor in mine["actors"]:
        own = mentions_of(mine, [actor["id"]])
        split = {m["actor"] for m in theirs["mentions"] if touch([m], own)}
        if len(split) > 1:
            found.append(f"{words(mine, own)}   =/=   {' | '.join(words(theirs, mentions_of(theirs, [x])) for x in sorted(split))}")
    return found


def attribution(gold: Record, read: Record) -> Faults:
    """Statements, against gold that holds spans as pairs of numbers."""

    def pieces(item: Record) -> Record:
        return {p: [s if isinstance(s, dict) else {"start": s[0], "end": s[1]} for s in item[p]] for p in ("source", "cue", "content")}

    def alone(mine: list[Record], theirs: list[Record]) -> Lines:
        rest = [i for i in mine if not any(touch(i["cue"], o["cue"]) and touch(i["content"], o["content"]) for o in theirs)]
        return [f"{words(gold, i['source'])} | {words(gold, i['cue'])} | {words(gold, i['content'])[:160]}" for i in rest]

    wanted, got = ([pieces(item) for item in items] for items in (gold["attributions"], read["statements"]))
    return Faults(gold["id"], alone(wanted, got), alone(got, wanted))


def names(gold: Record, read: Record) -> Faults:
    """Names, with exact borders."""
    kinds = {a["id"]: a["kind"] for a in read["actors"]}
    wanted = {(e["start"], e["end"]): e["type"] for e in gold["entities"] if e["type"] in {"Person", "Organisation", "Location"}}
    got = {(m["start"], m["end"]): kinds[m["actor"]] for m in read["mentions"] if m["form"] == "name"}
    got |= {(p["start"], p["end"]): "place" for p in read["places"]}

    def alone(mine: dict[tuple[int, int], str], theirs: dict[tuple[int, int], str]) -> Lines:
        return [f"{kind:<14}{gold['text'][start:end]}" for (start, end), kind in mine.items() if (start, end) not in theirs]

    return Faults(gold["text"], alone(wanted, got), alone(got, wanted))


def relations(gold: Record, read: Record) -> Faults:
    """One marked pair."""
    right = {"YIELD": {"CONCEDE", "RETREAT"}}.get(gold["root"], {gold["root"]})
    line = f"{gold['root']} read as {read['type']}: {gold['source_text']} > {gold['target_text']}: {gold['text']}"
    return Faults(gold["id"], [] if read["type"] in right else [line], [])


def _cue(statement: Record) -> Sequence[Record]:
    found: Sequence[Record] = statement["cue"] or statement["content"]
    return found


def _evidence(event: Record) -> Sequence[Record]:
    found: Sequence[Record] = event["evidence"]
    return found


PARTS: dict[str, Compare] = {
    "actors": both_ways(clusters),
    "acts": by_spans("statements", _cue, lambda r, s: str(s["act"])),
    "attribution": attribution,
    "claims": by_spans("events", _evidence, lambda r, e: f"{e['type']} {'claimed' if e['asserted_by'] else 'told'}"),
    "events": by_spans("events", _evidence, lambda r, e: str(e["type"])),
    "links": both_ways(links),
    "mechanisms": by_spans("mechanisms", lambda k: k["mentions"], lambda r, k: ""),
    "mentions": by_spans("mentions", lambda m: [m], lambda r, m: f"{m['form']}: {words(r, [m])}"),
    "modes": by_spans("events", _evidence, lambda r, e: f"{e['type']}/{e['mode'] or ''}"),
    "names": names,
    "places": by_spans("places", lambda p: [p], lambda r, p: words(r, [p])),
    "relations": relations,
    "roles": both_ways(roles),
    "statements": by_spans("statements", _cue, lambda r, s: ""),
    "status": by_spans("events", _evidence, lambda r, e: f"{e['type']} {e['status']}"),
    "times": by_spans("times", lambda t: [t], lambda r, t: f"{words(r, [t])} = {t['value']}"),
}


def load(gold_set: GoldSet, data: Path, kept: Path | None) -> Iterable[tuple[Record, Record]]:
    """Gold and reading of each record of a set, read anew unless readings are kept somewhere."""
    gold = load_gold(gold_set, data, quick=False)
    with tempfile.TemporaryDirectory() as temporary:
        output = (kept or Path(temporary)) / f"{gold_set.name}.read.jsonl"
        if not output.is_file():
            source = Path(temporary) / "reports.jsonl"
            write_lines(source, (record.get("report", record) for record in gold))
            run_dragoman("relate" if gold_set.task == "relations" else "read", source, output)
        answers = {record_id(record): record for record in read_lines(output)}
    return [(record, answers[record_id(record)]) for record in gold if record_id(record) in answers]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the records with the most faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--set", choices=[s.name for s in SETS], help="real, unless the part has a set of its own")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DRAGOMAN_DEV_DATA", "../shared")))
    parser.add_argument("--kept", type=Path, help="a folder with readings")
    parser.add_argument("--most", type=int, default=10, help="records to show")
    given = parser.parse_args(arguments)
    wanted = given.set or (given.part if given.part in {"names", "attribution", "relations"} else "real")
    pairs = load(next(s for s in SETS if s.name == wanted), given.data, given.kept)
    for fault in sorted((PARTS[given.part](gold, read) for gold, read in pairs), key=lambda f: -f.count)[: given.most]:
        print(f"\n== {fault.title}")
        print(*(f"  missed    {line}" for line in fault.missed), *(f"  invented  {line}" for line in fault.invented), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
