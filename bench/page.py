"""docs/reference/accuracy.md, written from floors.json whenever the gate is updated: what is promised is what is measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.gold import SETS, GoldSet

FLOORS = Path(__file__).with_name("floors.json")
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "accuracy.md"

_HEAD = """# How well it reads

Every figure below is measured on reports that the reader was not trained on (but for one set, see below), and is a floor:
a change that falls below one does not go in. F1 is the harmonic mean of precision and recall. `make score` measures them anew.

| set | figure | floor | 95 % interval |
|---|---|---:|---|
"""

_FOOT = """
## Speed

On one core of a current server, `make bench` holds the reader to {reports_a_second} reports of 400 words a second, a cold start of
`dragoman read` within {cold_start_s} seconds, and {memory_mb} MB of memory.

## The sets

- **Marked reports** were annotated whole, by the rules that records follow; a fifth of them, drawn by a hash of the
  report's id, is kept aside for measuring. An event counts where its type and its words are right, a link where the right
  actor stands on the right side of such an event. The few thresholds of `extract/events.py` and `extract/statements.py`
  were chosen on this fifth, so that reports from elsewhere may come out a little lower.
- **Relations**: sentences with a marked source and target; the 15 roots of the set, and its four classes (verbal and
  material cooperation and conflict), as macro-F1.
- **Names** in reports on a war: 38 in a hundred of the set's people, organisations and places are descriptions and
  pronouns, which a record keeps as such and this measure does not count. **Attribution** in US political news: cue, source
  and content together, where half of the characters agree. **Times** in
  newswire, relaxed (any overlap) and with the right value: the one set that the reader has seen in training, so that only
  the values measure something. **Places** in local US news and in reports on epidemics, found, and found and put within
  161 km. **Coreference** over many kinds of text (CoNLL F1 on people, organisations and places). These have been annotated
  by rules of their own, which differ from the record's.

## Beside published systems

Dragoman's figures here are of development sets, those of others as published for the test sets, and only the first two lines
compare the same task on the same collection. Figures that say little of each other are left out (coreference in OntoGUM, story
clustering by Miranda et al.).

| task | Dragoman | others, as published |
|---|---|---|
| type of event, source and target given, PLV, macro-F1 of roots | {root} | ConfliBERT .867; ZSP .824; GPT-4 .615; Universal PETRARCH .463 |
| the same, four classes | {penta} | ConfliBERT .963; ZSP .896; GPT-4 .767; Universal PETRARCH .518 |
| places in local US news (LGL), right within 161 km: of all in the set, found or not | {lgl} | Mordecai 3 .827 of names that it is given |
| who says what, all three parts overlapping: US political news (PolNeAR) | {attribution} | Citron .832 on a test set of its own |
| names of people, organisations and places, reports on a war (re3d) | {names} | .695 over ten types, descriptions and pronouns counted |

No other system found gives what stands in most lines further up: whether an event is claimed, denied or planned, by whom, and
which words say so.
"""

_TITLES = {
    "real": "marked reports, real", "authored": "marked reports, our own", "own": "marked reports, our own, new",
    "contrasts": "single sentences", "relations": "relations", "names": "names",
    "web": "names, web", "pairs": "sentences",
    "attribution": "attribution", "times": "times", "lgl": "places, local news", "geovirus": "places, epidemics", "coref": "coreference",
}  # fmt: skip


def page(floors: dict[str, Any]) -> str:
    """The page as Markdown."""
    rows = "\n".join(line for gold_set in SETS for line in _rows(gold_set, floors["accuracy"]))
    return _HEAD + rows + "\n" + _FOOT.format(**floors["speed"], **_beside(floors["accuracy"]))


def _beside(accuracy: dict[str, Any]) -> dict[str, str]:
    """The figures that published systems are set beside."""
    chosen = {
        "root": ("relations", "root_macro_f1"), "penta": ("relations", "penta_macro_f1"), "names": ("names", "typed.f1"),
        "lgl": ("lgl", "accuracy_161km_of_all_gold"), "attribution": ("attribution", "relaxed.f1"),
    }  # fmt: skip
    measured = {name: accuracy.get(key, {}).get("figures", {}).get(figure) for name, (key, figure) in chosen.items()}
    return {name: "not measured" if value is None else f"{value:.3f}".lstrip("0") for name, value in measured.items()}


def _rows(gold_set: GoldSet, accuracy: dict[str, Any]) -> Iterator[str]:
    figures, intervals = (accuracy.get(gold_set.name, {}).get(part, {}) for part in ("figures", "intervals"))
    for name in gold_set.figures:
        if name in figures:
            around = "{:.3f} to {:.3f}".format(*intervals[name]) if name in intervals else ""
            yield f"| {_TITLES[gold_set.name]} | {_spoken(name)} | {figures[name]:.3f} | {around} |"


def _spoken(figure: str) -> str:
    """ "root_macro_f1" is said "root macro-F1"."""
    return (
        figure.replace(".f1", " F1")
        .replace("_macro_f1", " macro-F1")
        .replace("_", " ")
        .replace("conll f1", "CoNLL F1")
        .replace("actors conll", "actors, CoNLL F1")
    )


if __name__ == "__main__":
    PAGE.write_text(page(json.loads(FLOORS.read_text(encoding="utf-8"))), encoding="utf-8")
